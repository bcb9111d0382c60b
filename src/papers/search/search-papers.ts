import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { correctWords } from "./correct-words.ts";

export type PaperSearch = {
  /** As a person types it: words, "phrases", or, -without (PostgreSQL's websearch syntax). */
  query: string;
  /** arXiv categories, any of which a paper must have; null for all. */
  categories: string[] | null;
  /** Papers first published at or after this instant; null for all. */
  since: Date | null;
  limit: number;
  offset: number;
};

export type FoundPaper = {
  id: string;
  title: string;
  abstract: string;
  summary: string | null;
  authors: string[];
  organization: string | null;
  primaryCategory: string | null;
  publishedAt: Date;
  updatedAt: Date;
  discussionUrl: string | null;
  codeUrl: string | null;
  projectUrl: string | null;
  upvotes: number;
  comments: number;
  stars: number | null;
  /** Part of the abstract around the words that were looked for, each between `markStart` and `markEnd`. */
  snippet: string;
};

export type SearchResult = {
  papers: FoundPaper[];
  /** At most `mostResults`: then there are as many or more. */
  total: number;
  /** Nothing held what was asked for; this was looked for in its place. Null when it was found as asked. */
  insteadOf: Instead | null;
};

export type Instead =
  /** The query with its slips mended. */
  | { kind: "corrected"; query: string }
  /** Papers that hold some of the words. */
  | { kind: "any word" };

/** Control characters, which no text of a paper holds. */
export const markStart = "\u0002";
export const markEnd = "\u0003";

/**
 * A word that stands in most papers matches too many to weigh them all: of the matches, so many of the
 * latest are ordered by relevance.
 */
export const mostResults = 400;

/** A word that stands in fewer papers than this is looked for in all of them; any other in the latest first. */
const fewMatches = 1_500;

/** What one search reads at most; more words cost more than they find. */
export const longestQuery = 200;
export const mostWords = 32;

/** A query without control characters, cut to what one search reads. */
export function boundQuery(text: string): { query: string; isCut: boolean } {
  const words = text
    .slice(0, longestQuery)
    .replaceAll(/\p{Cc}/gu, " ")
    .trim();
  const pieces = words.split(/\s+/);
  const isCut = text.length > longestQuery || pieces.length > mostWords;
  return { query: pieces.length > mostWords ? pieces.slice(0, mostWords).join(" ") : words, isCut };
}

/**
 * Papers that hold the words, titles above authors above abstracts, the latest first among equals; when
 * there are none, those that hold the words which were probably meant, or else any of them.
 */
export async function searchPapers(db: Database, search: PaperSearch): Promise<SearchResult> {
  const text = boundQuery(search.query).query;
  if (text === "") return { papers: [], total: 0, insteadOf: null };
  const exact = await searchByWords(db, search, text);
  if (exact.total > 0 || search.offset > 0) return { ...exact, insteadOf: null };
  const corrected = await correctWords(db, text);
  if (corrected !== null) {
    const meant = await searchByWords(db, search, corrected);
    if (meant.total > 0) return { ...meant, insteadOf: { kind: "corrected", query: corrected } };
  }
  const some = await searchByWords(db, search, anyOf(corrected ?? text));
  return { ...some, insteadOf: { kind: "any word" } };
}

type Wish = { wanted: string; excluded: string[] };

/** What a query asks for, in websearch syntax, and the words and phrases that must not be there. */
function readWish(text: string): Wish {
  const pieces = piecesOf(text);
  return {
    wanted: pieces.filter((piece) => !piece.startsWith("-")).join(" "),
    // Of every minus: a second one would ask for the word again.
    excluded: pieces.filter((piece) => piece.startsWith("-")).map((piece) => piece.replace(/^-+/, "")),
  };
}

