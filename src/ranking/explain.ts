import type { Cadence } from "../calendar/periods.ts";
import type { RecentVotes } from "../papers/day-lists-store.ts";
import type { Explanation } from "./explanation.ts";
import type { LateRiser } from "./late-risers.ts";
import type { StarGrowth } from "./signals.ts";

/** What an explanation is made from. */
export type Explained = {
  id: string;
  upvotes: number;
  comments: number;
  stars: number | null;
  /** Whether any source counts votes for it. */
  isVotedOn: boolean;
  authors: number;
  /** Whether an author takes part in its discussion; null when nobody knows. */
  isAuthorInDiscussion: boolean | null;
  /** How many figures and videos it is shown with; null when nobody knows. */
  mediaCount: number | null;
  starGrowth: StarGrowth | null;
  /** Which of its organisation's papers of a month (`YYYY-MM`) it is; null without an organisation. */
  ofOrganization: { organization: string; nth: number; month: string } | null;
  /** The day before its period on which it was first listed; null for most. */
  listedBefore: string | null;
};

/** A place says something of the first three; that a paper is 17th of 31 helps nobody. */
const mostPlaces = 3;

/**
 * Why each paper of a period stands where it stands, by id: its place for the first three, else the rarest true
 * thing, else null. Equals share their place; it is one among the papers that can have votes, without what arXiv
 * alone announced.
 *
 * @param recent of the last 60 days; null when too little is known of them.
 */
export function explainRanking(
  cadence: Cadence,
  papers: Explained[],
  recent: KnownVotes | null,
): Map<string, Explanation | null> {
  const votes = papers.map((paper) => paper.upvotes).toSorted((a, b) => b - a);
  const placeOf = new Map<number, number>();
  const sharedBy = new Map<number, number>();
  votes.forEach((upvotes, index) => {
    if (!placeOf.has(upvotes)) placeOf.set(upvotes, index + 1);
    sharedBy.set(upvotes, (sharedBy.get(upvotes) ?? 0) + 1);
  });
  const counted = papers.filter(({ isVotedOn, upvotes }) => isVotedOn || upvotes > 0).length;
  return new Map(
    papers.map((paper) => [
      paper.id,
      explain(
        paper,
        {
          cadence,
          place: placeOf.get(paper.upvotes) ?? papers.length,
          isShared: (sharedBy.get(paper.upvotes) ?? 0) > 1,
          // One with votes among papers without a vote is not the period's only paper.
          of: counted > 1 ? counted : papers.length,
        },
        recent,
      ),
    ]),
  );
}

/** Why a paper of an earlier day is shown again. */
export function explainLateRise({ id: _id, ...facts }: LateRiser): Explanation {
  return { kind: "late-place", ...facts };
}

type Standing = { cadence: Cadence; place: number; isShared: boolean; of: number };

function explain(paper: Explained, standing: Standing, recent: KnownVotes | null): Explanation | null {
  const { upvotes, comments, stars } = paper;
  const listedBefore = paper.listedBefore === null ? {} : { listedBefore: paper.listedBefore };
  if (upvotes === 0)
    return paper.isVotedOn ? { kind: "unvoted", stars, ...listedBefore } : { kind: "announced", stars };
  const figures = { upvotes, comments, stars, ...listedBefore };
  if (standing.place <= mostPlaces) return { kind: "place", ...standing, ...figures };
  const rarest = rarestOf(paper, recent);
  if (rarest !== null) return { ...rarest, ...figures };
  return paper.listedBefore === null
    ? null
    : { kind: "listed-again", ...figures, listedBefore: paper.listedBefore };
}

type Rare =
  | { kind: "stars-gained"; from: number; to: number; days: number }
  | { kind: "many-authors"; authors: number }
  | { kind: "discussed" }
  | { kind: "above-most"; percent: number; days: number }
  | { kind: "organization"; organization: string; nth: number; month: string }
  | { kind: "authors-in-discussion" }
  | { kind: "media" };

const leastAuthors = 30;
/** The first comment is the submitter's own on three papers of four. */
const leastComments = 3;
const leastOfMonth = 3;

/**
 * The rarest of the things that are true of a paper. Of the first ten of a day in 95 days, 4 % had code with a hundred
 * stars, 5 % thirty authors, 6 % three comments, 8 % more votes than 97 % of 60 days' papers, 21 % an organisation
 * with three papers in the month, 26 % more votes than 90 %, 26 % an author in the discussion, 27 % figures or a video.
 */
function rarestOf(paper: Explained, recent: KnownVotes | null): Rare | null {
  const { starGrowth: growth, authors, comments, ofOrganization } = paper;
  const isAbove = (percent: number) => recent !== null && isAboveMost(paper.upvotes, recent.upvotes, percent);
  const days = recent?.days ?? 0;
  if (growth !== null) return { kind: "stars-gained", ...growth };
  if (authors >= leastAuthors) return { kind: "many-authors", authors };
  if (comments >= leastComments) return { kind: "discussed" };
  if (isAbove(97)) return { kind: "above-most", percent: 97, days };
  if (ofOrganization !== null && ofOrganization.nth >= leastOfMonth)
    return { kind: "organization", ...ofOrganization };
  if (isAbove(90)) return { kind: "above-most", percent: 90, days };
  if (paper.isAuthorInDiscussion === true) return { kind: "authors-in-discussion" };
  if ((paper.mediaCount ?? 0) > 0) return { kind: "media" };
  return null;
}

/** @param recent the fewest first. */
function isAboveMost(upvotes: number, recent: number[], percent: number): boolean {
  const firstNotBelow = recent.findIndex((other) => other >= upvotes);
  const below = firstNotBelow < 0 ? recent.length : firstNotBelow;
  return 100 * below >= percent * recent.length;
}

/** What is known of the votes of the last days: enough to say that a paper is above most. */
export type KnownVotes = { upvotes: number[]; days: number };

const dayMs = 24 * 60 * 60_000;
const fewestPapers = 100;
const fewestDays = 14;
/** Weekends and holidays have no lists. */
const leastListed = 1 / 2;

/**
 * The votes of the last days, or null when they are too few, or too many days between are not known, to compare with.
 *
 * @param lastDay of the days that were asked about.
 */
export function knownVotes(recent: RecentVotes | null, lastDay: string): KnownVotes | null {
  if (recent === null || recent.upvotes.length < fewestPapers) return null;
  const days = (Date.parse(lastDay) - Date.parse(recent.firstDay)) / dayMs + 1;
  if (days < fewestDays || recent.listedDays < leastListed * days) return null;
  return { upvotes: recent.upvotes, days };
}
