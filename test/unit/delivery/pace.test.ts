import { describe, expect, it } from "vitest";
import {
  bookSlot,
  type Departure,
  freshPace,
  type GatePace,
  limitOf,
  noteDeparture,
  pausePace,
  returnSlot,
  type SendLane,
  type Slot,
  steadyPerSecond,
  tellLimit,
} from "../../../src/delivery/provider/pace.ts";
import { createLimiter, limiterKinds } from "../../fakes/rate-limiters.ts";
import { seededRandom } from "../../fakes/seeded-random.ts";
import { simulatePace } from "../../support/simulated-pace.ts";

const cases = limiterKinds.flatMap((kind) =>
  [2, 5, 10, 100].flatMap((perSecond) => [1, 4].map((workers) => ({ kind, perSecond, workers }))),
);
const uniform = (random: () => number) => 50 * random();
const ways = [uniform, (random: () => number) => (random() < 0.5 ? 0 : 50)];

const startMs = 1_000_000;

describe("the pace at a provider that counts requests", () => {
  it.each(cases)("in a $kind of $perSecond a second: $workers workers use 0.95 of it and none is refused", ({
    kind,
    perSecond,
    workers,
  }) => {
    const seconds = perSecond === 100 ? 13 : 43;
    for (const [index, lateMs] of ways.entries()) {
      const { arrivals } = simulatePace({
        limiter: createLimiter(kind, () => perSecond, 137),
        workers,
        hands: 16,
        isTold: true,
        most: null,
        seconds,
        random: seededRandom(perSecond + workers + 7 * index),
        lateMs,
      });
      const steady = arrivals.filter(({ atMs }) => atMs >= startMs + 3_000);
      expect(arrivals.filter(({ isAdmitted }) => !isAdmitted)).toEqual([]);
      expect(steady.length / ((seconds - 3) * perSecond)).toBeGreaterThanOrEqual(0.95);
    }
  });

  it("stays below the setting where the provider would take more", () => {
    const { arrivals } = simulatePace({
      limiter: createLimiter("sliding window", () => 100),
      workers: 4,
      hands: 4,
      isTold: true,
      most: 10,
      seconds: 20,
      random: seededRandom(1),
      lateMs: uniform,
    });
    const times = arrivals.map(({ atMs }) => atMs);
    const busiest = Math.max(
      ...times.map((at) => times.filter((one) => one > at - 1_000 && one <= at).length),
    );
    expect(busiest).toBe(10);
    expect(times.length).toBeGreaterThan(185);
  });

  it.each(
    limiterKinds,
  )("and lowers its limit in mid-send, in a %s: refusals stop with those under way", (kind) => {
    let limit = 20;
    const { arrivals } = simulatePace({
      limiter: createLimiter(kind, () => limit),
      workers: 4,
      hands: 8,
      isTold: true,
      most: null,
      seconds: 40,
      random: seededRandom(3),
      lateMs: uniform,
      onArrival: (nowMs) => {
        if (nowMs > startMs + 10_000) limit = 4;
      },
    });
    const refused = arrivals.filter(({ isAdmitted }) => !isAdmitted);
    // More than a few cannot be under way when the first answer tells.
    expect(refused.length).toBeLessThanOrEqual(4);
    expect(refused.every(({ atMs }) => atMs < startMs + 10_300)).toBe(true);
    const late = arrivals.filter(({ atMs }) => atMs > startMs + 15_000);
    expect(late.length / (25 * 4)).toBeGreaterThanOrEqual(0.95);
  });

  it("and says nothing of its limit, which is lower than the setting: refusals teach it, never two in a row", () => {
    const { arrivals, pace } = simulatePace({
      limiter: createLimiter("sliding window", () => 6),
      workers: 4,
      hands: 4,
      isTold: false,
      most: 10,
      seconds: 300,
      random: seededRandom(4),
      lateMs: uniform,
    });
    const last = arrivals.filter(({ atMs }) => atMs > startMs + 60_000);
    const refused = last.filter(({ isAdmitted }) => !isAdmitted).length;
    expect(refused / last.length).toBeLessThan(0.02);
    expect(last.length / (240 * 6)).toBeGreaterThan(0.75);
    expect(limitOf(pace, 10, startMs + 300_000).from).toBe("refusals");
  });

  it("and takes requests of another program too: what does not remain is left alone", () => {
    const limiter = createLimiter("sliding window", () => 10);
    let nextMs = startMs;
    const { arrivals } = simulatePace({
      limiter,
      workers: 2,
      hands: 4,
      isTold: true,
      most: null,
      seconds: 60,
      random: seededRandom(5),
      lateMs: uniform,
      // The other one makes five requests a second.
      onArrival: (nowMs) => {
        for (; nextMs <= nowMs; nextMs += 200) limiter.admits(nextMs);
      },
    });
    const refused = arrivals.filter(({ isAdmitted }) => !isAdmitted).length;
    expect(refused / arrivals.length).toBeLessThan(0.05);
    expect(arrivals.length).toBeGreaterThan(60 * 3);
  });
});

