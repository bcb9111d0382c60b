import { describe, expect, it } from "vitest";
import {
  chorePauseMs,
  daysToLookAt,
  firstMark,
  lookLimitMs,
  missedPeriods,
  publishPauseMs,
  wantedChores,
  wantedLooks,
} from "../../../src/due/due-rules.ts";

const at = (text: string) => new Date(text);
const now = at("2026-06-18T10:20:00Z");
const longAgo = at("2026-01-01T00:00:00Z");

describe("what the clock wants", () => {
  it("is a look at today at its rhythm, none from before the beginning, none of yesterday", () => {
    expect(wantedLooks("7 * * * *", longAgo, now)).toEqual([
      { day: "2026-06-18", dueAt: at("2026-06-18T10:07:00Z") },
    ]);
    expect(wantedLooks("7 * * * *", at("2026-06-18T10:10:00Z"), now)).toEqual([]);
    expect(wantedLooks("7 * * * *", longAgo, at("2026-06-18T00:03:00Z"))).toEqual([]);
  });

  it("is housekeeping at night, none from before the beginning", () => {
    expect(wantedChores(longAgo, now)).toEqual([
      { name: "housekeeping", dueAt: at("2026-06-18T02:37:00Z") },
      { name: "reconcile", dueAt: at("2026-06-18T03:11:00Z") },
    ]);
    expect(wantedChores(at("2026-06-18T03:00:00Z"), now)).toMatchObject([{ name: "reconcile" }]);
    expect(wantedChores(at("2026-06-18T09:00:00Z"), now)).toEqual([]);
  });

  it("is what struck after the beginning, not at it", () => {
    expect(wantedLooks("7 * * * *", at("2026-06-18T10:07:00Z"), now)).toEqual([]);
    expect(wantedLooks("7 * * * *", at("2026-06-18T10:06:59Z"), now)).toHaveLength(1);
    expect(wantedChores(at("2026-06-18T03:11:00Z"), now)).toEqual([]);
    expect(wantedChores(at("2026-06-18T03:10:59Z"), now)).toMatchObject([{ name: "reconcile" }]);
  });

  it("is a look at the day that begins with the very minute", () => {
    const midnight = at("2026-06-18T00:00:00Z");
    expect(wantedLooks("0 * * * *", longAgo, midnight)).toEqual([{ day: "2026-06-18", dueAt: midnight }]);
  });
});

describe("where an installation begins", () => {
  it("is after the period that struck at its beginning", () => {
    expect(firstMark("daily", "0 4 * * *", at("2026-06-18T04:00:00Z"), now)).toBe("2026-06-17");
    expect(firstMark("daily", "0 4 * * *", at("2026-06-18T03:59:59Z"), now)).toBe("2026-06-16");
  });

  it.each([
    ["a fresh one publishes nothing of its past", "daily", now, "2026-06-17"],
    ["an older one goes on with the day that is due", "daily", longAgo, "2026-06-16"],
    ["an older one goes on with the week for three days", "weekly", longAgo, "2026-W24"],
    ["an older one reports no month of its past", "monthly", longAgo, "2026-05"],
  ] as const)("%s", (_, cadence, beganAt, mark) => {
    expect(firstMark(cadence, "0 4 * * *", beganAt, now)).toBe(mark);
  });
});

describe("missedPeriods", () => {
  const due = (cadence: "daily" | "weekly" | "monthly", dueAt: string, newestDueAt = dueAt) => ({
    cadence,
    dueAt: at(dueAt),
    newestDueAt: at(newestDueAt),
  });
  it.each([
    ["daily", "2026-06-17T10:20:01Z", "2026-06-17T10:20:00Z"],
    ["weekly", "2026-06-15T10:20:01Z", "2026-06-15T10:20:00Z"],
    ["monthly", "2026-06-11T10:20:01Z", "2026-06-11T10:20:00Z"],
  ] as const)("leaves the newest %s period to an operator once it is too late", (cadence, inTime, tooLate) => {
    expect(missedPeriods([due(cadence, inTime)], now)).toEqual([]);
    expect(missedPeriods([due(cadence, tooLate)], now)).toHaveLength(1);
  });

  it("leaves what has a newer one after it, however late it is", () => {
    expect(missedPeriods([due("daily", "2026-06-17T23:00:00Z", "2026-06-18T04:00:00Z")], now)).toHaveLength(
      1,
    );
  });
});

describe("the look before a publication", () => {
  const days = ["2026-06-15", "2026-06-16", "2026-06-17"];
  it("asks for the last day first, and for the others only while they were not heard after their close", () => {
    expect(daysToLookAt(days, ["2026-06-15", "2026-06-17"], false)).toEqual(["2026-06-17", "2026-06-15"]);
    expect(daysToLookAt(days, [], false)).toEqual(["2026-06-17"]);
    expect(daysToLookAt(days, [], true)).toEqual([]);
    expect(daysToLookAt(days, ["2026-06-17"], true)).toEqual(["2026-06-17"]);
  });

  it("asks for nothing where there are no days", () => {
    expect(daysToLookAt([], [], false)).toEqual([]);
  });

  it("is taken again after longer and longer pauses, never longer than half a minute", () => {
    const pauses = [1, 2, 3, 4, 50, 2_000].map(publishPauseMs);
    expect(pauses).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000]);
  });
});

describe("a chore or a look that failed", () => {
  it("is tried again after ten minutes more each time, half an hour at most", () => {
    expect([1, 2, 3, 4, 50].map(chorePauseMs)).toEqual([600_000, 1_200_000, 1_800_000, 1_800_000, 1_800_000]);
  });

  it("has ten minutes for a look", () => {
    expect(lookLimitMs).toBe(600_000);
  });
});
