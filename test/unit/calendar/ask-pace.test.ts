import { expect, test } from "vitest";
import { mayAsk, pauseAfter } from "../../../src/calendar/ask-pace.ts";

const now = new Date("2026-06-18T12:00:00Z");
const state = { day: "2026-06-18", asked: 3, failures: 0, retryAt: null };

test.each([
  ["below the day's limit", {}, 4, true],
  ["at the day's limit", {}, 3, false],
  ["with a limit of none", { asked: 0 }, 0, false],
  ["on a new day", { day: "2026-06-17" }, 1, true],
  ["at the limit of a day that another clock has begun", { day: "2026-06-19" }, 3, false],
  ["during a pause", { retryAt: new Date("2026-06-18T12:00:01Z") }, 9, false],
  ["at the end of a pause", { retryAt: now }, 9, true],
])("%s", (_, given, limit, may) => {
  expect(mayAsk({ ...state, ...given }, "2026-06-18", limit, now)).toBe(may);
});

test("a pause doubles from a minute to an hour", () => {
  expect([1, 2, 3, 6, 7, 8, 1000].map((failures) => pauseAfter(failures, null) / 60_000)).toEqual([
    1, 2, 4, 32, 60, 60, 60,
  ]);
});

test("an endpoint that asks for a longer pause gets it, within an hour", () => {
  expect(pauseAfter(1, 90_000)).toBe(90_000);
  expect(pauseAfter(3, 1000)).toBe(240_000);
  expect(pauseAfter(1, 86_400_000)).toBe(3_600_000);
});
