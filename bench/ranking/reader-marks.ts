import { sql } from "drizzle-orm";

import { type Database, openDatabase } from "../../src/db/client.ts";
import { migrateDatabase } from "../../src/db/migrate.ts";
import { listPaperTerms, type PaperTerm } from "../../src/papers/search/paper-terms.ts";
import type { PaperVector } from "../../src/papers/search/terms-store.ts";
import type { SourcePaper } from "../../src/papers/sources/paper-source.ts";
import { upsertPapers } from "../../src/papers/store.ts";
import { measureProfile, profileTerms, type TasteProfile } from "../../src/taste/profile.ts";
import { openTemporaryDatabase } from "../../test/support/temporary-database.ts";

/** What papers are about, as the product weighs their words. */
type PaperWords = {
  vectors: ReadonlyMap<string, PaperVector>;
  /** The profile of a reader who wants more of these papers. @param recent by which its mean and spread are measured. */
  profileOf(liked: string[], recent: string[]): TasteProfile | null;
};

/** Stores papers in a throwaway PostgreSQL and reads their words there. */
export async function readPaperWords(papers: SourcePaper[]): Promise<PaperWords> {
  const server = await openTemporaryDatabase();
  try {
    const { db, pool } = openDatabase(server.url, 2, () => {});
    try {
      await migrateDatabase(pool);
      return wordsOf(await storeAndRead(db, papers));
    } finally {
      await pool.end();
    }
  } finally {
    await server.close();
  }
}

async function storeAndRead(db: Database, papers: SourcePaper[]): Promise<Map<string, PaperTerm[]>> {
  // One may be listed on two days.
  const once = new Map(papers.map((paper) => [paper.id, paper]));
  await upsertPapers(db, [...once.values()], { now: new Date(), ownsTexts: true });
  await db.execute(sql`analyze paper_search, search_lexemes`);
  return listPaperTerms(db, [...once.keys()]);
}

function wordsOf(terms: Map<string, PaperTerm[]>): PaperWords {
  const vectors = new Map(
    [...terms].map(([id, list]) => [
      id,
      { lexemes: list.map(({ lexeme }) => lexeme), weights: list.map(({ weight }) => weight) },
    ]),
  );
  return {
    vectors,
    profileOf: (liked, recent) =>
      measureProfile(
        profileTerms(
          liked.map((id) => ({ kinds: ["more"], terms: terms.get(id) ?? [] })),
          new Set(),
        ),
        recent.flatMap((id) => vectors.get(id) ?? []),
      ),
  };
}
