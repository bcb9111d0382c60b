import { sql } from "drizzle-orm";
import { boolean, check, integer, pgTable, text } from "drizzle-orm/pg-core";
import { day, instant } from "../db/columns.ts";
import { papers } from "../papers/tables.ts";

/** A paper that a language model was asked to sum up; the sentence itself stands with the paper. */
export const summaryAsks = pgTable("summary_asks", {
  paperId: text("paper_id")
    .primaryKey()
    .references(() => papers.id, { onDelete: "cascade" }),
  asks: integer("asks").notNull(),
  askedAt: instant("asked_at").notNull(),
  /** Code of why its answer is not shown; null while there is none, or where it is shown. */
  refusal: text("refusal"),
});

/** The one row of the endpoint: what it was asked today, and since when it fails. */
export const summaryEndpoint = pgTable(
  "summary_endpoint",
  {
    isOnly: boolean("is_only").primaryKey().default(true),
    /** The day (UTC) that `asked` counts. */
    day: day("day").notNull(),
    asked: integer("asked").notNull().default(0),
    /** In a row. */
    failures: integer("failures").notNull().default(0),
    /** Code of the last failure; null when the last request was answered. */
    lastFailure: text("last_failure"),
    /** Not before this instant is it asked again. */
    retryAt: instant("retry_at"),
    answeredAt: instant("answered_at"),
  },
  () => [check("summary_endpoint_one", sql`is_only`)],
);
