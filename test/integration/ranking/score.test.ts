import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addDays } from "../../../src/calendar/periods.ts";
import { rankEdition } from "../../../src/editions/rank-edition.ts";
import { insertListings } from "../../../src/papers/listings-store.ts";
import { insertSourceRun } from "../../../src/papers/runs-store.ts";
import { insertSignals } from "../../../src/papers/signals-store.ts";
import { emptyPaper } from "../../../src/papers/sources/arxiv-feeds.ts";
import type { SourceName, SourcePaper } from "../../../src/papers/sources/paper-source.ts";
import { upsertPapers } from "../../../src/papers/store.ts";
import { shippedPriorWeights } from "../../../src/ranking/prior.ts";
import { deleteRefit, findRefit } from "../../../src/ranking/prior-store.ts";
import { refitPrior } from "../../../src/ranking/refit-prior.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";

let ctx: TestContext;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-22T03:00:00Z" });
});
afterAll(() => ctx.close());

beforeEach(async () => {
  ctx.clock.set("2026-06-22T03:00:00Z");
  await emptyTables(ctx);
});

type Some = Partial<SourcePaper> & { submitter?: string; claimedAuthors?: number };

const paperOf = (id: string, { submitter, claimedAuthors, ...some }: Some): SourcePaper => ({
  ...emptyPaper,
  id,
  title: `Paper ${id}`,
  abstract: "An abstract.",
  authors: ["Ana García"],
  primaryCategory: "cs.CL",
  categories: ["cs.CL"],
  publishedAt: new Date("2026-06-10T00:00:00Z"),
  discussion: {
    id: null,
    submitter: submitter ?? null,
    claimedAuthors: claimedAuthors ?? 0,
    isAuthorIn: false,
    mediaCount: 0,
    mediaUrls: [],
  },
  ...some,
});

type Given = Some & { id: string; upvotes?: number; at?: string };

/** Papers listed on a day, each with the votes that one look at the start of the day, or at `at`, saw. */
async function given(day: string, papers: Given[], source: SourceName = "huggingface") {
  const now = new Date(`${day}T01:00:00Z`);
  await upsertPapers(
    ctx.db,
    papers.map(({ id, upvotes: _votes, at: _at, ...some }) => paperOf(id, some)),
    { now, ownsTexts: true },
  );
  await insertListings(ctx.db, { day, source, ids: papers.map(({ id }) => id), now });
  for (const at of new Set(papers.map((paper) => paper.at))) {
    const seen = papers.flatMap(({ id, upvotes, at: own }) =>
      upvotes === undefined || own !== at
        ? []
        : [{ paperId: id, signal: { upvotes, comments: 0, stars: null } }],
    );
    await insertSignals(ctx.db, seen, new Date(at ?? now));
  }
}

async function looked(day: string, at: string) {
  const startedAt = new Date(at);
  await insertSourceRun(ctx.db, {
    source: "huggingface",
    day,
    startedAt,
    finishedAt: startedAt,
    isOk: true,
    papers: 1,
    rejected: 0,
  });
}

const rank = (period: string, cadence: "daily" | "weekly" = "daily") =>
  rankEdition(ctx.db, { cadence, period, now: ctx.clock.now() });
const idsOf = (papers: { id: string }[]) => papers.map(({ id }) => id);

