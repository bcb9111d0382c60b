import { describe, expect, it } from "vitest";
import type { Signal } from "../../../src/papers/signals-store.ts";
import { isOlder, lateRise, riseOver, signalAt } from "../../../src/ranking/signals.ts";

const now = new Date("2026-06-18T04:00:00.000Z");
const hoursBefore = (hours: number, ms = 0) => new Date(now.getTime() - hours * 3_600_000 + ms);

/** What was seen some hours before now; `ms` is after that. */
const seen = (hours: number, upvotes: number, ms = 0): Signal => ({
  observedAt: hoursBefore(hours, ms),
  upvotes,
  comments: 0,
  stars: null,
  position: null,
});

describe("signalAt", () => {
  const signals = [seen(3, 1), seen(2, 2), seen(1, 3)];

  it("is the newest at or before an instant", () => {
    expect(signalAt(signals, now)?.upvotes).toBe(3);
    expect(signalAt(signals, hoursBefore(2))?.upvotes).toBe(2);
    expect(signalAt(signals, hoursBefore(2, -1))?.upvotes).toBe(1);
  });

  it("is none when nothing was seen until then", () => {
    expect(signalAt(signals, hoursBefore(4))).toBeNull();
    expect(signalAt([], now)).toBeNull();
  });
});

describe("riseOver", () => {
  it("is what was gained since the signal of a day before", () => {
    expect(riseOver([seen(30, 5), seen(24, 10), seen(23, 12), seen(0, 40)], now)).toBe(30);
    expect(riseOver([seen(30, 5), seen(24, 10, 1), seen(0, 40)], now)).toBe(35);
    expect(riseOver([seen(30, 50), seen(0, 40)], now)).toBe(-10);
  });

  it("takes a signal of twenty hours before when there is none of a day before", () => {
    expect(riseOver([seen(22, 10), seen(20, 15), seen(0, 40)], now)).toBe(25);
    expect(riseOver([seen(20, 15, 1), seen(0, 40)], now)).toBeNull();
  });

  it("is not known of a paper that was never seen", () => {
    expect(riseOver([], now)).toBeNull();
    expect(riseOver([seen(-1, 5)], now)).toBeNull();
  });

  it("counts nothing that was seen after the instant asked about", () => {
    expect(riseOver([seen(24, 10), seen(1, 30), seen(-1, 90)], now)).toBe(20);
  });
});

describe("isOlder", () => {
  it("is what was first seen two days before", () => {
    expect(isOlder([seen(48, 1), seen(1, 2)], now)).toBe(true);
    expect(isOlder([seen(48, 1, 1), seen(1, 2)], now)).toBe(false);
    expect(isOlder([], now)).toBe(false);
  });
});

describe("lateRise", () => {
  /** The votes at the morning after a paper's day, and now, two days later. */
  const rise = (then: number, later: number) =>
    lateRise([seen(48, then), seen(0, later)], hoursBefore(60), now);

  it.each([
    [0, 10, 10],
    [4, 14, 10],
    [20, 30, 10],
    [21, 32, 11],
    [100, 150, 50],
  ])("from %i to %i upvotes gains %i", (then, later, gained) => {
    expect(rise(then, later)).toEqual({ upvotes: later, gained });
  });

  it.each([
    [0, 9],
    [4, 13],
    [21, 31],
    [100, 149],
    [100, 90],
  ])("from %i to %i upvotes is not enough", (then, later) => {
    expect(rise(then, later)).toBeNull();
  });

  it("counts what was seen until noon of the next day as the day's own", () => {
    const signals = [seen(60, 10), seen(48, 40), seen(0, 60)];
    expect(lateRise(signals, hoursBefore(60), now)).toEqual({ upvotes: 60, gained: 20 });
    expect(lateRise(signals, hoursBefore(60, -1), now)).toEqual({ upvotes: 60, gained: 50 });
  });

  it("says nothing of a paper that was not seen on its day, and looks at nothing later than now", () => {
    expect(lateRise([seen(47, 5), seen(0, 60)], hoursBefore(60), now)).toBeNull();
    expect(lateRise([], hoursBefore(60), now)).toBeNull();
    expect(lateRise([seen(48, 10), seen(1, 12), seen(-1, 90)], hoursBefore(60), now)).toBeNull();
    expect(lateRise([seen(-2, 5), seen(-1, 90)], hoursBefore(-20), now)).toBeNull();
  });
});
