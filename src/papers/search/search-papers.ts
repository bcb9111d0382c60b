import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { readWithinLimit } from "../../db/read-within-limit.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { AppError } from "../../errors.ts";
import { type MachineSummary, machineSummaryOf } from "../machine-summary.ts";
import { listMarks, type PaperMark } from "../marks-store.ts";
import { hasVideo } from "../media.ts";
import { correctWords } from "./correct-words.ts";
import { listForms } from "./list-forms.ts";
import {
  type CountedMatch,
  countMatches,
  holds,
  isNamed,
  listClose,
  listMatches,
  orderBy,
  type SearchFilters,
  type SearchOrder,
} from "./matches-store.ts";
import { listNearestWords } from "./nearest-words.ts";
import { type QueryTerms, readQueryTerms } from "./query-terms.ts";
import { type Asked, askFor, type Fixed, textsOf, type WeighedWord } from "./weigh-words.ts";

export type PaperSearch = SearchFilters & {
  /** As a person types it: words, "phrases", or, -without, author:name. */
  query: string;
  limit: number;
  offset: number;
  /** Unset, by relevance. */
  order?: SearchOrder;
  /** How long the database may take for each of its statements; unset, `mostStatementMs`. */
  statementMs?: number;
};

/** What was asked for takes the database longer than anybody waits. */
export class SearchTooSlowError extends AppError {
  readonly code = "search_too_slow";
  override readonly isRetryable = true;
  override readonly httpStatus = 503;

  constructor(options?: ErrorOptions) {
    super("The search took too long. Try fewer words.", options);
  }
}

export type FoundPaper = {
  id: string;
  title: string;
  abstract: string;
  summary: string | null;
  /** Missing where none was made. */
  machineSummary?: MachineSummary | undefined;
  authors: string[];
  organization: string | null;
  primaryCategory: string | null;
  publishedAt: Date;
  updatedAt: Date;
  discussionUrl: string | null;
  codeUrl: string | null;
  projectUrl: string | null;
  thumbnailUrl: string | null;
  hasVideo: boolean;
  upvotes: number;
  comments: number;
  stars: number | null;
  mark: PaperMark | null;
  /** Part of the abstract around the words that were looked for, each between `markStart` and `markEnd`. */
  snippet: string;
};

export type SearchResult = {
  /** First those that hold all that was asked for, then those that are only close. */
  papers: FoundPaper[];
  /** How many hold all of it; at most `mostResults`: then there are as many or more. */
  exact: number;
  /** How many more are close: they hold some of the words. */
  close: number;
  /** No paper held all that was asked for; this was looked for in its place. Null when it was found as asked. */
  insteadOf: Instead | null;
  /** What stood behind a `cat:` and is no category of arXiv; nothing was looked for in its place. */
  unknownCategories: string[];
  /** When nothing at all was found: words that are like those asked for, and what there is without the filters. */
  nearest: Nearest | null;
};

type Nearest = {
  /** Each with how many papers hold it, at most `mostResults`. */
  words: { word: string; papers: number }[];
  /** How many papers hold all that was asked for in any category and at any time; at most `mostResults`. */
  unfiltered: number;
};

type Instead =
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

/** Fewer papers than these are filled up with close ones, so that there are as many as one page shows. */
const fewResults = 10;
const filledUpTo = 20;

/** What one search reads at most; more words cost more than they find. */
export const longestQuery = 200;
export const mostWords = 32;

/** A search reads in a handful of statements, each of them in hundredths of a second at 100,000 papers. */
const mostStatementMs = 3_000;

/** A query without control characters and halves of characters, cut to what one search reads. */
export function boundQuery(text: string): { query: string; isCut: boolean } {
  const words = text
    .slice(0, longestQuery)
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, " ")
    .trim();
  const pieces = words.split(/\s+/);
  const isCut = text.length > longestQuery || pieces.length > mostWords;
  return { query: pieces.length > mostWords ? pieces.slice(0, mostWords).join(" ") : words, isCut };
}

/**
 * Papers that hold all of the words, those first that hold the rarest of them and in their titles; when there are none,
 * those that hold the words which were probably meant. Where there are few, papers follow that hold some of the words.
 * Which papers there are, and their order, does not depend on `limit` and `offset`.
 *
 * @throws {SearchTooSlowError} when the database takes too long, so that no query holds a connection for minutes.
 */
export async function searchPapers(
  db: Database,
  { statementMs = mostStatementMs, ...search }: PaperSearch,
): Promise<SearchResult> {
  return inTime(db, statementMs, (tx) => findPapers(tx, search));
}