describe("the score of a week", () => {
  it("adds what the votes may still gain, by how old they are at the look that gave them", async () => {
    await given("2026-06-15", [{ id: "2606.00001", upvotes: 63 }]);
    await given("2026-06-19", [{ id: "2606.00005", upvotes: 63 }]);
    for (const day of ["2026-06-15", "2026-06-19"]) {
      await looked(day, `${day}T02:00:00Z`);
      await looked(day, "2026-06-22T00:00:00Z");
    }
    const [friday, monday] = await rank("2026-W25", "weekly");
    expect(friday).toMatchObject({ id: "2606.00005", parts: { upvotes: 6, prior: 0 } });
    expect(monday).toMatchObject({ id: "2606.00001", parts: { upvotes: 6, prior: 0 } });
    expect(friday?.parts.growth).toBeCloseTo(0.6 * 2 ** (-3 / 2.7), 12);
    expect(monday?.parts.growth).toBeCloseTo(0.6 * 2 ** (-7 / 2.7), 12);
  });

  it("tells papers whose votes changed from those that were looked at and did not, by votes alone", async () => {
    await given("2026-06-16", [
      { id: "2606.00001", upvotes: 20, at: "2026-06-16T02:00:00Z" },
      { id: "2606.00002", upvotes: 19, at: "2026-06-21T20:00:00Z" },
      { id: "2606.00003", upvotes: 20, at: "2026-06-21T20:00:00Z" },
    ]);
    await looked("2026-06-16", "2026-06-21T20:00:00Z");
    await looked("2026-06-16", "2026-06-23T20:00:00Z");
    const ranked = await rank("2026-W25", "weekly");
    expect(idsOf(ranked)).toEqual(["2606.00003", "2606.00001", "2606.00002"]);
    expect(new Set(ranked.map(({ parts }) => parts.growth)).size).toBe(1);
    expect(ranked[0]?.parts.growth).toBeCloseTo(0.6 * 2 ** (-(5 + 20 / 24) / 2.7), 12);
  });

  it("takes a re-listed paper's votes for as old as they are, and an announcement on arXiv for no vote", async () => {
    await given("2026-06-16", [{ id: "2606.00002" }], "arxiv");
    await given("2026-06-18", [
      { id: "2606.00002", upvotes: 31 },
      { id: "2606.00003", upvotes: 31 },
    ]);
    await given("2026-06-12", [{ id: "2606.00001" }]);
    await given("2026-06-18", [{ id: "2606.00001", upvotes: 31 }]);
    await looked("2026-06-12", "2026-06-13T00:00:00Z");
    await looked("2026-06-18", "2026-06-20T00:00:00Z");
    const growth = (await rank("2026-06-18")).map(({ id, parts }) => [id, parts.growth.toFixed(3)]);
    expect(growth).toEqual([
      ["2606.00003", (0.6 * 2 ** (-2 / 2.7)).toFixed(3)],
      ["2606.00002", (0.6 * 2 ** (-2 / 2.7)).toFixed(3)],
      ["2606.00001", (0.6 * 2 ** (-8 / 2.7)).toFixed(3)],
    ]);
  });

  it("goes by the newest signal of a day whose looks are forgotten", async () => {
    await given("2026-06-15", [
      { id: "2606.00001", upvotes: 31, at: "2026-06-15T12:00:00Z" },
      { id: "2606.00002", upvotes: 15, at: "2026-06-18T00:00:00Z" },
    ]);
    const growth = (await rank("2026-W25", "weekly")).map(({ parts }) => parts.growth);
    expect(growth).toEqual([0.6 * 2 ** (-3 / 2.7), 0.6 * 2 ** (-3 / 2.7)]);
  });
});

