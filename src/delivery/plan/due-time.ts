import { Temporal } from "temporal-polyfill";
import { clockShowings } from "../../calendar/clock-showings.ts";
import type { SubscriberCadence } from "../../editions/edition.ts";

/** When and how a group of subscribers wants the digest. */
export type DeliveryHour = {
  /** IANA zone. */
  timezone: string;
  /** Local hour, 0 to 23. */
  hour: number;
  cadence: SubscriberCadence;
  /** Not at that hour, but as soon as the edition is out. */
  wantsAtOnce: boolean;
};

/**
 * The first instant from `publishedAt` on at which the subscriber's clock shows their hour; at once when
 * it shows it now. An hour that a clock change skips counts as its end (02:00 becomes 03:00), one that is
 * repeated counts the first time that is not over. Who wants it at once waits for no hour. Readers of weekdays get a digest that would come on a Saturday
 * or Sunday on Monday, at their hour.
 *
 * @throws {RangeError} for a zone that is not known.
 */
export function dueAt(publishedAt: Date, { timezone, hour, cadence, wantsAtOnce }: DeliveryHour): Date {
  const published = Temporal.Instant.fromEpochMilliseconds(publishedAt.getTime()).toZonedDateTimeISO(
    timezone,
  );
  const isAllowed = (day: Temporal.PlainDate) => cadence !== "weekdays" || day.dayOfWeek <= 5;
  if ((wantsAtOnce || published.hour === hour) && isAllowed(published.toPlainDate())) return publishedAt;
  for (let day = published.toPlainDate(); ; day = day.add({ days: 1 })) {
    if (!isAllowed(day)) continue;
    for (const due of clockShowings(day.toPlainDateTime({ hour }), timezone)) {
      if (due >= publishedAt.getTime()) return new Date(due);
    }
  }
}
