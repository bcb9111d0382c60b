import { describe, expect, it } from "vitest";
import {
  chorePauseMs,
  daysToLookAt,
  firstMark,
  isLookToRepeat,
  type LookState,
  lookLimitMs,
  looksInOrder,
  missedPeriods,
  publishPauseMs,
  wantedChores,
  wantedLooks,
} from "../../../src/due/due-rules.ts";

const at = (text: string) => new Date(text);
const now = at("2026-06-18T10:20:00Z");
const longAgo = at("2026-01-01T00:00:00Z");

describe("what the clock wants", () => {
  it("is a look at today at its rhythm, none from before the beginning", () => {
    const [today] = wantedLooks("7 * * * *", longAgo, now);
    expect(today).toEqual({ day: "2026-06-18", dueAt: at("2026-06-18T10:07:00Z") });
    expect(wantedLooks("7 * * * *", at("2026-06-18T10:17:00Z"), now)).toEqual([]);
    expect(wantedLooks("7 * * * *", longAgo, at("2026-06-18T00:02:00Z"))).toEqual([]);
  });

  it("is 57 looks in a day, each in a minute of its own, the older the rarer", () => {
    const midnight = at("2026-06-18T00:00:00Z").getTime();
    const seen = new Set<string>();
    // A look is wanted for an hour at least, so that none comes and goes between two of these.
    for (let minute = 0; minute < 24 * 60; minute += 5)
      for (const { day, dueAt } of wantedLooks("7 * * * *", longAgo, new Date(midnight + minute * 60_000)))
        seen.add(`${day} ${dueAt.toISOString()}`);
    const perDay = new Map<string, number>();
    for (const one of seen) perDay.set(one.slice(0, 10), (perDay.get(one.slice(0, 10)) ?? 0) + 1);
    const newestFirst = [...perDay].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, looks]) => looks);
    expect(newestFirst).toEqual([24, 8, 8, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1]);
    expect(new Set([...seen].map((one) => one.slice(11))).size).toBe(57);
  });

  it("is a look at yesterday within minutes of its close", () => {
    expect(wantedLooks("7 * * * *", longAgo, at("2026-06-18T00:12:00Z"))).toContainEqual({
      day: "2026-06-17",
      dueAt: at("2026-06-18T00:11:00Z"),
    });
  });

  it("is not what another age of the same day was wanted at", () => {
    const daysAt = (instant: string) => wantedLooks("7 * * * *", longAgo, at(instant)).map(({ day }) => day);
    expect(daysAt("2026-06-18T00:30:00Z")).toEqual(["2026-06-18", "2026-06-17"]);
    expect(daysAt("2026-06-18T23:59:00Z")).toHaveLength(15);
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
    expect(wantedLooks("7 * * * *", at("2026-06-18T10:07:00Z"), at("2026-06-18T10:10:00Z"))).toEqual([]);
    expect(wantedLooks("7 * * * *", at("2026-06-18T10:06:59Z"), at("2026-06-18T10:10:00Z"))).toHaveLength(1);
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

describe("the order of looks that are due", () => {
  const state = (day: string, given: Partial<LookState> = {}): LookState => ({
    day,
    attempts: 0,
    isFree: true,
    nextAttemptAt: null,
    doneAt: at("2026-06-18T09:00:00Z"),
    lastFacts: null,
    ...given,
  });
  /** A look that Hugging Face did not answer. */
  const failed = (day: string, failedAt: string, attempts = 1, source = "huggingface") =>
    state(day, {
      attempts,
      nextAttemptAt: new Date(at(failedAt).getTime() + chorePauseMs(attempts)),
      lastFacts: { sources: [source] },
    });
  const orderOf = (states: LookState[]) => looksInOrder(states, now).map(({ day }) => day);

  it("is the newest day first, and only what is free", () => {
    const held = state("2026-06-18", { isFree: false });
    expect(orderOf([state("2026-06-10"), held, state("2026-06-16")])).toEqual(["2026-06-16", "2026-06-10"]);
  });

  it("begins with a day whose look failed, and ends with one that failed again and again", () => {
    const [once, often] = [
      failed("2026-06-10", "2026-06-18T09:40:00Z"),
      failed("2026-06-17", "2026-06-18T09:30:00Z", 4),
    ];
    expect(orderOf([state("2026-06-18"), often, once])).toEqual(["2026-06-10", "2026-06-18", "2026-06-17"]);
  });

  it("is empty while Hugging Face is left alone after a failure, the longer the more days failed in a row", () => {
    const ready = state("2026-06-18");
    expect(orderOf([ready, failed("2026-06-10", "2026-06-18T10:11:00Z")])).toEqual([]);
    expect(orderOf([ready, failed("2026-06-10", "2026-06-18T10:10:00Z")])).not.toEqual([]);
    const two = [failed("2026-06-10", "2026-06-18T09:50:00Z"), failed("2026-06-11", "2026-06-18T10:05:00Z")];
    expect(orderOf([ready, ...two])).toEqual([]);
    expect(orderOf([state("2026-06-18", { doneAt: at("2026-06-18T10:06:00Z") }), ...two])).not.toEqual([]);
  });

  it("does not mind a failure of arXiv", () => {
    expect(orderOf([state("2026-06-18"), failed("2026-06-17", "2026-06-18T10:11:00Z", 1, "arxiv")])).toEqual([
      "2026-06-17",
      "2026-06-18",
    ]);
  });

  it("repeats a look for Hugging Face at any age, for arXiv at that of three days", () => {
    expect(isLookToRepeat("2026-06-04", ["huggingface", "arxiv"], now)).toBe(true);
    expect(isLookToRepeat("2026-06-16", ["arxiv"], now)).toBe(true);
    expect(isLookToRepeat("2026-06-15", ["arxiv"], now)).toBe(false);
    expect(isLookToRepeat("2026-06-18", [], now)).toBe(false);
  });
});

describe("the look before a publication", () => {
  const days = ["2026-06-14", "2026-06-15", "2026-06-16", "2026-06-17"];
  const look = (day: string, startedAt: string) => ({ day, startedAt: at(startedAt) });
  const earlier = [
    look("2026-06-14", "2026-06-17T09:00:00Z"),
    look("2026-06-14", "2026-06-16T09:00:00Z"),
    look("2026-06-15", "2026-06-15T23:07:00Z"),
    look("2026-06-16", "2026-06-17T08:00:00Z"),
    look("2026-06-17", "2026-06-18T03:00:00Z"),
  ];

  it("asks for the last day first, then for those not heard after their close, then for the longest not heard of", () => {
    expect(daysToLookAt(days, earlier, false, now)).toEqual({
      huggingface: ["2026-06-17", "2026-06-15", "2026-06-16", "2026-06-14"],
      arxiv: ["2026-06-17", "2026-06-15"],
    });
  });

  it("leaves out what was looked at in the last ten minutes", () => {
    const fresh = [look("2026-06-16", "2026-06-18T10:10:01Z"), look("2026-06-17", "2026-06-18T10:10:00Z")];
    const { huggingface } = daysToLookAt(days, [...earlier, ...fresh], false, now);
    expect(huggingface).toEqual(["2026-06-17", "2026-06-15", "2026-06-14"]);
  });

  it("asks at another try only for what was not heard after its close", () => {
    expect(daysToLookAt(days, earlier, true, now)).toEqual({
      huggingface: ["2026-06-15"],
      arxiv: ["2026-06-15"],
    });
  });

  it("asks for nothing where there are no days", () => {
    expect(daysToLookAt([], [], false, now)).toEqual({ huggingface: [], arxiv: [] });
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
