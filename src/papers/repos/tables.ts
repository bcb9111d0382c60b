import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../../db/columns.ts";
import { isOnlyRow, pacedColumns } from "../../db/paced-endpoint.ts";
import { papers } from "../tables.ts";
import type { CitingRepos } from "./citing-repos.ts";

/** Which models, datasets and Spaces at Hugging Face cite a paper, as it was told last. */
export const citingRepos = pgTable("citing_repos", {
  paperId: text("paper_id")
    .primaryKey()
    .references(() => papers.id, { onDelete: "cascade" }),
  /** Requests since the last answer, the one under way among them. */
  asks: integer("asks").notNull(),
  /** How often it was told. */
  answers: integer("answers").notNull().default(0),
  askedAt: instant("asked_at").notNull(),
  answeredAt: instant("answered_at"),
  /** Null before the first answer. */
  found: jsonb("found").$type<CitingRepos>(),
});

/** The one row of the question to Hugging Face: how often it was put today, and since when it fails. */
export const citingReposEndpoint = pgTable("citing_repos_endpoint", pacedColumns(), () => [
  isOnlyRow("citing_repos_endpoint_one"),
]);
