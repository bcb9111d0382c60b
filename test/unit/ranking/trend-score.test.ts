import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byScore, scorePaper } from "../../../src/ranking/trend-score.ts";

const count = fc.integer({ min: 0, max: 900 });
const tieBreakers = fc.record({
  comments: fc.integer({ min: 0, max: 5000 }),
  stars: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
});

describe("scorePaper", () => {
  it("lets one more upvote outweigh any number of comments and stars within a day", () => {
    fc.assert(
      fc.property(count, tieBreakers, tieBreakers, (upvotes, few, many) => {
        const lower = scorePaper({ upvotes, ...many, ageDays: 0 });
        const higher = scorePaper({ upvotes: upvotes + 1, ...few, ageDays: 0 });
        expect(higher.score).toBeGreaterThan(lower.score);
      }),
    );
  });

  it("is the sum of its parts, without decay within one day", () => {
    fc.assert(
      fc.property(count, tieBreakers, fc.integer({ min: 0, max: 30 }), (upvotes, rest, ageDays) => {
        const { score, parts } = scorePaper({ upvotes, ...rest, ageDays });
        expect(score).toBeCloseTo(parts.upvotes + parts.comments + parts.stars + parts.decay, 12);
        expect(parts.decay === 0).toBe(ageDays === 0);
      }),
    );
  });

  it("parts equals by comments, then by stars", () => {
    const base = { upvotes: 20, comments: 1, stars: null, ageDays: 0 };
    const plain = scorePaper(base).score;
    expect(scorePaper({ ...base, comments: 2 }).score).toBeGreaterThan(plain);
    expect(scorePaper({ ...base, stars: 50 }).score).toBeGreaterThan(plain);
  });

  it("puts an older day below a newer one with the same votes", () => {
    const base = { upvotes: 20, comments: 0, stars: 0 };
    expect(scorePaper({ ...base, ageDays: 3 }).score).toBeLessThan(scorePaper({ ...base, ageDays: 0 }).score);
  });
});

describe("the parts of a score", () => {
  it("give one point more for twice the votes", () => {
    expect(scorePaper({ upvotes: 63, comments: 0, stars: 0, ageDays: 0 }).parts.upvotes).toBe(6);
    expect(scorePaper({ upvotes: 127, comments: 0, stars: 0, ageDays: 0 }).parts.upvotes).toBe(7);
    expect(scorePaper({ upvotes: 0, comments: 0, stars: null, ageDays: 0 }).score).toBe(0);
  });

  it("take off the same for each day of age, and nothing for a day that is yet to come", () => {
    const decay = (ageDays: number) =>
      scorePaper({ upvotes: 20, comments: 0, stars: 0, ageDays }).parts.decay;
    expect([decay(1), decay(2), decay(6)]).toEqual([-0.05, -0.1, -0.05 * 6]);
    expect(decay(-1)).toBe(0);
    expect(Object.is(decay(0), 0)).toBe(true);
  });

  it("grow with comments and stars, ever less, and stay below what one upvote of 900 is worth", () => {
    const parts = (comments: number, stars: number) =>
      scorePaper({ upvotes: 0, comments, stars, ageDays: 0 }).parts;
    expect(parts(10, 0).comments).toBeCloseTo(0.0005, 12);
    expect(parts(0, 99).stars).toBeCloseTo(0.00025, 12);
    const most = parts(1e9, 1e30);
    expect(most.comments + most.stars).toBeLessThan(Math.log2(901 / 900));
    expect(most.comments).toBeGreaterThan(most.stars);
  });

  it("count what a source got wrong as nothing", () => {
    const none = scorePaper({ upvotes: 0, comments: 0, stars: 0, ageDays: 0 });
    for (const wrong of [-3, Number.NaN, Number.POSITIVE_INFINITY])
      expect(scorePaper({ upvotes: wrong, comments: wrong, stars: wrong, ageDays: 0 })).toEqual(none);
  });
});

describe("byScore", () => {
  const order = (...papers: { score: number; upvotes: number; id: string }[]) =>
    papers.sort(byScore).map(({ id }) => id);

  it("puts the higher score first, whatever the votes", () => {
    expect(order({ score: 1, upvotes: 9, id: "b" }, { score: 2, upvotes: 1, id: "a" })).toEqual(["a", "b"]);
  });

  it("puts more upvotes first among equal scores, then the newer identifier", () => {
    expect(order({ score: 1, upvotes: 1, id: "b" }, { score: 1, upvotes: 2, id: "a" })).toEqual(["a", "b"]);
    expect(order({ score: 1, upvotes: 1, id: "a" }, { score: 1, upvotes: 1, id: "b" })).toEqual(["b", "a"]);
    expect(order({ score: 1, upvotes: 1, id: "b" }, { score: 1, upvotes: 1, id: "a" })).toEqual(["b", "a"]);
  });

  it("calls only the same paper equal", () => {
    const paper = { score: 1, upvotes: 1, id: "a" };
    expect(byScore(paper, { ...paper })).toBe(0);
  });

  it("gives one order whatever order the papers came in", () => {
    const paper = fc.record({
      id: fc.integer({ min: 0, max: 99_999 }).map((n) => `2606.${String(n).padStart(5, "0")}`),
      upvotes: fc.integer({ min: 0, max: 3 }),
    });
    const papers = fc.uniqueArray(paper, { selector: (one) => one.id, maxLength: 20 });
    const shuffled = papers.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const scored = (some: typeof list) =>
          some.map((one) => ({ ...one, ...scorePaper({ ...one, comments: 0, stars: null, ageDays: 0 }) }));
        const ids = (some: typeof list) =>
          scored(some)
            .sort(byScore)
            .map((one) => one.id);
        expect(ids(other)).toEqual(ids(list));
      }),
    );
  });
});
