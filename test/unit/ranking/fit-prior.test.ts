import { describe, expect, it } from "vitest";
import {
  crossValidate,
  fitPrior,
  type PriorDay,
  priorCorrelation,
  priorDays,
} from "../../../src/ranking/fit-prior.ts";
import {
  figuresOf,
  type PriorFigures,
  priorSignals,
  shippedPriorWeights,
  sumOfParts,
  type VotedPaper,
} from "../../../src/ranking/prior.ts";

/** Numbers in [0, 1) that look random and are the same at every run. */
function chance(): () => number {
  let state = 12_345;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Days whose votes follow weights, as far as noise lets them; each day has a level of its own. */
function madeDays(weights: PriorFigures, count: number, noise: number): PriorDay[] {
  const next = chance();
  return Array.from({ length: count }, (_, index) => {
    const strengths = Array.from({ length: 30 }, () => figuresOf(() => 4 * next()));
    const votes = strengths.map(
      (one) =>
        index + sumOfParts(figuresOf((signal) => one[signal] * weights[signal])) + noise * (next() - 0.5),
    );
    return { day: `day ${index}`, strengths, votes };
  });
}

const wanted: PriorFigures = {
  organization: 1,
  submitter: -2,
  authors: 0.25,
  stars: 0,
  projectPage: 3,
  media: -0.5,
  claimedAuthors: 0.125,
  authorTakesPart: 1.5,
};

describe("fitPrior", () => {
  it("finds the weights that made the votes, whatever the level of each day", () => {
    const found = fitPrior(madeDays(wanted, 60, 0));
    for (const signal of priorSignals) expect(found[signal]).toBeCloseTo(wanted[signal], 1);
    expect(priorCorrelation(madeDays(wanted, 10, 0), found)).toBeGreaterThan(0.999);
  });

  it("finds them through noise", () => {
    const found = fitPrior(madeDays(wanted, 60, 4));
    for (const signal of priorSignals) expect(Math.abs(found[signal] - wanted[signal])).toBeLessThan(0.1);
  });

  it("leaves the weight of what no paper has as it was shipped", () => {
    const days = madeDays({ ...wanted, media: 0 }, 20, 0).map((day) => ({
      ...day,
      strengths: day.strengths.map((one) => ({ ...one, media: 0 })),
    }));
    expect(fitPrior(days).media).toBe(shippedPriorWeights.media);
    expect(fitPrior([])).toEqual(shippedPriorWeights);
  });

  it("moves from the shipped weight by what ten papers' doubt leaves", () => {
    // Two papers half a step around their mean: sum of squares 0.5, votes one apart.
    const none = figuresOf(() => 0);
    const day = { day: "day", strengths: [none, { ...none, media: 1 }], votes: [0, 1] };
    const change = (0.5 * (1 - shippedPriorWeights.media)) / (0.5 + 10);
    expect(fitPrior([day]).media).toBeCloseTo(shippedPriorWeights.media + change, 12);
  });
});

describe("crossValidate", () => {
  it("judges weights by days that they were not fitted to", () => {
    const days = madeDays(wanted, 30, 2);
    expect(crossValidate(days)).toBeGreaterThan(0.9);
    expect(crossValidate(days)).toBeLessThan(priorCorrelation(days, fitPrior(days)) + 0.001);
  });

  it("finds no order in chance", () => {
    const next = chance();
    const days = madeDays(wanted, 40, 0).map((day) => ({ ...day, votes: day.votes.map(() => next()) }));
    expect(Math.abs(crossValidate(days))).toBeLessThan(0.1);
  });

  it("says 0 of no days", () => {
    expect([crossValidate([]), priorCorrelation([], wanted)]).toEqual([0, 0]);
  });
});

describe("priorDays", () => {
  const paper = (day: string, upvotes: number, claimedAuthors: number | null = 0): VotedPaper => ({
    day,
    upvotes,
    organization: null,
    submitter: "ann",
    authors: 3,
    stars: null,
    hasProjectPage: false,
    hasMedia: false,
    claimedAuthors,
    isAuthorIn: false,
  });
  const dayOfPapers = (day: string, votes: number[], claimed: (number | null)[] = []) =>
    votes.map((upvotes, index) => paper(day, upvotes, claimed[index] === undefined ? 0 : claimed[index]));

  it("knows of each day only what the days before it told", () => {
    const first = dayOfPapers("2026-06-15", [0, 0, 0, 0]);
    const loud = { ...paper("2026-06-15", 31), submitter: "ben" };
    const days = priorDays([
      ...[...first, loud],
      ...dayOfPapers("2026-06-16", [1, 1, 1, 1]),
      { ...paper("2026-06-16", 1), submitter: "ben" },
    ]);
    expect(days.map(({ day, votes }) => [day, votes])).toEqual([
      ["2026-06-15", [0, 0, 0, 0, 5]],
      ["2026-06-16", [1, 1, 1, 1, 1]],
    ]);
    expect(days[0]?.strengths.map(({ submitter }) => submitter)).toEqual([0, 0, 0, 0, 0]);
    expect(days[1]?.strengths.map(({ submitter }) => submitter)).toEqual([
      ...Array.from({ length: 4 }, () => -4 / 9),
      4 / 6,
    ]);
  });

  it("leaves out days with fewer than five papers, which judge names all the same", () => {
    const days = priorDays([
      ...dayOfPapers("2026-06-15", [0, 0, 0]),
      { ...paper("2026-06-15", 15), submitter: "ben" },
      ...dayOfPapers("2026-06-16", [1, 1, 1, 1, 1]),
    ]);
    expect(days.map(({ day }) => day)).toEqual(["2026-06-16"]);
    expect(days[0]?.strengths[0]?.submitter).toBe(-3 / 8);
  });

  it("leaves out days of which claims are known of fewer than half the papers", () => {
    const told = (claims: (number | null)[]) => dayOfPapers("2026-06-15", [1, 2, 3, 4, 5, 6], claims);
    expect(priorDays(told([0, 1, 0, null, null, null]))).toHaveLength(1);
    expect(priorDays(told([0, 1, null, null, null, null]))).toHaveLength(0);
  });
});
