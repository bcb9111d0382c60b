import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueAt } from "../../../src/delivery/plan/due-time.ts";
import type { ReaderCadence } from "../../../src/editions/model.ts";
import { runsOf } from "../../support/property-runs.ts";

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
        fc.constantFrom<ReaderCadence>("daily", "weekdays", "weekly", "monthly"),
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
});

/** The oracle: looks at a wall clock every quarter of an hour, since no zone moves by less. */
function watch(publishedAt: Date, timezone: string, hour: number, cadence: ReaderCadence): Date {
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

/** Instants of a year at which the zone's offset from UTC changes, to the quarter of an hour. */
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
