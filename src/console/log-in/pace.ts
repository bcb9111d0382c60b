/** How fast one lane of log-ins may try passwords. */
export type Pace = {
  /** Wrong passwords that cost no wait. */
  free: number;
  /** The wait after the first that costs one; each further one doubles it. */
  firstWaitMs: number;
  mostWaitMs: number;
};

/** Ten wrong passwords are no slip of the finger; after them one try in four seconds is left. */
export const clientPace: Pace = { free: 10, firstWaitMs: 1_000, mostWaitMs: 4_000 };

/** Of a browser that was made to wait once: it waits before each of its tries. */
export const waitedPace: Pace = { free: 0, firstWaitMs: 4_000, mostWaitMs: 4_000 };

/** Of all clients together: what many addresses may guess is bounded too. */
export const overallPace: Pace = { free: 100, firstWaitMs: 1_000, mostWaitMs: 1_000 };

/** Wrong passwords are forgotten this long after the last of them. */
export const forgottenAfterMs = 15 * 60_000;

/** How long a lane waits after its wrong password number `wrong` (from 1). */
function waitAfter(pace: Pace, wrong: number): number {
  const beyond = wrong - pace.free;
  return beyond < 0 ? 0 : Math.min(pace.firstWaitMs * 2 ** beyond, pace.mostWaitMs);
}

/** What is known of one lane; instants in UTC. */
export type Lane = { wrong: number; lastAt: Date; nextAt: Date };

/** Whether the next try of a lane is looked at now; then how the lane stands if its password is wrong, too. */
export function judgeTry(
  lane: Lane | null,
  pace: Pace,
  now: Date,
): { kind: "go"; after: Lane } | { kind: "wait"; waitMs: number } {
  const at = now.getTime();
  const waitMs = lane === null ? 0 : lane.nextAt.getTime() - at;
  // A longer wait than there is was written by a process whose clock is off: it must shut nobody out.
  if (waitMs > 0 && waitMs <= pace.mostWaitMs) return { kind: "wait", waitMs };
  const isForgotten = lane === null || at - lane.lastAt.getTime() >= forgottenAfterMs;
  const wrong = isForgotten ? 1 : lane.wrong + 1;
  return { kind: "go", after: { wrong, lastAt: now, nextAt: new Date(at + waitAfter(pace, wrong)) } };
}
