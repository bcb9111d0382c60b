import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byScore, growthLeft, type Scored, scorePaper } from "../../../src/ranking/trend-score.ts";

const votes = fc.integer({ min: 1, max: 100_000 });
const age = fc.double({ min: 0, max: 400, noNaN: true });

describe("scorePaper", () => {
  it("is the sum of its parts to the last bit", () => {
    fc.assert(
      fc.property(fc.nat(100_000), age, fc.double(), (upvotes, ageDays, prior) => {
        const { score, parts } = scorePaper({ upvotes, ageDays, prior });
        expect(parts.upvotes + parts.growth + parts.prior).toBe(score);
        expect(Object.keys(parts)).toEqual(["upvotes", "growth", "prior"]);
      }),
    );
  });

  it("lets votes alone order papers whose votes are equally old", () => {
    fc.assert(
      fc.property(votes, fc.integer({ min: 1, max: 50 }), age, (upvotes, more, ageDays) => {
        const fewer = scorePaper({ upvotes, ageDays });
        const higher = scorePaper({ upvotes: upvotes + more, ageDays });
        expect(higher.score).toBeGreaterThan(fewer.score);
        expect(higher.parts.growth).toBe(fewer.parts.growth);
      }),
    );
  });

  it("gives one point more for twice the votes", () => {
    expect(scorePaper({ upvotes: 1, ageDays: 3 }).parts.upvotes).toBe(1);
    expect(scorePaper({ upvotes: 63, ageDays: 3 }).parts.upvotes).toBe(6);
    expect(scorePaper({ upvotes: 127, ageDays: 3 }).parts.upvotes).toBe(7);
  });

  it("puts every paper with a vote above every paper without, whatever is expected of that one", () => {
    fc.assert(
      fc.property(votes, age, age, fc.double(), (upvotes, ageDays, otherAge, prior) => {
        const voted = scorePaper({ upvotes, ageDays, prior });
        const unvoted = scorePaper({ upvotes: 0, ageDays: otherAge, prior });
        expect(voted.parts.prior).toBe(0);
        expect(unvoted.parts).toMatchObject({ upvotes: 0, growth: 0 });
        expect(byScore(paper({ ...voted, upvotes }), paper({ ...unvoted, upvotes: 0 }))).toBeLessThan(0);
      }),
    );
  });

  it("orders papers without votes by what is expected of them, between 0 and 1", () => {
    const prior = (expected?: number) =>
      scorePaper({ upvotes: 0, ageDays: 1, ...(expected === undefined ? {} : { prior: expected }) }).score;
    expect([prior(-1), prior(), prior(0), prior(1), prior(2)]).toEqual([1 / 3, 0.5, 0.5, 2 / 3, 0.8]);
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (expected) => {
        expect(prior(expected)).toBeGreaterThan(0);
        expect(prior(expected)).toBeLessThan(1);
        expect(prior(expected + 0.01)).toBeGreaterThan(prior(expected));
      }),
    );
  });

  it("counts what a source or a clock got wrong as nothing", () => {
    const none = scorePaper({ upvotes: 0, ageDays: 0 });
    for (const wrong of [-3, Number.NaN, Number.POSITIVE_INFINITY])
      expect(scorePaper({ upvotes: wrong, ageDays: 0 })).toEqual(none);
    for (const prior of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(scorePaper({ upvotes: 0, ageDays: 0, prior })).toEqual(none);
    const young = scorePaper({ upvotes: 7, ageDays: 0 });
    for (const ageDays of [-3, Number.NaN, Number.POSITIVE_INFINITY])
      expect(scorePaper({ upvotes: 7, ageDays })).toEqual(young);
  });
});

describe("growthLeft", () => {
  it("is 0.6 at the start of the day, and half of it after each 2.7 days", () => {
    expect(growthLeft(0)).toBe(0.6);
    expect(growthLeft(2.7)).toBeCloseTo(0.3, 12);
    expect(growthLeft(5.4)).toBeCloseTo(0.15, 12);
  });

  it("follows the growth that was measured on real days", () => {
    const told = [0.4, 1, 2, 3, 5, 7, 14].map((days) => Number(growthLeft(days).toFixed(2)));
    expect(told).toEqual([0.54, 0.46, 0.36, 0.28, 0.17, 0.1, 0.02]);
  });

  it("is worth 0.18 for a Friday's paper over a Monday's at week's close", () => {
    expect(growthLeft(3) - growthLeft(7)).toBeCloseTo(0.18, 2);
  });

  it("is worth 0.46 at most among the days of a month that is over", () => {
    const closed = Array.from({ length: 31 }, (_, index) => growthLeft(index + 1));
    expect(Math.max(...closed) - Math.min(...closed)).toBeLessThanOrEqual(0.4642);
  });
});

