import { sql } from "drizzle-orm";
import { dayOf } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { FrozenPaper } from "../editions/edition.ts";
import { machineSummaryOf } from "../papers/machine-summary.ts";
import { listMarks, type PaperMark } from "../papers/marks-store.ts";
import { hasVideo } from "../papers/media.ts";
import { paperLinksOf } from "../papers/paper-links.ts";
import { listPapers, type StoredPaper } from "../papers/store.ts";
import { listVotesOf } from "./votes-store.ts";

/** A paper of a list across days, as a card and a feed show it, with the numbers that were seen last. */
export type BrowsedPaper = Omit<FrozenPaper, "section" | "score" | "parts" | "rank" | "machineSummary"> & {
  rank: null;
  machineSummary?: FrozenPaper["machineSummary"] | undefined;
  /** What became of it. */
  mark: PaperMark | null;
  publishedAt: Date;
  updatedAt: Date;
};

/** The papers of these ids, in their order; one that is not there any more is left out. */
export async function listBrowsedPapers(db: Database, ids: string[]): Promise<BrowsedPaper[]> {
  if (ids.length === 0) return [];
  const stored = new Map((await listPapers(db, ids)).map((paper) => [paper.id, paper]));
  const votesOf = await listVotesOf(db, ids);
  const marks = await listMarks(db, sql`${sqlArray(ids)}::text[]`);
  return ids.flatMap((id) => {
    const paper = stored.get(id);
    if (paper === undefined) return [];
    const { upvotes = 0, comments = 0, stars = null } = votesOf.get(id) ?? {};
    return [{ ...shown(paper), upvotes, comments, stars, mark: marks.get(id) ?? null }];
  });
}

function shown(paper: StoredPaper): Omit<BrowsedPaper, "upvotes" | "comments" | "stars" | "mark"> {
  return {
    id: paper.id,
    rank: null,
    title: paper.title,
    abstract: paper.abstract,
    summary: paper.summary,
    machineSummary: machineSummaryOf(paper) ?? undefined,
    authors: paper.authors,
    organization: paper.organization,
    primaryCategory: paper.primaryCategory,
    categories: paper.categories,
    keywords: paper.keywords,
    publishedOn: dayOf(paper.publishedAt),
    rise: null,
    explanation: null,
    links: paperLinksOf(paper),
    thumbnailUrl: paper.thumbnailUrl,
    hasVideo: hasVideo(paper),
    publishedAt: paper.publishedAt,
    updatedAt: paper.updatedAt,
  };
}
