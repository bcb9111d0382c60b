import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  closeOf,
  hasBegun,
  isCadence,
  isClosed,
  lastClosedPeriod,
  nextPeriod,
  periodDays,
  periodOf,
  previousPeriod,
} from "../../../src/calendar/periods.ts";
import { InvalidInputError } from "../../../src/errors.ts";

const cadences = ["daily", "weekly", "monthly"] as const;
const day = fc
  .integer({ min: 0, max: 36_525 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe("periods", () => {
  it.each([
    ["2026-06-18", "2026-W25", "2026-06"],
    ["2024-12-30", "2025-W01", "2024-12"],
    ["2027-01-01", "2026-W53", "2027-01"],
    ["2024-02-29", "2024-W09", "2024-02"],
  ])("puts %s into week %s and month %s", (text, week, month) => {
    expect([periodOf("weekly", text), periodOf("monthly", text)]).toEqual([week, month]);
  });

  it("put every day into exactly one period, whose days follow each other", () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...cadences), (text, cadence) => {
        const period = periodOf(cadence, text);
        const days = periodDays(cadence, period);
        expect(days).toContain(text);
        expect(days.every((one) => periodOf(cadence, one) === period)).toBe(true);
        expect(days.slice(1)).toEqual(days.slice(0, -1).map((one) => addDays(one, 1)));
        expect(periodDays(cadence, nextPeriod(cadence, period))[0]).toBe(addDays(days.at(-1) ?? "", 1));
        expect(previousPeriod(cadence, nextPeriod(cadence, period))).toBe(period);
        expect(periodOf(cadence, period)).toBe(period);
      }),
    );
  });

  it.each([
    ["daily", "2026-02-30"],
    ["daily", "2026-6-1"],
    ["daily", "tomorrow"],
    ["daily", "+010000-01"],
    ["weekly", "2026-W00"],
    ["weekly", "2025-W53"],
    ["weekly", "2026-25"],
    ["monthly", "2026-13"],
    ["monthly", "2026-00"],
    ["monthly", "2026-W25"],
    ["weekly", ""],
  ] as const)("refuse the %s period %j in a sentence", (cadence, period) => {
    expect(() => periodDays(cadence, period)).toThrow(/ is not a (day|week|month): write it as /);
    expect(() => periodOf(cadence, period)).toThrow(/ is not a /);
  });

  it.each([
    ["daily", "tomorrow", '"tomorrow" is not a day: write it as 2026-06-18.'],
    ["weekly", "2026-25", '"2026-25" is not a week: write it as 2026-W25, or name a day of it.'],
    [
      "monthly",
      "x".repeat(999),
      `"${"x".repeat(40)}" is not a month: write it as 2026-06, or name a day of it.`,
    ],
  ] as const)("refuse a %s period with what was written, cut where it is long", (cadence, period, sentence) => {
    expect(() => periodDays(cadence, period)).toThrow(new InvalidInputError(sentence));
  });

  it("are of three cadences and no other", () => {
    expect(["daily", "weekly", "monthly", "weekdays", ""].filter(isCadence)).toEqual([...cadences]);
  });

  it("close at the midnight (UTC) after their last day", () => {
    const close = closeOf("weekly", "2026-W25");
    expect(close.toISOString()).toBe("2026-06-22T00:00:00.000Z");
    expect(isClosed("weekly", "2026-W25", new Date(close.getTime() - 1))).toBe(false);
    expect(isClosed("weekly", "2026-W25", close)).toBe(true);
    expect(hasBegun("weekly", "2026-W25", new Date("2026-06-14T23:59:59Z"))).toBe(false);
    expect(hasBegun("weekly", "2026-W25", new Date("2026-06-15T00:00:00Z"))).toBe(true);
  });

  it("know the last one that is over", () => {
    const now = new Date("2026-06-15T04:00:00Z");
    expect(cadences.map((cadence) => lastClosedPeriod(cadence, now))).toEqual([
      "2026-06-14",
      "2026-W24",
      "2026-05",
    ]);
  });
});
