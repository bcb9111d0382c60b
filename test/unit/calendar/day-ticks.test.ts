import { expect, it } from "vitest";
import { dayTicks } from "../../../src/calendar/day-ticks.ts";

const ticks = (first: string, last: string, most: number) => dayTicks(new Date(first), new Date(last), most);

it.each([
  ["every midnight", "2026-06-16T08:07:00Z", "2026-06-19T04:00:00Z", 8, ["17", "18", "19"]],
  ["a midnight at either end", "2026-06-16T00:00:00Z", "2026-06-18T00:00:00Z", 8, ["16", "17", "18"]],
  ["every second", "2026-06-15T08:00:00Z", "2026-06-21T08:00:00Z", 4, ["16", "18", "20"]],
  ["every week", "2026-06-01T08:00:00Z", "2026-06-28T08:00:00Z", 4, ["02", "09", "16", "23"]],
  ["none within a day", "2026-06-16T08:00:00Z", "2026-06-16T20:00:00Z", 8, []],
])("names %s of the days between two instants", (_, first, last, most, days) => {
  expect(ticks(first, last, most)).toEqual(days.map((day) => `2026-06-${day}`));
});

it("names no more days than have room, however many there are", () => {
  for (const days of [1, 9, 40, 400, 4000, 40_000])
    for (const most of [1, 3, 4, 8]) {
      const last = new Date(Date.parse("2026-06-16T08:00:00Z") + days * 86_400_000);
      const named = dayTicks(new Date("2026-06-16T08:00:00Z"), last, most);
      expect(named.length).toBeGreaterThan(0);
      expect(named.length).toBeLessThanOrEqual(most);
    }
});