describe("a week's and a month's order", () => {
  const rank = (papers: { id: string; upvotes: number; ageDays: number }[]) =>
    papers
      .map((one) => ({ ...one, comments: 0, stars: null, ...scorePaper(one) }))
      .sort(byScore)
      .map(({ id }) => id);

  it("keeps a month's second most upvoted paper second, though it was listed on the first day", () => {
    const others = [189, 120, 110, 101, 95, 90, 84, 80, 76, 70];
    const late = others.map((upvotes, index) => ({ id: `late ${index}`, upvotes, ageDays: 1 + index }));
    const order = rank([{ id: "first day's", upvotes: 162, ageDays: 31 }, ...late]);
    expect(order.indexOf("first day's")).toBe(1);
  });

  it("puts a Friday's paper above a Monday's that has few votes more, by 0.08, and not above one with 64", () => {
    const monday = (upvotes: number) => scorePaper({ upvotes, ageDays: 7 }).score;
    const friday = scorePaper({ upvotes: 55, ageDays: 3 }).score;
    expect(friday - monday(59)).toBeCloseTo(0.079, 3);
    expect(friday).toBeGreaterThan(monday(62));
    expect(friday).toBeLessThan(monday(64));
  });
});

const paper = (some: Partial<Scored>): Scored => ({
  id: "a",
  score: 1,
  upvotes: 1,
  comments: 1,
  stars: 1,
  ...some,
});

describe("byScore", () => {
  const order = (...papers: Partial<Scored>[]) =>
    papers
      .map(paper)
      .sort(byScore)
      .map(({ id }) => id);

  it("puts the higher score first, whatever else", () => {
    expect(order({ score: 1, upvotes: 9, comments: 9, stars: 9, id: "b" }, { score: 2, id: "a" })).toEqual([
      "a",
      "b",
    ]);
  });

  it("puts more upvotes first among equal scores, then more comments, then more stars", () => {
    expect(order({ id: "b", comments: 9, stars: 9 }, { id: "a", upvotes: 2 })).toEqual(["a", "b"]);
    expect(order({ id: "b", stars: 9 }, { id: "a", comments: 2 })).toEqual(["a", "b"]);
    expect(order({ id: "b" }, { id: "a", stars: 2 })).toEqual(["a", "b"]);
  });

  it("takes a paper without code for one without stars", () => {
    expect(order({ id: "b", stars: null }, { id: "a", stars: 1 })).toEqual(["a", "b"]);
    expect(order({ id: "a", stars: null }, { id: "b", stars: 0 })).toEqual(["b", "a"]);
  });

  it("puts the newer identifier first among equals", () => {
    expect(order({ id: "a" }, { id: "b" })).toEqual(["b", "a"]);
    expect(order({ id: "b" }, { id: "a" })).toEqual(["b", "a"]);
  });

  it("calls only the same paper equal", () => {
    expect(byScore(paper({}), paper({}))).toBe(0);
  });

  it("gives one order whatever order the papers came in", () => {
    const some = fc.record({
      id: fc.integer({ min: 0, max: 99_999 }).map((n) => `2606.${String(n).padStart(5, "0")}`),
      upvotes: fc.integer({ min: 0, max: 3 }),
      comments: fc.integer({ min: 0, max: 2 }),
      stars: fc.option(fc.integer({ min: 0, max: 2 })),
    });
    const papers = fc.uniqueArray(some, { selector: (one) => one.id, maxLength: 20 });
    const shuffled = papers.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const ids = (these: typeof list) =>
          these
            .map((one) => ({ ...one, ...scorePaper({ upvotes: one.upvotes, ageDays: 0 }) }))
            .sort(byScore)
            .map((one) => one.id);
        expect(ids(other)).toEqual(ids(list));
      }),
    );
  });
});
