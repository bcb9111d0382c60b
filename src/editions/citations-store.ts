import { and, asc, eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { CitedPaper } from "../papers/citations/cited-paper.ts";
import { citedColumns } from "../papers/citations/store.ts";
import { papers } from "../papers/tables.ts";
import { isShown, shownRank } from "./shown-papers.ts";
import { editionPapers } from "./tables.ts";

/** A month may have thousands of papers; nobody cites more at once, and a list that is read here has no more. */
export const mostCited = 1_000;

/**
 * The papers of an edition as its pages order them, late risers at the end, at most `mostCited`; as they are known now,
 * since arXiv may have told a paper's DOI after the freeze.
 */
export function listEditionCitations(db: Database, editionId: string): Promise<CitedPaper[]> {
  return db
    .select(citedColumns)
    .from(editionPapers)
    .innerJoin(papers, eq(papers.id, editionPapers.paperId))
    .where(and(eq(editionPapers.editionId, editionId), isShown))
    .orderBy(sql`${editionPapers.section} = 'late'`, asc(shownRank))
    .limit(mostCited);
}
