import { describe, expect, it } from "vitest";
import type { Look } from "../../../src/papers/runs-store.ts";
import type { Signal } from "../../../src/papers/signals-store.ts";
import { looksAt, riseOf, signalAt, starGrowth } from "../../../src/ranking/signals.ts";

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

/** A look that ended some hours before now. */
const look = (hours: number): Look => {
  const at = hoursBefore(hours);
  return { day: at.toISOString().slice(0, 10), startedAt: at, finishedAt: at };
};

describe("riseOf", () => {
  const firstClose = hoursBefore(72);
  const looks = [look(60), look(24), look(0)];
  const rise = (signals: Signal[], at = looks, close = firstClose) => riseOf(signals, at, close, now);

  it("is what two looks a day apart tell, and names the day between", () => {
    expect(rise([seen(60, 5), seen(24, 60), seen(0, 98)])).toEqual({ gained: 38, day: "2026-06-17" });
  });

  it("counts a number that did not change from look to look as seen again", () => {
    expect(rise([seen(60, 60), seen(0, 98)])).toMatchObject({ gained: 38 });
  });

  it("is none after a gap, whatever was seen before it", () => {
    const signals = [seen(60, 60), seen(0, 98)];
    expect(rise(signals, [look(60), look(0)])).toBeNull();
    expect(rise(signals, [look(60), look(29), look(19), look(0)])).toBeNull();
    expect(rise(signals, [look(60), look(28), look(0)])).toMatchObject({ gained: 38 });
    expect(rise(signals, [look(60), look(20), look(0)])).toMatchObject({ gained: 38 });
  });

  it("is none when nobody looked in the last day", () => {
    const before = [seen(60, 20), seen(36, 90)];
    expect(rise(before, [look(60), look(36)])).toBeNull();
    expect(rise(before, [])).toBeNull();
  });

  it("takes of several looks the one nearest to a day before", () => {
    const signals = [seen(27, 40), seen(25, 50), seen(21, 60), seen(0, 98)];
    expect(rise(signals, [look(27), look(25), look(21), look(0)])).toMatchObject({ gained: 48 });
  });

  it("is none of what a paper gathered on its first day", () => {
    const signals = [seen(60, 5), seen(24, 60), seen(0, 98)];
    expect(rise(signals, looks, hoursBefore(24))).toMatchObject({ gained: 38 });
    expect(rise(signals, looks, hoursBefore(23))).toBeNull();
  });

  it.each([
    [30, 40, 10],
    [60, 80, 20],
  ])("is a rise from %i to %i upvotes: ten, and a quarter of all", (then, later, gained) => {
    expect(rise([seen(24, then), seen(0, later)])).toMatchObject({ gained });
  });

  it.each([
    [5, 14],
    [60, 79],
    [90, 60],
  ])("is none from %i to %i upvotes", (then, later) => {
    expect(rise([seen(24, then), seen(0, later)])).toBeNull();
  });

  it("knows nothing later than the instant asked about", () => {
    const signals = [seen(24, 60), seen(0, 70), seen(-1, 200)];
    expect(rise(signals, [look(24), look(0), look(-1)])).toBeNull();
  });
});

describe("looksAt", () => {
  it("are the marked ones, and those that left a changed number", () => {
    const at = looksAt(
      "2026-06-17",
      [look(3)],
      [
        [seen(5, 1), seen(3, 2)],
        [seen(5, 4), seen(1, 5)],
      ],
    );
    expect(at.map(({ finishedAt }) => finishedAt)).toEqual([5, 3, 1].map((hours) => hoursBefore(hours)));
  });
});

describe("starGrowth", () => {
  const starred = (hours: number, stars: number | null): Signal => ({ ...seen(hours, 1), stars });

  it("tells from what to what, in whole days until as many were seen", () => {
    const signals = [
      starred(90, null),
      starred(50, 40),
      starred(20, 600),
      starred(3, 1200),
      starred(1, 1200),
    ];
    expect(starGrowth(signals)).toEqual({ from: 40, to: 1200, days: 2 });
    expect(starGrowth([starred(20, 40), starred(15, 100)])).toEqual({ from: 40, to: 100, days: 1 });
  });

  it("is nothing to tell of few stars, nor of a slow or unknown growth", () => {
    expect(starGrowth([starred(50, 40), starred(3, 99)])).toBeNull();
    expect(starGrowth([starred(50, 600), starred(3, 1199)])).toBeNull();
    expect(starGrowth([starred(50, null)])).toBeNull();
    expect(starGrowth([])).toBeNull();
  });
});
