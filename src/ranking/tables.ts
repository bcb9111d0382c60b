import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";
import type { PriorFigures } from "./prior.ts";

/** The weights of the prior that an operator had fitted to the installation's own history; empty for those shipped. */
export const priorRefits = pgTable(
  "prior_refits",
  {
    /** There is one row at most. */
    isOnly: boolean("is_only").primaryKey().default(true),
    weights: jsonb("weights").$type<PriorFigures>().notNull(),
    /** Days and papers of the history that they were fitted to. */
    days: integer("days").notNull(),
    papers: integer("papers").notNull(),
    fittedAt: instant("fitted_at").notNull(),
  },
  () => [check("prior_refits_one", sql.raw("is_only"))],
);
