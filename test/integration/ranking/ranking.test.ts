import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sampleDay, samplePapers } from "../../../seeds/sample-day.ts";
import { seedSample } from "../../../seeds/seed.ts";
import { addDays } from "../../../src/calendar/periods.ts";
import { rankEdition } from "../../../src/editions/rank-edition.ts";
import { insertListings, noteDropped } from "../../../src/papers/listings-store.ts";
import { insertSourceRun } from "../../../src/papers/runs-store.ts";
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
  listedAt = `${day}T01:00:00Z`,
  rest: Partial<SourcePaper> = {},
) {
  const now = new Date(listedAt);
  await upsertPapers(ctx.db, [{ ...paperOf(id), ...rest }], { now, ownsTexts: true });
  await insertListings(ctx.db, { day, source, ids: [id], now });
  for (const [at, upvotes, comments = 0] of votes) {
    await insertSignals(ctx.db, [{ paperId: id, signal: { upvotes, comments, stars: null } }], new Date(at));
  }
}

/** A look at a day that found nothing changed. */
async function looked(day: string, at: string) {
  const instant = new Date(at);
  await insertSourceRun(ctx.db, {
    source: "huggingface",
    day,
    startedAt: instant,
    finishedAt: instant,
    isOk: true,
    papers: 1,
    rejected: 0,
  });
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
    expect(ids(await rank("2026-W25", "weekly"))).toEqual(["2606.00002", "2606.00003", "2606.00001"]);
    expect(ids(await rank("2026-06", "monthly"))[0]).toBe("2606.00004");
  });

  it("tells what a paper gained in the last day of its week, and nothing after a gap or on its first day", async () => {
    const [before, last] = ["2026-06-21T02:00:00Z", "2026-06-22T02:00:00Z"];
    await given("2606.00001", "2026-06-15", [
      [before, 60],
      [last, 98],
    ]);
    await given("2606.00002", "2026-06-16", [
      ["2026-06-17T02:00:00Z", 60],
      [last, 97],
    ]);
    await given("2606.00003", "2026-06-21", [
      ["2026-06-21T02:00:00Z", 10],
      [last, 96],
    ]);
    const rises = async () =>
      (await rank("2026-W25", "weekly", new Date("2026-06-22T04:00:00Z")))
        .toSorted((a, b) => a.id.localeCompare(b.id))
        .map(({ rise }) => rise);
    expect(await rises()).toEqual([{ gained: 38, day: "2026-06-21" }, null, null]);
    // The look of the day before found the number unchanged.
    await looked("2026-06-16", before);
    expect(await rises()).toEqual([
      { gained: 38, day: "2026-06-21" },
      { gained: 37, day: "2026-06-21" },
      null,
    ]);
  });

  it("brings back a paper of the fortnight that has come among the first of its day", async () => {
    await given("2606.00001", "2026-06-16", [["2026-06-16T02:00:00Z", 5]]);
    const closing = "2026-06-10T23:40:00Z";
    for (const [index, upvotes] of [100, 90, 80, 70, 60, 50].entries())
      await given(`2606.0010${index}`, "2026-06-10", [[closing, upvotes]]);
    await given("2606.00002", "2026-06-10", [
      [closing, 20],
      ["2026-06-16T20:00:00Z", 95],
    ]);
    // Announced by arXiv alone, where nobody votes: no paper of the list.
    for (const id of ["2606.00201", "2606.00202"]) await given(id, "2026-06-10", [], "arxiv");
    // It gained as much, and is still the fourth of its day.
    await given("2606.00003", "2026-06-10", [
      [closing, 4],
      ["2026-06-16T20:00:00Z", 79],
    ]);
    // More than a fortnight ago.
    await given("2606.00004", "2026-06-01", [
      ["2026-06-01T23:40:00Z", 20],
      ["2026-06-16T20:00:00Z", 90],
    ]);
    // Nobody knows how its day stood.
    await given("2606.00005", "2026-06-11", [["2026-06-16T20:00:00Z", 90]]);
    const late = (await rank("2026-06-16")).filter((paper) => paper.section === "late");
    expect(late.map(({ id, rank: place, explanation }) => [id, place, explanation])).toEqual([
      [
        "2606.00002",
        1,
        {
          kind: "late-place",
          day: "2026-06-10",
          place: 2,
          isShared: false,
          of: 8,
          atClose: { place: 7 },
          upvotes: 95,
        },
      ],
    ]);
  });

  it("brings back what no edition had, and nothing that one showed among its first five", async () => {
    for (const [index, upvotes] of [100, 90, 80, 70, 60, 50].entries())
      await given(`2606.0010${index}`, "2026-06-10", [["2026-06-10T23:40:00Z", upvotes]]);
    ctx.clock.set("2026-06-11T04:00:00Z");
    await publishEdition(ctx, { cadence: "daily", period: "2026-06-10", isHeld: false, isNow: false });
    await insertSignals(
      ctx.db,
      ["2606.00104", "2606.00105"].map((paperId, index) => ({
        paperId,
        signal: { upvotes: 300 + index, comments: 0, stars: null },
      })),
      new Date("2026-06-12T00:00:00Z"),
    );
    await given(
      "2606.00002",
      "2026-06-10",
      [["2026-06-11T09:00:00Z", 95]],
      "huggingface",
      "2026-06-11T09:00:00Z",
    );
    await given("2606.00001", "2026-06-16", [["2026-06-16T02:00:00Z", 5]]);
    ctx.clock.set("2026-06-17T04:00:00Z");
    const late = (await rank("2026-06-16")).filter((paper) => paper.section === "late");
    expect(late.map(({ id, explanation }) => [id, explanation])).toMatchObject([
      ["2606.00105", { place: 1, of: 7, atClose: { place: 6 } }],
    ]);
    await insertSignals(
      ctx.db,
      [{ paperId: "2606.00002", signal: { upvotes: 200, comments: 0, stars: null } }],
      new Date("2026-06-16T20:00:00Z"),
    );
    expect((await rank("2026-06-16")).filter((paper) => paper.section === "late")).toMatchObject([
      { id: "2606.00105", explanation: { place: 1 } },
      { id: "2606.00002", explanation: { place: 3, atClose: { place: null } } },
    ]);
  });

  it("shows a late riser once, and shows the same when the same day is ranked again", async () => {
    await given("2606.00001", "2026-06-16", [["2026-06-16T02:00:00Z", 5]]);
    await given("2606.00006", "2026-06-17", [["2026-06-17T02:00:00Z", 5]]);
    for (const [index, upvotes] of [100, 90, 80, 70, 60].entries())
      await given(`2606.0010${index}`, "2026-06-10", [["2026-06-10T23:40:00Z", upvotes]]);
    await given("2606.00002", "2026-06-10", [
      ["2026-06-10T23:40:00Z", 20],
      ["2026-06-16T20:00:00Z", 164],
    ]);
    await publishEdition(ctx, { cadence: "daily", period: "2026-06-16", isHeld: false, isNow: false });
    expect(ids(await rank("2026-06-16"), "late")).toEqual(["2606.00002"]);
    expect(ids(await rank("2026-06-17"), "late")).toEqual([]);
  });

  it("says of a paper that was listed six days before that it was", async () => {
    await given("2606.00001", "2026-06-10", [["2026-06-10T09:00:00Z", 50]]);
    await given("2606.00001", "2026-06-16", [["2026-06-16T09:00:00Z", 55]]);
    const [again] = await rank("2026-06-16");
    expect(again?.explanation).toMatchObject({ kind: "place", listedBefore: "2026-06-10" });
    const [first] = await rank("2026-06-10", "daily", new Date("2026-06-11T04:00:00Z"));
    expect(first?.explanation).not.toHaveProperty("listedBefore");
  });

  it("takes a paper that its source moved to another day for one of that day alone", async () => {
    for (const id of ["2606.00001", "2606.00002", "2606.00003", "2606.00004"])
      await given(id, "2026-06-15", [["2026-06-15T09:00:00Z", 20]]);
    const others = ["2606.00002", "2606.00003", "2606.00004"];
    const now = new Date("2026-06-15T10:00:00Z");
    await noteDropped(ctx.db, { day: "2026-06-15", source: "huggingface", ids: others, now });
    await given("2606.00001", "2026-06-16", [["2026-06-16T09:00:00Z", 55]]);
    const [moved] = await rank("2026-06-16");
    expect(moved).toMatchObject({ id: "2606.00001", explanation: { kind: "place" } });
    expect(moved?.explanation).not.toHaveProperty("listedBefore");
  });

  it("counts the papers of an organisation within the month, in the order of their listing", async () => {
    const lab = { organization: "Example Lab" };
    await given("2605.00001", "2026-05-29", [["2026-05-29T02:00:00Z", 9]], "huggingface", undefined, lab);
    for (const [index, day] of ["2026-06-02", "2026-06-09", "2026-06-16"].entries())
      await given(`2606.0000${index}`, day, [[`${day}T02:00:00Z`, 9]], "huggingface", undefined, lab);
    for (const index of [1, 2, 3])
      await given(`2606.0010${index}`, "2026-06-16", [["2026-06-16T02:00:00Z", 50]]);
    expect((await rank("2026-06-16")).at(-1)?.explanation).toMatchObject({
      kind: "organization",
      organization: "Example Lab",
      nth: 3,
      month: "2026-06",
    });
    for (const index of [1, 2, 3])
      await given(`2606.0020${index}`, "2026-06-09", [["2026-06-09T02:00:00Z", 50]]);
    expect((await rank("2026-06-09")).find(({ id }) => id === "2606.00001")?.explanation).toBeNull();
  });

  it("counts no papers of an organisation in a month that had begun before the first day was collected", async () => {
    const lab = { organization: "Example Lab" };
    for (const [index, day] of ["2026-06-02", "2026-06-09", "2026-06-16"].entries())
      await given(`2606.0000${index}`, day, [[`${day}T02:00:00Z`, 9]], "huggingface", undefined, lab);
    for (const index of [1, 2, 3])
      await given(`2606.0010${index}`, "2026-06-16", [["2026-06-16T02:00:00Z", 50]]);
    expect((await rank("2026-06-16")).at(-1)).toMatchObject({ upvotes: 9, explanation: null });
  });

  it("compares a paper's votes with those of 60 days as they were known when it was ranked", async () => {
    const days = Array.from({ length: 25 }, (_, index) => addDays("2026-05-22", index));
    for (const [index, day] of days.entries())
      for (const other of [0, 1, 2, 3])
        await given(`2605.${10_000 + 10 * index + other}`, day, [[`${day}T09:00:00Z`, 10 + other]]);
    for (const index of [1, 2, 3])
      await given(`2606.0010${index}`, "2026-06-16", [["2026-06-16T02:00:00Z", 50]]);
    await given("2606.00001", "2026-06-16", [["2026-06-16T02:00:00Z", 40]]);
    const said = async () => (await rank("2026-06-16"))[3]?.explanation;
    expect(await said()).toMatchObject({ kind: "above-most", percent: 90, days: 26 });
    await insertSignals(
      ctx.db,
      days.map((_, index) => ({
        paperId: `2605.${10_000 + 10 * index}`,
        signal: { upvotes: 60, comments: 0, stars: null },
      })),
      new Date("2026-06-18T00:00:00Z"),
    );
    expect(await said()).toMatchObject({ kind: "above-most" });
    ctx.clock.set("2026-06-19T04:00:00Z");
    expect(await said()).toBeNull();
  });

  it("keeps all papers of a month, those after the first hundred as further ones", async () => {
    const now = new Date("2026-06-10T02:00:00Z");
    const many = Array.from({ length: 105 }, (_, index) => paperOf(`2606.${10_000 + index}`));
    await upsertPapers(ctx.db, many, { now, ownsTexts: true });
    await insertListings(ctx.db, {
      day: "2026-06-10",
      source: "huggingface",
      ids: many.map(({ id }) => id),
      now,
    });
    const month = await rank("2026-06", "monthly");
    expect(ids(month)).toHaveLength(100);
    expect(month.filter(({ section }) => section === "further").map((paper) => paper.rank)).toEqual([
      101, 102, 103, 104, 105,
    ]);
    expect(ids(await rank("2026-06-10"))).toHaveLength(105);
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
    expect(ids(ranked, "late")).toEqual(["2606.09730", "2606.12384", "2606.06036"]);
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
