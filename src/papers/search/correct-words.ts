import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { fieldPattern } from "./query-terms.ts";

/** A longer query is hardly one word's slip from what it meant. */
const mostCorrected = 6;

/** Share of trigrams in common below which no word is weighed. */
const leastSimilarity = "0.2";

/**
 * The query with each word that stands in no title and no name replaced by the nearest one that does:
 * at most one edit in three letters, then the fewest edits, the most alike, the most frequent. Null when
 * there is nothing to replace.
 */
export async function correctWords(db: Database, query: string): Promise<string | null> {
  const words = wordsOfQuery(query);
  if (words.length === 0) return null;
  const meant = await withWordSimilarity(db, async (tx) => {
    const pairs = new Map<string, string>();
    for (const word of words) {
      const [nearest] = await findNearestWords(tx, word, 1);
      if (nearest !== undefined && nearest !== word) pairs.set(word, nearest);
    }
    return pairs;
  });
  if (meant.size === 0) return null;
  return withoutOddQuote(query).replaceAll(wordPattern, (word) => meant.get(word.toLowerCase()) ?? word);
}

/** Whole words without digits, as `search_words` holds them, and no names of fields; "or" is too short to be one. */
const wordPattern = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}])(?!${fieldPattern})[\p{L}\p{M}]{3,40}(?![\p{L}\p{M}\p{N}])`,
  "giu",
);

/** The words of a query that may be slips, in lower case, none twice. */
export function wordsOfQuery(query: string): string[] {
  return [...new Set(query.toLowerCase().match(wordPattern) ?? [])].slice(0, mostCorrected);
}

/** A query whose last quote opens what nothing closes, without that quote. */
function withoutOddQuote(query: string): string {
  const last = query.split('"').length % 2 === 0 ? query.lastIndexOf('"') : -1;
  return last < 0 ? query : `${query.slice(0, last)}${query.slice(last + 1)}`.trim();
}

/** Has words be compared by as many trigrams as a slip leaves. */
export function withWordSimilarity<Result>(
  db: Database,
  compare: (tx: Database) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', ${leastSimilarity}, true)`);
    return compare(tx);
  });
}

/** The nearest words, the word itself first when it is known. Must run in `withWordSimilarity`. */
export async function findNearestWords(tx: Database, word: string, limit: number): Promise<string[]> {
  // Two letters that changed places leave a short word hardly a trigram: there the first letter decides.
  const isShort = [...word].length <= 5;
  const alike = isShort
    ? sql`(word % ${word} or (word like ${`${[...word][0]}%`} and char_length(word) between ${[...word].length - 1} and ${[...word].length + 1}))`
    : sql`word % ${word}`;
  const { rows } = await tx.execute<{ word: string }>(sql`
    select word from (
      select word, papers, levenshtein(word, ${word}) as edits, similarity(word, ${word}) as likeness
      from search_words where ${alike}
    ) near
    where edits <= ceil(char_length(${word}) / 3.0)
    order by edits, likeness desc, papers desc, word limit ${limit}`);
  return rows.map((row) => row.word);
}
