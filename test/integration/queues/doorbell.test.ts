import { sql } from "drizzle-orm";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { brokenLedgers } from "../../../src/delivery/progress/edition-status.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import {
  approveEdition,
  cancelEdition,
  pauseEdition,
  resumeEdition,
} from "../../../src/delivery/steer/steer-edition.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith } from "../../fakes/resend-faults.ts";
import { type Cable, layCable } from "../../support/cable.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";
import { runCli } from "../../support/run-cli.ts";

const patience = { timeout: 60_000, interval: 100 };

let resend: FakeResend;
let ctx: TestContext;
let workers: RunningWorkers | null = null;
let cable: Cable | null = null;

beforeEach(async () => {
  resend = await startFakeResend({});
});

afterEach(async () => {
  await workers?.close();
  workers = null;
  await ctx.close();
  await cable?.close();
  cable = null;
  await resend.close();
});

async function open(redisUrl: string | null, isRealTime: boolean): Promise<void> {
  const env = resendEnv(resend.url, {
    DISPATCH_EVERY_MS: "500",
    RESEND_TIMEOUT_MS: "10000",
    QUEUE_PREFIX: `{test-${Math.random().toString(36).slice(2)}}`,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
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
    const { id } = await plantEdition(ctx, { period: "2026-06-17" });
    await oneBatchEach(ctx, id);
    await resend.waitUntil((stats) => stats.accepted >= 3, 60_000);
    await wipe(url);
    await vi.waitFor(async () => expect(await statusOf(ctx, id)).toMatchObject({ state: "sent" }), patience);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 12 });
    expect(resend.stats()).toMatchObject({ accepted: 12, duplicates: 0 });
    expect(await brokenLedgers(ctx.db)).toEqual([]);
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
    await open(url, true);
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

type Verb = "approve" | "pause" | "resume" | "retry" | "cancel";
type Act = (verb: Verb, editionId: string) => Promise<unknown>;

const actHere: Act = (verb, id) => {
  switch (verb) {
    case "approve":
      return approveEdition(ctx, id);
    case "pause":
      return pauseEdition(ctx, id, "a look first");
    case "resume":
      return resumeEdition(ctx, id, false);
    case "retry":
      return retryFailed(ctx, id);
    case "cancel":
      return cancelEdition(ctx, id);
  }
};

const actByCommand: Act = async (verb, id) => {
  const { code, stdout, stderr } = await runCli([verb, "--edition", id, "--json"], {
    DATABASE_URL: ctx.databaseUrl,
    REDIS_URL: ctx.config.queue.redisUrl ?? "",
    QUEUE_PREFIX: ctx.config.queue.prefix,
    TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};

describe.each(redisUrls().flatMap(({ url }) => url ?? []))("steering while Redis is away", (redisUrl) => {
  it.each([
    ["a process that knew it and is refused", "refused", actHere],
    ["a process that knew it and hears nothing any more", "silent", actHere],
    ["commands that are refused", "refused", actByCommand],
  ] as const)(
    "takes effect and ends in time, and the send goes on within a minute of its return: %s",
    async (_, how, act) => {
      cable = await layCable(redisUrl);
      await open(cable.url, true);
      workers = await startWorkers(ctx, ["dispatch", "deliver"]);
      const { tried, held, unwanted } = await plantThree();
      const steer: Act = async (verb, id) => {
        const startedAt = performance.now();
        const result = await act(verb, id);
        expect(performance.now() - startedAt, `${verb} took`).toBeLessThan(15_000);
        return result;
      };
      await cable.cut(how);
      const others = Promise.all([steer("retry", tried), steer("cancel", unwanted)]);
      expect(await steer("approve", held)).toMatchObject({ state: "sending" });
      expect(await steer("pause", held)).toMatchObject({ state: "paused" });
      expect(await statusOf(ctx, held)).toMatchObject({ state: "paused", pending: 4 });
      expect(await steer("resume", held)).toMatchObject({ state: "sending" });
      expect(await others).toMatchObject([{ planned: 1 }, { state: "cancelled" }]);
      expect(await statusOf(ctx, unwanted)).toMatchObject({ excluded: 4, state: "cancelled" });
      expect(resend.stats().accepted).toBe(3);
      await cable.mend();
      const sent = { submitted: 4, failed: 0, state: "sent" };
      await vi.waitFor(async () => {
        expect(await statusOf(ctx, tried)).toMatchObject(sent);
        expect(await statusOf(ctx, held)).toMatchObject(sent);
      }, patience);
      expect(resend.stats()).toMatchObject({ accepted: 8, duplicates: 0 });
      expect(await brokenLedgers(ctx.db)).toEqual([]);
    },
    180_000,
  );

  /** Three editions for the same readers: of one a mail failed, two are held. */
  async function plantThree() {
    await plantSubscribers(ctx, 4);
    resend.failNext(refuseWith("validation_error"));
    const tried = await plantEdition(ctx, { period: "2026-06-15" });
    await oneBatchEach(ctx, tried.id);
    await vi.waitFor(
      async () => expect(await statusOf(ctx, tried.id)).toMatchObject({ failed: 1, state: "sent" }),
      patience,
    );
    const held = await plantEdition(ctx, { period: "2026-06-16", isHeld: true });
    await oneBatchEach(ctx, held.id);
    const unwanted = await plantEdition(ctx, { period: "2026-06-17", isHeld: true });
    return { tried: tried.id, held: held.id, unwanted: unwanted.id };
  }
});
