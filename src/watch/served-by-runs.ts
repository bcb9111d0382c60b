import type { LastRuns } from "../due/runs-store.ts";

/** The last run of `paperboy once` that ended, in milliseconds: since when, and the time between two of them. */
export type RunFacts = { sinceMs: number; gapMs: number };

const minute = 60_000;
const hour = 60 * minute;

/** A run may be late by half of the time between two, and by some minutes; one a day by some hours. */
const [runLateShare, runLateMs, longestGapMs] = [0.5, 15 * minute, 26 * hour];

export function runFactsOf(runs: LastRuns | null, now: Date): RunFacts | null {
  return runs && { sinceMs: now.getTime() - runs.lastAt.getTime(), gapMs: runs.gapMs };
}

/** Whether runs of `paperboy once` do the work, so that what is due waits for the next without harm. */
export function isServedByRuns(runs: RunFacts | null): runs is RunFacts {
  if (runs === null) return false;
  return runs.sinceMs < Math.min(longestGapMs, runs.gapMs * (1 + runLateShare) + runLateMs);
}
