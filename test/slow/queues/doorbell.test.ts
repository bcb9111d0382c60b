import { sql } from "drizzle-orm";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";

const patience = { timeout: 60_000, interval: 100 };

let resend: FakeResend;
let ctx: TestContext;
let workers: RunningWorkers | null = null;

beforeEach(async () => {
  resend = await startFakeResend({});
});

afterEach(async () => {
  await workers?.close();
  workers = null;
  await ctx.close();
  await resend.close();
});

async function open(
  redisUrl: string | null,
  isRealTime: boolean,
  changes: Record<string, string> = {},
): Promise<void> {
  const env = resendEnv(resend.url, {
    DISPATCH_EVERY_MS: "500",
    RESEND_TIMEOUT_MS: "10000",
    QUEUE_PREFIX: `{test-${Math.random().toString(36).slice(2)}}`,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    ...changes,
  });
  ctx = await createTestContext({ env, ...(isRealTime ? { clock: createRunningClock() } : {}) });
}

/** Throws away every job and schedule. */
async function wipe(redisUrl: string | null): Promise<void> {
  if (redisUrl === null) {
    const { rows } = await ctx.db.execute<{ name: string }>(sql`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname = 'bullmq' and tablename <> 'migration'`);
    const truncate = sql.raw(`truncate ${rows.map(({ name }) => name).join(", ")} cascade`);
    // The workers lock the same tables in another order: one of the two gives way.
    await vi.waitFor(() => ctx.db.execute(truncate), patience);
    return;
  }
  const client = new Redis(redisUrl);
  const keys = await client.keys(`${ctx.config.queue.prefix}:*`);
  if (keys.length > 0) await client.del(keys);
  client.disconnect();
}

describe.each(redisUrls())("the doorbell on $backend", ({ url }) => {
  it("may lose every job and schedule: what is due is delivered all the same, once", async () => {
    await open(url, true);
    await plantSubscribers(ctx, 12);
    workers = await startWorkers(ctx, ["dispatch", "deliver"]);
    await wipe(url);
    const { id } = await plantEdition(ctx, { period: "2026-06-17", isOneBatchEach: true });
    await resend.waitUntil((stats) => stats.accepted >= 3, 60_000);
    await wipe(url);
    await vi.waitFor(async () => expect(await statusOf(ctx, id)).toMatchObject({ state: "sent" }), patience);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 12 });
    expect(resend.stats()).toMatchObject({ accepted: 12, duplicates: 0 });
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  }, 120_000);

  it("rings once a minute for what is due, so that a job of which half is lost bars nothing", async () => {
    await open(url, false);
    await plantSubscribers(ctx, 2);
    await plantEdition(ctx);
    const waiting = async () => (await ctx.queues.counts("deliver")).waiting;
    expect(await dispatchDue(ctx)).toMatchObject({ rung: 1 });
    await dispatchDue(ctx);
    expect(await waiting()).toBe(1);
    ctx.clock.advance(60_000);
    await dispatchDue(ctx);
    expect(await waiting()).toBe(2);
  });

  it("goes on, and stops, however often PostgreSQL cut every connection", async () => {
    await open(url, true, { DATABASE_POOL_SIZE: "4" });
    await plantSubscribers(ctx, 1);
    workers = await startWorkers(ctx, ["dispatch", "deliver"]);
    for (let times = 0; times < 2 * ctx.config.database.poolSize; times += 1) await cutConnections();
    const edition = await vi.waitFor(() => plantEdition(ctx), patience);
    await vi.waitFor(
      async () => expect(await statusOf(ctx, edition.id)).toMatchObject({ state: "sent" }),
      patience,
    );
  }, 120_000);
});

/** Cuts every connection, those that begin a transaction at that instant as well. */
async function cutConnections(): Promise<void> {
  const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`;
  const beginning = Array.from({ length: 4 }, () => ctx.db.transaction((tx) => tx.execute(sql`select 1`)));
  await Promise.allSettled([ctx.db.execute(cut), ...beginning]);
}