/** A pace at a limit that the headers told, past its first request. */
function paceAt(perSecond: number): GatePace {
  return tellLimit({ ...freshPace(startMs), trial: null }, { perSecond, from: "headers", atMs: startMs });
}

const nowMs = startMs + 60_000;

function booked(pace: GatePace, lane: SendLane = "digest", atMs = nowMs): { slot: Slot; pace: GatePace } {
  const booking = bookSlot(pace, { lane, most: null, nowMs: atMs, readyMs: 1, isFurther: false });
  if (booking.kind !== "slot") throw new Error("there is no place yet");
  return booking;
}

const isLater = (pace: GatePace, lane: SendLane = "digest", atMs = nowMs) =>
  bookSlot(pace, { lane, most: null, nowMs: atMs, readyMs: 1, isFurther: false }).kind === "later";

describe("a place in the pace", () => {
  it("is booked far ahead by a single mail alone, which so goes before digests", () => {
    const { pace, slot } = booked(paceAt(2));
    expect(isLater(pace)).toBe(true);
    const notice = booked(pace, "notice");
    expect(notice.slot.slotMs).toBeGreaterThan(slot.slotMs + 300);
    expect(notice.slot.slotMs).toBeLessThan(slot.slotMs + 1_100);
    // The digest that asked first comes after it.
    expect(booked(notice.pace, "digest", notice.slot.slotMs + 900).slot.slotMs).toBeGreaterThan(
      notice.slot.slotMs,
    );
  });

  it("is left by what only reads while anything is booked", () => {
    const { pace } = booked(paceAt(100));
    expect(isLater(pace, "reading")).toBe(true);
    expect(isLater(pace, "digest")).toBe(false);
  });

  it("is booked with others further ahead than alone, so that few statements book many", () => {
    const countFrom = (isFurther: boolean) => {
      let pace = paceAt(100);
      for (let count = 0; ; count += 1) {
        const booking = bookSlot(pace, { lane: "digest", most: null, nowMs, readyMs: 1, isFurther });
        if (booking.kind === "later") return count;
        pace = booking.pace;
      }
    };
    expect(countFrom(false)).toBeGreaterThan(5);
    expect(countFrom(true)).toBeGreaterThan(1.8 * countFrom(false));
  });

  it("that was missed is given back, and is no request in any window", () => {
    let { pace, slot } = booked(paceAt(1));
    expect(isLater(pace, "digest", slot.slotMs + 100)).toBe(true);
    pace = returnSlot(pace, slot);
    expect(pace.releases).toEqual([]);
  });

  it("is not held by an instant that a clock wrote which was set back since", () => {
    const pace = { ...paceAt(10), nextAtMs: nowMs + 86_400_000, releases: [nowMs + 86_400_000] };
    expect(booked(pace).slot.slotMs).toBe(nowMs + 1);
  });
});

const departureOf = (slot: Slot, changes: Partial<Departure> = {}): Departure => ({
  slot,
  leftMs: slot.slotMs,
  answeredMs: slot.slotMs + 20,
  isLimited: false,
  remaining: null,
  ...changes,
});

it("believes an answer that comes at once after the greatest lateness, and of a slow one that lateness", () => {
  const { pace, slot } = booked(paceAt(1));
  const releaseAfter = (answeredMs: number) =>
    (noteDeparture(pace, departureOf(slot, { answeredMs: slot.slotMs + answeredMs }), null).releases[0] ??
      0) - slot.slotMs;
  expect(releaseAfter(20)).toBeCloseTo(1_021.5);
  expect(releaseAfter(57)).toBeCloseTo(1_058.5);
  expect(releaseAfter(300)).toBeCloseTo(1_051.5);
});

