import { bigint, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant, oneOf } from "../db/columns.ts";

export const actorKinds = ["operator", "cli", "reader", "stranger", "program"] as const;

/** Who did what, one row for each act; written in the transaction of the act, and changed by nobody afterwards. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind", { enum: actorKinds }).notNull(),
    /** An operator's name, or the system's user. */
    actorName: text("actor_name"),
    /** The client's address, or the machine's name. */
    actorFrom: text("actor_from"),
    /** Such as `edition.approve`. */
    verb: text("verb").notNull(),
    /** What it was done to, by its id: an edition, a subscriber, a source, a setting. Never an address. */
    subject: text("subject"),
    before: jsonb("before"),
    after: jsonb("after"),
    /** How often in a row; more than once only of refused log-ins, so that guessing does not fill the table. */
    times: integer("times").notNull().default(1),
  },
  (t) => [
    index("audit_entries_at").on(t.at),
    index("audit_entries_verb").on(t.verb, t.id),
    index("audit_entries_subject").on(t.subject, t.id),
    oneOf("audit_entries_actor_known", "actor_kind", actorKinds),
  ],
);
