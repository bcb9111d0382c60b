import { describe, expect, it } from "vitest";
import { mostFillUps } from "../../../src/digest/fill-up.ts";

describe("a digest with room for six more", () => {
  it.each([
    ["yes", 1, 6],
    ["yes", 9, 6],
    ["few", 1, 1],
    ["few", 3, 3],
    ["few", 9, 3],
    ["no", 9, 0],
  ] as const)("of a reader who chose %s, beside %i matches, is filled up with %i top papers", (fillUp, matched, most) => {
    expect(mostFillUps(fillUp, matched, 6)).toBe(most);
  });
});

it("is never filled beyond its room", () => {
  expect(mostFillUps("yes", 5, 0)).toBe(0);
  expect(mostFillUps("few", 5, 1)).toBe(1);
});
