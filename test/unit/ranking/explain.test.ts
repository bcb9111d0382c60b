import { describe, expect, it } from "vitest";
import {
  type Explained,
  explainLateRise,
  explainRanking,
  type KnownVotes,
  knownVotes,
} from "../../../src/ranking/explain.ts";

const paper = (id: string, upvotes: number, rest: Partial<Explained> = {}): Explained => ({
  id,
  upvotes,
  comments: 0,
  stars: null,
  isVotedOn: true,
  authors: 5,
  isAuthorInDiscussion: null,
  mediaCount: null,
  starGrowth: null,
  ofOrganization: null,
  listedBefore: null,
  ...rest,
});

const explain = (papers: Explained[], recent: KnownVotes | null = null) => [
  ...explainRanking("daily", papers, recent).values(),
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

  it("is shared among equals, and said of the first three alone", () => {
    const places = explain([paper("a", 5), paper("b", 5), paper("c", 2), paper("d", 2), paper("e", 1)]);
    expect(places).toMatchObject([
      { place: 1, isShared: true },
      { place: 1, isShared: true },
      { place: 3, isShared: true },
      { place: 3, isShared: true },
      null,
    ]);
  });

  it("is one among the papers that can have votes", () => {
    const announced = ["c", "d", "e"].map((id) => paper(id, 0, { isVotedOn: false }));
    expect(explain([paper("a", 9), paper("b", 3), ...announced])).toMatchObject([
      { place: 1, of: 2 },
      { place: 2, of: 2 },
      ...announced.map(() => ({ kind: "announced" })),
    ]);
    // The words of an only paper would not be true of it.
    expect(explain([paper("a", 9), ...announced])[0]).toMatchObject({ place: 1, of: 4 });
  });

  it("is none where nobody voted, and tells a list from an announcement", () => {
    expect(
      explain([paper("a", 3), paper("b", 0), paper("c", 0, { isVotedOn: false, stars: 12 })]),
    ).toMatchObject([{ kind: "place" }, { kind: "unvoted", stars: null }, { kind: "announced", stars: 12 }]);
  });
});

describe("the explanation of a paper after the first three", () => {
  const three = [paper("a", 90), paper("b", 80), paper("c", 70)];
  /** 97 papers of 1 to 97 upvotes, and three of many. */
  const recent: KnownVotes = {
    upvotes: [...Array.from({ length: 97 }, (_, index) => index + 1), 500, 500, 500],
    days: 60,
  };
  const rarest = (rest: Partial<Explained>, upvotes = 40) =>
    explain([...three, paper("d", upvotes, rest)], recent)[3];

  it("is the rarest thing that is true of it", () => {
    const all: Partial<Explained> = {
      starGrowth: { from: 40, to: 1200, days: 2 },
      authors: 30,
      comments: 3,
      ofOrganization: { organization: "Example Lab", nth: 3, month: "2026-06" },
      isAuthorInDiscussion: true,
      mediaCount: 1,
    };
    expect(rarest(all)).toMatchObject({ kind: "stars-gained", from: 40, to: 1200, days: 2, comments: 3 });
    expect(rarest({ ...all, starGrowth: null })).toMatchObject({ kind: "many-authors", authors: 30 });
    const few = { ...all, starGrowth: null, authors: 29 };
    expect(rarest(few)).toMatchObject({ kind: "discussed", comments: 3 });
    expect(rarest({ ...few, comments: 2 })).toMatchObject({ kind: "organization", nth: 3, month: "2026-06" });
    const second = { organization: "Example Lab", nth: 2, month: "2026-06" };
    const quiet = { ...few, comments: 2, ofOrganization: second };
    expect(rarest(quiet)).toMatchObject({ kind: "authors-in-discussion" });
    expect(rarest({ ...quiet, isAuthorInDiscussion: false })).toMatchObject({ kind: "media" });
    expect(rarest({ ...quiet, isAuthorInDiscussion: null, mediaCount: 0 })).toBeNull();
  });

  it("never takes one comment, nor two, for a reason", () => {
    expect(rarest({ comments: 1 })).toBeNull();
    expect(rarest({ comments: 2 })).toBeNull();
  });

  it("says that it has more upvotes than most of the last days' papers, where that is so", () => {
    const fourth = (upvotes: number) =>
      explain([paper("a", 900), paper("b", 900), paper("c", 900), paper("d", upvotes)], recent)[3];
    expect(fourth(98)).toMatchObject({ kind: "above-most", percent: 97, days: 60 });
    expect(fourth(97)).toMatchObject({ kind: "above-most", percent: 90 });
    expect(fourth(91)).toMatchObject({ kind: "above-most", percent: 90 });
    expect(fourth(90)).toBeNull();
  });

  it("says of a paper that was listed before when that was, whatever else it says", () => {
    const before = { listedBefore: "2026-06-04" };
    expect(rarest({ ...before, mediaCount: 2 })).toMatchObject({ kind: "media", ...before });
    expect(rarest(before)).toMatchObject({ kind: "listed-again", ...before });
    expect(explain([paper("a", 9, before)])[0]).toMatchObject({ kind: "place", ...before });
    expect(explain([paper("a", 0, before)])[0]).toMatchObject({ kind: "unvoted", ...before });
  });
});

describe("what is known of the votes of the last days", () => {
  const upvotes = Array.from({ length: 100 }, (_, index) => index);
  const known = (given: { papers?: number; listedDays?: number; firstDay?: string }) =>
    knownVotes(
      {
        upvotes: upvotes.slice(0, given.papers ?? 100),
        listedDays: given.listedDays ?? 42,
        firstDay: given.firstDay ?? "2026-04-18",
      },
      "2026-06-16",
    );

  it("names the days that it is of", () => {
    expect(known({})?.days).toBe(60);
    expect(known({ firstDay: "2026-06-03", listedDays: 10 })?.days).toBe(14);
  });

  it("is too little to compare with after a few days, of few papers, or with many days missing", () => {
    expect(known({ firstDay: "2026-06-04", listedDays: 10 })).toBeNull();
    expect(known({ papers: 99 })).toBeNull();
    expect(known({ listedDays: 29 })).toBeNull();
    expect(known({ listedDays: 30 })).not.toBeNull();
    expect(knownVotes(null, "2026-06-16")).toBeNull();
  });
});

describe("the explanation of a late rise", () => {
  it("keeps its places among the papers of its day", () => {
    const facts = {
      day: "2026-06-11",
      place: 2,
      isShared: false,
      of: 31,
      atClose: { place: 25 },
      upvotes: 141,
    };
    expect(explainLateRise({ id: "2606.00001", ...facts })).toEqual({ kind: "late-place", ...facts });
  });
});
