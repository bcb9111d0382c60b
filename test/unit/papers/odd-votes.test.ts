import { describe, expect, it } from "vitest";
import { oddMoveOf } from "../../../src/papers/odd-votes.ts";

const minute = 60_000;

describe("oddMoveOf", () => {
  it.each([
    ["tenfold within an hour", 6, 60, 60, "jumped"],
    ["to many from none", 0, 20, 60, "jumped"],
    ["tenfold within a morning", 6, 60, 180, null],
    ["ninefold", 6, 54, 60, null],
    ["tenfold from next to none", 1, 12, 60, null],
    ["down by half", 40, 20, 600, "fell"],
    ["down to none", 5, 0, 60, "fell"],
    ["down by a vote or two", 40, 38, 60, null],
    ["down by little of much", 200, 190, 60, null],
    ["up as ever", 40, 44, 60, null],
  ] as const)("%s", (_, before, after, minutes, move) => {
    expect(oddMoveOf({ before, after, withinMs: minutes * minute })).toBe(move);
  });
});
