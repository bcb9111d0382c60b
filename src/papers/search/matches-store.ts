import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { NameTerm, WeighedWord } from "./weigh-words.ts";

/** Which papers count; null for all. */
export type SearchFilters = {
  /** arXiv categories, any of which a paper must have. */
  categories: string[] | null;
  /** Further lists of categories, of each of which a paper must have one. */
  within?: string[][];
  /** Categories of which it must have none. */
  without?: string[];
  /** Papers first published at or after this instant. */
  since: Date | null;
};

/** A word that stands in fewer papers than this is looked for in all of them; any other in the latest first. */
const fewMatches = 1_500;

/** Of papers that hold some of the words, so many are weighed. */
const mostWeighed = 2_000;

/** Of a keyword, an abstract, a name, a title: how much a word there counts. */
const rankWeights = sql.raw("'{0.3, 0.3, 0.6, 1.0}'");

/** In which order papers are shown: by weight, the latest first, those with most upvotes first. */
export const searchOrders = ["relevance", "date", "votes"] as const;
export type SearchOrder = (typeof searchOrders)[number];

/** Of more papers than these the latest alone are ordered by upvotes. */
export const mostVoted = 2_000;

/** What is looked for, as a condition on `paper_search`, and about how many papers match it. */
export type CountedMatch = { condition: SQL; papers: number };

/**
 * Ids of the papers that match: of the latest `limit`, those with the most and rarest words first, the latest first
 * among equals; or the latest; or of the latest `mostVoted` those with most upvotes.
 */
export async function listMatches(
  db: Database,
  { condition, papers }: CountedMatch,
  words: WeighedWord[],
  { limit, order, ...filters }: SearchFilters & { limit: number; order: SearchOrder },
): Promise<string[]> {
  if (order === "date") return listLatest(db, condition, filters, limit);
  if (order === "votes") {
    const latest = await listLatest(db, condition, filters, mostVoted);
    return (await orderByVotes(db, latest)).slice(0, limit);
  }
  if (papers <= fewMatches) return listWeighed(db, condition, words, filters, limit);
  const ids = await listLatest(db, condition, filters, limit);
  return ids.length > 1 ? orderByWeight(db, ids, words) : ids;
}

/** These papers in another order than that of their weight. */
export async function orderBy(db: Database, ids: string[], order: SearchOrder): Promise<string[]> {
  if (order === "relevance" || ids.length < 2) return ids;
  if (order === "votes") return orderByVotes(db, ids);
  const { rows } = await db.execute<{ id: string }>(sql`
    select paper_id as id from paper_search where paper_id = any(${sqlArray(ids)}::text[])
    order by published_at desc, paper_id`);
  return rows.map(({ id }) => id);
}

async function orderByVotes(db: Database, ids: string[]): Promise<string[]> {
  if (ids.length < 2) return ids;
  const { rows } = await db.execute<{ id: string }>(sql`
    select paper_id as id from paper_search
      left join lateral (select upvotes from paper_signals s where s.paper_id = paper_search.paper_id
        order by observed_at desc limit 1) latest on true
    where paper_id = any(${sqlArray(ids)}::text[])
    order by coalesce(upvotes, 0) desc, published_at desc, paper_id`);
  return rows.map(({ id }) => id);
}

/**
 * How many papers match each query, in their order; counted no further than `most`.
 *
 * @param queries PostgreSQL's, as text.
 */
export async function countMatches(
  db: Database,
  queries: string[],
  { most, ...filters }: SearchFilters & { most: number },
): Promise<number[]> {
  if (queries.length === 0) return [];
  const { rows } = await db.execute<{ papers: number }>(sql`
    select (select count(*) from (select from paper_search where words @@ query ${conditions(filters)} limit ${most}) held)::int as papers
    from unnest(${sqlArray(queries)}::tsquery[]) with ordinality asked (query, n) order by n`);
  return rows.map(({ papers }) => papers);
}

/** Of few matches each is weighed where it is found: reading them a second time costs more than weighing some for nothing. */
async function listWeighed(
  db: Database,
  condition: SQL,
  words: WeighedWord[],
  filters: SearchFilters,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    with matched as materialized (
      select paper_id, published_at, ${weightOf(words)} as weight from paper_search
      where ${condition} ${conditions(filters)}
    ), latest as (
      select * from matched order by published_at desc, paper_id limit ${limit}
    )
    select paper_id as id from latest order by weight desc, published_at desc, paper_id`);
  return rows.map(({ id }) => id);
}

/** Ids of the papers that match a frequent query, the latest first. */
async function listLatest(
  db: Database,
  condition: SQL,
  filters: SearchFilters,
  limit: number,
): Promise<string[]> {
  const matching = sql`from paper_search where ${condition} ${conditions(filters)}`;
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
    where ${rare.condition} and paper_id <> all(${sqlArray([...except])}::text[]) ${conditions(filters)}`;
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

function conditions({ categories, within = [], without = [], since }: SearchFilters): SQL {
  const inCategories = [...(categories ? [categories] : []), ...within].map(
    (list) => sql`and categories && ${sqlArray(list)}::text[]`,
  );
  const inNone = without.length > 0 ? sql`and not categories && ${sqlArray(without)}::text[]` : sql``;
  const fromThen = since ? sql`and published_at >= ${since.toISOString()}` : sql``;
  return sql`${sql.join(inCategories, sql` `)} ${inNone} ${fromThen}`;
}

/** A query as a condition. */
export function holds(query: string): SQL {
  return sql`words @@ ${query}::tsquery`;
}

/**
 * That a query of names is met by the field that it is meant for: authors and organisation lie in `words` under one
 * weight, so that `words` is asked first, and the paper itself only where both may be meant.
 */
export function isNamed({ field, query }: NameTerm): SQL {
  const authors = sql`paperboy_lexemes('pg_catalog.simple', paperboy_plain_spelling(array_to_string(p.authors, ' ')), 'B')`;
  const organization = sql`paperboy_lexemes('pg_catalog.english', paperboy_plain_spelling(regexp_replace(p.organization, '([[:lower:]])([[:upper:]])', '\\1-\\2', 'g')), 'B')`;
  const asked = sql`${query}::tsquery`;
  const isMeant =
    field === "org"
      ? sql`(p.organization is not null and ${organization} @@ ${asked})`
      : sql`(p.organization is null or not ${organization} @@ ${asked} or ${authors} @@ ${asked})`;
  // Not as a join: of a frequent name the planner would begin with the papers, and make lexemes of every one of them.
  return sql`(words @@ ${asked} and (select ${isMeant} from papers p where p.id = paper_id))`;
}
