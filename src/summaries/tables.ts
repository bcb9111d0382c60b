import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";
import { isOnlyRow, pacedColumns } from "../db/paced-endpoint.ts";
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
export const summaryEndpoint = pgTable("summary_endpoint", pacedColumns(), () => [
  isOnlyRow("summary_endpoint_one"),
]);
