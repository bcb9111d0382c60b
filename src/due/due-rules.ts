import { addDays, type Cadence, dayOf, previousPeriod } from "../calendar/periods.ts";
import { lastInstant, lastPublication } from "../calendar/publication-times.ts";
import type { Chore } from "./due-key.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** A period that is late by this much, or has a newer one after it, is no longer published by itself. */
const latestMs: Record<Cadence, number> = { daily: day, weekly: 3 * day, monthly: 7 * day };

/** The look before a publication, and any other, ends after this time with what is known. */
export const lookLimitMs = 10 * minute;

/** Once a day, when least is sent; the provider is asked when the keys of the day before have come to their end. */
const choreTimes: [Chore, string][] = [
  ["housekeeping", "37 2 * * *"],
  ["reconcile", "11 3 * * *"],
];

/** How old a day is, from 0 for today (UTC), and at which instants a day of that age is looked at. */
type LookRhythm = { ageDays: number; pattern: string };

/** The ages at which a day is looked at, besides the look before its publication. */
function lookRhythms(ingestEvery: string): LookRhythm[] {
  return [{ ageDays: 0, pattern: ingestEvery }];
}

/** Something of the clock, and the latest instant at which it was wanted. */
export type Wanted<T> = T & { dueAt: Date };

/** The days that are to be looked at, each with the latest instant at which that was wanted; none from before `beganAt`. */
export function wantedLooks(ingestEvery: string, beganAt: Date, now: Date): Wanted<{ day: string }>[] {
  return lookRhythms(ingestEvery)
    .map(({ ageDays, pattern }) => ({ day: addDays(dayOf(now), -ageDays), dueAt: lastInstant(pattern, now) }))
    .filter(({ day, dueAt }) => dueAt > beganAt && dueAt.getTime() >= Date.parse(`${day}T00:00:00Z`));
}

/** Chores with the latest instant at which each was wanted; none from before `beganAt`. */
export function wantedChores(beganAt: Date, now: Date): Wanted<{ name: Chore }>[] {
  return choreTimes
    .map(([name, pattern]) => ({ name, dueAt: lastInstant(pattern, now) }))
    .filter(({ dueAt }) => dueAt > beganAt);
}

/**
 * After which period a cadence begins to be noted, when nothing of it is noted yet: its newest one, since an
 * installation does not publish its past; the one before, when the installation is older than this ledger and
 * the newest may still be published.
 */
export function firstMark(cadence: Cadence, publishAt: string, beganAt: Date, now: Date): string {
  const { period, dueAt } = lastPublication(cadence, publishAt, now);
  const isOurs = dueAt > beganAt && !isTooLate(cadence, dueAt, now);
  return isOurs ? previousPeriod(cadence, period) : period;
}

function isTooLate(cadence: Cadence, dueAt: Date, now: Date): boolean {
  return now.getTime() - dueAt.getTime() >= latestMs[cadence];
}

/** Of periods that are due and nobody holds, those that only an operator may still publish. */
export function missedPeriods<T extends { cadence: Cadence; dueAt: Date; newestDueAt: Date }>(
  due: T[],
  now: Date,
): T[] {
  return due.filter(
    ({ cadence, dueAt, newestDueAt }) => newestDueAt > dueAt || isTooLate(cadence, dueAt, now),
  );
}

/**
 * The days that the look before a publication asks for, the most wanted first: the last one, for its closing
 * votes, and those of which Hugging Face has not been heard after their close.
 *
 * @param days in order.
 * @param isRetry a try before this one has looked already: a last day that was heard then is not asked for again.
 */
export function daysToLookAt(days: string[], unheard: string[], isRetry: boolean): string[] {
  const [last, ...before] = days.toReversed();
  return [last, ...before].flatMap((one) => {
    if (one === undefined) return [];
    return unheard.includes(one) || (one === last && !isRetry) ? [one] : [];
  });
}

/** A reader waits for an edition: what stood in the way is looked at again at least twice a minute. */
export function publishPauseMs(attempts: number): number {
  return Math.min(30_000, 5_000 * 2 ** (attempts - 1));
}

/** A look or a cleaning can wait; a source in trouble is not to be pressed, nor an operator told of three bad minutes. */
export function chorePauseMs(attempts: number): number {
  return Math.min(30 * minute, 10 * minute * attempts);
}
