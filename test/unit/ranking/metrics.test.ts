import { describe, expect, it } from "vitest";
import {
  estimate,
  type Ideal,
  idealOf,
  idealOfOrder,
  judge,
  ndcg,
  recall,
} from "../../../src/ranking/metrics.ts";

const given = (ideal: Ideal | null): Ideal => {
  if (ideal === null) throw new Error("There is no ideal.");
  return ideal;
};
const order = (depth: number, ...ids: string[]) => given(idealOfOrder(depth, ids));
const worth = (depth: number, votes: Record<string, number>) =>
  idealOf(depth, new Map(Object.entries(votes)));

describe("ndcg", () => {
  const ideal = order(3, "a", "b", "c");

  it("is 1 for the ideal order, 0 for none of it, and less the later the best come", () => {
    expect(ndcg(["a", "b", "c"], ideal)).toBe(1);
    expect(ndcg(["x", "y", "z", "a"], ideal)).toBe(0);
    expect(ndcg([], ideal)).toBe(0);
    expect(ndcg(["b", "a", "c"], ideal)).toBeGreaterThan(ndcg(["c", "b", "a"], ideal));
  });

  it("agrees with a case worked by hand", () => {
    // Gains 3, 2, 1 at discounts 1, log2(3), 2: found b and a.
    expect(ndcg(["b", "x", "a"], ideal)).toBeCloseTo((2 + 3 / 2) / (3 + 2 / Math.log2(3) + 1 / 2), 12);
  });

  it("takes any order of equals for as good", () => {
    const equals = given(worth(3, { a: 9, b: 7, c: 7 }));
    expect(ndcg(["a", "b", "c"], equals)).toBe(1);
    expect(ndcg(["a", "c", "b"], equals)).toBe(1);
    // b and c share the places worth 2 and 1.
    expect(ndcg(["b"], equals)).toBeCloseTo(1.5 / (3 + 1.5 / Math.log2(3) + 1.5 / 2), 12);
  });

  it("knows fewer papers than places, and none that is worth anything", () => {
    const two = given(worth(10, { a: 5, b: 1, c: 0 }));
    expect(ndcg(["a", "b", "c"], two)).toBe(1);
    expect(ndcg(["c", "a", "b"], two)).toBeCloseTo((2 / Math.log2(3) + 1 / 2) / (2 + 1 / Math.log2(3)), 12);
    expect(worth(10, { a: 0, b: 0 })).toBeNull();
    expect(worth(10, {})).toBeNull();
    expect(idealOfOrder(10, [])).toBeNull();
  });
});

describe("recall", () => {
  it("is the part of the best that stands among the first", () => {
    expect(recall(["c", "x", "a", "b"], order(3, "a", "b", "c"))).toBeCloseTo(2 / 3, 12);
    expect(recall([], order(3, "a", "b", "c"))).toBe(0);
    expect(recall(["b", "c", "a"], given(worth(10, { a: 5, b: 1, c: 0 })))).toBe(1);
  });

  it("takes any of those who share the last place, and counts no more of them than find room", () => {
    const ideal = given(worth(2, { a: 9, b: 4, c: 4, d: 4 }));
    expect(recall(["a", "d"], ideal)).toBe(1);
    expect(recall(["c", "d"], ideal)).toBe(0.5);
    expect(recall(["a", "x"], ideal)).toBe(0.5);
  });

  it("counts a paper that is named twice once", () => {
    expect(recall(["a", "a"], order(2, "a", "b"))).toBe(0.5);
  });
});

describe("the estimate of a difference", () => {
  it("is the mean within its interval, and the same each time", () => {
    const values = [0.1, 0.3, -0.1, 0.2, 0, 0.4, 0.1];
    const first = estimate(values);
    expect(first).toEqual(estimate(values));
    expect(first?.mean).toBeCloseTo(1 / 7, 12);
    expect(first?.low).toBeLessThan(1 / 7);
    expect(first?.high).toBeGreaterThan(1 / 7);
    expect(estimate([])).toBeNull();
  });

  it("has an interval about as wide as theory says", () => {
    // Half zeros, half ones: a standard error of 0.5 / sqrt(400), so 0.049 to each side.
    const { low = 0, high = 0 } = estimate(Array.from({ length: 400 }, (_, index) => index % 2)) ?? {};
    expect(low).toBeCloseTo(0.451, 2);
    expect(high).toBeCloseTo(0.549, 2);
  });

  it("says better, worse or same by the interval, and nothing of too few", () => {
    expect(judge(estimate([0.1, 0.2, 0.1, 0.3, 0.2]))).toBe("better");
    expect(judge(estimate([-0.1, -0.2, -0.1, -0.3, -0.2]))).toBe("worse");
    expect(judge(estimate([0.1, -0.2, 0.1, -0.1, 0.1]))).toBe("same");
    expect(judge(estimate([0, 0, 0, 0, 0]))).toBe("same");
    expect(judge(estimate([0.5, 0.5, 0.5, 0.5]))).toBeNull();
    expect(judge(null)).toBeNull();
  });
});
