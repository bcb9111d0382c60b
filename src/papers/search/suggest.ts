import type { Database } from "../../db/client.ts";
import { parsePaperReference } from "../parse-paper-reference.ts";
import { findReferredId } from "../references-store.ts";
import { boundQuery, listSearchIds, SearchTooSlowError } from "./search-papers.ts";
import { listCompletions, listTitles, type TitledPaper } from "./suggestions-store.ts";

export type Suggestions = {
  /** Whole queries, the typed one with its last word completed; the most frequent word first. */
  queries: string[];
  papers: TitledPaper[];
};

const mostQueries = 3;
const mostPapers = 5;
/** Of the latest papers that match, so many are looked at for those with the words in their titles. */
const looked = 40;
/** A reader types on meanwhile. */
const statementMs = 400;
const longest = 100;

/**
 * What somebody may be typing: words of titles and names that begin as the last word does, and papers that hold one of
 * them with all words before; a reference to a paper that lies here suggests that paper alone. Nothing where the
 * database takes longer than anybody waits for it.
 */
export async function suggestPapers(db: Database, text: string): Promise<Suggestions> {
  const reference = parsePaperReference(text);
  if (reference !== null) {
    const id = await findReferredId(db, reference);
    return { queries: [], papers: await listTitles(db, id === null ? [] : [id]) };
  }
  const { query } = boundQuery(text.slice(0, longest));
  const [last = ""] = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]{2,40}$/u.exec(query) ?? [];
  const head = query.slice(0, query.length - last.length);
  const words = last === "" ? [] : await listCompletions(db, last.toLowerCase(), mostQueries + 1);
  const completed = words.map((word) => head + word);
  const wanted = completed.length === 0 ? query : completed.join(" or ");
  return {
    queries: completed.filter((one) => one !== query.toLowerCase()).slice(0, mostQueries),
    papers: await listTitles(db, (await listIds(db, wanted)).slice(0, mostPapers)),
  };
}

async function listIds(db: Database, query: string): Promise<string[]> {
  try {
    return await listSearchIds(db, { query, categories: null, since: null, limit: looked, statementMs });
  } catch (error) {
    if (error instanceof SearchTooSlowError) return [];
    throw error;
  }
}
