import { InvalidInputError } from "../errors.ts";
import { type Cadence, readPeriod } from "./periods.ts";

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

/** Made once: a formatter takes longer to make than a whole card to render. */
const formats = {
  day: formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  week: formatter({ day: "numeric", month: "long", year: "numeric" }),
  month: formatter({ month: "long", year: "numeric" }),
  short: formatter({ day: "numeric", month: "short", year: "numeric" }),
};

/** For headings: `Thursday, 18 June 2026`, `15 – 21 June 2026`, `June 2026`. */
export function titleOfPeriod({ cadence, firstDay, lastDay }: Period): string {
  if (cadence === "daily") return formats.day.format(time(firstDay));
  if (cadence === "monthly") return formats.month.format(time(firstDay));
  return formats.week.formatRange(time(firstDay), time(lastDay));
}

/** `18 Jun 2026`. */
export function shortDay(day: string): string {
  return formats.short.format(time(day));
}

function time(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function formatter(parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" });
}
