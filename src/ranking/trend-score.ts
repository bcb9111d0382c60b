/** What a trend score is made of; `score` is their sum, to the last bit. */
export type ScoreParts = {
  /** From upvotes: one point more is twice the votes. */
  upvotes: number;
  /** What a paper may still gain, by how young its votes are; 0 without votes. */
  growth: number;
  /** What is expected of a paper without votes, between 0 and 1; 0 with votes. */
  prior: number;
};

export type ScoreInput = {
  upvotes: number;
  /** Days, with their fraction, from the start of the paper's first listed day (UTC) to the look that gave the votes. */
  ageDays: number;
  /** Of `priorScore`: what is expected while nobody voted, in log2 votes. */
  prior?: number;
};

/**
 * How much is added to the logarithm of votes that are no days old, and after how many days half of it is left. Fitted
 * to the growth of votes on real days, as docs/ranking.md shows: they multiply by 1.5 from the morning of their day to
 * its third day, by 2.0 to the ninth, and then hardly grow.
 */
const growthAtStart = 0.6;
const growthHalvesAfterDays = 2.7;

/**
 * The trend score: the binary logarithm of upvotes, so that one point is twice the votes, and what young votes may
 * still gain. Where all votes are equally old, as within one day, it orders by votes alone: no signal that was tried
 * on real weeks foretells their later top better (docs/ranking.md).
 *
 * A paper without votes stays below every paper that has one, whose score is 1 at least; among themselves such papers
 * are in the order of their priors.
 */
export function scorePaper({ upvotes, ageDays, prior = 0 }: ScoreInput): {
  score: number;
  parts: ScoreParts;
} {
  const votes = Math.log2(1 + atLeastZero(upvotes));
  const parts: ScoreParts =
    votes > 0
      ? { upvotes: votes, growth: growthLeft(ageDays), prior: 0 }
      : { upvotes: 0, growth: 0, prior: belowOne(prior) };
  return { score: parts.upvotes + parts.growth + parts.prior, parts };
}

/** What votes of an age in days may still gain, in log2 votes: 0.54 at 0.4 days, 0.46 at 1, 0.28 at 3, 0.1 at 7. */
export function growthLeft(ageDays: number): number {
  return growthAtStart * 2 ** (-atLeastZero(ageDays) / growthHalvesAfterDays);
}

/** What orders papers of one score. */
export type Scored = { score: number; upvotes: number; comments: number; stars: number | null; id: string };

/**
 * A total order: higher score first, then more upvotes, comments, stars, then the newer identifier; equal only for
 * the same id.
 */
export function byScore(a: Scored, b: Scored): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.upvotes !== b.upvotes) return b.upvotes - a.upvotes;
  if (a.comments !== b.comments) return b.comments - a.comments;
  const [stars, others] = [a.stars ?? 0, b.stars ?? 0];
  if (stars !== others) return others - stars;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}

const atLeastZero = (value: number) => (Number.isFinite(value) ? Math.max(0, value) : 0);

/** The logistic curve: keeps the order of any numbers, between 0 and 1. */
const belowOne = (value: number) => 1 / (1 + 2 ** -(Number.isFinite(value) ? value : 0));
