import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { listActiveAlerts } from "../../../src/alerts/store.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { ensureSchedules } from "../../../src/queues/schedules.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { checkAlerts } from "../../../src/watch/alerts.ts";
import { startWatchServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { serverError } from "../../fakes/resend-faults.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";
import { runCli } from "../../support/run-cli.ts";
import { clockPreload } from "../../support/shifted-worker.ts";

const hour = 3_600_000;
const patience = { timeout: 60_000, interval: 100 };

const closers: (() => Promise<void>)[] = [];
let resend: FakeResend;
let lines: string[];

afterEach(async () => {
  vi.useRealTimers();
  for (const close of closers.splice(0).reverse()) await close();
});

/** A context that is judged by PostgreSQL's clock as a process is, or one that is right by decree. */
async function open(env: Record<string, string> = {}, isJudged = true): Promise<TestContext> {
  resend = await startFakeResend({});
  closers.push(() => resend.close());
  lines = [];
  const log = createLog({ logLevel: "info" }, { write: (line: string) => lines.push(line) });
  const clock = createRunningClock();
  const ctx = await createTestContext({
    env: resendEnv(resend.url, { OPS_EMAIL: "operator@example.com", ...env }),
    overrides: { log },
    ...(isJudged ? { systemClock: clock } : { clock }),
  });
  closers.push(() => ctx.close());
  return ctx;
}

const said = (words: RegExp) => lines.filter((line) => words.test(line)).length;

/** How far from PostgreSQL's clock an instant lies. */
async function secondsFromDatabase(ctx: TestContext, instant: Date): Promise<number> {
  const { rows } = await ctx.db.execute<{ seconds: number }>(
    sql`select extract(epoch from ${instant}::timestamptz - clock_timestamp())::float8 as seconds`,
  );
  return Math.abs(rows[0]?.seconds ?? Number.NaN);
}

describe("a process whose clock is set wrong while it runs", () => {
  it.each([
    25 * hour,
    -25 * hour,
    11_000,
    -11_000,
  ])("is not ready and says so once, and once when it is right again (%d ms)", async (shiftMs) => {
    const ctx = await open();
    const server = await startWatchServer(ctx, 0);
    closers.push(() => server.close());
    const status = async () => (await fetch(`${server.url}/readyz`)).status;
    expect(await status()).toBe(200);
    ctx.clock.advance(shiftMs);
    await expect.poll(status, patience).toBe(503);
    await ctx.timekeeper.compare();
    expect(await (await fetch(`${server.url}/readyz`)).text()).toMatch(
      shiftMs > 0 ? /clock is \d+ s ahead of PostgreSQL's/ : /clock is \d+ s behind PostgreSQL's/,
    );
    ctx.clock.advance(-shiftMs);
    await expect.poll(status, patience).toBe(200);
    expect([said(/it runs no job until/), said(/is right again/)]).toEqual([1, 1]);
  });

  it("is let be while it differs by less than ten seconds", async () => {
    const ctx = await open();
    ctx.clock.advance(8_000);
    expect(await ctx.timekeeper.compare()).toMatchObject({ isRight: true });
    expect(said(/runs no job/)).toBe(0);
  });

  it("gives up no batch, sends none, and leaves each to others at once", async () => {
    const ctx = await open();
    await plantSubscribers(ctx, 1);
    const edition = await plantEdition(ctx);
    resend.failNext(serverError(502, true));
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from batches`);
    const id = rows[0]?.id ?? "";
    expect(await deliverBatch(ctx, id)).toMatchObject({ kind: "later" });
    await ctx.db.execute(sql`update batches set next_attempt_at = null, leased_until = null`);
    for (const shiftMs of [25 * hour, -50 * hour]) {
      ctx.clock.advance(shiftMs);
      expect(await deliverBatch(ctx, id)).toEqual({ kind: "idle" });
      expect(await dispatchDue(ctx)).toMatchObject({ uncertain: 0 });
      expect(await statusOf(ctx, edition.id)).toMatchObject({ sealed: 1, uncertain: 0 });
    }
    ctx.clock.advance(25 * hour);
    await vi.waitFor(async () => {
      await deliverBatch(ctx, id);
      expect(await statusOf(ctx, edition.id)).toMatchObject({ submitted: 1 });
    }, patience);
    expect(resend.stats()).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  it("keeps others waiting for no longer than it should, when it is set in the middle of a request", async () => {
    const ctx = await open({ RESEND_TIMEOUT_MS: "1500" });
    await plantSubscribers(ctx, 1);
    await plantEdition(ctx);
    resend.failNext({ kind: "hang", accepted: true });
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from batches`);
    const step = deliverBatch(ctx, rows[0]?.id ?? "");
    await vi.waitFor(
      async () =>
        expect((await ctx.db.execute(sql`select 1 from batches where attempts = 1`)).rows).toHaveLength(1),
      patience,
    );
    ctx.clock.advance(25 * hour);
    expect(await step).toMatchObject({ kind: "later" });
    const { rows: kept } = await ctx.db.execute<{ at: string }>(
      sql`select next_attempt_at as at from batches`,
    );
    expect(await secondsFromDatabase(ctx, new Date(kept[0]?.at ?? Number.NaN))).toBeLessThan(120);
  });

  it("sends no notice, and tells of its own clock and of nothing else, dated by PostgreSQL", async () => {
    const ctx = await open();
    await plantSubscribers(ctx, 1);
    await ctx.db.execute(sql`
      insert into notices (kind, recipient, props, created_at) values ('goodbye', 'reader0@example.com', '{}', now())`);
    await ctx.db.execute(sql`
      insert into source_runs (source, day, started_at, finished_at, is_ok, papers, rejected)
      select 'hf', current_date, at, at, true, 0, 0 from (select now() - interval '1 hour' as at) t`);
    await ctx.db.execute(sql`
      insert into alerts (kind, subject, message, raised_at) values ('source-down', 'arxiv', 'it is down', now())`);
    ctx.clock.advance(25 * hour);
    await ctx.timekeeper.compare();
    expect(await deliverNotices(ctx)).toMatchObject({ submitted: 0, failed: 0 });
    await checkAlerts(ctx);
    const alerts = await listActiveAlerts(ctx.db);
    expect(alerts.map(({ kind }) => kind)).toEqual(["source-down", "clock-off"]);
    for (const { raisedAt } of alerts) expect(await secondsFromDatabase(ctx, raisedAt)).toBeLessThan(60);
    expect([resend.mails.length, resend.mailsTo("operator@example.com").length]).toEqual([1, 1]);
    ctx.clock.advance(-25 * hour);
    await ctx.timekeeper.compare();
    await checkAlerts(ctx);
    expect((await listActiveAlerts(ctx.db)).map(({ kind }) => kind)).not.toContain("clock-off");
  });
});

