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

describe("byScore", () => {
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
