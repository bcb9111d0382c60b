import type { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { paperListings, sourceRuns } from "../../../src/papers/tables.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";
import { frozenPaper, writeEdition, writePapers } from "../../support/site-papers.ts";

let ctx: TestContext;
let app: Hono;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-21T09:00:00Z" });
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await emptyTables(ctx);
  // It keeps pages that it has rendered.
  app = createApp(ctx);
});

const page = async (path: string) => (await app.request(path)).text();

/** A day's list with one paper. */
async function list(day: string, paper: Parameters<typeof frozenPaper>[1] = {}): Promise<void> {
  const id = `2606.${day.replaceAll("-", "").slice(3)}`;
  await writePapers(ctx.db, [frozenPaper(1, { id, title: `Listed on ${day}`, publishedOn: day, ...paper })]);
  await ctx.db.insert(paperListings).values({
    day,
    source: "huggingface",
    paperId: id,
    firstSeenAt: new Date(`${day}T08:00:00Z`),
  });
}

async function notHeard(day: string): Promise<void> {
  const at = new Date(`${day}T08:00:00Z`);
  await ctx.db.insert(sourceRuns).values({
    source: "arxiv",
    day,
    startedAt: at,
    finishedAt: at,
    isOk: false,
    papers: 0,
    rejected: 0,
  });
}

describe("the first page without an edition", () => {
  test("shows the newest list that there is, and says what it is", async () => {
    await list("2026-06-18");
    await list("2026-06-19");
    const html = await page("/");
    expect(html).toContain("Listed on 2026-06-19");
    expect(html).toContain("Friday, 19 June 2026");
    expect(html).toContain("No edition of this day has been emailed so far.");
    expect(html).toContain('href="/editions/daily/2026-06-18"');
    expect((await app.request("/editions/weekly")).headers.get("location")).toBe("/editions/weekly/2026-W25");
  });

  test("says so when nothing was ever collected, and leads nowhere in a circle", async () => {
    const html = await page("/");
    expect(html).toContain("No papers have been collected yet.");
    expect(html).not.toContain("See the latest edition");
  });
});

describe("the days before and after", () => {
  test("are those with papers, frozen or not", async () => {
    for (const day of ["2026-06-10", "2026-06-12", "2026-06-16", "2026-06-19", "2026-06-22"]) await list(day);
    await writeEdition(ctx.db, { period: "2026-06-15", number: 1 });
    const near = async (path: string) =>
      [...(await page(path)).matchAll(/href="([^"]*)" rel="(prev|next)"/g)].map(([, href, rel]) => [
        rel,
        href,
      ]);
    expect(await near("/editions/daily/2026-06-15")).toEqual([
      ["prev", "/editions/daily/2026-06-12"],
      ["next", "/editions/daily/2026-06-16"],
    ]);
    expect(await near("/editions/daily/2026-06-13")).toEqual([
      ["prev", "/editions/daily/2026-06-12"],
      ["next", "/editions/daily/2026-06-15"],
    ]);
    expect(await near("/editions/daily/2026-06-19")).toEqual([["prev", "/editions/daily/2026-06-16"]]);
    expect(await near("/editions/daily/2026-06-10")).toEqual([["next", "/editions/daily/2026-06-12"]]);
    expect(await near("/editions/weekly/2026-W24")).toEqual([["next", "/editions/weekly/2026-W25"]]);
    expect(await near("/editions/monthly/2026-06")).toEqual([]);
  });

  test("leave out days of which the source dropped all papers", async () => {
    await list("2026-06-18");
    await list("2026-06-19");
    await ctx.db.update(paperListings).set({ droppedAt: ctx.clock.now() });
    expect(await page("/")).toContain("No papers have been collected yet.");
  });
});

describe("when arXiv was away", () => {
  const unknown = "arXiv could not be reached, so the topics of 1 paper on this page are unknown.";

  test("a list says of how many papers it knows no topics, and says nothing when it was not", async () => {
    await list("2026-06-19", { categories: [], primaryCategory: null });
    expect(await page("/")).not.toContain("could not be reached");
    await notHeard("2026-06-19");
    expect(await page("/")).toContain(unknown);
  });

  test("an edition that was frozen so says it, and a reader's matches do", async () => {
    const papers = [
      frozenPaper(1, { id: "2606.10001", categories: [], primaryCategory: null }),
      frozenPaper(2, { id: "2606.10002" }),
    ];
    await writeEdition(ctx.db, { period: "2026-06-18", missingSources: ["arxiv"], papers });
    expect(await page("/editions/daily/2026-06-18")).toContain(unknown);
    const [subscriberId = ""] = await plantSubscribers(ctx, 1, { topics: ["cs.CL"] });
    const token = makeLinkToken(ctx.config, "view", {
      subscriberId,
      subject: "daily-2026-06-18",
      now: ctx.clock.now(),
    });
    expect(await page(`/matches?token=${token}`)).toContain(
      "the topics of 1 paper of this edition are unknown. Your topics could not be applied to it.",
    );
  });
});
