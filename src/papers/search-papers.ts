import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

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
  /** Nothing held the words; these have titles that are written alike. */
  isApproximate: boolean;
};

/** Control characters, which no text of a paper holds. */
export const markStart = "\u0002";
export const markEnd = "\u0003";

/**
 * A word that stands in most papers matches too many to weigh them all: of the matches, so many of the
 * latest are ordered by relevance.
 */
export const mostResults = 400;

/** A slip is looked for in titles only when the words themselves stand in fewer papers than this. */
const fewResults = 1;

/**
 * Share of the trigrams that part of a title must have in common with what was typed: one slip first, then
 * several, since the lower share weighs far more titles.
 */
const likenesses = ["0.55", "0.3"];

/**
 * Papers that hold the words, titles above authors above abstracts, the latest first among equals; when
 * there are none, those whose titles are nearest to what was typed.
 */
export async function searchPapers(db: Database, search: PaperSearch): Promise<SearchResult> {
  const text = search.query.replaceAll("\0", "").slice(0, 200).trim();
  if (text === "") return { papers: [], total: 0, isApproximate: false };
  const exact = await searchByWords(db, search, text);
  if (exact.total >= fewResults || search.offset > 0) return { ...exact, isApproximate: false };
  return { ...(await searchByLikeness(db, search, text)), isApproximate: true };
}

type Row = Omit<FoundPaper, "publishedAt" | "updatedAt"> & {
  publishedAt: string | Date;
  updatedAt: string | Date;
  total: number;
};

async function searchByWords(db: Database, search: PaperSearch, text: string) {
  // Titles and abstracts lie stemmed, names as they are: the words are asked for in both forms.
  const words = sql`(websearch_to_tsquery('english', ${text}) || websearch_to_tsquery('simple', ${text}))`;
  const { rows } = await db.execute<Row>(sql`
    with matched as (
      select id, search, published_at from papers
      where search @@ ${words} ${filters(search)}
      order by published_at desc limit ${mostResults}
    ), ordered as (
      select id, ts_rank('{0.05, 0.15, 0.5, 1.0}', search, ${words}, 1) as relevance, published_at,
        count(*) over ()::int as total
      from matched
      order by relevance desc, published_at desc, id
      limit ${search.limit} offset ${search.offset}
    )
    select ${columns}, ordered.total,
      ts_headline('english', p.abstract, ${words}, ${headlineOptions}) as snippet
    from ordered join papers p using (id) ${latestSignal}
    order by ordered.relevance desc, ordered.published_at desc, p.id`);
  return { papers: rows.map(toFound), total: rows[0]?.total ?? 0 };
}

async function searchByLikeness(db: Database, search: PaperSearch, text: string) {
  return db.transaction(async (tx) => {
    for (const least of likenesses) {
      await tx.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${least}, true)`);
      const found = await likeTitles(tx, search, text);
      if (found.total > 0) return found;
    }
    return { papers: [], total: 0 };
  });
}

async function likeTitles(tx: Database, search: PaperSearch, text: string) {
  const { rows } = await tx.execute<Row>(sql`
    with ordered as (
      select id, word_similarity(${text}, title) as likeness from papers
      where ${text} <% title ${filters(search)}
      order by likeness desc, published_at desc limit ${search.limit}
    )
    select ${columns}, 0 as total, left(p.abstract, 300) as snippet
    from ordered join papers p using (id) ${latestSignal}
    order by ordered.likeness desc, p.published_at desc, p.id`);
  return { papers: rows.map(toFound), total: rows.length };
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
  const inCategories = categories ? sql`and categories && ${sql.param(categories)}::text[]` : sql``;
  const fromThen = since ? sql`and published_at >= ${since.toISOString()}` : sql``;
  return sql`${inCategories} ${fromThen}`;
}

function toFound({ total: _, publishedAt, updatedAt, ...row }: Row): FoundPaper {
  return { ...row, publishedAt: new Date(publishedAt), updatedAt: new Date(updatedAt) };
}