/**
 * Ids of the papers that hold all that was asked for, in the order in which a search shows them: no close ones, and
 * none in place of what was not found.
 *
 * @param search its `limit` counts for relevance too: of the latest so many papers those come first that hold most.
 * @throws {SearchTooSlowError} as `searchPapers`.
 */
export async function listSearchIds(
  db: Database,
  { statementMs = mostStatementMs, limit, ...given }: Omit<PaperSearch, "offset">,
): Promise<string[]> {
  const terms = readQueryTerms(boundQuery(given.query).query);
  return inTime(db, statementMs, async (tx) => {
    const asked = await ask(tx, terms);
    const search = { ...given, within: terms.within, without: terms.without };
    return asked === null ? [] : listExact(tx, search, asked, Math.min(limit, mostResults));
  });
}

function inTime<T>(db: Database, statementMs: number, read: (tx: Database) => Promise<T>): Promise<T> {
  return readWithinLimit(db, statementMs, (cause) => new SearchTooSlowError({ cause }), read);
}

async function findPapers(db: Database, given: FoundIn): Promise<SearchResult> {
  const text = boundQuery(given.query).query;
  const terms = readQueryTerms(text);
  const search = { ...given, within: terms.within, without: terms.without };
  const { unknownCategories } = terms;
  const result = await findAsked(db, search, text, terms);
  const isNothing = result.exact + result.close === 0;
  return { ...result, unknownCategories, nearest: isNothing ? await findNearest(db, search, text) : null };
}

type FoundIn = Omit<PaperSearch, "statementMs">;
type Filters = Omit<FoundIn, "query" | "limit" | "offset">;
type Found = Omit<SearchResult, "unknownCategories" | "nearest">;

async function findAsked(db: Database, search: FoundIn, text: string, terms: QueryTerms): Promise<Found> {
  const asked = await ask(db, terms);
  if (asked === null) return { papers: [], exact: 0, close: 0, insteadOf: null };
  const found = await listExact(db, search, asked);
  if (found.length > 0 || asked.isOfCategory) return showFound(db, search, { asked, found, insteadOf: null });
  const corrected = await correctWords(db, text);
  const meant = corrected === null ? null : await ask(db, readQueryTerms(corrected));
  if (corrected === null || meant === null) return showAny(db, search, asked);
  const foundAsMeant = await listExact(db, search, meant);
  if (foundAsMeant.length === 0) return showAny(db, search, meant);
  const insteadOf = { kind: "corrected", query: corrected } as const;
  return showFound(db, search, { asked: meant, found: foundAsMeant, insteadOf });
}

/** Papers that hold some of the words; quoted phrases count as a whole where any paper holds one. */
async function showAny(db: Database, search: FoundIn, asked: Asked): Promise<Found> {
  const nothing = { found: [], insteadOf: { kind: "any word" } } as const;
  const kept = await showFound(db, search, { asked, ...nothing });
  return kept.close > 0 ? kept : showFound(db, search, { asked: { ...asked, some: asked.any }, ...nothing });
}

/** Null when the terms ask for nothing. */
async function ask(db: Database, terms: QueryTerms): Promise<Asked | null> {
  if (terms.alternatives.length === 0 && terms.within.length === 0) return null;
  const { forms, papers } = await listForms(db, textsOf(terms));
  return askFor(terms, forms, papers);
}

/** Ids of the papers that hold all that is asked for, in the order in which they are shown. */
async function listExact(
  db: Database,
  { order = "relevance", categories, within, without: outside, since }: Filters,
  asked: Asked,
  limit: number = mostResults,
): Promise<string[]> {
  const match = exactOf(asked);
  if (match === null) return [];
  const filters = { categories, since, within: within ?? [], without: outside ?? [] };
  // Where nothing but a category is asked for, no paper is more to the point than another.
  const byDate = order === "relevance" && asked.isOfCategory;
  return listMatches(db, match, asked.some.words, { ...filters, order: byDate ? "date" : order, limit });
}

/** Null where words were typed, and none of them can be looked for. */
function exactOf(asked: Asked): CountedMatch | null {
  const { exact, alternatives } = asked;
  if (exact === null) return asked.isOfCategory ? without(sql`true`, Number.MAX_SAFE_INTEGER, asked) : null;
  const named = alternatives.map((one) => sql`(${allOf(one)})`);
  const condition =
    named.length === 0 ? holds(exact.query) : sql`${holds(exact.query)} and (${sql.join(named, sql` or `)})`;
  return without(condition, exact.papers, asked);
}

