/** Two numbers of upvotes of a paper, one after the other. */
type VoteStep = {
  before: number;
  after: number;
  /** From the look that still saw `before`, or the one that brought it, to the look that saw `after`. */
  withinMs: number;
};

/** A fall: a source that answers for another paper or another time, or votes taken back. A jump: bought votes, or a fault. */
export type OddMove = "fell" | "jumped";

/** An hourly look may be some minutes late. */
const hourMs = 75 * 60_000;
const jumpFactor = 10;
/** From few votes a factor says little. */
const leastJumped = 20;
/** Some readers take their vote back. */
const leastFallen = 5;
const leastFallenPart = 0.1;

/** What is odd about a step, or null: votes that fall by a tenth, or that jump tenfold within an hour. */
export function oddMoveOf({ before, after, withinMs }: VoteStep): OddMove | null {
  const fallen = before - after;
  if (fallen >= leastFallen && fallen >= leastFallenPart * before) return "fell";
  const isJump = after >= leastJumped && after >= jumpFactor * Math.max(1, before);
  return isJump && withinMs <= hourMs ? "jumped" : null;
}
