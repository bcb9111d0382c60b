import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sampleDay, samplePapers } from "../../../seeds/sample-day.ts";
import { seedSample } from "../../../seeds/seed.ts";
import { rankEdition } from "../../../src/editions/rank-edition.ts";
import { insertListings } from "../../../src/papers/listings-store.ts";
import { insertSignals } from "../../../src/papers/signals-store.ts";
import type { SourcePaper } from "../../../src/papers/sources/paper-source.ts";
import { upsertPapers } from "../../../src/papers/store.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";

let ctx: TestContext;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-17T04:00:00Z" });
});
afterAll(() => ctx.close());

beforeEach(async () => {
  ctx.clock.set("2026-06-17T04:00:00Z");
  await emptyTables(ctx);
});

const paperOf = (id: string): SourcePaper => ({
  id,
  title: `Paper ${id}`,
  abstract: "An abstract.",
  summary: null,
  authors: ["Ana García"],
  organization: null,
  keywords: [],
  primaryCategory: "cs.CL",
  categories: ["cs.CL"],
  doi: null,
  comment: null,
  publishedAt: new Date("2026-06-10T00:00:00Z"),
  codeUrl: null,
  projectUrl: null,
  discussionUrl: null,
  thumbnailUrl: null,
  discussion: null,
  signal: null,
});

type Votes = [at: string, upvotes: number, comments?: number];

/** A paper listed on a day, with its votes in the order of time. */
async function given(
  id: string,
  day: string,
  votes: Votes[],
  source: "huggingface" | "arxiv" = "huggingface",
) {
  const now = new Date(`${day}T01:00:00Z`);
  await upsertPapers(ctx.db, [paperOf(id)], { now, ownsTexts: true });
  await insertListings(ctx.db, { day, source, ids: [id], now });
  for (const [at, upvotes, comments = 0] of votes) {
    await insertSignals(ctx.db, [{ paperId: id, signal: { upvotes, comments, stars: null } }], new Date(at));
  }
}

const rank = (period: string, cadence: "daily" | "weekly" | "monthly" = "daily", now = ctx.clock.now()) =>
  rankEdition(ctx.db, { cadence, period, now });
const ids = (papers: { id: string; section: string }[], section = "top") =>
  papers.filter((paper) => paper.section === section).map((paper) => paper.id);