function allOf({ query, names }: Fixed): SQL {
  const conditions = [...(query === "" ? [] : [holds(query)]), ...names.map(isNamed)];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function without(wanted: SQL, papers: number, { excluded, excludedNames }: Asked): CountedMatch {
  const unwanted = [...(excluded === null ? [] : [holds(excluded)]), ...excludedNames.map(isNamed)];
  const condition = sql.join([wanted, ...unwanted.map((one) => sql`not ${one}`)], sql` and `);
  return { condition, papers };
}

async function showFound(
  db: Database,
  { limit, offset, order = "relevance", ...filters }: FoundIn,
  { asked, found, insteadOf }: { asked: Asked; found: readonly string[]; insteadOf: Instead | null },
): Promise<Found> {
  const { fixed } = asked;
  const { words, rare } = asked.some;
  const close =
    found.length >= fewResults || rare === null || fixed === null || (found.length > 0 && words.length === 1)
      ? []
      : await listClose(
          db,
          without(sql`${holds(rare.query)} and ${allOf(fixed)}`, rare.papers, asked),
          words,
          {
            ...filters,
            except: found,
            limit: filledUpTo - found.length,
          },
        );
  const shown = [...found, ...(await orderBy(db, close, order))].slice(offset, offset + limit);
  return {
    papers: shown.length === 0 ? [] : await listFound(db, shown, words),
    exact: found.length,
    close: close.length,
    insteadOf,
  };
}

/** What may be tried where nothing was found. */
async function findNearest(db: Database, search: FoundIn, text: string): Promise<Nearest> {
  const { categories, since } = search;
  const words = await listNearestWords(db, text);
  const terms = { ...readQueryTerms(text), within: [], without: [] };
  const isFiltered = categories !== null || since !== null || search.within?.length || search.without?.length;
  const asked = isFiltered ? await ask(db, terms) : null;
  const match = asked === null ? null : exactOf(asked);
  const { forms } = await listForms(db, words);
  const counts = await countMatches(
    db,
    forms.map(({ query }) => query),
    { categories, since, most: mostResults },
  );
  return {
    words: words.flatMap((word, n) => (counts[n] ? [{ word, papers: counts[n] }] : [])),
    unfiltered:
      match === null
        ? 0
        : (
            await listMatches(db, match, [], {
              categories: null,
              since: null,
              limit: mostResults,
              order: "date",
            })
          ).length,
  };
}

type Row = Omit<FoundPaper, "publishedAt" | "updatedAt" | "mark" | "machineSummary" | "hasVideo"> & {
  mediaUrls: string[] | null;
  machineSummary: string | null;
  machineSummaryModel: string | null;
  publishedAt: string | Date;
  updatedAt: string | Date;
};

/** The papers of these ids, in their order; any of the words is marked in the snippets. */
async function listFound(db: Database, ids: string[], words: WeighedWord[]): Promise<FoundPaper[]> {
  const any = words.map(({ query }) => query).join(" | ");
  const marks = await listMarks(db, sql`${sqlArray(ids)}::text[]`);
  const { rows } = await db.execute<Row>(sql`
    select ${columns}, ts_headline('english', p.abstract, ${any}::tsquery, ${headlineOptions}) as snippet
    from unnest(${sqlArray(ids)}::text[]) with ordinality asked(id, n) join papers p using (id) ${latestSignal}
    order by n`);
  return rows.map(({ publishedAt, updatedAt, machineSummary, machineSummaryModel, mediaUrls, ...row }) => ({
    ...row,
    hasVideo: hasVideo({ mediaUrls }),
    machineSummary: machineSummaryOf({ machineSummary, machineSummaryModel }) ?? undefined,
    publishedAt: new Date(publishedAt),
    updatedAt: new Date(updatedAt),
    mark: marks.get(row.id) ?? null,
  }));
}

const headlineOptions = `StartSel=${markStart}, StopSel=${markEnd}, MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=" … "`;

const columns = sql.raw(`p.id, p.title, p.abstract, p.summary, p.authors, p.organization,
  p.machine_summary as "machineSummary", p.machine_summary_model as "machineSummaryModel",
  p.primary_category as "primaryCategory", p.published_at as "publishedAt", p.updated_at as "updatedAt",
  p.discussion_url as "discussionUrl", p.code_url as "codeUrl", p.project_url as "projectUrl",
  p.thumbnail_url as "thumbnailUrl", p.media_urls as "mediaUrls",
  coalesce(s.upvotes, 0) as upvotes, coalesce(s.comments, 0) as comments, s.stars`);

const latestSignal = sql.raw(`left join lateral (
  select upvotes, comments, stars from paper_signals
  where paper_id = p.id order by observed_at desc limit 1) s on true`);
