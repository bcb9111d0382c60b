import type { Cadence } from "../editions/model.ts";

const dayMs = 24 * 60 * 60_000;

/** First and last day of a period, `YYYY-MM-DD`, both within it. */
export type Period = { cadence: Cadence; period: string; firstDay: string; lastDay: string };

/** Reads `2026-06-18`, `2026-W25` (ISO 8601) or `2026-06`; null when it names no day, week or month. */
export function parsePeriod(cadence: Cadence, text: string): Period | null {
  if (cadence === "daily")
    return isDay(text) ? { cadence, period: text, firstDay: text, lastDay: text } : null;
  if (cadence === "monthly") return parseMonth(text);
  return parseWeek(text);
}

/** The period of a cadence that holds a day. */
export function periodOf(cadence: Cadence, day: string): string {
  if (cadence === "daily") return day;
  if (cadence === "monthly") return day.slice(0, 7);
  // The week belongs to the year of its Thursday.
  const thursday = addDays(mondayOf(day), 3);
  const first = mondayOf(`${thursday.slice(0, 4)}-01-04`);
  const week = Math.round((time(mondayOf(day)) - time(first)) / (7 * dayMs)) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, "0")}`;
}

/** The period before or after. */
export function neighbourOf({ cadence, firstDay, lastDay }: Period, step: -1 | 1): string {
  return periodOf(cadence, step === 1 ? addDays(lastDay, 1) : addDays(firstDay, -1));
}

/** For headings: `Thursday, 18 June 2026`, `15 – 21 June 2026`, `June 2026`. */
export function titleOfPeriod({ cadence, firstDay, lastDay }: Period): string {
  if (cadence === "daily")
    return format(firstDay, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  if (cadence === "monthly") return format(firstDay, { month: "long", year: "numeric" });
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).formatRange(time(firstDay), time(lastDay));
}

/** `18 Jun 2026`. */
export function shortDay(day: string): string {
  return format(day, { day: "numeric", month: "short", year: "numeric" });
}

/** The UTC day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** Whether a text is a real day, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time(text)) && dayOf(new Date(time(text))) === text
  );
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(time(day) + days * dayMs));
}

function parseMonth(text: string): Period | null {
  const firstDay = `${text}-01`;
  if (!/^\d{4}-\d{2}$/.test(text) || !isDay(firstDay)) return null;
  const next = periodOf("monthly", addDays(firstDay, 31));
  return { cadence: "monthly", period: text, firstDay, lastDay: addDays(`${next}-01`, -1) };
}

function parseWeek(text: string): Period | null {
  const match = /^(\d{4})-W(\d{2})$/.exec(text);
  if (!match?.[1] || !match[2]) return null;
  const firstDay = addDays(mondayOf(`${match[1]}-01-04`), (Number(match[2]) - 1) * 7);
  if (periodOf("weekly", firstDay) !== text) return null;
  return { cadence: "weekly", period: text, firstDay, lastDay: addDays(firstDay, 6) };
}

function mondayOf(day: string): string {
  return addDays(day, -((new Date(time(day)).getUTCDay() + 6) % 7));
}

function time(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function format(day: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" }).format(time(day));
}
