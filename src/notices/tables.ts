import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf } from "../db/columns.ts";
import { requestTroubles } from "./request-troubles.ts";

export const noticeKinds = [
  "confirm",
  "welcome",
  "preferences-link",
  "goodbye",
  "operator-alert",
  "address-allow",
  "address-confirm",
  "still-reading",
] as const;

/** Why a notice failed, is uncertain, or waits. */
export const noticeReasons = ["suppressed", "not-rendered", ...requestTroubles, "restored", "other"] as const;

export type NoticeReason = (typeof noticeReasons)[number];

export const noticeStates = ["pending", "sealed", "submitted", "failed", "uncertain"] as const;

/** A single mail that the site or an operator caused; written in the transaction that causes it. */
export const notices = pgTable(
  "notices",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    kind: text("kind", { enum: noticeKinds }).notNull(),
    /** Its key to `subscribers`, with `on delete cascade`, stands in the migration alone: that folder comes later. */
    subscriberId: uuid("subscriber_id"),
    recipient: text("recipient").notNull(),
    /** Values for the template of its kind. */
    props: jsonb("props").notNull(),
    state: text("state", { enum: noticeStates }).notNull().default("pending"),
    /** The rendered mail, fixed before its first request. */
    mail: jsonb("mail"),
    attempts: integer("attempts").notNull().default(0),
    firstAttemptAt: instant("first_attempt_at"),
    nextAttemptAt: instant("next_attempt_at"),
    leasedUntil: instant("leased_until"),
    providerId: text("provider_id"),
    reasonCode: text("reason_code", { enum: noticeReasons }),
    /** Which refusal it was, when the provider refused it. */
    refusalKey: text("refusal_key"),
    /** The provider's own words, where there are any, else the code. */
    reason: text("reason"),
    createdAt: instant("created_at").notNull(),
    settledAt: instant("settled_at"),
  },
  (t) => [
    index("notices_open").on(t.createdAt).where(sql`state in ('pending', 'sealed')`),
    index("notices_recipient").on(t.recipient, t.createdAt),
    // For events whose tags are missing.
    index("notices_provider_id").using("hash", t.providerId).where(sql`provider_id is not null`),
    oneOf("notices_kind_known", "kind", noticeKinds),
    oneOf("notices_state_known", "state", noticeStates),
    oneOf("notices_reason_code_known", "reason_code", noticeReasons),
  ],
);
