import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Cadence } from "../../../src/calendar/periods.ts";
import { evaluateEditions } from "../../../src/editions/evaluate-editions.ts";
import { freezeEdition } from "../../../src/editions/freeze-edition.ts";
import { insertListings } from "../../../src/papers/listings-store.ts";
import { insertSourceRun } from "../../../src/papers/runs-store.ts";
import { insertSignals } from "../../../src/papers/signals-store.ts";
import { upsertPapers } from "../../../src/papers/store.ts";
import { runHousekeeping } from "../../../src/upkeep/housekeeping.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { rankedPapers } from "../../support/ranked-papers.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let ctx: TestContext;
let site: WebServer;
let tab: OpsClient;

beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: "a password of the operators" } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  tab = createOpsClient(site.url);
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  ctx.clock.set(late);
});

/** A Tuesday, the morning after it, and a week after it was over. */
const day = "2026-06-16";
const morning = "2026-06-17T04:00:00Z";
const late = "2026-06-24T09:00:00Z";

type Votes = [at: string, upvotes: number];

async function given(
  id: string,
  votes: Votes[],
  listedOn = day,
  source: "huggingface" | "arxiv" = "huggingface",
) {
  const [{ paper } = { paper: null }] = rankedPapers(1);
  if (paper === null) throw new Error("There is no paper.");
  const now = new Date(`${listedOn}T01:00:00Z`);
  await upsertPapers(ctx.db, [{ ...paper, id, discussion: null, signal: null }], { now, ownsTexts: true });
  await insertListings(ctx.db, { day: listedOn, source, ids: [id], now });
  for (const [at, upvotes] of votes) {
    const signal = { upvotes, comments: 0, stars: null, position: null };
    await insertSignals(ctx.db, [{ paperId: id, signal }], new Date(at));
  }
}

/** Freezes an edition of these papers in this order, as of the morning after its day. */
async function frozen(
  order: [id: string, upvotes: number][],
  {
    period = day,
    cadence = "daily" as Cadence,
    risers = [] as string[],
    mailed = Number.POSITIVE_INFINITY,
  } = {},
) {
  const [like] = rankedPapers(1);
  if (!like) throw new Error("There is no paper.");
  const ranked = [
    ...order.map(([id, upvotes], index) => ({
      ...{ id, upvotes, rank: index + 1 },
      section: index < mailed ? ("top" as const) : ("further" as const),
    })),
    ...risers.map((id, index) => ({ id, upvotes: 1, section: "late" as const, rank: index + 1 })),
  ].map((own) => ({ ...like, ...own, paper: { ...like.paper, id: own.id } }));
  await freezeEdition(ctx.db, {
    cadence,
    period,
    ranked,
    missingSources: [],
    now: new Date(morning),
    state: "sending",
  });
}

async function looked(at: string, { of = day, isOk = true, papers = 3 } = {}) {
  const began = new Date(at);
  await insertSourceRun(ctx.db, {
    ...{ source: "huggingface", day: of, startedAt: began, finishedAt: began, isOk, papers, rejected: 0 },
  });
}

const evaluate = (cadence: Cadence = "daily", page = 1) =>
  evaluateEditions(ctx.db, { cadence, page, now: ctx.clock.now() });
const firstOutcome = async () => (await evaluate()).editions[0]?.outcome;

const [a, b, c, d] = ["2606.00001", "2606.00002", "2606.00003", "2606.00004"] as const;

/** Frozen as b, a, c; became a, then d, which came late, then b; c got no vote. */
async function givenDay() {
  await given(a, [
    ["2026-06-16T09:00:00Z", 40],
    ["2026-06-23T10:00:00Z", 100],
  ]);
  await given(b, [
    ["2026-06-16T09:00:00Z", 39],
    ["2026-06-18T10:00:00Z", 60],
  ]);
  await given(c, []);
  await given(d, [["2026-06-20T10:00:00Z", 80]]);
  await frozen([
    [b, 39],
    [a, 40],
    [c, 0],
  ]);
  await looked("2026-06-24T08:00:00Z");
}

