import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seedSample } from "../../../seeds/seed.ts";
import { insertListings } from "../../../src/papers/listings-store.ts";
import { insertSourceRun } from "../../../src/papers/runs-store.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let ctx: TestContext;

const day = "2026-06-16";
const first = "2606.14777";

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-17T04:00:00Z" });
  await seedSample(ctx);
  for (const hour of ["02", "03"]) {
    const at = new Date(`2026-06-17T${hour}:30:00Z`);
    const look = {
      source: "huggingface",
      day,
      startedAt: at,
      finishedAt: at,
      isOk: true,
      papers: 31,
      rejected: 0,
    };
    await insertSourceRun(ctx.db, look);
  }
  await publishEdition(ctx, { cadence: "daily", period: day, isHeld: true, isNow: false });
});

afterAll(() => ctx.close());

const paperboy = (...args: string[]) => runCliHere(["rank", ...args], { DATABASE_URL: ctx.databaseUrl });

it("explains what a paper's score is made of, what the looks saw, and where it stood", async () => {
  const { code, stdout } = await paperboy("--explain", first);
  expect(code).toBe(0);
  expect(stdout).toContain(`Listed ${day} by huggingface. Now 1 of 31 on ${day}.`);
  expect(stdout).toMatch(/^Score 7\.6\d\d$/m);
  expect(stdout).toMatch(/^ {2}upvotes +\+7\.238 +log2\(1 \+ 150 upvotes\)$/m);
  expect(stdout).toMatch(/^ {2}growth +\+0\.\d{3} +what votes 1\.15 days old may still gain$/m);
  expect(stdout).toMatch(/^Prior \+\d\.\d{3} log2 votes: not used any more$/m);
  expect(stdout).toMatch(/^ {2}log2 authors +\+\d\.\d{3} +weight 0\.44$/m);
  expect(stdout).toContain("Among equals: 1 comment, then 100 stars, then the newer identifier.");
  expect(stdout).toContain("Weights as shipped");
  expect(stdout).toMatch(
    /^ {2}2026-06-17 02:00 +150 upvotes +1 comment +100 stars +unchanged at 2 looks until 2026-06-17 03:30$/m,
  );
  expect(stdout).toMatch(
    /^ {2}daily-2026-06-16 +place 1 +score 7\.6\d\d +150 upvotes; upvotes \+7\.238, growth \+0\.447$/m,
  );
});

it("explains the same as JSON, whose parts add up", async () => {
  const { stdout } = await paperboy("--explain", first, "--json");
  const { score, prior, history, standings, place } = JSON.parse(stdout);
  expect(score.parts.upvotes + score.parts.growth + score.parts.prior).toBe(score.score);
  expect(place).toEqual({ day, rank: 1, of: 31 });
  expect(prior).toMatchObject({ isUsed: false, refit: null });
  expect(history.at(-1)).toMatchObject({ upvotes: 150, looksWithoutChange: 2 });
  expect(standings).toMatchObject([
    { editionId: `daily-${day}`, rank: 1, score: score.score, parts: score.parts },
  ]);
});

it("shows what an edition of an earlier release kept, under the names of then", async () => {
  await ctx.db.execute(sql`
    insert into editions (id, cadence, period, number, state, published_at)
    values ('daily-2026-05-01', 'daily', '2026-05-01', 9, 'sent', '2026-05-02T04:00:00Z')`);
  await ctx.db.execute(sql`
    insert into edition_papers (edition_id, paper_id, section, rank, score, parts, frozen)
    select 'daily-2026-05-01', paper_id, 'late', 2, 4.5, '{"upvotes": 5, "comments": 0, "stars": 0, "decay": -0.5}',
      jsonb_set(frozen, '{upvotes}', '31') from edition_papers where paper_id = ${first}`);
  const { stdout } = await paperboy("--explain", first);
  expect(stdout).toMatch(
    /^ {2}daily-2026-05-01 +late riser 2 +score 4\.500 +31 upvotes; upvotes \+5\.000, decay -0\.500$/m,
  );
  await ctx.db.execute(sql`delete from editions where id = 'daily-2026-05-01'`);
});

it("says of a paper that nobody can vote for that no votes are counted", async () => {
  await ctx.db.execute(sql`
    insert into papers (id, title, abstract, authors, published_at, first_seen_at, updated_at, withdrawn_at)
    values ('2606.99999', 'Announced', 'Text.', '{Ana}', now(), '2026-06-16', '2026-06-16', '2026-06-16T09:00:00Z')`);
  const now = ctx.clock.now();
  await insertListings(ctx.db, { day, source: "arxiv", ids: ["2606.99999"], now });
  const { stdout } = await paperboy("--explain", "2606.99999");
  expect(stdout).toContain(`Listed ${day} by arxiv.\n`);
  expect(stdout).toContain("Withdrawn: found on 2026-06-16 09:00");
  expect(stdout).toContain("no source counts votes for it");
  expect(stdout).toMatch(/^Prior \+0\.440 log2 votes: orders it while nobody votes$/m);
  expect(stdout).toContain("No look saw votes.");
  expect(stdout).toContain("In no edition yet.");
  expect(stdout).not.toMatch(/0 upvotes/);
});

it("knows a paper by its versions and addresses too", async () => {
  for (const id of [`${first}v2`, `https://arxiv.org/abs/${first}`])
    expect(JSON.parse((await paperboy("--explain", id, "--json")).stdout).id).toBe(first);
});

it.each([
  [
    "a text that is no identifier",
    ["--explain", "'; drop table papers"],
    2,
    /names no paper: write its arXiv/,
  ],
  [
    "a paper that was never collected",
    ["--explain", "2605.19577v2"],
    1,
    /^paperboy: The paper 2605\.19577 was never collected\.$/,
  ],
  ["a history that is too short", ["--refit-prior"], 1, /history is too short .*: 0 days with 0 papers/],
  ["two things at once", ["--explain", first, "--refit-prior"], 2, /cannot be used with/],
  ["a page of one ranking", ["--page", "2"], 2, /--page goes with --evaluate/],
  ["a day of one paper", ["--explain", first, "--date", day], 2, /cannot be used with/],
  ["a cadence of one paper", ["--explain", first, "--cadence", "weekly"], 2, /cannot be used with/],
  ["a cadence of the weights", ["--reset-prior", "--cadence", "weekly"], 2, /cannot be used with/],
] as const)("refuses %s in one clear sentence", async (_, args, code, words) => {
  const result = await paperboy(...args);
  expect(result.stderr.trim()).toMatch(words);
  expect(result.stderr.trim().split("\n")).toHaveLength(1);
  expect(result).toMatchObject({ code, stdout: "" });
});

it("goes back to the shipped weights, also when they hold", async () => {
  await ctx.db.execute(sql`
    insert into prior_refits (weights, days, papers, fitted_at)
    values ('{"organization": 0, "submitter": 0, "authors": 2, "stars": 0, "projectPage": 0, "media": 0,
      "claimedAuthors": 0, "authorTakesPart": 0}', 61, 1650, '2026-06-10T10:00:00Z')`);
  const explained = await paperboy("--explain", first);
  expect(explained.stdout).toContain("Weights fitted on 2026-06-10 10:00 to 61 days with 1650 papers.");
  expect(explained.stdout).toMatch(/^ {2}log2 authors +\+\d\.\d{3} +weight 2\.00$/m);
  expect((await paperboy("--reset-prior")).stdout).toBe("The shipped weights hold again.\n");
  expect(JSON.parse((await paperboy("--reset-prior", "--json")).stdout)).toEqual({ wasFitted: false });
});
