import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DeliveryHour, dueAt as dueFor } from "../../../src/delivery/plan/due-time.ts";
import type { SubscriberCadence } from "../../../src/editions/edition.ts";
import { runsOf } from "../../support/property-runs.ts";

type OfHour = Omit<DeliveryHour, "wantsAtOnce">;
const dueAt = (publishedAt: Date, hour: OfHour) => dueFor(publishedAt, { ...hour, wantsAtOnce: false });

describe("a digest that is wanted as soon as it is out", () => {
  const kolkata = { timezone: "Asia/Kolkata", hour: 7, wantsAtOnce: true };

  it("is due when its edition is published, whatever the hour", () => {
    const publishedAt = new Date("2026-06-18T04:00:10Z");
    expect(dueFor(publishedAt, { ...kolkata, cadence: "daily" })).toEqual(publishedAt);
  });

  it("waits for Monday's hour where a reader of weekdays would get it on a weekend", () => {
    const saturday = new Date("2026-06-20T04:00:10Z");
    expect(dueFor(saturday, { ...kolkata, cadence: "weekdays" })).toEqual(new Date("2026-06-22T01:30:00Z"));
    expect(dueFor(saturday, { ...kolkata, cadence: "daily" })).toEqual(saturday);
  });
});

const quarterMs = 15 * 60_000;
const dayMs = 24 * 3_600_000;
const dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "America/St_Johns",
  "America/Santiago",
  "Africa/Cairo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Beirut",
  "Asia/Tokyo",
  "Australia/Lord_Howe",
  "Australia/Adelaide",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
];

describe("dueAt", () => {
  it("agrees with a clock that is watched quarter by quarter, through all clock changes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom<SubscriberCadence>("daily", "weekdays", "weekly", "monthly"),
        fc.date({ min: new Date("2021-01-01"), max: new Date("2029-12-31"), noInvalidDate: true }),
        (timezone, hour, cadence, publishedAt) => {
          const due = dueAt(publishedAt, { timezone, hour, cadence });
          expect(due.toISOString()).toBe(watch(publishedAt, timezone, hour, cadence).toISOString());
        },
      ),
      { numRuns: runsOf(100) },
    );
  });

  it("agrees with the watched clock around each clock change of a year", () => {
    for (const timezone of zones) {
      for (const change of clockChanges(timezone, 2026)) {
        for (const hoursBefore of [30, 5, 1, 0]) {
          for (const hour of [0, 1, 2, 3, 7, 23]) {
            const publishedAt = new Date(change.getTime() - hoursBefore * 3_600_000);
            const due = dueAt(publishedAt, { timezone, hour, cadence: "daily" });
            expect(due.toISOString()).toBe(watch(publishedAt, timezone, hour, "daily").toISOString());
          }
        }
      }
    }
  });

  it("is at once when the reader's clock shows the hour already", () => {
    const publishedAt = new Date("2026-06-19T04:00:07Z");
    expect(dueAt(publishedAt, { timezone: "Europe/Berlin", hour: 6, cadence: "daily" })).toEqual(publishedAt);
  });

  it("counts an hour that a clock change skips as its end", () => {
    const due = dueAt(new Date("2026-03-29T00:00:00Z"), {
      timezone: "Europe/Berlin",
      hour: 2,
      cadence: "daily",
    });
    expect(due.toISOString()).toBe("2026-03-29T01:00:00.000Z");
  });

  it("brings Friday's edition to readers of weekdays on Monday", () => {
    const saturday = new Date("2026-06-20T04:00:00Z");
    const due = dueAt(saturday, { timezone: "UTC", hour: 7, cadence: "weekdays" });
    expect(due.toISOString()).toBe("2026-06-22T07:00:00.000Z");
  });

  it.each([
    // Berlin goes from +01:00 to +02:00 at 01:00 UTC on 29 March, and back at 01:00 UTC on 25 October.
    ["the hour begins", "2026-06-18T23:59:59.999Z", "UTC", 0, "daily", "2026-06-19T00:00:00.000Z"],
    ["the hour is that of now", "2026-06-19T00:00:00Z", "UTC", 0, "daily", "2026-06-19T00:00:00.000Z"],
    ["the hour ends", "2026-06-19T00:59:59.999Z", "UTC", 0, "daily", "2026-06-19T00:59:59.999Z"],
    ["the hour has just passed", "2026-06-19T01:00:00Z", "UTC", 0, "daily", "2026-06-20T00:00:00.000Z"],
    ["the last hour of a day", "2026-06-19T04:00:00Z", "UTC", 23, "daily", "2026-06-19T23:00:00.000Z"],
    [
      "a zone that is a day ahead",
      "2026-06-18T11:00:00Z",
      "Pacific/Kiritimati",
      0,
      "daily",
      "2026-06-19T10:00:00.000Z",
    ],
    ["a zone of half hours", "2026-06-18T04:00:00Z", "Asia/Kolkata", 10, "daily", "2026-06-18T04:30:00.000Z"],
    [
      "the instant of a skipped hour",
      "2026-03-29T01:00:00Z",
      "Europe/Berlin",
      2,
      "daily",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "a skipped hour that is over",
      "2026-03-29T01:00:01Z",
      "Europe/Berlin",
      2,
      "daily",
      "2026-03-30T00:00:00.000Z",
    ],
    [
      "the hour after a skipped one",
      "2026-03-29T00:30:00Z",
      "Europe/Berlin",
      3,
      "daily",
      "2026-03-29T01:00:00.000Z",
    ],
    ["a repeated hour", "2026-10-24T04:00:00Z", "Europe/Berlin", 2, "daily", "2026-10-25T00:00:00.000Z"],
    [
      "a repeated hour, the first time",
      "2026-10-25T00:59:00Z",
      "Europe/Berlin",
      2,
      "daily",
      "2026-10-25T00:59:00.000Z",
    ],
    [
      "a repeated hour, the second time",
      "2026-10-25T01:30:00Z",
      "Europe/Berlin",
      2,
      "daily",
      "2026-10-25T01:30:00.000Z",
    ],
    [
      "a repeated hour that is over",
      "2026-10-25T02:00:00Z",
      "Europe/Berlin",
      2,
      "daily",
      "2026-10-26T01:00:00.000Z",
    ],
    // Santiago skips the first hour of 6 September: clocks go from 24:00 on the 5th to 01:00.
    [
      "a skipped midnight",
      "2026-09-05T12:00:00Z",
      "America/Santiago",
      0,
      "daily",
      "2026-09-06T04:00:00.000Z",
    ],
    ["Friday evening", "2026-06-19T20:00:00Z", "UTC", 21, "weekdays", "2026-06-19T21:00:00.000Z"],
    ["Friday after the hour", "2026-06-19T20:00:00Z", "UTC", 7, "weekdays", "2026-06-22T07:00:00.000Z"],
    [
      "the hour itself on a Saturday",
      "2026-06-20T07:00:00Z",
      "UTC",
      7,
      "weekdays",
      "2026-06-22T07:00:00.000Z",
    ],
    [
      "a Saturday that is Friday there",
      "2026-06-20T04:00:00Z",
      "America/New_York",
      0,
      "weekdays",
      "2026-06-22T04:00:00.000Z",
    ],
    ["a Monday", "2026-06-22T04:00:00Z", "UTC", 7, "weekdays", "2026-06-22T07:00:00.000Z"],
    ["a Saturday for everybody else", "2026-06-20T04:00:00Z", "UTC", 7, "daily", "2026-06-20T07:00:00.000Z"],
  ] as const)("knows %s", (_what, publishedAt, timezone, hour, cadence, due) => {
    expect(dueAt(new Date(publishedAt), { timezone, hour, cadence }).toISOString()).toBe(due);
  });

  it("knows no zone of another name", () => {
    const wanted = { timezone: "Europe/Springfield", hour: 7, cadence: "daily" } as const;
    expect(() => dueAt(new Date("2026-06-20T04:00:00Z"), wanted)).toThrow(RangeError);
  });
});

