import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { WeighedWord } from "./weigh-words.ts";

/** Which papers count; null for all. */
export type SearchFilters = {
  /** arXiv categories, any of which a paper must have. */
  categories: string[] | null;
  /** Papers first published at or after this instant. */
  since: Date | null;
};

/** A word that stands in fewer papers than this is looked for in all of them; any other in the latest first. */
const fewMatches = 1_500;

/** Of papers that hold some of the words, so many are weighed. */
const mostWeighed = 2_000;

/** Of a keyword, an abstract, a name, a title: how much a word there counts. */
const rankWeights = sql.raw("'{0.3, 0.3, 0.6, 1.0}'");

/** Ids of the papers that match a query, the latest first, `limit` at the most. */
export async function listLatestMatches(
  db: Database,
  query: SQL,
  filters: SearchFilters,
  limit: number,
): Promise<string[]> {
  const matching = sql`from paper_search where words @@ ${query} ${conditions(filters)}`;
  const latest = sql`order by published_at desc, paper_id limit ${limit}`;
  // The planner knows how frequent a word is, but not a phrase, nor words together: it would walk through
  // all papers by date in the hope of early matches. A materialized CTE is planned without that hope.
  const { rows } = await db.execute<{ id: string; found: number }>(sql`
    with matched as materialized (select paper_id, published_at ${matching}),
      weighed as (select * from matched limit ${fewMatches})
    select paper_id as id, count(*) over ()::int as found from weighed ${latest}`);
  if ((rows[0]?.found ?? 0) < fewMatches) return rows.map(({ id }) => id);
  // So frequent that a walk by date soon has enough.
  const walked = await db.execute<{ id: string }>(sql`select paper_id as id ${matching} ${latest}`);
  return walked.rows.map(({ id }) => id);
}

/** The same ids, those with the most and rarest words first, the latest first among equals. */
export async function orderByWeight(db: Database, ids: string[], words: WeighedWord[]): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select paper_id as id from paper_search where paper_id = any(${sqlArray(ids)}::text[])
    order by ${weightOf(words)} desc, published_at desc, paper_id`);
  return rows.map(({ id }) => id);
}

/**
 * Ids of papers that hold some of the words, those with the most and rarest first, `limit` at the most.
 *
 * @param rare which papers are weighed at all: not many match it.
 * @param except ids that are not wanted again.
 */
export async function listClose(
  db: Database,
  rare: SQL,
  words: WeighedWord[],
  { except, limit, ...filters }: SearchFilters & { except: readonly string[]; limit: number },
): Promise<string[]> {
  // Of more the latest, so that every page of a search sees the same ones; planned as in `listLatestMatches`.
  const { rows } = await db.execute<{ id: string }>(sql`
    with matched as materialized (
      select paper_id, published_at from paper_search
      where words @@ ${rare} and paper_id <> all(${sqlArray([...except])}::text[]) ${conditions(filters)}
    ), latest as (
      select paper_id from matched order by published_at desc, paper_id limit ${mostWeighed}
    )
    select paper_id as id from latest join paper_search using (paper_id)
    order by ${weightOf(words)} desc, published_at desc, paper_id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** What a paper gets for the words that it holds. */
function weightOf(words: WeighedWord[]): SQL {
  // With a type: PostgreSQL takes a bare number in `order by` for the place of a column.
  if (words.length === 0) return sql`0::float8`;
  return sql.join(
    words.map(
      ({ query, weight }) => sql`${weight}::float8 * ts_rank(${rankWeights}, words, ${query}::tsquery)`,
    ),
    sql` + `,
  );
}

function conditions({ categories, since }: SearchFilters): SQL {
  const inCategories = categories ? sql`and categories && ${sqlArray(categories)}::text[]` : sql``;
  const fromThen = since ? sql`and published_at >= ${since.toISOString()}` : sql``;
  return sql`${inCategories} ${fromThen}`;
}
