import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { insertListings } from "../../../src/papers/listings-store.ts";
import { collectCitingRepos } from "../../../src/papers/repos/collect-citing-repos.ts";
import { ringCitingRepos } from "../../../src/papers/repos/ring-citing-repos.ts";
import { findCitingRepos, findReposEndpoint } from "../../../src/papers/repos/store.ts";
import { insertSignals } from "../../../src/papers/signals-store.ts";
import type { SourceName } from "../../../src/papers/sources/paper-source.ts";
import { createApp } from "../../../src/web/app.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { frozenPaper, writePapers } from "../../support/site-papers.ts";

const start = new Date("2026-06-18T04:00:00Z");
const hour = 60 * 60_000;
const day = 24 * hour;
const repos: Record<string, unknown> = {};
let ctx: TestContext;
let huggingface: FakeHuggingFace;

beforeAll(async () => {
  huggingface = await startFakeHuggingFace({ repos });
  ctx = await createTestContext({ env: { HF_BASE_URL: huggingface.url, HF_REPOS_DAILY_LIMIT: "4" } });
});
afterAll(async () => {
  await ctx.close();
  await huggingface.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  ctx.clock.set(start);
  huggingface.requests.length = 0;
  for (const id of Object.keys(repos)) delete repos[id];
});

const later = (ms: number) => ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
const idOf = (rank: number) => `2606.${10_000 + rank}`;
/** Ids of papers in the order in which they were asked for. */
const asked = () =>
  huggingface.requests.map(({ url }) => url.replace("/api/arxiv/", "").replace("/repos", ""));

/** Papers that were listed on a day, the first with most votes. */
async function listed(ranks: number[], on = "2026-06-17", source: SourceName = "huggingface") {
  await writePapers(
    ctx.db,
    ranks.map((rank) => frozenPaper(rank)),
  );
  await insertListings(ctx.db, { day: on, source, ids: ranks.map(idOf), now: start });
  const votes = ranks.map((rank) => ({
    paperId: idOf(rank),
    signal: { upvotes: 100 - rank, comments: 0, stars: null },
  }));
  await insertSignals(ctx.db, votes, start);
}

describe("what cites a paper", () => {
  it("is asked for when it is listed and once more a week later, and shown with its day", async () => {
    await listed([1]);
    repos[idOf(1)] = { models: [], datasets: [], spaces: [] };
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 1, failed: 0 });
    const app = createApp(ctx);
    const page = async (language = "en") =>
      (await app.request(`/papers/${idOf(1)}`, { headers: { "accept-language": language } })).text();
    expect(await page()).not.toContain("Cited at Hugging Face");

    repos[idOf(1)] = {
      models: [1, 2, 3, 4, 5].map((likes) => ({ id: `lab/fern-${likes}`, likes })),
      datasets: [{ id: "lab/<script>" }],
      spaces: [{ id: "lab/try-fern", likes: 1 }],
    };
    later(7 * day - hour);
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 0, failed: 0 });
    later(hour);
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 1, failed: 0 });
    expect(await page()).toContain("Cited at Hugging Face by");
    const text = (await page()).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
    expect(text).toContain(
      "5 models lab/fern-5 5 likes lab/fern-4 4 likes lab/fern-3 3 likes 1 Space lab/try-fern 1 like As of 25 Jun 2026.",
    );
    expect(await page()).toContain('href="https://huggingface.co/spaces/lab/try-fern"');
    expect(await page("de")).toContain("5 Modellen");
    later(9 * day);
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 0, failed: 0 });
    expect(asked()).toEqual([idOf(1), idOf(1)]);
  });

  it("is asked for within a day's limit, the most upvoted first, and once by all processes together", async () => {
    await listed([1, 2, 3, 4, 5, 6]);
    const reports = await Promise.all([1, 2, 3].map(() => collectCitingRepos(ctx)));
    expect(reports.reduce((sum, { answered }) => sum + answered, 0)).toBe(4);
    expect(asked().toSorted()).toEqual([1, 2, 3, 4].map(idOf));
    later(day);
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 2, failed: 0 });
  });

  it("is asked for no paper that was listed long ago, or elsewhere", async () => {
    await listed([1], "2026-06-01");
    await listed([2], "2026-06-17", "arxiv");
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 0, failed: 0 });
  });

  it.each([
    [{ kind: "status", status: 429, retryAfterSeconds: 600 }, "busy", 10],
    [{ kind: "status", status: 503 }, "unavailable", 1],
    [{ kind: "status", status: 404 }, "refused", 1],
    [{ kind: "garbage" }, "unavailable", 1],
    [{ kind: "truncated" }, "unavailable", 1],
    [{ kind: "raw", body: "[".repeat(100_000), type: "application/json" }, "broken", 1],
    [{ kind: "raw", body: '{"error":"gone"}', type: "application/json" }, "broken", 1],
  ] as const)("waits after %j, and is asked for again", async (fault, code, minutes) => {
    await listed([1, 2]);
    huggingface.failNext(1, fault);
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 0, failed: 1 });
    expect(await findReposEndpoint(ctx.db)).toMatchObject({ failures: 1, lastFailure: code });
    later(minutes * 60_000 - 1);
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 0, failed: 0 });
    later(4 * 60_000);
    expect(await collectCitingRepos(ctx)).toEqual({ answered: 2, failed: 0 });
    expect(await findReposEndpoint(ctx.db)).toMatchObject({ failures: 0, lastFailure: null, asked: 3 });
    expect(await findCitingRepos(ctx.db, idOf(1))).toMatchObject({ repos: { models: { count: 0 } } });
  });

  it("is given up for a paper that fails again and again", async () => {
    await listed([1]);
    for (let time = 0; time < 6; time += 1) {
      huggingface.failNext(1, { kind: "status", status: 404 });
      await collectCitingRepos(ctx);
      later(2 * hour);
    }
    expect(asked()).toHaveLength(4);
  });

  it("is rung for only while something waits and the day's limit allows it", async () => {
    const waiting = async () => (await ctx.queues.counts("repos")).waiting;
    await ringCitingRepos(ctx, ctx.clock.now());
    expect(await waiting()).toBe(0);
    await listed([1]);
    const off = { ...ctx.config, sources: { ...ctx.config.sources, reposDailyLimit: 0 } };
    await ringCitingRepos({ ...ctx, config: off }, ctx.clock.now());
    expect(await waiting()).toBe(0);
    await ringCitingRepos(ctx, ctx.clock.now());
    await ringCitingRepos(ctx, ctx.clock.now());
    expect(await waiting()).toBe(1);
  });
});
