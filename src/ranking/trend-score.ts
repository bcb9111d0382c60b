/** What a trend score is made of; `score` is their sum. */
export type ScoreParts = {
  /** From upvotes; the base that orders an edition. */
  upvotes: number;
  /** Tie-breakers, each far smaller than one upvote step among trending papers. */
  comments: number;
  stars: number;
  /** Zero within one day; negative for older days where days are mixed. */
  decay: number;
};

export type ScoreInput = {
  upvotes: number;
  comments: number;
  stars: number | null;
  /** Whole days between the paper's day and the last day of the period; 0 within a daily edition. */
  ageDays: number;
};

/** At 900 upvotes one more is worth 0.0016: both tie-breakers together stay below that. */
const mostForComments = 0.001;
const mostForStars = 0.0005;
const decayPerDay = 0.05;

/**
 * The trend score: binary logarithm of upvotes, so that one point is twice the votes.
 *
 * Measured on 42 weeks of real days, plain upvotes foretell the later weekly top better than time-decayed
 * formulas do; so votes alone order a day, comments and then stars only part equals, and age counts only
 * where days are mixed (a day older needs 3.5 % more votes, for it had longer to gather them).
 */
export function scorePaper(input: ScoreInput): { score: number; parts: ScoreParts } {
  const starMagnitude = Math.log10(1 + atLeastZero(input.stars ?? 0));
  const comments = atLeastZero(input.comments);
  const parts: ScoreParts = {
    upvotes: Math.log2(1 + atLeastZero(input.upvotes)),
    comments: (mostForComments * comments) / (comments + 10),
    stars: (mostForStars * starMagnitude) / (starMagnitude + 2),
    decay: input.ageDays > 0 ? -decayPerDay * input.ageDays : 0,
  };
  return { score: parts.upvotes + parts.comments + parts.stars + parts.decay, parts };
}

/** A total order: higher score first, then more upvotes, then the newer identifier; equal only for the same id. */
export function byScore(
  a: { score: number; upvotes: number; id: string },
  b: { score: number; upvotes: number; id: string },
): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.upvotes !== b.upvotes) return b.upvotes - a.upvotes;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}

const atLeastZero = (value: number) => (Number.isFinite(value) ? Math.max(0, value) : 0);
