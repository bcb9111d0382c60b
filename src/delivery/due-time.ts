import { Temporal } from "temporal-polyfill";
import type { ReaderCadence } from "../editions/model.ts";

/** When and how a group of subscribers wants the digest. */
export type DeliveryHour = {
  /** IANA zone. */
  timezone: string;
  /** Local hour, 0 to 23. */
  hour: number;
  cadence: ReaderCadence;
};

/**
 * The first instant from `publishedAt` on at which the subscriber's clock shows their hour; at once when
 * it shows it now. An hour that a clock change skips counts as its end (02:00 becomes 03:00), one that is
 * repeated counts once, the first time. Readers of weekdays get a digest that would come on a Saturday
 * or Sunday on Monday.
 *
 * @throws {RangeError} for a zone that is not known.
 */
export function dueAt(publishedAt: Date, { timezone, hour, cadence }: DeliveryHour): Date {
  const published = Temporal.Instant.fromEpochMilliseconds(publishedAt.getTime()).toZonedDateTimeISO(
    timezone,
  );
  const isAllowed = (day: Temporal.PlainDate) => cadence !== "weekdays" || day.dayOfWeek <= 5;
  if (published.hour === hour && isAllowed(published.toPlainDate())) return publishedAt;
  for (let day = published.toPlainDate(); ; day = day.add({ days: 1 })) {
    if (!isAllowed(day)) continue;
    const due = day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from({ hour }) });
    if (due.epochMilliseconds >= publishedAt.getTime()) return new Date(due.epochMilliseconds);
  }
}