describe("a command on a machine whose clock is wrong", () => {
  it.each([
    ["publish", "--date", "2026-06-17"],
    ["ingest", "--date", "2026-06-17"],
    ["housekeeping"],
  ])("refuses to %s, with one sentence that says why", async (...args) => {
    const ctx = await open();
    const { code, stderr } = await runCli(args, {
      DATABASE_URL: ctx.databaseUrl,
      TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
      NODE_OPTIONS: `--import ${clockPreload}`,
      CLOCK_SHIFT_MS: String(25 * hour),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/clock is 90000 s ahead of PostgreSQL's: set it right first/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe.each(redisUrls())("a wrong clock and the queue on $backend", ({ url }) => {
  const queueEnv = () => ({
    DISPATCH_EVERY_MS: "500",
    QUEUE_PREFIX: `{test-${Math.random().toString(36).slice(2)}}`,
    ...(url === null ? {} : { REDIS_URL: url }),
  });

  it("gives a job that it took back, for another process to take at once", async () => {
    const ctx = await open(queueEnv(), false);
    const asked: string[] = [];
    const done: string[] = [];
    const queues = await ctx.queues.open();
    const wrong = queues.work(
      "dispatch",
      {
        concurrency: 1,
        mayRun: async () => {
          asked.push("wrong");
          return false;
        },
      },
      async () => done.push("wrong"),
    );
    await ctx.queues.ring("dispatch", {});
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0), patience);
    await wrong.close();
    const right = queues.work("dispatch", { concurrency: 1 }, async () => done.push("right"));
    await vi.waitFor(() => expect(done).toEqual(["right"]), patience);
    await right.close();
    expect(await ctx.queues.counts("dispatch")).toMatchObject({ waiting: 0, active: 0, failed: 0 });
  });

  it("may have moved every schedule a day away: a right process makes it anew", async () => {
    const ctx = await open({ ...queueEnv(), DISPATCH_EVERY_MS: "30000" }, false);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * hour });
    await ensureSchedules(ctx);
    vi.useRealTimers();
    await ensureSchedules(ctx);
    const queues = await ctx.queues.open();
    for (const [name, most] of [
      ["dispatch", 30_000],
      ["notices", 30_000],
      ["feedback", 60_000],
    ] as const) {
      const [scheduler] = await queues.bullQueue(name).getJobSchedulers();
      expect((scheduler?.next ?? Number.NaN) - Date.now(), name).toBeLessThanOrEqual(most);
    }
  });

  it("forgets the schedule of alerts that a release before left in it", async () => {
    const ctx = await open(queueEnv(), false);
    const old = (await ctx.queues.open()).bullQueue("alerts" as never);
    await old.upsertJobScheduler("watch", { every: 60_000 }, { name: "alerts", data: {} });
    await ensureSchedules(ctx);
    expect(await old.getJobSchedulers()).toEqual([]);
    expect(await old.getJobCounts()).toMatchObject({ delayed: 0 });
  });
});