describe("the request after a refusal", () => {
  function refused() {
    const { pace, slot } = booked(paceAt(10));
    const departure = departureOf(slot, { isLimited: true });
    return { departure, pace: pausePace(noteDeparture(pace, departure, null), nowMs + 1_000) };
  }

  it("is one, until its answer is read", () => {
    const { pace } = refused();
    expect(isLater(pace)).toBe(true);
    const first = booked(pace, "digest", nowMs + 1_000);
    for (const lane of ["notice", "digest", "reading"] as const)
      expect(isLater(first.pace, lane, nowMs + 2_500)).toBe(true);
    const answered = noteDeparture(first.pace, departureOf(first.slot), null);
    expect(isLater(answered, "digest", nowMs + 2_500)).toBe(false);
  });

  it("is followed after five seconds where nothing was heard of it", () => {
    const first = booked(refused().pace, "digest", nowMs + 1_000);
    expect(isLater(first.pace, "digest", nowMs + 5_900)).toBe(true);
    const second = booked(first.pace, "digest", nowMs + 6_100);
    expect(isLater(second.pace, "digest", nowMs + 6_500)).toBe(true);
  });

  it("is followed by all when its answer comes, though it took longer than the patience with it", () => {
    const first = booked(refused().pace, "digest", nowMs + 1_000);
    const second = booked(first.pace, "digest", nowMs + 6_100);
    const slow = departureOf(first.slot, { answeredMs: nowMs + 8_000 });
    expect(isLater(noteDeparture(second.pace, slow, null), "digest", nowMs + 8_001)).toBe(false);
    // An answer to what left before the refusal says nothing of it.
    const before = departureOf(booked(paceAt(10)).slot, { answeredMs: nowMs + 8_000 });
    expect(isLater(noteDeparture(second.pace, before, null), "digest", nowMs + 8_001)).toBe(true);
  });

  it("keeps the pace when the refusal was the only one of a minute, and lowers it when it was not", () => {
    const once = refused();
    expect(limitOf(once.pace, null, nowMs + 2_000)).toEqual({ perSecond: 10, from: "headers" });
    expect(noteDeparture(once.pace, once.departure, null)).toEqual(once.pace);
    const first = booked(once.pace, "digest", nowMs + 2_000);
    const opened = noteDeparture(first.pace, departureOf(first.slot), null);
    const { pace, slot } = booked(opened, "digest", nowMs + 2_200);
    const twice = noteDeparture(pace, departureOf(slot, { isLimited: true }), null);
    expect(limitOf(twice, null, slot.slotMs + 20)).toEqual({ perSecond: 8, from: "refusals" });
    expect(limitOf(twice, null, slot.slotMs + 1_200_000)).toEqual({ perSecond: 10, from: "headers" });
  });

  it("is tried ever less often where all are refused for minutes, and the pace is the old one at once after that", () => {
    let { pace } = refused();
    let atMs = nowMs + 1_000;
    for (let count = 0; count < 20; count += 1) {
      const { slot, pace: taken } = booked(pace, "digest", atMs);
      pace = noteDeparture(taken, departureOf(slot, { isLimited: true }), null);
      atMs = Math.max(slot.slotMs + 1_020, pace.nextAtMs - 1);
    }
    expect(atMs).toBeGreaterThan(nowMs + 240_000);
    const { slot, pace: taken } = booked(pace, "digest", atMs);
    pace = noteDeparture(taken, departureOf(slot), null);
    expect(limitOf(pace, null, atMs)).toEqual({ perSecond: 10, from: "headers" });
    expect(booked(pace, "digest", slot.slotMs + 50).slot.slotMs).toBeLessThan(slot.slotMs + 120);
  });
});

describe("the present limit", () => {
  const told = (perSecond: number) => ({
    told: { perSecond, from: "usage" as const, atMs: 0 },
    slowed: null,
  });

  it.each([
    ["nothing told and nothing set", { told: null, slowed: null }, null, 2, "usual"],
    ["nothing told", { told: null, slowed: null }, 7, 7, "setting"],
    ["nothing set", told(40), null, 40, "usage"],
    ["more told than is set", told(40), 7, 7, "setting"],
    ["less told than is set", told(4), 7, 4, "usage"],
  ] as const)("with %s", (_, pace, most, perSecond, from) => {
    expect(limitOf(pace, most, nowMs)).toEqual({ perSecond, from });
  });

  it.each([0, -3, 1e9, Number.NaN, Number.POSITIVE_INFINITY, 1 / 61])("is not one of %d", (perSecond) => {
    const pace = paceAt(10);
    expect(tellLimit(pace, { perSecond, from: "headers", atMs: nowMs })).toBe(pace);
  });

  it("is for an hour the lower one of usage and headers", () => {
    const pace = tellLimit(paceAt(10), { perSecond: 40, from: "usage", atMs: startMs + 60_000 });
    expect(pace.told?.perSecond).toBe(10);
    expect(tellLimit(pace, { perSecond: 40, from: "usage", atMs: startMs + 3_700_000 }).told?.perSecond).toBe(
      40,
    );
    expect(tellLimit(pace, { perSecond: 40, from: "headers", atMs: nowMs }).told?.perSecond).toBe(40);
    expect(tellLimit(pace, { perSecond: 3, from: "usage", atMs: nowMs }).told?.perSecond).toBe(3);
  });

  it("is let go hours after it was told, and the first request then goes alone", () => {
    const atMs = startMs + 4 * 3_600_000;
    const slow = paceAt(1 / 60);
    expect(booked(slow, "digest", startMs + 3_600_000).pace.told?.perSecond).toBe(1 / 60);
    const { pace, slot } = booked(slow, "digest", atMs);
    expect(pace.told).toBeNull();
    expect(isLater(pace, "notice", slot.slotMs + 1_000)).toBe(true);
    const answered = noteDeparture(pace, departureOf(slot), null);
    expect(booked(answered, "digest", slot.slotMs + 1_000).slot.slotMs).toBeLessThan(slot.slotMs + 1_100);
    expect(limitOf(answered, null, atMs).from).toBe("usual");
  });

  it.each([
    2, 5, 10, 100,
  ])("of %d a second is used to 0.95 also where each request is under way for long", (limit) => {
    expect(steadyPerSecond(limit) / limit).toBeGreaterThan(0.95);
  });
});
