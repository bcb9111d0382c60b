import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shortTextOf } from "../../../src/digest/short-text.ts";
import { freezePaper } from "../../../src/editions/freeze-edition.ts";
import { paperColumns } from "../../../src/papers/store.ts";
import { paperListings, paperSignals, papers } from "../../../src/papers/tables.ts";
import { ringSummaries } from "../../../src/summaries/ring-summaries.ts";
import { summarizePapers } from "../../../src/summaries/summarize-papers.ts";
import { summaryAsks, summaryEndpoint } from "../../../src/summaries/tables.ts";
import { type ChatFault, type FakeChat, startFakeChat } from "../../fakes/fake-chat.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { rankedPapers } from "../../support/ranked-papers.ts";

const background = "Planners of long tasks are widely used, and yet they remain slow. ".repeat(3);
const told = (id: string) => `Paper ${id.slice(-2)} proposes a planner that grows its plan leaf by leaf.`;
const start = new Date("2026-06-18T04:00:00Z");

let ctx: TestContext;
let chat: FakeChat;
let fault: ChatFault | null;
let say: ((prompt: string) => string) | null;

beforeAll(async () => {
  chat = await startFakeChat({
    apiKey: "hunter2",
    model: "fern-8b",
    fault: () => fault,
    say: (prompt) =>
      say?.(prompt) ??
      prompt
        .trim()
        .split(/(?<=\.) /)
        .at(-1) ??
      "",
  });
  ctx = await createTestContext({
    env: {
      SUMMARY_BASE_URL: chat.url,
      SUMMARY_MODEL: "fern-8b",
      SUMMARY_API_KEY: "hunter2",
      SUMMARY_DAILY_LIMIT: "5",
      SUMMARY_TIMEOUT_MS: "300",
    },
  });
});
afterAll(async () => {
  await ctx.close();
  await chat.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  ctx.clock.set(start);
  fault = null;
  say = null;
  chat.prompts.length = 0;
});

/** Papers without a summary, listed on a day, the first with most votes. */
async function plant(count: number, given: { summary?: string; day?: string } = {}): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, place) => `2606.${String(10_001 + place)}`);
  for (const [place, id] of ids.entries()) {
    await ctx.db.insert(papers).values({
      id,
      title: `Fernplan ${place}`,
      abstract: background + told(id),
      summary: given.summary ?? null,
      authors: ["Ada Example"],
      publishedAt: start,
      firstSeenAt: start,
      updatedAt: start,
    });
    const listed = { day: given.day ?? "2026-06-17", source: "huggingface", paperId: id, firstSeenAt: start };
    await ctx.db.insert(paperListings).values(listed);
    await ctx.db
      .insert(paperSignals)
      .values({ paperId: id, observedAt: start, upvotes: 100 - place, comments: 0, stars: null });
  }
  return ids;
}

const find = async (id: string) => {
  const [paper] = await ctx.db.select(paperColumns).from(papers).where(eq(papers.id, id));
  if (!paper) throw new Error(`There is no paper ${id}.`);
  return paper;
};
const minutesOn = (minutes: number) => ctx.clock.set(new Date(ctx.clock.now().getTime() + minutes * 60_000));

