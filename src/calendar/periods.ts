import { InvalidInputError } from "../errors.ts";

const dayMs = 24 * 60 * 60_000;

/** How often an edition comes out. */
export const cadences = ["daily", "weekly", "monthly"] as const;
export type Cadence = (typeof cadences)[number];

export function isCadence(text: string): text is Cadence {
  return cadences.some((cadence) => cadence === text);
}

/** First and last day of a period, both within it, as `YYYY-MM-DD`. */
export type PeriodSpan = { firstDay: string; lastDay: string };

/**
 * Reads a period of a cadence: `2026-06-18`, `2026-W25` (ISO 8601) or `2026-06`.
 *
 * @throws {InvalidInputError} when it is malformed or no such day, week or month exists.
 */
export function parsePeriodOf(cadence: Cadence, period: string): PeriodSpan {
  const span = spanOf(cadence, period);
  if (!span) throw new InvalidInputError(refusals[cadence](period));
  return span;
}

/** Every day of a period in order. @throws {InvalidInputError} for a malformed period. */
export function periodDays(cadence: Cadence, period: string): string[] {
  const { firstDay, lastDay } = parsePeriodOf(cadence, period);
  const length = (startOf(lastDay) - startOf(firstDay)) / dayMs + 1;
  return Array.from({ length }, (_, index) => addDays(firstDay, index));
}

/**
 * The period of a cadence that a text names: the one that holds a day, or the period itself.
 *
 * @throws {InvalidInputError} when it is neither.
 */
export function periodOf(cadence: Cadence, dayOrPeriod: string): string {
  if (!isDay(dayOrPeriod)) {
    parsePeriodOf(cadence, dayOrPeriod);
    return dayOrPeriod;
  }
  if (cadence === "daily") return dayOrPeriod;
  if (cadence === "monthly") return dayOrPeriod.slice(0, 7);
  // A week belongs to the year of its Thursday.
  const thursday = addDays(mondayOf(dayOrPeriod), 3);
  const firstMonday = mondayOf(`${thursday.slice(0, 4)}-01-04`);
  const week = (startOf(mondayOf(dayOrPeriod)) - startOf(firstMonday)) / (7 * dayMs) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, "0")}`;
}

/** The period before. @throws {InvalidInputError} for a malformed period. */
export function previousPeriod(cadence: Cadence, period: string): string {
  return periodOf(cadence, addDays(parsePeriodOf(cadence, period).firstDay, -1));
}

/** The period after. @throws {InvalidInputError} for a malformed period. */
export function nextPeriod(cadence: Cadence, period: string): string {
  return periodOf(cadence, addDays(parsePeriodOf(cadence, period).lastDay, 1));
}

/** The instant at which a period is over (UTC midnight). @throws {InvalidInputError} for a malformed period. */
export function closeOf(cadence: Cadence, period: string): Date {
  return new Date(startOf(parsePeriodOf(cadence, period).lastDay) + dayMs);
}

/** Whether a period is over. @throws {InvalidInputError} for a malformed period. */
export function isClosed(cadence: Cadence, period: string, now: Date): boolean {
  return closeOf(cadence, period) <= now;
}

/** Whether a period has begun. @throws {InvalidInputError} for a malformed period. */
export function hasBegun(cadence: Cadence, period: string, now: Date): boolean {
  return startOf(parsePeriodOf(cadence, period).firstDay) <= now.getTime();
}

/** The last period that is over. */
export function lastClosedPeriod(cadence: Cadence, now: Date): string {
  return previousPeriod(cadence, periodOf(cadence, dayOf(now)));
}

/**
 * The period that is meant where one is published: as `periodOf` reads what was named, else the last one that is over.
 *
 * @throws {InvalidInputError} when what was named is neither a day nor a period.
 */
export function meantPeriod(cadence: Cadence, named: string | null, now: Date): string {
  return named === null ? lastClosedPeriod(cadence, now) : periodOf(cadence, named);
}

/** The UTC day of an instant. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** Whether a text is a day of the calendar as `YYYY-MM-DD`, which 2026-02-30 is not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = startOf(text);
  return !Number.isNaN(time) && dayOf(new Date(time)) === text;
}

/** The day some days later (earlier when negative). */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(startOf(day) + days * dayMs));
}

const refusals: Record<Cadence, (text: string) => string> = {
  daily: (text) => `${quoted(text)} is not a day: write it as 2026-06-18.`,
  weekly: (text) => `${quoted(text)} is not a week: write it as 2026-W25, or name a day of it.`,
  monthly: (text) => `${quoted(text)} is not a month: write it as 2026-06, or name a day of it.`,
};

const quoted = (text: string) => JSON.stringify(text.slice(0, 40));

function spanOf(cadence: Cadence, period: string): PeriodSpan | null {
  if (cadence === "daily") return isDay(period) ? { firstDay: period, lastDay: period } : null;
  return cadence === "weekly" ? weekOf(period) : monthOf(period);
}

function weekOf(period: string): PeriodSpan | null {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(period) ?? [];
  if (!year || !week || !isDay(`${year}-01-04`)) return null;
  const firstDay = addDays(mondayOf(`${year}-01-04`), (Number(week) - 1) * 7);
  return periodOf("weekly", firstDay) === period ? { firstDay, lastDay: addDays(firstDay, 6) } : null;
}

function monthOf(period: string): PeriodSpan | null {
  const firstDay = `${period}-01`;
  if (!/^\d{4}-\d{2}$/.test(period) || !isDay(firstDay)) return null;
  const nextMonth = addDays(firstDay, 31).slice(0, 7);
  return { firstDay, lastDay: addDays(`${nextMonth}-01`, -1) };
}

function mondayOf(day: string): string {
  return addDays(day, -((new Date(startOf(day)).getUTCDay() + 6) % 7));
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
