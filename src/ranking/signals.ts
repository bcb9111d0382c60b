import type { Signal } from "../papers/signals-store.ts";

const hourMs = 60 * 60_000;

/** The newest signal at or before an instant, or null. Signals come oldest first. */
export function signalAt(signals: Signal[], instant: Date): Signal | null {
  return signals.findLast((signal) => signal.observedAt <= instant) ?? null;
}

/**
 * Upvotes gained over the day before `reference`; null when nothing was observed at least twenty hours
 * before it (an hourly poll may be late, and a young paper has no yesterday).
 */
export function riseOver(signals: Signal[], reference: Date): number | null {
  const newest = signalAt(signals, reference);
  const baseline =
    signalAt(signals, new Date(reference.getTime() - 24 * hourMs)) ??
    signalAt(signals, new Date(reference.getTime() - 20 * hourMs));
  return newest && baseline ? newest.upvotes - baseline.upvotes : null;
}

/** Whether a paper was seen two days before `reference` already. Signals come oldest first. */
export function isOlder(signals: Signal[], reference: Date): boolean {
  const [first] = signals;
  return first !== undefined && first.observedAt.getTime() <= reference.getTime() - 48 * hourMs;
}

export type LateRise = { upvotes: number; gained: number };

/** A closed day is ranked early next morning: what was seen until then counts as the day's own. */
const graceMs = 12 * hourMs;
const leastGain = 10;
const leastGrowth = 0.5;

/**
 * How far a paper rose after its day was over, or null when it did not rise enough to be shown again: at least
 * ten upvotes and half as many again as it had. Without a signal from its own day nothing can be said.
 *
 * @param dayClose the midnight that ended the paper's first day.
 */
export function lateRise(signals: Signal[], dayClose: Date, now: Date): LateRise | null {
  const atClose = signalAt(signals, new Date(dayClose.getTime() + graceMs));
  const newest = signalAt(signals, now);
  if (!atClose || !newest) return null;
  const gained = newest.upvotes - atClose.upvotes;
  if (gained < leastGain || gained < leastGrowth * atClose.upvotes) return null;
  return { upvotes: newest.upvotes, gained };
}
