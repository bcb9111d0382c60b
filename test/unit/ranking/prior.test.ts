import { describe, expect, it } from "vitest";
import {
  centredMeans,
  type KnownAtListing,
  priorParts,
  priorScore,
  shippedPriorWeights,
  sumOfParts,
  type VotedPaper,
} from "../../../src/ranking/prior.ts";

const unknown: KnownAtListing = {
  organization: null,
  submitter: null,
  authors: 0,
  stars: null,
  hasProjectPage: false,
  hasMedia: false,
  claimedAuthors: null,
  isAuthorIn: null,
};
const voted = (day: string, upvotes: number, some: Partial<KnownAtListing> = {}): VotedPaper => ({
  ...unknown,
  day,
  upvotes,
  ...some,
});
const noMeans = centredMeans([]);

describe("centredMeans", () => {
  it("judges names by the votes above those of the same day, shrunk by five", () => {
    const { organizations, submitters } = centredMeans([
      // log2 votes 1 and 3 around 2.
      voted("2026-06-15", 1, { organization: "Lab A", submitter: "ann" }),
      voted("2026-06-15", 7, { organization: "Lab B", submitter: "ben" }),
      // 2, 6 and 4 around 4.
      voted("2026-06-16", 3, { submitter: "ann" }),
      voted("2026-06-16", 63, { organization: "Lab B" }),
      voted("2026-06-16", 15),
    ]);
    expect([...organizations]).toEqual([
      ["Lab A", -1 / 6],
      ["Lab B", (1 + 2) / 7],
    ]);
    expect([...submitters]).toEqual([
      ["ann", (-1 - 2) / 7],
      ["ben", 1 / 6],
    ]);
  });

  it("is moved by no day that is louder as a whole", () => {
    const day = (upvotes: number) => [
      voted("2026-06-15", upvotes, { submitter: "ann" }),
      voted("2026-06-15", upvotes),
    ];
    expect(centredMeans(day(900)).submitters.get("ann")).toBe(0);
  });
});

describe("priorParts", () => {
  it("weighs each signal that is known at listing", () => {
    const means = {
      organizations: new Map([["Lab A", 0.5]]),
      submitters: new Map([["ann", -0.25]]),
    };
    const paper: KnownAtListing = {
      organization: "Lab A",
      submitter: "ann",
      authors: 7,
      stars: 31,
      hasProjectPage: true,
      hasMedia: true,
      claimedAuthors: 3,
      isAuthorIn: true,
    };
    const parts = priorParts(paper, means);
    expect(parts).toEqual({
      organization: 0.5 * 0.57,
      submitter: -0.25 * 1.41,
      authors: 3 * 0.44,
      stars: 5 * 0.15,
      projectPage: 0.23,
      media: 0.17,
      claimedAuthors: 2 * 0.95,
      authorTakesPart: -0.97,
    });
    expect(priorScore(paper, means)).toBe(sumOfParts(parts));
    expect(sumOfParts(parts)).toBeCloseTo(0.285 - 0.3525 + 1.32 + 0.75 + 0.23 + 0.17 + 1.9 - 0.97, 12);
  });

  it("makes nothing of what is not known", () => {
    expect(priorScore(unknown, noMeans)).toBe(0);
    expect(priorScore({ ...unknown, organization: "new", submitter: "new" }, noMeans)).toBe(0);
    const odd = { organizations: new Map([["", 9]]), submitters: new Map([["", 9]]) };
    expect(priorScore({ ...unknown, isAuthorIn: false, claimedAuthors: 0, stars: 0 }, odd)).not.toBeNaN();
  });

  it("uses other weights when there are", () => {
    const weights = { ...shippedPriorWeights, authors: 2 };
    expect(priorScore({ ...unknown, authors: 3 }, noMeans, weights)).toBe(4);
  });
});
