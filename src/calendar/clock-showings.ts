import type { Temporal } from "temporal-polyfill";

/**
 * The instants (milliseconds since 1970) at which the clock of a zone begins to show a local time, the earlier first:
 * two when a clock change repeats it; one that is skipped is shown at its end (02:30 becomes 03:00).
 *
 * @throws {RangeError} for a zone that is not known.
 */
export function clockShowings(local: Temporal.PlainDateTime, timezone: string): number[] {
  const first = local.toZonedDateTime(timezone);
  const isSkipped = !first.toPlainDateTime().equals(local);
  if (isSkipped) {
    // "previous" looks strictly before: the change itself may be the very instant.
    const change = first.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
    return [(change ?? first).epochMilliseconds];
  }
  return [
    first.epochMilliseconds,
    local.toZonedDateTime(timezone, { disambiguation: "later" }).epochMilliseconds,
  ];
}
