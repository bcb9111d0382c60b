import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";

/** A day (`YYYY-MM-DD`) from which on lists count. */
type Since = { since: string };

/** The first day of which a source listed papers, or null. */
export async function findFirstListedDay(db: Database): Promise<string | null> {
  const { rows } = await db.execute<{ day: string | null }>(
    sql`select min(day)::text as day from paper_listings`,
  );
  return rows[0]?.day ?? null;
}

/** Those of some lexemes that stand in any paper. */
export async function listKnownLexemes(db: Database, lexemes: string[]): Promise<Set<string>> {
  const { rows } = await db.execute<{ lexeme: string }>(
    sql`select lexeme from search_lexemes where lexeme = any(${sqlArray(lexemes)}::text[])`,
  );
  return new Set(rows.map(({ lexeme }) => lexeme));
}

/** Lists of a day that are still held good. */
const isRecent = (since: string) => sql`day >= ${since}::date and dropped_at is null`;

/** A word that stands in more papers is looked for among the recent ones, any other in all. */
const rareWord = 1_000;

/**
 * How many of the papers listed since a day match each query, in their order; counted no further than `most`.
 *
 * @param queries PostgreSQL's, as text, each with in how many papers its rarest word stands.
 */
export async function countRecentMatches(
  db: Database,
  queries: { query: string; papers: number }[],
  { since, most }: Since & { most: number },
): Promise<number[]> {
  const rare = queries.map(({ papers }) => papers <= rareWord);
  const { rows } = await db.execute<{ papers: number }>(sql`
    with recent as materialized (select distinct paper_id from paper_listings where ${isRecent(since)}),
      asked as (
        select * from unnest(${sqlArray(queries.map(({ query }) => query))}::tsquery[], ${sqlArray(rare.map(String))}::boolean[])
          with ordinality asked (query, is_rare, n)
      )
    select case when is_rare
      then (select count(*) from (
        select from (select paper_id from paper_search where words @@ query offset 0) held
        where paper_id in (select paper_id from recent) limit ${most}) matched)
      else (select count(*) from (
        select from recent join paper_search using (paper_id) where words @@ query limit ${most}) matched)
      end::int as papers
    from asked order by n`);
  return rows.map(({ papers }) => papers);
}