describe("a model's sentence", () => {
  test("is kept with its paper, the model's name and the time, and made once", async () => {
    const [id = ""] = await plant(1);
    expect(await summarizePapers(ctx)).toEqual({ made: 1, refused: 0, failed: 0 });
    expect(await find(id)).toMatchObject({
      machineSummary: told(id),
      machineSummaryModel: "fern-8b",
      machineSummaryAt: start,
    });
    minutesOn(600);
    expect(await summarizePapers(ctx)).toEqual({ made: 0, refused: 0, failed: 0 });
    expect(chat.prompts).toHaveLength(1);
    expect(chat.prompts[0]).toContain("Title: Fernplan 0");
  });

  test("is frozen with an edition, and shown as the model's", async () => {
    const [id = ""] = await plant(1);
    await summarizePapers(ctx);
    const paper = await find(id);
    const [frozen] = rankedPapers(1).map((ranked) => freezePaper({ ...ranked, paper }));
    if (!frozen) throw new Error("There is no paper.");
    expect(frozen.machineSummary).toEqual({ text: told(id), model: "fern-8b" });
    expect(shortTextOf(frozen)).toEqual({ text: told(id), by: "model", model: "fern-8b" });
  });

  test("is asked for the most upvoted first, within the day's limit, and again the next day", async () => {
    const ids = await plant(7);
    expect(await summarizePapers(ctx)).toEqual({ made: 5, refused: 0, failed: 0 });
    expect(await Promise.all(ids.map(async (id) => (await find(id)).machineSummary !== null))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect((await summarizePapers(ctx)).made).toBe(0);
    minutesOn(24 * 60);
    expect((await summarizePapers(ctx)).made).toBe(2);
  });

  test("is made once, and the limit kept, by processes that work at the same time", async () => {
    await plant(7);
    const reports = await Promise.all([1, 2, 3, 4].map(() => summarizePapers(ctx)));
    expect(reports.reduce((sum, { made }) => sum + made, 0)).toBe(5);
    expect(chat.prompts).toHaveLength(5);
    expect(new Set(chat.prompts).size).toBe(5);
  });

  test.each([
    ["has a summary", { summary: "Fernplan grows plans." }],
    ["was listed long ago", { day: "2026-06-01" }],
  ])("is not asked for a paper that %s", async (_, given) => {
    await plant(1, given);
    await summarizePapers(ctx);
    expect(chat.prompts).toEqual([]);
  });
});

test.each([
  ["injects HTML", "Paper 01 proposes <img src=x onerror=alert(1)> a planner that grows its plan.", "markup"],
  ["lies", "The authors train a robot hand to juggle oranges with tactile sensors.", "unfounded"],
  [
    "answers in another language",
    "Der Planer lässt seinen Ablauf Blatt für Blatt wachsen und ist schnell.",
    "unfounded",
  ],
])("a model that %s is not believed, and not asked again for that paper", async (_, answer, refusal) => {
  const [id = ""] = await plant(1);
  say = () => answer;
  expect(await summarizePapers(ctx)).toEqual({ made: 0, refused: 1, failed: 0 });
  expect((await find(id)).machineSummary).toBeNull();
  expect(await ctx.db.select().from(summaryAsks)).toMatchObject([{ paperId: id, refusal }]);
  minutesOn(24 * 60);
  await summarizePapers(ctx);
  expect(chat.prompts).toHaveLength(1);
});

describe("an endpoint", () => {
  test.each<[ChatFault, string]>([
    ["hang", "timeout"],
    ["reset", "unreachable"],
    ["no-json", "broken"],
    ["no-choices", "broken"],
    ["endless", "broken"],
    ["redirect", "broken"],
    [{ status: 500 }, "unavailable"],
    [{ status: 401 }, "refused"],
  ])("that meets %j is left alone for a minute, then asked again", async (met, lastFailure) => {
    await plant(2);
    fault = met;
    expect(await summarizePapers(ctx)).toEqual({ made: 0, refused: 0, failed: 1 });
    expect(await ctx.db.select().from(summaryEndpoint)).toMatchObject([
      { failures: 1, lastFailure, retryAt: new Date(start.getTime() + 60_000), asked: 1 },
    ]);
    fault = null;
    expect((await summarizePapers(ctx)).made).toBe(0);
    minutesOn(4);
    expect((await summarizePapers(ctx)).made).toBe(2);
    expect(await ctx.db.select().from(summaryEndpoint)).toMatchObject([{ failures: 0, lastFailure: null }]);
  });

  test("that is asked too often is left alone as long as it says", async () => {
    await plant(1);
    fault = { status: 429, retryAfter: "600" };
    await summarizePapers(ctx);
    minutesOn(9);
    await summarizePapers(ctx);
    expect(chat.prompts).toHaveLength(1);
    fault = null;
    minutesOn(1);
    expect((await summarizePapers(ctx)).made).toBe(1);
  });

  test("that fails for one paper alone is asked for the others meanwhile", async () => {
    const ids = await plant(2);
    fault = { status: 500 };
    await summarizePapers(ctx);
    fault = null;
    say = (prompt) => (prompt.includes("Fernplan 1") ? told(ids[1] ?? "") : "");
    minutesOn(1);
    await summarizePapers(ctx);
    expect((await find(ids[1] ?? "")).machineSummary).toBe(told(ids[1] ?? ""));
  });
});

describe("the doorbell", () => {
  test("rings while a paper waits and a request may be made", async () => {
    const waiting = async () => {
      const { waiting: count } = await ctx.queues.counts("summaries");
      return count;
    };
    await ringSummaries(ctx, ctx.clock.now());
    expect(await waiting()).toBe(0);
    await plant(1);
    await ringSummaries({ ...ctx, config: { ...ctx.config, summaries: null } }, ctx.clock.now());
    expect(await waiting()).toBe(0);
    await ringSummaries(ctx, ctx.clock.now());
    expect(await waiting()).toBe(1);
  });
});

test("without an endpoint nobody is asked", async () => {
  await plant(1);
  await summarizePapers({ ...ctx, config: { ...ctx.config, summaries: null } });
  expect(chat.prompts).toEqual([]);
});
