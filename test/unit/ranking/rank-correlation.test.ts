import { expect, it } from "vitest";
import { rankCorrelation } from "../../../src/ranking/rank-correlation.ts";

it("is 1 for the same order and -1 for the opposite one, whatever the distances", () => {
  expect(rankCorrelation([1, 2, 30], [5, 6, 7])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 30], [7, 6, -50])).toBeCloseTo(-1, 12);
});

it("gives equals the mean of their ranks", () => {
  // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
  expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(Math.sqrt(0.9), 12);
});

it("agrees with a textbook's example", () => {
  const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
  const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
  expect(rankCorrelation(iq, hours)).toBeCloseTo(-29 / 165, 12);
});

it("is 0 where one of the lists orders nothing", () => {
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBe(0);
  expect(rankCorrelation([], [])).toBe(0);
});
