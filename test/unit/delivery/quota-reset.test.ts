import { describe, expect, it } from "vitest";
import { quotaReset } from "../../../src/delivery/provider/quota-reset.ts";
import type { Usage } from "../../../src/delivery/provider/read-usage.ts";

const now = new Date("2026-06-19T04:00:00.000Z");
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const inMs = (ms: number) => new Date(now.getTime() + ms);

const nextDay = new Date("2026-06-20T00:00:00.000Z");
const nextMonth = new Date("2026-07-01T00:00:00.000Z");

const usageWith = (resetsAt: Date | null): Usage => ({
  requestsPerSecond: null,
  day: { used: 100, limit: 100, resetsAt },
  month: { used: 3_000, limit: 3_000, resetsAt },
});

describe("a quota that is used up", () => {
  it.each([
    ["day", 1],
    ["day", 25 * hourMs],
    ["month", 1],
    ["month", 32 * dayMs],
  ] as const)("of a %s ends as the refusal says: in %i ms", (period, ms) => {
    expect(quotaReset(now, period, ms, null)).toEqual(inMs(ms));
    expect(quotaReset(now, period, ms, usageWith(inMs(ms + 1_000)))).toEqual(inMs(ms));
  });

  it.each([
    ["day", 60_000],
    ["day", 25 * hourMs],
    ["month", 32 * dayMs],
  ] as const)("of a %s ends as the account says, when the refusal says nothing: in %i ms", (period, ms) => {
    expect(quotaReset(now, period, null, usageWith(inMs(ms)))).toEqual(inMs(ms));
  });

  it.each([
    ["day", 0, nextDay],
    ["day", 25 * hourMs + 1, nextDay],
    ["month", 0, nextMonth],
    ["month", 32 * dayMs + 1, nextMonth],
  ] as const)("of a %s ends with it when the word on it cannot be true: in %i ms", (period, ms, end) => {
    expect(quotaReset(now, period, ms, null)).toEqual(end);
    expect(quotaReset(now, period, null, usageWith(inMs(ms)))).toEqual(end);
    expect(quotaReset(now, period, null, usageWith(inMs(-ms - 1)))).toEqual(end);
  });

  it("ends with the day or month (UTC) when nobody says anything", () => {
    for (const usage of [null, usageWith(null), { requestsPerSecond: null, day: null, month: null }]) {
      expect(quotaReset(now, "day", null, usage)).toEqual(nextDay);
      expect(quotaReset(now, "month", null, usage)).toEqual(nextMonth);
    }
    const newYearsEve = new Date("2026-12-31T23:59:59.999Z");
    expect(quotaReset(newYearsEve, "day", null, null)).toEqual(new Date("2027-01-01T00:00:00Z"));
    expect(quotaReset(newYearsEve, "month", null, null)).toEqual(new Date("2027-01-01T00:00:00Z"));
  });
});
