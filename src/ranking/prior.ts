import { byDay } from "./by-day.ts";

/** What is known of a paper when it is listed, before anybody votes. */
export type KnownAtListing = {
  organization: string | null;
  /** Who listed it, by the name of their account. */
  submitter: string | null;
  /** How many there are. */
  authors: number;
  stars: number | null;
  hasProjectPage: boolean;
  /** Whether a figure or a video is shown with it. */
  hasMedia: boolean;
  /** How many authors have claimed it; null where nobody can. */
  claimedAuthors: number | null;
  /** Whether an author takes part in its discussion; null where there is none. */
  isAuthorIn: boolean | null;
};

/** A paper of a past day, with what became of it. */
export type VotedPaper = KnownAtListing & { day: string; upvotes: number };

export const priorSignals = [
  "organization",
  "submitter",
  "authors",
  "stars",
  "projectPage",
  "media",
  "claimedAuthors",
  "authorTakesPart",
] as const;

/** A number for each signal: how strong it is, what it weighs, or both multiplied. */
export type PriorFigures = Record<(typeof priorSignals)[number], number>;

/**
 * The weights that are shipped, in log2 votes: fitted to 1,712 papers of 63 days (April to June 2026) whose
 * organisations and submitters were known from 21 months before. Within a day they order papers as their votes do
 * with a rank correlation of 0.585, where the order of identifiers has 0.13 (docs/ranking.md).
 */
export const shippedPriorWeights: PriorFigures = {
  organization: 0.57,
  submitter: 1.41,
  authors: 0.44,
  stars: 0.15,
  projectPage: 0.23,
  media: 0.17,
  claimedAuthors: 0.95,
  // Whoever takes part has claimed the paper too; of two such papers the one with fewer voices is behind.
  authorTakesPart: -0.97,
};

/** As many papers of an average day are added to each name's own: one lucky paper makes no good name. */
const meanShrinkage = 5;

type CentredMeans = { organizations: Map<string, number>; submitters: Map<string, number> };

/**
 * How much better than their day the papers of each organisation and each submitter did: the mean of log2 votes less
 * that of the same day, shrunk towards 0. Only days before the one that is ranked may be given.
 */
export function centredMeans(history: VotedPaper[]): CentredMeans {
  const organizations = new Map<string, number[]>();
  const submitters = new Map<string, number[]>();
  for (const papers of byDay(history).values()) {
    const average = mean(papers.map(logVotes));
    for (const paper of papers) {
      note(organizations, paper.organization, logVotes(paper) - average);
      note(submitters, paper.submitter, logVotes(paper) - average);
    }
  }
  return { organizations: shrunk(organizations), submitters: shrunk(submitters) };
}

/** Upvotes as the weights are fitted to them. */
export function logVotes({ upvotes }: { upvotes: number }): number {
  return Math.log2(1 + upvotes);
}

/** How strong each signal of a paper is; 0 where nothing is known. */
export function priorStrengths(paper: KnownAtListing, means: CentredMeans): PriorFigures {
  return {
    organization: means.organizations.get(paper.organization ?? "") ?? 0,
    submitter: means.submitters.get(paper.submitter ?? "") ?? 0,
    authors: Math.log2(1 + paper.authors),
    stars: Math.log2(1 + (paper.stars ?? 0)),
    projectPage: Number(paper.hasProjectPage),
    media: Number(paper.hasMedia),
    claimedAuthors: Math.log2(1 + (paper.claimedAuthors ?? 0)),
    authorTakesPart: Number(paper.isAuthorIn ?? false),
  };
}

/** What each signal adds to the prior of a paper, in log2 votes; `sumOfParts` is the prior. */
export function priorParts(
  paper: KnownAtListing,
  means: CentredMeans,
  weights: PriorFigures = shippedPriorWeights,
): PriorFigures {
  const strengths = priorStrengths(paper, means);
  return figuresOf((signal) => strengths[signal] * weights[signal]);
}

/**
 * How many votes a paper that has none may expect beside its day's others, in log2 votes. Only differences mean
 * something: what all papers of a day share is left out.
 */
export function priorScore(
  paper: KnownAtListing,
  means: CentredMeans,
  weights: PriorFigures = shippedPriorWeights,
): number {
  return sumOfParts(priorParts(paper, means, weights));
}

export function sumOfParts(parts: PriorFigures): number {
  return priorSignals.reduce((sum, signal) => sum + parts[signal], 0);
}

/** One number for each signal. */
export function figuresOf(give: (signal: (typeof priorSignals)[number]) => number): PriorFigures {
  return {
    organization: give("organization"),
    submitter: give("submitter"),
    authors: give("authors"),
    stars: give("stars"),
    projectPage: give("projectPage"),
    media: give("media"),
    claimedAuthors: give("claimedAuthors"),
    authorTakesPart: give("authorTakesPart"),
  };
}

function note(byName: Map<string, number[]>, name: string | null, value: number): void {
  if (name === null) return;
  const known = byName.get(name);
  if (known === undefined) byName.set(name, [value]);
  else known.push(value);
}

function shrunk(byName: Map<string, number[]>): Map<string, number> {
  return new Map(
    [...byName].map(([name, values]) => [name, sum(values) / (values.length + meanShrinkage)] as const),
  );
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: number[]) => sum(values) / values.length;
