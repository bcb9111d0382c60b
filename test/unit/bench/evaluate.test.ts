import { describe, expect, it } from "vitest";
import { ndcgAt, recallAt } from "../../../bench/support/evaluate.ts";

const ideal = ["a", "b", "c"];

describe("ndcgAt", () => {
  it("is 1 for the ideal order, 0 for none of it, and less the later the best come", () => {
    expect(ndcgAt(3, ideal, ideal)).toBe(1);
    expect(ndcgAt(3, ["x", "y", "z", "a"], ideal)).toBe(0);
    expect(ndcgAt(3, ["c", "b", "a"], ideal)).toBeLessThan(1);
    expect(ndcgAt(3, ["b", "a", "c"], ideal)).toBeGreaterThan(ndcgAt(3, ["c", "b", "a"], ideal));
    expect(ndcgAt(3, [], [])).toBe(0);
  });

  it("agrees with a case worked by hand", () => {
    // Gains 3, 2, 1 at discounts 1, log2(3), 2: found b and a.
    const most = 3 + 2 / Math.log2(3) + 1 / 2;
    expect(ndcgAt(3, ["b", "x", "a"], ideal)).toBeCloseTo((2 + 3 / 2) / most, 12);
  });
});

describe("recallAt", () => {
  it("is the part of the ideal that is shown within the depth", () => {
    expect(recallAt(3, ["c", "x", "a", "b"], ideal)).toBeCloseTo(2 / 3, 12);
    expect(recallAt(3, [], ideal)).toBe(0);
    expect(recallAt(3, ["a"], [])).toBe(0);
  });
});
