import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";

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
  const words = [...new Set(query.toLowerCase().match(wordPattern) ?? [])].slice(0, mostCorrected);
  if (words.length === 0) return null;
  const meant = await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', ${leastSimilarity}, true)`);
    const pairs = new Map<string, string>();
    for (const word of words) {
      const nearest = await findNearestWord(tx, word);
      if (nearest !== null && nearest !== word) pairs.set(word, nearest);
    }
    return pairs;
  });
  if (meant.size === 0) return null;
  return query.replaceAll(wordPattern, (word) => meant.get(word.toLowerCase()) ?? word);
}

/** Whole words without digits, as `search_words` holds them; "or" is too short to be one. */
const wordPattern = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]{3,40}(?![\p{L}\p{M}\p{N}])/gu;

/** The word itself when it is known, else the nearest, or null. */
async function findNearestWord(tx: Database, word: string): Promise<string | null> {
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
    order by edits, likeness desc, papers desc, word limit 1`);
  return rows[0]?.word ?? null;
}