describe("evaluateEditions", () => {
  it("measures the frozen order and its plain votes against all that the day's papers became", async () => {
    await givenDay();
    // Gains: a 3, d 2, b 1.
    const most = 3 + 2 / Math.log2(3) + 1 / 2;
    const { editions, known, ndcg, recall } = await evaluate();
    expect(editions[0]?.outcome).toEqual({
      kind: "known",
      ours: { ndcg: expect.closeTo((1 + 3 / Math.log2(3)) / most, 12), recall: expect.closeTo(2 / 3, 12) },
      plain: { ndcg: expect.closeTo((3 + 1 / Math.log2(3)) / most, 12), recall: expect.closeTo(2 / 3, 12) },
    });
    expect(known).toBe(1);
    // One edition tells no two orders apart.
    expect([ndcg?.verdict, recall?.verdict]).toEqual([null, null]);
  });

  it("measures what comes after the mailed part of a week or month as coming after it", async () => {
    await given(a, [["2026-06-16T09:00:00Z", 100]]);
    await given(b, [["2026-06-16T09:00:00Z", 60]]);
    await given(c, [["2026-06-16T09:00:00Z", 30]]);
    const order: [string, number][] = [
      [a, 100],
      [b, 60],
      [c, 30],
    ];
    await frozen(order, { cadence: "monthly", period: "2026-06", mailed: 2, risers: [d] });
    await looked("2026-06-24T08:00:00Z");
    ctx.clock.set("2026-07-09T09:00:00Z");
    expect((await evaluate("monthly")).editions[0]?.outcome).toEqual({
      kind: "known",
      ours: { ndcg: 1, recall: 1 },
      plain: { ndcg: 1, recall: 1 },
    });
  });

  it("tells figures from a week after the day on, and only of votes of so late a look", async () => {
    await givenDay();
    ctx.clock.set("2026-06-23T23:59:59Z");
    expect(await firstOutcome()).toEqual({ kind: "young", knownFrom: new Date("2026-06-24T00:00:00Z") });
    ctx.clock.set("2026-06-24T07:00:00Z");
    expect(await firstOutcome()).toEqual({ kind: "unseen", day });
    ctx.clock.set("2026-06-24T08:00:00Z");
    expect(await firstOutcome()).toMatchObject({ kind: "known" });
  });

  it.each([
    ["failed", { isOk: false }],
    ["was at another day", { of: "2026-06-15" }],
  ])("takes no look that %s for one", async (_, look) => {
    await given(a, [["2026-06-16T09:00:00Z", 40]]);
    await frozen([[a, 40]]);
    await looked("2026-06-24T08:00:00Z", look);
    expect(await firstOutcome()).toEqual({ kind: "unseen", day });
  });

  it("takes votes that changed so late for a look, where no run is kept", async () => {
    await given(a, [
      ["2026-06-16T09:00:00Z", 40],
      ["2026-06-24T08:30:00Z", 41],
    ]);
    await frozen([[a, 40]]);
    expect(await firstOutcome()).toMatchObject({ kind: "known", ours: { ndcg: 1, recall: 1 } });
    // But not those of a paper that was listed again: its later day was looked at.
    await insertListings(ctx.db, { day: "2026-06-22", source: "huggingface", ids: [a], now: new Date(late) });
    expect(await firstOutcome()).toEqual({ kind: "unseen", day });
  });

  it("says of papers without votes that there are none, and leaves out what was withdrawn", async () => {
    await given(a, []);
    await given(b, [["2026-06-16T09:00:00Z", 90]]);
    await given(c, [["2026-06-16T09:00:00Z", 9]], day, "arxiv");
    await ctx.db.execute(sql`update papers set withdrawn_at = ${late} where id = ${b}`);
    await frozen([[a, 0]]);
    await looked("2026-06-24T08:00:00Z");
    expect(await firstOutcome()).toEqual({ kind: "unvoted" });
  });

  it("needs a late look at each day of a week that has papers", async () => {
    await given(a, [["2026-06-16T09:00:00Z", 40]]);
    await given(b, [["2026-06-18T09:00:00Z", 30]], "2026-06-18");
    await frozen(
      [
        [a, 40],
        [b, 30],
      ],
      { cadence: "weekly", period: "2026-W25" },
    );
    ctx.clock.set("2026-06-30T00:00:00Z");
    await looked("2026-06-26T08:00:00Z", { of: "2026-06-18" });
    expect((await evaluate("weekly")).editions[0]?.outcome).toEqual({ kind: "unseen", day });
    await looked("2026-06-24T08:00:00Z");
    expect((await evaluate("weekly")).editions[0]?.outcome).toMatchObject({ kind: "known" });
  });

  it("tells the same after housekeeping, years later, and of editions that a release before froze", async () => {
    await givenDay();
    await looked("2026-06-24T06:00:00Z");
    const before = (await evaluate()).editions;
    ctx.clock.set("2029-01-01T00:00:00Z");
    await runHousekeeping(ctx);
    await ctx.db.execute(
      sql`update edition_papers set frozen = frozen - 'explanation' || '{"reason": "Most upvoted"}', parts = '{}'`,
    );
    expect((await evaluate()).editions).toEqual(before);
  });

  it("counts late risers that came among their week's ten and their day's three", async () => {
    await given(a, [
      ["2026-06-16T09:00:00Z", 1],
      ["2026-06-24T08:00:00Z", 100],
    ]);
    for (const [index, id] of [b, c, d].entries()) await given(id, [["2026-06-16T09:00:00Z", 10 + index]]);
    await given("2606.00005", [["2026-06-17T09:00:00Z", 1]], "2026-06-17");
    await frozen([["2606.00005", 1]], { period: "2026-06-17", risers: [a, b] });
    await frozen([["2606.00005", 1]], { period: "2026-06-18", risers: ["2606.99999"] });
    expect((await evaluate()).late).toEqual({ shown: 3, known: 0, ofDaysThree: 0, ofWeeksTen: 0 });
    ctx.clock.set("2026-06-25T09:00:00Z");
    await looked("2026-06-25T08:00:00Z", { of: "2026-06-17" });
    const { editions, late: all } = await evaluate();
    expect(editions.map((one) => one.late)).toEqual([
      { shown: 1, known: 0, ofDaysThree: 0, ofWeeksTen: 0 },
      { shown: 2, known: 2, ofDaysThree: 1, ofWeeksTen: 2 },
    ]);
    expect(all).toEqual({ shown: 3, known: 2, ofDaysThree: 1, ofWeeksTen: 2 });
  });

  it("pages sixty editions at a time, the latest first, and judges each page", async () => {
    ctx.clock.set("2026-12-01T00:00:00Z");
    for (let index = 0; index < 61; index += 1) {
      const period = new Date(Date.UTC(2026, 5, 1 + index)).toISOString().slice(0, 10);
      const [better, other] = [`2606.1${index + 1000}`, `2606.2${index + 1000}`];
      await given(better, [["2026-10-01T00:00:00Z", 20]], period);
      await given(other, [["2026-10-01T00:00:00Z", 10]], period);
      // Our order is right in all of them, the plain votes' in none.
      await frozen(
        [
          [better, 3],
          [other, 4],
        ],
        { period },
      );
    }
    const first = await evaluate();
    expect(first).toMatchObject({ known: 60, hasMore: true, ndcg: { ours: 1, verdict: "better" } });
    expect(first.recall).toMatchObject({ ours: 1, plain: 1, verdict: "same" });
    expect(first.editions[0]?.editionId).toBe("daily-2026-07-31");
    const second = await evaluate("daily", 2);
    expect(second.editions.map(({ editionId }) => editionId)).toEqual(["daily-2026-06-01"]);
    expect(second).toMatchObject({ hasMore: false, ndcg: { verdict: null } });

    await tab.logIn("a password of the operators");
    const page = await tab.page("/ops/ranking");
    expect(page).toContain("NDCG@10: better");
    expect(page).toContain("recall@10: same");
    expect(page).toContain("/ops/ranking?cadence=daily&amp;page=2");
    expect(page).not.toContain("daily-2026-06-01");
  });
});

