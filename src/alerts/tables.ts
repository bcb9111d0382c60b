import { sql } from "drizzle-orm";
import { bigint, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf } from "../db/columns.ts";

export const alertKinds = [
  "edition-late",
  "source-down",
  "provider-blocked",
  "breaker",
  "uncertain",
  "queue-dead",
  "feedback-stuck",
  "missed-period",
  "held-edition",
  "webhooks-refused",
  "clock-off",
  "disk-full",
  "queue-moved",
  "breaker-near",
] as const;

/** Something that needs an operator: raised once, cleared when it is over. */
export const alerts = pgTable(
  "alerts",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind", { enum: alertKinds }).notNull(),
    /** Names its news to the webhook: no other installation has it, nor a ledger that was restored and counts anew. */
    newsKey: uuid("news_key").notNull().defaultRandom(),
    /** The edition, source or queue that it is about; empty when there is but one. */
    subject: text("subject").notNull(),
    message: text("message").notNull(),
    raisedAt: instant("raised_at").notNull(),
    clearedAt: instant("cleared_at"),
    /** When the webhook took the news of its beginning, and of its end. */
    raisedPostedAt: instant("raised_posted_at"),
    clearedPostedAt: instant("cleared_posted_at"),
    /** Until when one process has the posting of its news to itself. */
    postLeasedUntil: instant("post_leased_until"),
    /** The mail that told its beginning. */
    noticeId: uuid("notice_id"),
    /** When it was found over by a process that knows all kinds; without it, a release before only thought so. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("alerts_active").on(t.kind, t.subject).where(sql`cleared_at is null`),
    index("alerts_raised_at").on(t.raisedAt),
    oneOf("alerts_kind_known", "kind", alertKinds),
  ],
);
