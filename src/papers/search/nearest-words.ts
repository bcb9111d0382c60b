import type { Database } from "../../db/client.ts";
import { findNearestWords, withWordSimilarity, wordsOfQuery } from "./correct-words.ts";

/** So many are offered for each word, and for all. */
const mostOfWord = 3;
const mostOffered = 6;

/**
 * Words of titles and names that are like those of a query and not among them, the nearest first; those of its first
 * words before those of its last. None where a query holds no word of letters.
 */
export async function listNearestWords(db: Database, query: string): Promise<string[]> {
  const typed = wordsOfQuery(query);
  const near = new Set<string>();
  await withWordSimilarity(db, async (tx) => {
    for (const word of typed)
      for (const like of await findNearestWords(tx, word, mostOfWord + 1)) near.add(like);
  });
  return [...near].filter((word) => !typed.includes(word)).slice(0, mostOffered);
}
