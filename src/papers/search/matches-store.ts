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

/** What is looked for, and about how many papers match it. */
export type CountedMatch = { query: SQL; papers: number };

/**
 * Ids of the papers that match: of the latest `limit`, those with the most and rarest words first, the latest first
 * among equals.
 */
export async function listMatches(
  db: Database,
  { query, papers }: CountedMatch,
  words: WeighedWord[],
  { limit, ...filters }: SearchFilters & { limit: number },
): Promise<string[]> {
  if (papers <= fewMatches) return listWeighed(db, query, words, filters, limit);
  const ids = await listLatest(db, query, filters, limit);
  return ids.length > 1 ? orderByWeight(db, ids, words) : ids;
}

/** Of few matches each is weighed where it is found: reading them a second time costs more than weighing some for nothing. */
async function listWeighed(
  db: Database,
  query: SQL,
  words: WeighedWord[],
  filters: SearchFilters,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    with matched as materialized (
      select paper_id, published_at, ${weightOf(words)} as weight from paper_search
      where words @@ ${query} ${conditions(filters)}
    ), latest as (
      select * from matched order by published_at desc, paper_id limit ${limit}
    )
    select paper_id as id from latest order by weight desc, published_at desc, paper_id`);
  return rows.map(({ id }) => id);
}

/** Ids of the papers that match a frequent query, the latest first. */
async function listLatest(
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

async function orderByWeight(db: Database, ids: string[], words: WeighedWord[]): Promise<string[]> {
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
  rare: CountedMatch,
  words: WeighedWord[],
  { except, limit, ...filters }: SearchFilters & { except: readonly string[]; limit: number },
): Promise<string[]> {
  const matching = sql`from paper_search
    where words @@ ${rare.query} and paper_id <> all(${sqlArray([...except])}::text[]) ${conditions(filters)}`;
  const best = sql`order by weight desc, published_at desc, paper_id limit ${limit}`;
  // Of more the latest, so that every page of a search sees the same ones; planned as in `listLatest`.
  const { rows } = await db.execute<{ id: string }>(
    rare.papers <= mostWeighed
      ? sql`select paper_id as id, ${weightOf(words)} as weight, published_at ${matching} ${best}`
      : sql`
        with matched as materialized (select paper_id, published_at ${matching}),
          latest as (select paper_id from matched order by published_at desc, paper_id limit ${mostWeighed})
        select paper_id as id, ${weightOf(words)} as weight from latest join paper_search using (paper_id) ${best}`,
  );
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
