import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { Spelling } from "./author-spellings.ts";
import type { NameKind } from "./tables.ts";

/** Papers that bear one of some keys of a kind; an author has a key for each spelling. */
export type Named = { kind: NameKind; keys: string[] };

export const listOrders = ["date", "votes"] as const;
export type ListOrder = (typeof listOrders)[number];

/** How many papers bear a name. */
export async function countNamed(db: Database, named: Named): Promise<number> {
  const { rows } = await db.execute<{ papers: number }>(
    sql`select count(*)::int as papers from ${papersOf(named)} n`,
  );
  return rows[0]?.papers ?? 0;
}

/** Ids of papers that bear a name: the latest first, or those with the most votes. */
export async function listNamedIds(
  db: Database,
  named: Named,
  { order, limit, offset }: { order: ListOrder; limit: number; offset: number },
): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(
    order === "date"
      ? sql`
          select paper_id as id from ${papersOf(named)} n order by published_at desc, paper_id limit ${limit} offset ${offset}`
      : sql`
          select n.paper_id as id from ${papersOf(named)} n left join paper_votes v using (paper_id)
          order by coalesce(v.upvotes, 0) desc, n.published_at desc, n.paper_id limit ${limit} offset ${offset}`,
  );
  return rows.map(({ id }) => id);
}

/** A month's papers of a name. */
export type MonthCount = {
  /** `YYYY-MM` (UTC), of the first versions. */
  month: string;
  papers: number;
  /** The median of their upvotes; null when none of them was listed where votes are counted. */
  upvotes: number | null;
};

/** The months between two instants in which papers that bear a name were published, the first first. */
export async function countByMonth(
  db: Database,
  named: Named,
  { since, until }: { since: Date; until: Date },
): Promise<MonthCount[]> {
  const { rows } = await db.execute<MonthCount>(sql`
    select to_char(n.published_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as papers,
      percentile_cont(0.5) within group (order by v.upvotes)::float8 as upvotes
    from ${papersOf(named)} n left join paper_votes v using (paper_id)
    where n.published_at >= ${since.toISOString()}::timestamptz and n.published_at < ${until.toISOString()}::timestamptz
    group by 1 order by 1`);
  return rows;
}

/** How a name's latest papers spell it, the most usual spelling first. */
export async function listNamesOf(db: Database, named: Named): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select name from (
      select name from paper_names where ${bears(named)} order by published_at desc limit ${spellingsRead}) n
    group by name order by count(*) desc, name`);
  return rows.map(({ name }) => name);
}

const spellingsRead = 200;

/**
 * The spellings of authors with one of some last names. More than some thousands are cut: nobody's papers are told apart
 * among as many.
 *
 * @param initials letters that the keys begin with; null for all.
 */
export async function listAuthorSpellings(
  db: Database,
  { lasts, initials }: { lasts: string[]; initials: string[] | null },
): Promise<Spelling[]> {
  const begins = initials === null ? sql`true` : sql`left(key, 1) = any(${sqlArray(initials)}::text[])`;
  const { rows } = await db.execute<Spelling>(sql`
    select key, min(name) as name, count(*)::int as papers from paper_names
    where kind = 'author' and paperboy_last_name(key) = any(${sqlArray(lasts)}::text[]) and ${begins}
    group by key order by papers desc, key limit ${spellingsMost}`);
  return rows;
}

const spellingsMost = 3_000;

/** All organisations with how many papers bear each, those with most papers first, up to some thousands. */
export async function listOrganizations(db: Database): Promise<Spelling[]> {
  const { rows } = await db.execute<Spelling>(sql`
    select key, min(name) as name, count(*)::int as papers from paper_names where kind = 'organization'
    group by key order by papers desc, key limit ${organizationsMost}`);
  return rows;
}

const organizationsMost = 20_000;

/** Keywords that begin as one does, those with most papers first. */
export async function listKeywordsLike(db: Database, beginning: string, limit: number): Promise<Spelling[]> {
  const { rows } = await db.execute<Spelling>(sql`
    select key, min(name) as name, count(*)::int as papers from (
      select key, name from paper_names
      where kind = 'keyword' and key >= ${beginning} and key < ${`${beginning}\u{10ffff}`} limit ${keywordsRead}) n
    group by key order by papers desc, key limit ${limit}`);
  return rows;
}

const keywordsRead = 20_000;

/** Each paper once: under two keys of an author it may stand twice. One key alone is read in the order of its index. */
function papersOf(named: Named): SQL {
  const columns = sql`paper_id, published_at from paper_names where ${bears(named)}`;
  return named.keys.length > 1 ? sql`(select distinct ${columns})` : sql`(select ${columns})`;
}

function bears({ kind, keys: [key, ...others] }: Named): SQL {
  const isKey =
    others.length === 0
      ? sql`key = ${key ?? ""}`
      : sql`key = any(${sqlArray([key ?? "", ...others])}::text[])`;
  return sql`kind = ${kind} and ${isKey}`;
}