describe("paperboy rank --evaluate and /ops/ranking", () => {
  const paperboy = (...args: string[]) =>
    runCliHere(["rank", "--evaluate", ...args], { DATABASE_URL: ctx.config.database.url ?? "" });

  it("say in one sentence that there is nothing yet", async () => {
    expect(await paperboy()).toMatchObject({
      code: 0,
      stdout: "No edition is published yet, so there is nothing to measure.\n",
    });
    await tab.logIn("a password of the operators");
    expect(await tab.page("/ops/ranking?cadence=weekly")).toContain("No edition is published yet");
    expect(await tab.page("/ops/ranking?cadence=%3Cb%3E&page=9")).toContain(
      "There are no editions so far back.",
    );
  });

  it("show the figures of each edition beside those of plain votes", async () => {
    await givenDay();
    await frozen([[a, 40]], { period: "2026-06-17" });
    const { stdout } = await paperboy();
    expect(stdout).toMatch(/^1 of 2 editions are known/);
    expect(stdout).toContain("NDCG@10 0.607, plain votes 0.763: too few editions to tell them apart.");
    expect(stdout).toMatch(/daily-2026-06-16 +0\.607 +0\.763 +0\.667 +0\.667/);
    const answer = JSON.parse((await paperboy("--json")).stdout);
    expect(answer).toMatchObject({ cadence: "daily", known: 1, hasMore: false });
    await tab.logIn("a password of the operators");
    const page = await tab.page("/ops/ranking");
    expect(page).toContain('<td class="number">0.607</td><td class="number">0.763</td>');
    expect(page).toContain("not yet known: from 2026-06-25 on");
  });

  it.each([
    [["--page", "0"], '--page wants a whole number from 1 on, not "0".'],
    [["--page", "many"], '--page wants a whole number from 1 on, not "many".'],
    [["--date", "2026-06-16"], "option '--evaluate' cannot be used with option '--date <day>'"],
  ])("refuse %j in one sentence", async (args, sentence) => {
    const { code, stdout, stderr } = await paperboy(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
