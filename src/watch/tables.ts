import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf } from "../db/columns.ts";

/** `moved`: another node of a Redis Cluster keeps the queue; `silent`: it does not answer in time. */
export const queueFaults = ["moved", "silent", "other"] as const;

/** What each process of `web` and of workers last told of itself; the watch of any process judges them all. */
export const processReports = pgTable(
  "process_reports",
  {
    id: uuid("id").primaryKey(),
    /** The machine's name. */
    host: text("host").notNull(),
    reportedAt: instant("reported_at").notNull(),
    clockOffsetMs: bigint("clock_offset_ms", { mode: "number" }).notNull(),
    isClockRight: boolean("is_clock_right").notNull(),
    /** Why its queue cannot be used; null when it can. */
    queueFault: text("queue_fault", { enum: queueFaults }),
    /** What the queue said. */
    queueError: text("queue_error"),
    /** Disks that are nearly full, as sentences by the name of their folder. */
    fullDisks: jsonb("full_disks").notNull().default({}),
  },
  () => [oneOf("process_reports_queue_fault_known", "queue_fault", queueFaults)],
);

/** How many webhooks were refused in each minute (UTC), by all processes. */
export const webhookRefusals = pgTable("webhook_refusals", {
  minute: instant("minute").primaryKey(),
  count: integer("count").notNull(),
});

/** One row for each kind of look that wants to see a write committed. */
export const probes = pgTable("probes", {
  name: text("name").primaryKey(),
  writtenAt: instant("written_at").notNull(),
});
