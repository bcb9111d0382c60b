import { addDays } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import type { Signal } from "../papers/signals-store.ts";
import type { StoredPaper } from "../papers/store.ts";
import {
  centredMeans,
  type KnownAtListing,
  type PriorFigures,
  priorParts,
  shippedPriorWeights,
} from "./prior.ts";
import { findRefit, listVotedPapers, type PriorRefit } from "./prior-store.ts";

/** Organisations and submitters are judged by so many days: half a year knows most of those that come again. */
const priorHistoryDays = 180;

type ExpectedVotes = {
  /** Of each paper's prior, by id. */
  parts: Map<string, PriorFigures>;
  weights: PriorFigures;
  /** Where the weights are from; null for those that are shipped. */
  refit: PriorRefit | null;
};

/**
 * What is expected of papers beside their day's others, from what is known of them and from this installation's own
 * earlier days.
 *
 * @param before the first day that may not be known of, `YYYY-MM-DD`.
 */
export async function expectVotes(
  db: Database,
  papers: { paper: StoredPaper; signal: Pick<Signal, "stars"> | null }[],
  { before, now }: { before: string; now: Date },
): Promise<ExpectedVotes> {
  const refit = papers.length === 0 ? null : await findRefit(db);
  const weights = refit?.weights ?? shippedPriorWeights;
  const isNamed = papers.some(({ paper }) => paper.organization !== null || paper.submitter !== null);
  const history = isNamed
    ? await listVotedPapers(db, { from: addDays(before, -priorHistoryDays), before, now })
    : [];
  const means = centredMeans(history);
  const parts = papers.map(
    ({ paper, signal }) => [paper.id, priorParts(knownAtListing(paper, signal), means, weights)] as const,
  );
  return { parts: new Map(parts), weights, refit };
}

function knownAtListing(paper: StoredPaper, signal: Pick<Signal, "stars"> | null): KnownAtListing {
  return {
    organization: paper.organization,
    submitter: paper.submitter,
    authors: paper.authors.length,
    stars: signal?.stars ?? null,
    hasProjectPage: paper.projectUrl !== null,
    hasMedia: (paper.mediaCount ?? 0) > 0,
    claimedAuthors: paper.claimedAuthors,
    isAuthorIn: paper.isAuthorInDiscussion,
  };
}
