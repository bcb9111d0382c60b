import type { Words } from "../../words/words.ts";
import { type Cadence, parsePeriodOf } from "./periods.ts";

/**
 * A period as a heading: `Thursday, 18 June 2026`, `15 – 21 June 2026`, `June 2026`. All its days are in UTC.
 *
 * @throws {InvalidInputError} for a malformed period.
 */
export function periodHeading(words: Words, cadence: Cadence, period: string): string {
  return cadence === "daily" ? words.day(period, "full") : periodInSentence(words, cadence, period);
}

/**
 * The same within a sentence, where a day stands without its weekday: `18 June 2026`.
 *
 * @throws {InvalidInputError} for a malformed period.
 */
export function periodInSentence(words: Words, cadence: Cadence, period: string): string {
  const { firstDay, lastDay } = parsePeriodOf(cadence, period);
  if (cadence === "daily") return words.day(firstDay, "long");
  return cadence === "weekly" ? words.days(firstDay, lastDay) : words.day(firstDay, "month");
}

/** The number of a week as it is spoken: `5` of `2026-W05`; empty of a day or month. */
export function weekNumber(cadence: Cadence, period: string): string {
  return cadence === "weekly" ? String(Number(period.slice(6))) : "";
}