/** Words and quoted phrases, each with its minus; what has no letter and no digit asks for nothing. */
function piecesOf(text: string): string[] {
  return (text.match(/-?"[^"]*"|\S+/g) ?? []).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/** The same query, satisfied by any of the words that it names. */
function anyOf(text: string): string {
  const { wanted, excluded } = readWish(text);
  const named = wanted
    .replaceAll('"', "")
    .split(" ")
    .filter((word) => word.toLowerCase() !== "or");
  return [named.join(" or "), ...excluded.map((piece) => `-${piece}`)].join(" ");
}

async function searchByWords(db: Database, search: PaperSearch, text: string) {
  const words = toQuery(text);
  const ids = await listLatestMatches(db, search, words);
  return { papers: ids.length === 0 ? [] : await listRanked(db, search, words, ids), total: ids.length };
}

/**
 * Titles and abstracts lie stemmed, names as they are: words are asked for in both forms where they differ, and
 * what is excluded is so in either form, whatever stands beside it.
 */
function toQuery(text: string): SQL {
  const { wanted, excluded } = readWish(text);
  const parts = [
    ...(wanted === "" ? [] : [inBothForms(wanted)]),
    ...excluded.map((piece) => sql`!!${inBothForms(piece)}`),
  ];
  return parts.length === 0 ? sql`''::tsquery` : sql`(${sql.join(parts, sql` && `)})`;
}

function inBothForms(text: string): SQL {
  const stemmed = sql`websearch_to_tsquery('english', ${text})`;
  const asTyped = sql`websearch_to_tsquery('simple', ${text})`;
  return sql`(case when ${stemmed} = ${asTyped} then ${stemmed} else ${stemmed} || ${asTyped} end)`;
}

/** Ids of the papers that hold the words, the latest first, `mostResults` at the most. */
async function listLatestMatches(db: Database, search: PaperSearch, words: SQL): Promise<string[]> {
  const matching = sql`from papers where search @@ ${words} ${filters(search)}`;
  const latest = sql`order by published_at desc, id limit ${mostResults}`;
  // The planner knows how frequent a word is, but not a phrase, nor words together: it would walk through
  // all papers by date in the hope of early matches. A materialized CTE is planned without that hope.
  const { rows } = await db.execute<{ id: string; found: number }>(sql`
    with matched as materialized (select id, published_at ${matching}),
      weighed as (select * from matched limit ${fewMatches})
    select id, count(*) over ()::int as found from weighed ${latest}`);
  if ((rows[0]?.found ?? 0) < fewMatches) return rows.map(({ id }) => id);
  // So frequent that a walk by date soon has enough.
  const walked = await db.execute<{ id: string }>(sql`select id ${matching} ${latest}`);
  return walked.rows.map(({ id }) => id);
}

type Row = Omit<FoundPaper, "publishedAt" | "updatedAt"> & {
  publishedAt: string | Date;
  updatedAt: string | Date;
};

async function listRanked(
  db: Database,
  search: PaperSearch,
  words: SQL,
  ids: string[],
): Promise<FoundPaper[]> {
  const { rows } = await db.execute<Row>(sql`
    with ranked as (
      select id, ts_rank('{0.05, 0.15, 0.5, 1.0}', search, ${words}, 1) as relevance, published_at
      from papers where id = any(${sqlArray(ids)}::text[])
      order by relevance desc, published_at desc, id
      limit ${search.limit} offset ${search.offset}
    )
    select ${columns}, ts_headline('english', p.abstract, ${words}, ${headlineOptions}) as snippet
    from ranked join papers p using (id) ${latestSignal}
    order by ranked.relevance desc, ranked.published_at desc, p.id`);
  return rows.map(({ publishedAt, updatedAt, ...row }) => ({
    ...row,
    publishedAt: new Date(publishedAt),
    updatedAt: new Date(updatedAt),
  }));
}

const headlineOptions = `StartSel=${markStart}, StopSel=${markEnd}, MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=" … "`;

const columns = sql.raw(`p.id, p.title, p.abstract, p.summary, p.authors, p.organization,
  p.primary_category as "primaryCategory", p.published_at as "publishedAt", p.updated_at as "updatedAt",
  p.discussion_url as "discussionUrl", p.code_url as "codeUrl", p.project_url as "projectUrl",
  coalesce(s.upvotes, 0) as upvotes, coalesce(s.comments, 0) as comments, s.stars`);

const latestSignal = sql.raw(`left join lateral (
  select upvotes, comments, stars from paper_signals
  where paper_id = p.id order by observed_at desc limit 1) s on true`);

function filters({ categories, since }: PaperSearch): SQL {
  const inCategories = categories ? sql`and categories && ${sqlArray(categories)}::text[]` : sql``;
  const fromThen = since ? sql`and published_at >= ${since.toISOString()}` : sql``;
  return sql`${inCategories} ${fromThen}`;
}
