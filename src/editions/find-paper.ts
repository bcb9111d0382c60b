import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { listMarks, type PaperMark } from "../papers/marks-store.ts";
import { findCitingRepos, type ToldRepos } from "../papers/repos/store.ts";
import { listRelated, type RelatedPaper } from "../papers/search/related-papers.ts";
import type { Signal } from "../papers/signals-store.ts";
import { paperColumns, type StoredPaper } from "../papers/store.ts";
import { paperSignals, papers } from "../papers/tables.ts";
import type { EditionSection } from "../ranking/rank-period.ts";
import { type FrozenExplanation, parseExplanation, type StoredExplanation } from "./frozen-explanation.ts";
import { isReleased } from "./released.ts";
import { isShown, shownRank } from "./shown-papers.ts";
import { editionPapers, editions } from "./tables.ts";

type Placing = {
  editionId: string;
  cadence: Cadence;
  period: string;
  section: EditionSection;
  rank: number;
  explanation: FrozenExplanation | null;
};

export type PaperRecord = {
  paper: StoredPaper;
  mark: PaperMark | null;
  /** In the order of time. */
  signals: Signal[];
  /** Where editions that were let go placed it, the latest first. */
  placings: Placing[];
  /** The nearest first. */
  related: RelatedPaper[];
  /** What cites it at Hugging Face; null while that was never told. */
  citing: ToldRepos | null;
};

const relatedShown = 5;

/** All that is known of a paper, or null when it never was collected. */
export async function findPaper(db: Database, id: string): Promise<PaperRecord | null> {
  const [paper] = await db.select(paperColumns).from(papers).where(eq(papers.id, id));
  if (!paper) return null;
  const [signals, placings, related, marks, citing] = await Promise.all([
    db
      .select({
        observedAt: paperSignals.observedAt,
        upvotes: paperSignals.upvotes,
        comments: paperSignals.comments,
        stars: paperSignals.stars,
        position: paperSignals.position,
      })
      .from(paperSignals)
      .where(eq(paperSignals.paperId, id))
      .orderBy(asc(paperSignals.observedAt)),
    listPlacings(db, id),
    listRelated(db, id, relatedShown),
    listMarks(db, sql`array[${id}::text]`),
    findCitingRepos(db, id),
  ]);
  return { paper, mark: marks.get(id) ?? null, signals, placings, related, citing };
}

async function listPlacings(db: Database, id: string): Promise<Placing[]> {
  const rows = await db
    .select({
      editionId: editions.id,
      cadence: editions.cadence,
      period: editions.period,
      section: editionPapers.section,
      rank: shownRank,
      stored: sql<StoredExplanation>`jsonb_build_object(
        'explanation', ${editionPapers.frozen}->'explanation', 'reason', ${editionPapers.frozen}->'reason')`,
    })
    .from(editionPapers)
    .innerJoin(editions, eq(editions.id, editionPapers.editionId))
    .where(and(eq(editionPapers.paperId, id), isShown, isReleased))
    .orderBy(desc(editions.publishedAt))
    .limit(20);
  return rows.map(({ stored, ...placing }) => ({ ...placing, explanation: parseExplanation(stored) }));
}
