import { InvalidInputError } from "../errors.ts";
import { type Cadence, readPeriod } from "../ranking/periods.ts";

/** First and last day of a period, `YYYY-MM-DD`, both within it. */
export type Period = { cadence: Cadence; period: string; firstDay: string; lastDay: string };

/** Reads `2026-06-18`, `2026-W25` (ISO 8601) or `2026-06`; null when it names no day, week or month. */
export function parsePeriod(cadence: Cadence, text: string): Period | null {
  try {
    return { cadence, period: text, ...readPeriod(cadence, text) };
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

/** For headings: `Thursday, 18 June 2026`, `15 – 21 June 2026`, `June 2026`. */
export function titleOfPeriod({ cadence, firstDay, lastDay }: Period): string {
  if (cadence === "daily") {
    return format(firstDay, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  }
  if (cadence === "monthly") return format(firstDay, { month: "long", year: "numeric" });
  const week = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", week).formatRange(time(firstDay), time(lastDay));
}

/** `18 Jun 2026`. */
export function shortDay(day: string): string {
  return format(day, { day: "numeric", month: "short", year: "numeric" });
}

function time(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function format(day: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" }).format(time(day));
}
