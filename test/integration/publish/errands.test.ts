import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditEntries } from "../../../src/audit/tables.ts";
import { readConfig } from "../../../src/config/env.ts";
import { sendingSignature } from "../../../src/console/overview.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { leaveDueToOperator } from "../../../src/due/leave-due-to-operator.ts";
import { claimDue } from "../../../src/due/steps-store.ts";
import { ingestDay } from "../../../src/papers/ingest.ts";
import { doErrands } from "../../../src/publish/do-errands.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { statusOf } from "../../support/delivering.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";
import { editionIds, type SourcesOfDays, startSourcesOfDays } from "../../support/publishing.ts";

const password = "a password of the operators";
const day = "2026-06-17";
const clock = createTestClock("2026-06-18T09:00:00Z");
let from: SourcesOfDays;
let ctx: TestContext;
let site: WebServer;
let tab: OpsClient;
/** What happens when Hugging Face is asked. */
let whenAsked: (() => Promise<void>) | null;

beforeAll(async () => {
  from = await startSourcesOfDays(clock);
  const { huggingface, arxiv } = from.sources;
  const collectDay: typeof huggingface.collectDay = async (...asked) => {
    await whenAsked?.();
    return huggingface.collectDay(...asked);
  };
  ctx = await createTestContext({
    clock,
    env: { ...from.env, OPS_PASSWORD: password },
    overrides: { sources: { huggingface: { ...huggingface, collectDay }, arxiv } },
  });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
  await from.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  whenAsked = null;
  clock.set("2026-06-18T09:00:00Z");
  for (const one of ["2026-06-15", "2026-06-16", day]) from.list(one);
  tab = createOpsClient(site.url);
  await tab.logIn(password);
});

const publish = { cadence: "daily", date: day, hold: "as-set" };
const bothSources = [
  ["source", "huggingface"],
  ["source", "arxiv"],
] as const;

/** Posts a form whose fields may repeat. */
async function submit(path: string, fields: readonly (readonly [string, string])[]): Promise<Response> {
  const form = new FormData();
  form.set("form_token", await tab.formToken());
  for (const [name, value] of fields) form.append(name, value);
  return tab.post(path, form);
}

const kept = async () =>
  (
    await ctx.db.execute<{ id: string; outcome: { kind: string } | null; attempts: number }>(
      sql`select id, outcome, attempts from due_errands order by due_at`,
    )
  ).rows;

