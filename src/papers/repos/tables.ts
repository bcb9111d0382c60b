import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { day, instant } from "../../db/columns.ts";
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
export const citingReposEndpoint = pgTable(
  "citing_repos_endpoint",
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
  () => [check("citing_repos_endpoint_one", sql`is_only`)],
);
