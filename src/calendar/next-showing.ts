import { Temporal } from "temporal-polyfill";
import { clockShowings } from "./clock-showings.ts";

/**
 * The first instant from `from` on at which the clock of a zone begins to show a time of day: a time that a clock change
 * skips counts as its end (02:30 becomes 03:00), one that it repeats counts the first time that is not over.
 *
 * @param timezone IANA zone.
 * @throws {RangeError} for a zone that is not known.
 */
export function nextShowing(time: { hour: number; minute: number }, timezone: string, from: Date): Date {
  const first = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timezone);
  for (let day = first.toPlainDate(); ; day = day.add({ days: 1 })) {
    const shown = clockShowings(day.toPlainDateTime(time), timezone).find((at) => at >= from.getTime());
    if (shown !== undefined) return new Date(shown);
  }
}
