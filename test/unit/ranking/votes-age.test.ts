import { expect, it } from "vitest";
import { votesAges } from "../../../src/ranking/votes-age.ts";

const look = (day: string, at: string) => ({ day, startedAt: new Date(at) });
const ages = (daysOf: Record<string, string[]>, ...looks: ReturnType<typeof look>[]) =>
  Object.fromEntries(votesAges(new Map(Object.entries(daysOf)), looks));

it("counts from the start of the day to its newest look", () => {
  const looks = [
    look("2026-06-15", "2026-06-15T02:00:00Z"),
    look("2026-06-15", "2026-06-16T12:00:00Z"),
    look("2026-06-15", "2026-06-15T06:00:00Z"),
    look("2026-06-16", "2026-06-18T00:00:00Z"),
  ];
  expect(ages({ one: ["2026-06-15"], other: ["2026-06-15"] }, ...looks)).toEqual({ one: 1.5, other: 1.5 });
});

it("counts from the start of a paper's first day to the newest look at any of its days", () => {
  const looks = [look("2026-06-15", "2026-06-16T00:00:00Z"), look("2026-06-21", "2026-06-21T12:00:00Z")];
  const found = ages(
    { again: ["2026-06-15", "2026-06-21"], new: ["2026-06-21"], gone: ["2026-06-20", "2026-06-22"] },
    ...looks,
  );
  expect(found).toEqual({ again: 6.5, new: 0.5, gone: 0 });
});

it("takes votes for new where a clock ran backwards, or no source counts them", () => {
  const found = ages({ early: ["2026-06-16"], announced: [] }, look("2026-06-16", "2026-06-15T20:00:00Z"));
  expect(found).toEqual({ early: 0, announced: 0 });
});
