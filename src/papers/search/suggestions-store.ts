import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";

export type TitledPaper = { id: string; title: string; authors: string[] };

/** Words like "the" and "their", for which nobody searches; no more of them begin alike. */
const mostStopWords = 20;

/**
 * Words of titles and names that begin so, the most frequent first, without words like "the".
 *
 * @param beginning letters alone, in lower case.
 */
export async function listCompletions(db: Database, beginning: string, limit: number): Promise<string[]> {
  const { rows } = await db.execute<{ word: string }>(sql`
    select word from (
      select word, papers from search_words where word like ${`${beginning}%`} order by papers desc, word limit ${limit + mostStopWords}
    ) frequent where to_tsvector('pg_catalog.english', word) <> ''::tsvector
    order by papers desc, word limit ${limit}`);
  return rows.map(({ word }) => word);
}

/** The papers of these ids, in their order, with the first of their authors. */
export async function listTitles(db: Database, ids: string[]): Promise<TitledPaper[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.execute<TitledPaper>(sql`
    select id, title, authors[1:3] as authors
    from unnest(${sqlArray(ids)}::text[]) with ordinality asked(id, n) join papers p using (id) order by n`);
  return rows;
}
