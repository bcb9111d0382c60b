import { addDays, type Cadence, dayOf, previousPeriod } from "../calendar/periods.ts";
import { lastInstant, lastPublication } from "../calendar/publication-times.ts";
import type { Chore, DueFacts } from "./due-key.ts";

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

/** Votes grow to twice those of the first morning in nine days, and hardly after a fortnight. */
const oldestLookedAt = 14;

/**
 * The ages at which a day is looked at, besides the look before its publication: the two days before every three
 * hours, the five before them twice a day, the seven before those daily: 57 looks a day with an hourly one at today.
 * No two ages share a minute, so that requests come one by one; yesterday's first look follows its close by minutes.
 */
function lookRhythms(ingestEvery: string): LookRhythm[] {
  const older = Array.from({ length: oldestLookedAt }, (_, index) => index + 1);
  return [
    { ageDays: 0, pattern: ingestEvery },
    ...older.map((ageDays) => ({ ageDays, pattern: `${(7 + 4 * ageDays) % 60} ${hoursOf(ageDays)} * * *` })),
  ];
}

/** Of a day that is over, as the hours of a cron pattern. */
function hoursOf(ageDays: number): string {
  if (ageDays <= 2) return `${ageDays - 1}-23/3`;
  if (ageDays <= 7) return `${(2 * ageDays) % 12}-23/12`;
  return `${(3 * ageDays + 1) % 24}`;
}

/** The days that some rhythm looks at, today (UTC) first. */
export function lookedAtDays(now: Date): string[] {
  return Array.from({ length: oldestLookedAt + 1 }, (_, ageDays) => addDays(dayOf(now), -ageDays));
}

/** Something of the clock, and the latest instant at which it was wanted. */
export type Wanted<T> = T & { dueAt: Date };

/**
 * The days that are to be looked at, each with the latest instant of today (UTC) at which that was wanted; none from
 * before `beganAt`. An instant of yesterday belonged to another age. After an absence, and in an installation of a
 * release that looked at today only, all days are so looked at within a day.
 */
export function wantedLooks(ingestEvery: string, beganAt: Date, now: Date): Wanted<{ day: string }>[] {
  return lookRhythms(ingestEvery)
    .map(({ ageDays, pattern }) => ({ day: addDays(dayOf(now), -ageDays), dueAt: lastInstant(pattern, now) }))
    .filter(({ dueAt }) => dueAt > beganAt && dayOf(dueAt) === dayOf(now));
}

/** What is known of the looks at a day that rhythms look at. */
export type LookState = {
  day: string;
  attempts: number;
  /** Whether it is due, its pause is over, and nobody holds it. */
  isFree: boolean;
  nextAttemptAt: Date | null;
  doneAt: Date | null;
  lastFacts: DueFacts | null;
};

/**
 * The days that may be looked at now, in the order in which that is wanted: a day whose look failed comes next, the
 * newest before the others, one that failed again and again last, so that its own trouble holds up nobody. None
 * while Hugging Face is left alone: after a failure no day is asked for until a pause is over, which grows with the
 * number of days that failed one after the other.
 */
export function looksInOrder(states: LookState[], now: Date): LookState[] {
  const rest = restOf(states);
  if (rest !== null && now < rest) return [];
  const turnOf = ({ attempts }: LookState) => (attempts === 1 ? 0 : attempts === 0 ? 1 : 2);
  return states
    .filter((state) => state.isFree)
    .sort((a, b) => turnOf(a) - turnOf(b) || (a.day < b.day ? 1 : -1));
}

/** Until when no day is asked for; null when the last look went well. */
function restOf(states: LookState[]): Date | null {
  const lastDone = Math.max(...states.map(({ doneAt }) => doneAt?.getTime() ?? Number.NEGATIVE_INFINITY));
  const failures = states.flatMap(({ attempts, nextAttemptAt, lastFacts }) => {
    if (nextAttemptAt === null || !lastFacts?.sources?.includes("huggingface")) return [];
    const failedAt = nextAttemptAt.getTime() - chorePauseMs(attempts);
    return failedAt > lastDone ? [failedAt] : [];
  });
  return failures.length === 0 ? null : new Date(Math.max(...failures) + chorePauseMs(failures.length));
}

/** Days that are over for longer want votes; what arXiv does not tell of them at one look, it may at the next. */
const arxivPressesDays = 2;

/** Whether a look at a day is to be tried again when only these sources failed. */
export function isLookToRepeat(day: string, failed: string[], now: Date): boolean {
  const isYoung = day >= addDays(dayOf(now), -arxivPressesDays);
  return failed.some((source) => source !== "arxiv" || isYoung);
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

type DaysToLookAt = {
  /** The most wanted first. */
  huggingface: string[];
  /** Only those of which arXiv may have news. */
  arxiv: string[];
};

/**
 * The days that the look before a publication asks for: all of them, for the votes that they have by now, but for
 * those that were looked at in the last ten minutes; the last one first, for its closing votes, then those of which
 * Hugging Face has not been heard after their close, then those that it was longest not heard of.
 *
 * @param days in order.
 * @param looks at these days, as `listLooks` gives them.
 * @param isRetry a try before this one has looked already: only what has not been heard after its close is asked for.
 */
export function daysToLookAt(
  days: string[],
  looks: { day: string; startedAt: Date }[],
  isRetry: boolean,
  now: Date,
): DaysToLookAt {
  const lastDay = days.at(-1);
  const wanted = days.map((one) => {
    const at = Math.max(0, ...looks.flatMap((look) => (look.day === one ? [look.startedAt.getTime()] : [])));
    return { day: one, at: at >= Date.parse(one) + day ? at : 0 };
  });
  const turnOf = (one: { day: string }) => (one.day === lastDay ? 0 : 1);
  const asked = wanted
    .filter(({ at }) => at === 0 || (!isRetry && at <= now.getTime() - lookLimitMs))
    .sort((a, b) => turnOf(a) - turnOf(b) || a.at - b.at || (a.day < b.day ? 1 : -1));
  return {
    huggingface: asked.map((one) => one.day),
    arxiv: asked.flatMap((one) => (one.at === 0 || one.day === lastDay ? [one.day] : [])),
  };
}

/** A reader waits for an edition: what stood in the way is looked at again at least twice a minute. */
export function publishPauseMs(attempts: number): number {
  return Math.min(30_000, 5_000 * 2 ** (attempts - 1));
}

/** A look or a cleaning can wait; a source in trouble is not to be pressed, nor an operator told of three bad minutes. */
export function chorePauseMs(attempts: number): number {
  return Math.min(30 * minute, 10 * minute * attempts);
}
