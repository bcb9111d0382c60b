import { type Cadence, dayOf } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { machineSummaryOf } from "../papers/machine-summary.ts";
import { hasVideo } from "../papers/media.ts";
import { paperLinksOf } from "../papers/paper-links.ts";
import { listPaperVectors } from "../papers/search/terms-store.ts";
import { cleanUrl } from "../papers/sources/paper-text.ts";
import type { RankedPaper } from "../ranking/rank-period.ts";
import type { Edition, FrozenPaper } from "./edition.ts";
import { mailedPart } from "./mailed-part.ts";
import { findNextEditionNumber, insertEdition, insertEditionVectors } from "./store.ts";

export type FreezeInput = {
  cadence: Cadence;
  period: string;
  ranked: RankedPaper[];
  missingSources: string[];
  now: Date;
  /** A held edition waits for an operator's approval. */
  state: "held" | "sending";
};

/**
 * Writes an edition with all text that its mails and pages need, so that no later change of a paper or of
 * this code changes it. The caller holds the cadence's lock and knows that the edition is new.
 */
export async function freezeEdition(tx: Database, input: FreezeInput): Promise<Edition> {
  const edition: Edition = {
    id: editionId(input.cadence, input.period),
    cadence: input.cadence,
    period: input.period,
    number: await findNextEditionNumber(tx, input.cadence),
    publishedAt: input.now,
    missingSources: input.missingSources,
    papers: input.ranked.map(freezePaper),
  };
  await insertEdition(tx, edition, input.state);
  const mailed = mailedPart(edition).papers.map(({ id }) => id);
  await insertEditionVectors(tx, edition.id, await listPaperVectors(tx, mailed));
  return edition;
}

/** The identifier of a period's edition, such as `daily-2026-06-18`. */
export function editionId(cadence: Cadence, period: string): string {
  return `${cadence}-${period}`;
}

/** A ranked paper with all text that a mail or page needs, as it is now. */
export function freezePaper(ranked: RankedPaper): FrozenPaper {
  const { paper } = ranked;
  const machineSummary = machineSummaryOf(paper);
  return {
    id: paper.id,
    section: ranked.section,
    rank: ranked.rank,
    title: paper.title,
    abstract: paper.abstract,
    summary: paper.summary,
    ...(machineSummary === null ? {} : { machineSummary }),
    authors: paper.authors,
    organization: paper.organization,
    primaryCategory: paper.primaryCategory,
    categories: paper.categories,
    keywords: paper.keywords,
    publishedOn: dayOf(paper.publishedAt),
    upvotes: ranked.upvotes,
    comments: ranked.comments,
    stars: ranked.stars,
    rise: ranked.rise?.gained ?? null,
    riseDay: ranked.rise?.day ?? null,
    score: ranked.score,
    parts: ranked.parts,
    explanation: ranked.explanation,
    links: paperLinksOf(paper),
    // Mail clients load it by themselves; papers of earlier releases may name any host.
    thumbnailUrl: cleanUrl(paper.thumbnailUrl),
    ...(hasVideo(paper) ? { hasVideo: true } : {}),
  };
}
