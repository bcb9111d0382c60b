import { describe, expect, it } from "vitest";
import { type Explained, explainLateRise, explainRanking } from "../../../src/ranking/explain.ts";

const nextMorning = new Date("2026-06-17T04:00:00Z");

const paper = (id: string, upvotes: number, rest: Partial<Explained> = {}): Explained => ({
  id,
  upvotes,
  comments: 0,
  stars: null,
  rise: null,
  isOlder: false,
  isVotedOn: true,
  ...rest,
});

const explain = (papers: Explained[], reference = nextMorning) => [
  ...explainRanking("daily", papers, reference).values(),
];

describe("the explanation of a place", () => {
  it("keeps the place by upvotes, among how many, and the figures", () => {
    expect(explain([paper("a", 3, { comments: 1, stars: 1234 }), paper("b", 1214)])[0]).toEqual({
      kind: "place",
      cadence: "daily",
      place: 2,
      isShared: false,
      of: 2,
      upvotes: 3,
      comments: 1,
      stars: 1234,
    });
  });

  it("is shared among equals", () => {
    const places = explain([paper("a", 5), paper("b", 5), paper("c", 2), paper("d", 2), paper("e", 1)]);
    expect(places).toMatchObject([
      { place: 1, isShared: true },
      { place: 1, isShared: true },
      { place: 3, isShared: true },
      { place: 3, isShared: true },
      { place: 5, isShared: false },
    ]);
  });

  it("is none where nobody voted, and tells a list from an announcement", () => {
    expect(
      explain([paper("a", 3), paper("b", 0), paper("c", 0, { isVotedOn: false, stars: 12 })]),
    ).toMatchObject([{ kind: "place" }, { kind: "unvoted", stars: null }, { kind: "announced", stars: 12 }]);
  });
});

describe("the explanation of a rise", () => {
  const first = paper("a", 200);
  const rising = paper("b", 60, { rise: 38, isOlder: true });

  it("is of a paper that was there before and gained at least ten and a quarter of its upvotes", () => {
    expect(explain([first, rising])[1]).toMatchObject({ kind: "rise", gained: 38, upvotes: 60 });
    expect(explain([first, { ...rising, isOlder: false }])[1]).toMatchObject({ kind: "place", place: 2 });
    expect(explain([first, { ...rising, rise: 9 }])[1]).toMatchObject({ kind: "place", place: 2 });
    expect(explain([first, { ...rising, rise: 14 }])[1]).toMatchObject({ kind: "place", place: 2 });
    expect(explain([first, { ...rising, rise: 15 }])[1]).toMatchObject({ kind: "rise", gained: 15 });
    const small = { ...rising, upvotes: 20 };
    expect(explain([first, { ...small, rise: 9 }])[1]).toMatchObject({ kind: "place", place: 2 });
    expect(explain([first, { ...small, rise: 10 }])[1]).toMatchObject({ kind: "rise", gained: 10 });
  });

  it("leaves the first place what it is", () => {
    expect(explain([rising])[0]).toMatchObject({ kind: "place", place: 1 });
  });

  it("names the day on which most of it came", () => {
    const dayOf = (reference: string) => explain([first, rising], new Date(reference))[1];
    expect(dayOf("2026-06-17T04:00:00Z")).toMatchObject({ day: "2026-06-16" });
    expect(dayOf("2026-06-17T12:00:00Z")).toMatchObject({ day: "2026-06-16" });
    expect(dayOf("2026-06-16T09:00:00Z")).toMatchObject({ day: "2026-06-15" });
    expect(dayOf("2026-06-16T15:00:00Z")).toMatchObject({ day: "2026-06-16" });
  });
});

describe("the explanation of a late rise", () => {
  it("keeps the day, the gain and the votes", () => {
    expect(explainLateRise({ gained: 64, upvotes: 1120 }, "2026-06-11")).toEqual({
      kind: "late-rise",
      gained: 64,
      since: "2026-06-11",
      upvotes: 1120,
    });
  });
});