describe("rankEdition", () => {
  it("orders a closed day by the newest votes known, ties by comments", async () => {
    await given("2606.00001", "2026-06-16", [
      ["2026-06-16T02:00:00Z", 50],
      ["2026-06-17T03:00:00Z", 51],
    ]);
    await given("2606.00002", "2026-06-16", [
      ["2026-06-16T02:00:00Z", 5],
      ["2026-06-17T03:00:00Z", 90],
    ]);
    await given("2606.00003", "2026-06-16", [["2026-06-16T02:00:00Z", 51, 7]]);
    const ranked = await rank("2026-06-16");
    expect(ids(ranked)).toEqual(["2606.00002", "2606.00003", "2606.00001"]);
    expect(ranked.map((paper) => paper.rank)).toEqual([1, 2, 3]);
    expect(ranked[0]).toMatchObject({
      upvotes: 90,
      explanation: { kind: "place", place: 1, of: 3, upvotes: 90 },
    });
  });

  it("knows nothing of votes that came after the moment of ranking", async () => {
    await given("2606.00001", "2026-06-16", [
      ["2026-06-16T02:00:00Z", 50],
      ["2026-06-20T03:00:00Z", 500],
    ]);
    const [first] = await rank("2026-06-16");
    expect(first?.upvotes).toBe(50);
  });

  it("ranks papers that nobody votes on below those that have votes", async () => {
    await given("2606.00009", "2026-06-16", [], "arxiv");
    await given("2606.00001", "2026-06-16", [["2026-06-16T02:00:00Z", 1]]);
    const ranked = await rank("2026-06-16");
    expect(ids(ranked)).toEqual(["2606.00001", "2606.00009"]);
    expect(ranked[1]).toMatchObject({ upvotes: 0, explanation: { kind: "announced" } });
  });

  it("takes a week's papers once each, an older day a little below a newer one", async () => {
    await given("2606.00001", "2026-06-15", [["2026-06-15T09:00:00Z", 50]]);
    await given("2606.00002", "2026-06-17", [["2026-06-17T02:00:00Z", 50]]);
    await given("2606.00001", "2026-06-18", []);
    await given("2606.00003", "2026-06-15", [["2026-06-15T09:00:00Z", 50]]);
    await given("2606.00004", "2026-06-22", [["2026-06-17T03:00:00Z", 99]]);
    expect(ids(await rank("2026-W25", "weekly"))).toEqual(["2606.00001", "2606.00002", "2606.00003"]);
    expect(ids(await rank("2026-06", "monthly"))[0]).toBe("2606.00004");
  });

  it("tells how many votes the last day brought, or nothing when the history is too short", async () => {
    await given("2606.00001", "2026-06-16", [
      ["2026-06-15T20:00:00Z", 10],
      ["2026-06-17T02:00:00Z", 48],
    ]);
    await given("2606.00002", "2026-06-16", [["2026-06-17T02:00:00Z", 30]]);
    expect((await rank("2026-06-16")).map((paper) => paper.rise)).toEqual([38, null]);
  });

  it("brings back a paper of the fortnight that rose after its day", async () => {
    await given("2606.00001", "2026-06-16", [["2026-06-16T02:00:00Z", 5]]);
    await given("2606.00002", "2026-06-10", [
      ["2026-06-10T20:00:00Z", 20],
      ["2026-06-16T20:00:00Z", 64],
    ]);
    await given("2606.00003", "2026-06-10", [
      ["2026-06-10T20:00:00Z", 100],
      ["2026-06-16T20:00:00Z", 120],
    ]);
    await given("2606.00004", "2026-06-01", [
      ["2026-06-01T20:00:00Z", 20],
      ["2026-06-16T20:00:00Z", 90],
    ]);
    // Nobody saw it on its own day.
    await given("2606.00005", "2026-06-11", [["2026-06-16T20:00:00Z", 90]]);
    const late = (await rank("2026-06-16")).filter((paper) => paper.section === "late");
    expect(late.map(({ id, rank: place, explanation }) => [id, place, explanation])).toEqual([
      ["2606.00002", 1, { kind: "late-rise", gained: 44, since: "2026-06-10", upvotes: 64 }],
    ]);
  });

  it("shows a late riser once, and shows the same when the same day is ranked again", async () => {
    await given("2606.00001", "2026-06-16", [["2026-06-16T02:00:00Z", 5]]);
    await given("2606.00006", "2026-06-17", [["2026-06-17T02:00:00Z", 5]]);
    await given("2606.00002", "2026-06-10", [
      ["2026-06-10T20:00:00Z", 20],
      ["2026-06-16T20:00:00Z", 64],
    ]);
    await publishEdition(ctx, { cadence: "daily", period: "2026-06-16", isHeld: false, isNow: false });
    expect(ids(await rank("2026-06-16"), "late")).toEqual(["2606.00002"]);
    expect(ids(await rank("2026-06-17"), "late")).toEqual([]);
  });

  it.each([
    ["daily", "2026-02-30"],
    ["weekly", "2026-W60"],
    ["monthly", "2026-13"],
  ] as const)("refuses the %s period %s", async (cadence, period) => {
    await expect(rank(period, cadence)).rejects.toThrow(/is not a /);
  });
});

describe("seedSample", () => {
  const counts = async () => {
    const { rows } = await ctx.db.execute(sql`
      select (select count(*)::int from papers) as papers, (select count(*)::int from paper_signals) as signals,
        (select count(*)::int from paper_listings) as listings, (select count(*)::int from subscribers) as readers,
        (select max(updated_at) from papers) as updated`);
    return rows[0];
  };

  it("loads a day that ranks as it did, with late risers and twelve readers", async () => {
    ctx.clock.set("2026-11-24T05:00:00Z");
    const seeded = await seedSample(ctx);
    expect(seeded).toEqual({ day: sampleDay, papers: 31, subscribers: 12 });
    const ranked = await rank(sampleDay);
    const expected = samplePapers.filter((paper) => paper.listedOn === sampleDay);
    expect(ids(ranked)).toHaveLength(expected.length);
    expect(ranked[0]).toMatchObject({ id: "2606.14777", upvotes: 150, comments: 1, stars: 100 });
    expect(ids(ranked, "late")).toEqual(["2606.12384", "2606.06036", "2606.09730"]);
    expect(ranked.every((paper) => !/[\\$^]/.test(paper.title + paper.paper.summary))).toBe(true);
  });

  it("changes nothing when repeated", async () => {
    await seedSample(ctx);
    const before = await counts();
    ctx.clock.advance(86_400_000);
    await seedSample(ctx);
    expect(await counts()).toEqual(before);
  });

  it("pauses the reader who is to be paused, and leaves the others active", async () => {
    await seedSample(ctx);
    const { rows } = await ctx.db.execute(
      sql`select state, count(*)::int as count from subscribers group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { state: "active", count: 11 },
      { state: "paused", count: 1 },
    ]);
  });
});
