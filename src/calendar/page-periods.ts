import { InvalidInputError } from "../errors.ts";
import { type Cadence, parsePeriodOf } from "./periods.ts";

/** First and last day of a period, `YYYY-MM-DD`, both within it. */
export type Period = { cadence: Cadence; period: string; firstDay: string; lastDay: string };

/** Reads `2026-06-18`, `2026-W25` (ISO 8601) or `2026-06`; null when it names no day, week or month. */
export function parsePeriod(cadence: Cadence, text: string): Period | null {
  try {
    return { cadence, period: text, ...parsePeriodOf(cadence, text) };
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}
