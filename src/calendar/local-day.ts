import { Temporal } from "temporal-polyfill";

/** The day (`YYYY-MM-DD`) that a zone's calendar shows at an instant. @throws {RangeError} for a zone that is not known. */
export function localDay(at: Date, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toString();
}
