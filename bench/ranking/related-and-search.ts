import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Database } from "../../src/db/client.ts";
import { listRelated } from "../../src/papers/search/related-papers.ts";
import { searchPapers } from "../../src/papers/search/search-papers.ts";
import { readDailyPapers } from "../../src/papers/sources/huggingface.ts";
import type { SourcePaper } from "../../src/papers/sources/paper-source.ts";
import { upsertPapers } from "../../src/papers/store.ts";
import { judgedQuestions } from "./judged-questions.ts";

/** What each method got for each asked paper or question, 0 to 1, in the same order for all methods. */
export type RelatedAndSearch = {
  /** Recall among the first five of the papers that share two or more authors. */
  related: Record<Method, number[]>;
  /** NDCG and recall among the first ten of the papers that were judged to answer. */
  search: Record<Method, { ndcg: number[]; recall: number[] }>;
};

type Method = "ours" | "plain votes";

const shownRelated = 5;
const shownFound = 10;

/**
 * Measures related papers and the search on saved days (tasks T9 and T10), which it stores first.
 *
 * @param dir holds `raw/YYYY-MM-DD.json`, whole answers of Hugging Face.
 * @param db with tables and without papers.
 */
export async function measureRelatedAndSearch(dir: string, db: Database): Promise<RelatedAndSearch> {
  const papers = await storeSavedDays(dir, db);
  const byVotes = papers.toSorted((a, b) => votesOf(b) - votesOf(a)).map(({ id }) => id);
  return { related: await measureRelated(db, papers, byVotes), search: await measureSearch(db, byVotes) };
}

const votesOf = ({ signal }: SourcePaper) => signal?.upvotes ?? 0;

async function storeSavedDays(dir: string, db: Database): Promise<SourcePaper[]> {
  const folder = join(dir, "raw");
  const papers = new Map<string, SourcePaper>();
  for (const file of readdirSync(folder).toSorted()) {
    const read = await readDailyPapers(readFileSync(join(folder, file), "utf8"), file, file.slice(0, 10));
    for (const paper of read.papers) papers.set(paper.id, paper);
  }
  const list = [...papers.values()];
  await upsertPapers(db, list, { now: new Date(), ownsTexts: true });
  await db.execute(sql`analyze paper_search, search_lexemes, search_words`);
  return list;
}

// --- related --------------------------------------------------------------------

async function measureRelated(
  db: Database,
  papers: SourcePaper[],
  byVotes: string[],
): Promise<RelatedAndSearch["related"]> {
  const figures: RelatedAndSearch["related"] = { ours: [], "plain votes": [] };
  for (const [id, wanted] of papersOfSameAuthors(papers)) {
    const ours = await listRelated(db, id, shownRelated);
    figures.ours.push(
      recall(
        ours.map((paper) => paper.id),
        wanted,
      ),
    );
    const popular = byVotes.filter((other) => other !== id).slice(0, shownRelated);
    figures["plain votes"].push(recall(popular, wanted));
  }
  return figures;
}

/** For each paper that has any: those with which it shares two or more authors. */
function papersOfSameAuthors(papers: SourcePaper[]): Map<string, string[]> {
  const byAuthor = new Map<string, string[]>();
  for (const { id, authors } of papers)
    for (const name of new Set(authors)) byAuthor.set(name, [...(byAuthor.get(name) ?? []), id]);
  const found = new Map<string, string[]>();
  for (const { id, authors } of papers) {
    const shared = new Map<string, number>();
    for (const name of new Set(authors))
      for (const other of byAuthor.get(name) ?? [])
        if (other !== id) shared.set(other, (shared.get(other) ?? 0) + 1);
    const wanted = [...shared].flatMap(([other, count]) => (count >= 2 ? [other] : []));
    if (wanted.length > 0) found.set(id, wanted);
  }
  return found;
}

// --- search ---------------------------------------------------------------------

async function measureSearch(db: Database, byVotes: string[]): Promise<RelatedAndSearch["search"]> {
  const figures: RelatedAndSearch["search"] = {
    ours: { ndcg: [], recall: [] },
    "plain votes": { ndcg: [], recall: [] },
  };
  for (const { query, relevant } of judgedQuestions) {
    const asked = { query, categories: null, since: null, limit: shownFound, offset: 0 };
    const ours = (await searchPapers(db, asked)).papers.map(({ id }) => id);
    const found = new Set(await listHolding(db, query));
    const popular = byVotes.filter((id) => found.has(id)).slice(0, shownFound);
    for (const [method, ids] of [["ours", ours] as const, ["plain votes", popular] as const]) {
      figures[method].ndcg.push(ndcg(ids, relevant));
      figures[method].recall.push(recall(ids, relevant.slice(0, shownFound), relevant));
    }
  }
  return figures;
}

/** Papers that hold any of the words of a question, as PostgreSQL reads them. */
async function listHolding(db: Database, query: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from papers where search @@ websearch_to_tsquery('english', ${query.split(" ").join(" or ")})`);
  return rows.map(({ id }) => id);
}

// --- figures --------------------------------------------------------------------

/** @param reachable as many of the wanted as can be shown, when that is not all. */
function recall(shown: string[], reachable: string[], wanted: string[] = reachable): number {
  const known = new Set(wanted);
  return Math.min(1, shown.filter((id) => known.has(id)).length / reachable.length);
}

/** Every answer is as good as any other: gain one, discounted by place (Järvelin and Kekäläinen 2002). */
function ndcg(shown: string[], relevant: string[]): number {
  const known = new Set(relevant);
  const discounted = (gains: boolean[]) =>
    gains.reduce((sum, gain, index) => sum + (gain ? 1 / Math.log2(index + 2) : 0), 0);
  const best = relevant.slice(0, shownFound).map(() => true);
  return discounted(shown.map((id) => known.has(id))) / discounted(best);
}