/** The oracle: looks at a wall clock every quarter of an hour, since no zone moves by less. */
function watch(publishedAt: Date, timezone: string, hour: number, cadence: SubscriberCadence): Date {
  const clock = wallClock(timezone);
  const isAllowed = (weekday: number) => cadence !== "weekdays" || (weekday >= 1 && weekday <= 5);
  let passedBefore = timesPassed(clock(publishedAt.getTime() - 1), hour);
  for (let time = publishedAt.getTime(); ; time = Math.floor(time / quarterMs) * quarterMs + quarterMs) {
    const now = clock(time);
    const passed = timesPassed(now, hour);
    const isShown = now.hour === hour || passed > passedBefore;
    if (isShown && isAllowed(now.weekday)) return new Date(time);
    passedBefore = passed;
  }
}

/** How often a clock that only went forward would have shown the hour until now. */
function timesPassed(now: { day: number; hour: number }, hour: number): number {
  return Math.floor((now.day * 24 + now.hour - hour) / 24);
}

function wallClock(timezone: string) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    weekday: "short",
  });
  return (time: number) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return {
      day: Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day)) / 86_400_000,
      hour: Number(parts.hour),
      weekday: dayNames.indexOf(parts.weekday ?? ""),
    };
  };
}

/** Instants of a year at which the zone's offset from UTC changes, to the quarter of an hour; no zone changes twice a day. */
function clockChanges(timezone: string, year: number): Date[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  const offset = (time: number) =>
    format.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const changes: Date[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += dayMs) {
    const before = offset(day);
    if (offset(day + dayMs) === before) continue;
    let time = day;
    while (offset(time) === before) time += quarterMs;
    changes.push(new Date(time));
  }
  return changes;
}
