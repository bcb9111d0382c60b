import { dayOf } from "../calendar/periods.ts";
import type { Look } from "../papers/runs-store.ts";
import type { Signal } from "../papers/signals-store.ts";

const hourMs = 60 * 60_000;

/** The newest signal at or before an instant, or null. Signals come oldest first. */
export function signalAt(signals: Signal[], instant: Date): Signal | null {
  return signals.findLast((signal) => signal.observedAt <= instant) ?? null;
}

/** Upvotes gained from one look to another, about a day apart. */
export type Rise = {
  gained: number;
  /** The day that holds most of the time between, `YYYY-MM-DD` (UTC). */
  day: string;
};

/** A rise ends with a look of the last day before it is told of. */
const mostSinceMs = 24 * hourMs;
const aboutDayMs = { least: 20 * hourMs, usual: 24 * hourMs, most: 28 * hourMs };
const leastRise = 10;
const leastShare = 1 / 4;

/**
 * What a paper gained in the last day, or null when that is no rise: at least ten upvotes and a quarter of all, from
 * one look at its lists to another a day before, give or take four hours. What it gathered on its first day is none.
 *
 * @param signals oldest first. They are stored where a number changed, so they do not tell when it was looked.
 * @param looks at the days on which it was listed, that went well.
 * @param firstClose the midnight that ended its first day.
 * @param reference nothing later is known.
 */
export function riseOf(signals: Signal[], looks: Look[], firstClose: Date, reference: Date): Rise | null {
  const instants = looks
    .map(({ finishedAt }) => finishedAt.getTime())
    .filter((at) => at >= firstClose.getTime() && at <= reference.getTime());
  const newest = Math.max(...instants);
  if (!(newest >= reference.getTime() - mostSinceMs)) return null;
  const before = nearest(
    instants.filter((at) => newest - at >= aboutDayMs.least && newest - at <= aboutDayMs.most),
    newest - aboutDayMs.usual,
  );
  if (before === null) return null;
  const then = signalAt(signals, new Date(before));
  const now = signalAt(signals, new Date(newest));
  if (!then || !now) return null;
  const gained = now.upvotes - then.upvotes;
  if (gained < leastRise || gained < leastShare * now.upvotes) return null;
  return { gained, day: dayOf(new Date((before + newest) / 2 - 1)) };
}

/** The instant (ms) that is nearest to another, or null when there is none. */
function nearest(instants: number[], to: number): number | null {
  const [first, ...others] = instants;
  if (first === undefined) return null;
  return others.reduce((best, at) => (Math.abs(at - to) < Math.abs(best - to) ? at : best), first);
}

/** How a repository's stars grew while it was looked at. */
export type StarGrowth = {
  from: number;
  to: number;
  /** Whole days, rounded up, from the first look to the one that found as many; at least 1. */
  days: number;
};

const leastStars = 100;
const leastStarGrowth = 2;

/**
 * How stars grew since a paper was first seen with its repository, or null when that is nothing to tell: at least
 * a hundred now, and twice as many as then.
 *
 * @param signals oldest first, none later than what is to be known.
 */
export function starGrowth(signals: Signal[]): StarGrowth | null {
  const starred = signals.flatMap(({ stars, observedAt }) => (stars === null ? [] : [{ stars, observedAt }]));
  const first = starred[0];
  const to = starred.at(-1)?.stars;
  if (first === undefined || to === undefined) return null;
  if (to < leastStars || to < leastStarGrowth * first.stars) return null;
  const reached = starred.find(({ stars }) => stars >= to) ?? first;
  const passedMs = reached.observedAt.getTime() - first.observedAt.getTime();
  return { from: first.stars, to, days: Math.max(1, Math.ceil(passedMs / (24 * hourMs))) };
}

/**
 * The looks at a day: those that left a mark, and those that left a changed number, since marks are kept for a while
 * only. The oldest first.
 *
 * @param marks looks that went well.
 * @param histories signals of papers that were listed on this day alone: another day's look saw nothing of this one.
 */
export function looksAt(day: string, marks: Look[], histories: Signal[][]): Look[] {
  const marked = new Set(marks.map(({ finishedAt }) => finishedAt.getTime()));
  const instants = new Set(histories.flat().map(({ observedAt }) => observedAt.getTime()));
  const seen = [...instants].filter((at) => !marked.has(at)).map((at) => new Date(at));
  return [...marks, ...seen.map((at) => ({ day, startedAt: at, finishedAt: at }))].sort(
    (a, b) => a.finishedAt.getTime() - b.finishedAt.getTime(),
  );
}