describe("papers without votes", () => {
  const earlier = async () => {
    for (const day of ["2026-06-10", "2026-06-11"]) {
      const id = day.slice(-2);
      await given(day, [
        { id: `2606.010${id}`, upvotes: 127, submitter: "ann", organization: "Lab A" },
        { id: `2606.020${id}`, upvotes: 1, submitter: "ben", organization: "Lab B" },
      ]);
    }
  };

  it("come after those that have one, in the order of what their makers' earlier papers met", async () => {
    await earlier();
    await given("2026-06-18", [
      { id: "2606.00009", upvotes: 0, submitter: "ben" },
      { id: "2606.00008", upvotes: 0 },
      { id: "2606.00007", upvotes: 0, submitter: "ann" },
      { id: "2606.00001", upvotes: 1, submitter: "ben" },
    ]);
    await given("2026-06-18", [{ id: "2606.00006", organization: "Lab A" }], "arxiv");
    const ranked = await rank("2026-06-18");
    expect(idsOf(ranked)).toEqual(["2606.00001", "2606.00007", "2606.00006", "2606.00008", "2606.00009"]);
    for (const { score, parts } of ranked) expect(parts.upvotes + parts.growth + parts.prior).toBe(score);
    expect(ranked.map(({ explanation }) => explanation?.kind).slice(1)).toEqual([
      "unvoted",
      "announced",
      "unvoted",
      "unvoted",
    ]);
  });

  it("are judged by days before their period alone, and not by those long ago", async () => {
    const luck = { upvotes: 900, submitter: "ben" };
    await given("2026-06-18", [
      { id: "2606.00009", upvotes: 0, submitter: "ann" },
      { id: "2606.00008", upvotes: 0, submitter: "ben" },
    ]);
    const before = idsOf(await rank("2026-06-18"));
    await given("2026-06-19", [
      { id: "2606.03001", ...luck },
      { id: "2606.03002", upvotes: 1 },
    ]);
    await given("2025-12-01", [
      { id: "2512.00001", ...luck },
      { id: "2512.00002", upvotes: 1 },
    ]);
    expect(idsOf(await rank("2026-06-18"))).toEqual(before);
    await given("2026-06-17", [
      { id: "2606.03003", ...luck },
      { id: "2606.03004", upvotes: 1 },
    ]);
    expect(idsOf(await rank("2026-06-18"))).toEqual(before.toReversed());
  });

  it("are ordered by the number of their authors and their code where no name is known", async () => {
    const authors = (count: number) => Array.from({ length: count }, (_, index) => `Author ${index}`);
    await given(
      "2026-06-18",
      [
        { id: "2606.00003", authors: authors(2) },
        { id: "2606.00002", authors: authors(12) },
        { id: "2606.00001", authors: authors(2), projectUrl: "https://example.com/" },
      ],
      "arxiv",
    );
    expect(idsOf(await rank("2026-06-18"))).toEqual(["2606.00002", "2606.00001", "2606.00003"]);
  });
});

describe("refitPrior", () => {
  /** Days on which claimed authors keep votes away, and nothing else matters. */
  async function giveDays(count: number) {
    for (let index = 1; index <= count; index++) {
      const papers = Array.from({ length: 21 }, (_, place) => ({
        id: `26${String(index).padStart(2, "0")}.${String(10_000 + place)}`,
        upvotes: 2 ** (6 - (place % 7)) + (place % 2),
        claimedAuthors: 2 ** (place % 7) - 1,
      }));
      await given(addDays("2026-06-14", -index), papers);
    }
  }

  it("refuses a history that is too short, in one sentence", async () => {
    await giveDays(3);
    await expect(refitPrior(ctx)).rejects.toThrow(
      "The history is too short to fit the prior to: 3 days with 63 papers are settled, 40 days with 800 papers are needed; the weights stay as they are.",
    );
    expect(await findRefit(ctx.db)).toBeNull();
  });

  it("keeps weights that order unseen days better, until they are reset", async () => {
    await giveDays(41);
    // Its votes have not settled.
    await given("2026-06-20", [{ id: "2606.09999", upvotes: 1 }]);
    const report = await refitPrior(ctx);
    expect(report).toMatchObject({ days: 41, papers: 861, isKept: true, shipped: report.held });
    expect(report.shipped.weights).toEqual(shippedPriorWeights);
    expect(report.shipped.correlation).toBeLessThan(-0.9);
    expect(report.fitted.correlation).toBeGreaterThan(0.9);
    expect(report.fitted.weights.claimedAuthors).toBeLessThan(-0.7);
    expect(report.fitted.weights.media).toBe(shippedPriorWeights.media);
    const unvoted = [
      { id: "2606.00002", upvotes: 0, claimedAuthors: 7 },
      { id: "2606.00001", upvotes: 0, claimedAuthors: 0 },
    ];
    await given("2026-06-19", unvoted);
    expect(idsOf(await rank("2026-06-19"))).toEqual(["2606.00001", "2606.00002"]);
    const again = await refitPrior(ctx);
    expect(again).toEqual({ ...report, held: { ...again.held, weights: report.fitted.weights } });
    expect(await deleteRefit(ctx.db)).toBe(true);
    expect(await deleteRefit(ctx.db)).toBe(false);
    expect(idsOf(await rank("2026-06-19"))).toEqual(["2606.00002", "2606.00001"]);
  });
});