describe("publishing from /ops", () => {
  beforeEach(async () => {
    await plantSubscribers(ctx, 2);
    await ingestDay(ctx, { day, sources: ["huggingface"] });
  });

  it("is asked for once, done by a worker, and shown from the asking to the edition", async () => {
    const before = await sendingSignature(ctx);
    const answers = await Promise.all([
      tab.submit("/ops/publish", publish),
      // Without a day it means the last that is over.
      tab.submit("/ops/publish", { ...publish, date: "" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await kept()).toHaveLength(1);
    expect(await sendingSignature(ctx)).not.toBe(before);
    expect(await tab.page("/ops/publish")).toContain("A worker takes it in a moment.");
    clock.advance(90_000);
    expect(await tab.page("/ops/publish")).toContain("No worker has taken it yet");
    await Promise.all([doErrands(ctx), doErrands(ctx)]);
    const page = await tab.page("/ops/publish");
    expect(page).toContain(`<a href="/ops/editions/daily-${day}">daily-${day}</a>: 2 papers, 2 deliveries`);
    expect(await statusOf(ctx, `daily-${day}`)).toMatchObject({ state: "sending", planned: 2 });
    const acts = await ctx.db.select().from(auditEntries);
    expect(acts.filter(({ verb }) => verb === "errand.ask")).toMatchObject([
      { actorKind: "operator", after: { kind: "publish", period: day } },
    ]);
  });

  it("holds as the installation does, or as the form says", async () => {
    const { hold } = readConfig({ PUBLISH_HOLD: "true", HOLD_UNTIL: "11:30", HOLD_THEN: "go" });
    const holding = { ...ctx, config: { ...ctx.config, hold } };
    await tab.submit("/ops/publish", publish);
    await tab.submit("/ops/publish", { ...publish, cadence: "weekly", date: "2026-W25", hold: "go" });
    await tab.submit("/ops/publish", { ...publish, cadence: "monthly", date: "2026-06", hold: "hold" });
    await doErrands(holding);
    const at = new Date("2026-06-18T11:30:00Z");
    expect(await statusOf(ctx, `daily-${day}`)).toMatchObject({ state: "held", holdEndsAt: at });
    expect(await statusOf(ctx, "weekly-2026-W25")).not.toMatchObject({ state: "held" });
    expect(await statusOf(ctx, "monthly-2026-06")).toMatchObject({ state: "held", holdEndsAt: null });
  });

  it("says of an edition that was there before how it stands, so that nobody takes it for held", async () => {
    await tab.submit("/ops/publish", publish);
    await doErrands(ctx);
    expect(await tab.page("/ops/publish")).not.toContain("It went out already");
    await tab.submit("/ops/publish", { ...publish, hold: "hold" });
    await doErrands(ctx);
    expect(await tab.page("/ops/publish")).toContain("It went out already, so that it is not held");
    await tab.submit(`/ops/editions/daily-${day}/cancel`);
    await tab.submit("/ops/publish", publish);
    await doErrands(ctx);
    expect(await tab.page("/ops/publish")).toContain("It was cancelled before: nothing of it leaves");
  });

  it.each([
    [{ date: "yesterday" }, 400, "is not a day: write it as 2026-06-18."],
    [{ date: "2026-06-19" }, 409, "2026-06-19 has not begun yet"],
    [{ date: "2026-06-01" }, 409, "There are no papers for 2026-06-01"],
    [{ cadence: "weekly", date: "2026-W60" }, 400, "is not a week"],
  ])("refuses %j in one sentence and keeps what was typed", async (fields, status, sentence) => {
    const answer = await tab.submit("/ops/publish", { ...publish, ...fields, now: "yes" });
    const page = await answer.text();
    expect([answer.status, page]).toEqual([status, expect.stringContaining(sentence)]);
    expect(page).toContain(`value="${fields.date}"`);
    expect(page).toMatch(/name="now"[^>]*checked/);
    expect(await kept()).toEqual([]);
  });

  it("says why it was refused in the end", async () => {
    await tab.submit("/ops/publish", publish);
    await ctx.db.execute(sql`delete from paper_listings`);
    await doErrands(ctx);
    expect(await tab.page("/ops/publish")).toContain(`There are no papers for ${day}`);
    expect(await editionIds(ctx)).toEqual([]);
  });

  it("is given up after five tries that did not come to their end", async () => {
    await tab.submit("/ops/publish", publish);
    await ctx.db.execute(sql`update due_errands set attempts = 5, last_reason = 'unexpected'`);
    expect(await tab.page("/ops/publish")).toContain("did not come to its end, and is tried again");
    await doErrands(ctx);
    expect(await tab.page("/ops/publish")).toContain("failed again and again");
    expect(await editionIds(ctx)).toEqual([]);
  });

  it("is not done by a ledger that was restored, nor asked for again by itself", async () => {
    await tab.submit("/ops/publish", publish);
    await leaveDueToOperator(ctx.db, "0 4 * * *", clock.now());
    await doErrands(ctx);
    expect(await tab.page("/ops/publish")).toContain("open in a backup that was restored");
    expect(await editionIds(ctx)).toEqual([]);
  });

  it("is rung for by the dispatcher, when the queue had lost it", async () => {
    await tab.submit("/ops/publish", publish);
    const before = (await ctx.queues.counts("errands")).waiting;
    await dispatchDue(ctx);
    expect((await ctx.queues.counts("errands")).waiting).toBe(before + 1);
  });
});

describe("collecting from /ops", () => {
  const days = [["first", "2026-06-15"], ["last", day], ...bothSources] as const;

  it("shows whom it asks while it goes on, and what each day brought", async () => {
    expect((await submit("/ops/ingest", days)).status).toBe(303);
    const seen: string[] = [];
    whenAsked = async () => {
      const page = await tab.page("/ops/ingest");
      seen.push([/\d of \d steps/, /Asking [^<]*/].map((form) => form.exec(page)?.[0]).join(": "));
    };
    await doErrands(ctx);
    expect(seen).toEqual([
      "0 of 6 steps: Asking Hugging Face for 2026-06-15.",
      "2 of 6 steps: Asking Hugging Face for 2026-06-16.",
      "4 of 6 steps: Asking Hugging Face for 2026-06-17.",
    ]);
    const page = await tab.page("/ops/ingest");
    expect(page).toContain(`${day}: 2 papers, 2 new, 2 new signals.`);
  });

  it("goes on where a worker died, in the hands of another", async () => {
    await submit("/ops/ingest", days);
    const [errand] = await kept();
    const id = errand?.id ?? "";
    const lease = new Date(clock.now().getTime() + 15_000);
    await claimDue(ctx.db, { table: "due_errands", id }, clock.now(), lease);
    const done = { day: "2026-06-15", papers: 2, new: 2, signals: 2, rejected: 0, failed: [] };
    const progress = { kind: "ingest", days: [done], day: "2026-06-16", source: "huggingface" };
    await ctx.db.execute(sql`update due_errands set progress = ${JSON.stringify(progress)}::jsonb`);
    expect(await doErrands(ctx)).toEqual({ done: 0 });
    clock.advance(15_001);
    let asks = 0;
    whenAsked = async () => {
      asks += 1;
    };
    expect(await doErrands(ctx)).toEqual({ done: 1 });
    expect(asks).toBe(2);
    expect((await kept())[0]?.outcome).toMatchObject({ days: [done, { papers: 2 }, { papers: 2 }] });
  });

  it("tells which source gave no answer", async () => {
    from.huggingface.failNext(1, { kind: "status", status: 503 });
    await submit("/ops/ingest", [["first", "2026-06-16"], ["last", ""], ...bothSources]);
    await doErrands(ctx);
    const page = await tab.page("/ops/ingest");
    expect(page).toContain("with faults");
    expect(page).toMatch(/Hugging Face: [^<]+/);
  });

  it.each([
    [
      [
        ["first", "18 June"],
        ["last", ""],
      ],
      400,
      "is not a day",
    ],
    [
      [
        ["first", day],
        ["last", "2026-06-01"],
      ],
      400,
      "The last day lies before the first.",
    ],
    [
      [
        ["first", "2026-01-01"],
        ["last", day],
      ],
      400,
      "ask for 31 at the most",
    ],
    [
      [
        ["first", "2026-06-19"],
        ["last", ""],
      ],
      409,
      "lies in the future",
    ],
  ] as const)("refuses %j in one sentence", async (fields, status, sentence) => {
    const answer = await submit("/ops/ingest", [...fields, ...bothSources]);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(sentence)]);
    const none = await submit("/ops/ingest", [
      ["first", day],
      ["last", ""],
    ]);
    expect([none.status, await none.text()]).toEqual([400, expect.stringContaining("Choose a source")]);
    expect(await kept()).toEqual([]);
  });
});
