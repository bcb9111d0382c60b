import { isNull, type SQL, sql } from "drizzle-orm";
import { editionPapers } from "./tables.ts";

/** Whether the newest revision of its edition has a paper. */
export const isShown: SQL = isNull(editionPapers.droppedAt);

/** At which place within its section the newest revision of its edition has a paper. */
export const shownRank: SQL<number> = sql<number>`coalesce(${editionPapers.shownRank}, ${editionPapers.rank})`;

/** The same of a paper of a statement in SQL, by the name of its table there. */
export const isShownAs = (table: string): SQL => sql.raw(`${table}.dropped_at is null`);
export const shownRankAs = (table: string): SQL => sql.raw(`coalesce(${table}.shown_rank, ${table}.rank)`);
