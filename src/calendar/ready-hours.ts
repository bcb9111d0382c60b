import { Temporal } from "temporal-polyfill";
import type { Cadence } from "./periods.ts";
import { nextPublication } from "./publication-times.ts";

/** When editions are ready by a reader's clock. */
export type ReadyTime = {
  /** The next edition's instant, from which the rest is told: right over a clock change that comes before it. */
  at: Date;
  /** The first whole hour, 0 to 23, at which it is there. */
  earliestHour: number;
};

/** @param publishAt the daily cron pattern (UTC). @param timezone an IANA zone. */
export function readyTime(cadence: Cadence, publishAt: string, timezone: string, now: Date): ReadyTime {
  const at = nextPublication(cadence, publishAt, now);
  const { hour, minute } = clockAt(at, timezone);
  return { at, earliestHour: (hour + (minute === 0 ? 0 : 1)) % 24 };
}

/** How many hours an edition waits for a reader's hour; none where their clock shows that hour when it is ready. */
export function hoursOfWaiting({ at }: Pick<ReadyTime, "at">, timezone: string, hour: number): number {
  const clock = clockAt(at, timezone);
  return clock.hour === hour ? 0 : waitOf(clock, hour);
}

const morning = { first: 6, last: 12 };
/** An edition of the evening before is still fresh in the morning; an older one is not. */
const longestWait = 12;
const daysBetweenLooks = 30;
const looks = 13;

/**
 * The hour of a reader who chose none: the first whole hour from 6 to 12 by their clock at which an edition is fresh, and
 * where none is, the first at which one is there. It holds over the year: of a zone whose clocks change, the later time
 * counts, so that no mail waits for a day from then on.
 */
export function usualHour(cadence: Cadence, publishAt: string, timezone: string, now: Date): number {
  const clocks = Array.from({ length: looks }, (_, look) => {
    const from = new Date(now.getTime() + look * daysBetweenLooks * 86_400_000);
    return clockAt(nextPublication(cadence, publishAt, from), timezone);
  });
  const longest = (hour: number) => Math.max(...clocks.map((clock) => waitOf(clock, hour)));
  const hours = Array.from({ length: 24 }, (_, hour) => hour).toSorted((a, b) => longest(a) - longest(b));
  const inMorning = hours.find((hour) => hour >= morning.first && hour <= morning.last) ?? morning.first;
  return longest(inMorning) <= longestWait ? inMorning : (hours[0] ?? inMorning);
}

type Clock = { hour: number; minute: number };

function clockAt(at: Date, timezone: string): Clock {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone);
}

/** Hours from a time of day to the next time that a clock shows a whole hour. */
function waitOf({ hour, minute }: Clock, wanted: number): number {
  return (((wanted - hour) * 60 - minute + 1440) % 1440) / 60;
}
