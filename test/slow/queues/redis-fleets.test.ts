import { sql } from "drizzle-orm";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { within } from "../../../src/calendar/within.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { createRedisClient } from "../../../src/queues/redis-client.ts";
import { runDoctor } from "../../../src/upkeep/doctor.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { layCable } from "../../support/cable.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import {
  fleetPassword,
  type RedisFleet,
  sentinelName,
  sentinelPassword,
  startRedisCluster,
  startSentinels,
} from "../../support/redis-fleet.ts";
import { casesOf, isShort } from "../short.ts";

const prefix = "{fleet}";
const readers = isShort ? 60 : 300;
/** What was under way when the primary went is taken again within its lease, or when its job's minute is over. */
const patience = { timeout: 120_000, interval: 100 };

let resend: FakeResend | null = null;
let fleet: RedisFleet | null = null;
let ctx: TestContext | null = null;
let workers: RunningWorkers | null = null;

afterEach(async () => {
  await workers?.close();
  await ctx?.close();
  await fleet?.close();
  await resend?.close();
  workers = ctx = fleet = resend = null;
});

const fleets = casesOf([
  {
    kind: "a cluster of three",
    start: startRedisCluster,
    env: (addresses: string) => ({ REDIS_CLUSTER: addresses, REDIS_PASSWORD: fleetPassword }),
  },
  {
    kind: "a primary that Sentinels watch",
    start: startSentinels,
    env: (addresses: string) => ({
      REDIS_SENTINELS: addresses,
      REDIS_SENTINEL_NAME: sentinelName,
      REDIS_SENTINEL_PASSWORD: sentinelPassword,
      REDIS_PASSWORD: fleetPassword,
    }),
  },
]);

describe.skipIf(inject("redisUrl") === null).each(fleets)("the queue in $kind", ({ start, env }) => {
  it("loses its server in the middle of a send, and every reader gets one mail", async () => {
    resend = await startFakeResend({});
    fleet = await start();
    const { addresses, killPrimaryOf, primaryOf, isWhole } = fleet;
    const variables = resendEnv(resend.url, {
      ...env(addresses),
      QUEUE_PREFIX: prefix,
      DISPATCH_EVERY_MS: "1000",
      QUEUE_LOCK_MS: "3000",
      DELIVERY_LEASE_MS: "3000",
      RESEND_REQUESTS_PER_SECOND: isShort ? "10" : "20",
      RESEND_TIMEOUT_MS: "10000",
    });
    ctx = await createTestContext({ env: variables, clock: createRunningClock() });
    const looked = await runDoctor(testConfig(ctx.databaseUrl, variables));
    expect(looked.filter(({ check }) => check === "queue" || check === "queue write")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          level: "ok",
          message: expect.stringMatching(/^(Redis|Valkey) .* answers$/),
        }),
        expect.objectContaining({ level: "ok", check: "queue write" }),
      ]),
    );
    expect(looked.filter(({ check, level }) => check.startsWith("queue") && level !== "ok")).toEqual([]);
    await plantSubscribers(ctx, readers);
    const { id } = await plantEdition(ctx, { period: "2026-06-17", isOneBatchEach: true });
    // However long it takes to kill the server, half of the mails go when it is gone.
    await ctx.db.execute(sql`update batches set due_at = due_at + interval '1 hour' where id in (
      select id from batches order by id limit ${readers / 2})`);
    workers = await startWorkers(ctx, ["dispatch", "deliver"]);
    const { stats } = resend;
    await vi.waitUntil(() => stats().accepted >= readers / 6, patience);
    const killed = await killPrimaryOf(prefix);
    expect(stats().accepted).toBeLessThan(readers);
    await ctx.db.execute(
      sql`update batches set due_at = due_at - interval '1 hour' where state = 'planned' and due_at > now()`,
    );
    // BullMQ waits for each attempt to connect: one that is made while nobody keeps the queues has to end, too.
    await vi.waitUntil(async () => !(await isWhole()), { ...patience, interval: 20 });
    const { redis } = ctx.config.queue;
    if (redis === null) throw new Error("the queue is not in Redis");
    const late = createRedisClient(redis, { connectTimeoutMs: 5_000, isLasting: true }).on("error", () => {});
    await Promise.allSettled([late.connect()]);
    late.disconnect();
    const open = ctx;
    await vi.waitFor(
      async () => expect(await statusOf(open, id)).toMatchObject({ submitted: readers, state: "sent" }),
      patience,
    );
    expect(stats()).toMatchObject({ accepted: readers, duplicates: 0 });
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
    expect(await primaryOf(prefix)).not.toBe(killed);
    await ctx.queues.probe();
    // A ring of after the fail-over reaches a worker by the queue, not by the dispatcher's rhythm.
    expect((await ctx.queues.counts("deliver")).failed).toBe(0);
  }, 300_000);
});

describe.skipIf(inject("redisUrl") === null)("a Sentinel that takes connections and says nothing", () => {
  it("is passed over for the next one while those who ask still wait", async () => {
    fleet = await startSentinels();
    const [first, ...others] = fleet.addresses.split(",");
    const cable = await layCable(`redis://${first}`);
    await cable.cut("silent");
    const { redis } = testConfig("postgres://127.0.0.1/none", {
      REDIS_SENTINELS: [new URL(cable.url).host, ...others].join(","),
      REDIS_SENTINEL_NAME: sentinelName,
      REDIS_SENTINEL_PASSWORD: sentinelPassword,
      REDIS_PASSWORD: fleetPassword,
    }).queue;
    if (redis === null) throw new Error("the queue is not in Redis");
    const client = createRedisClient(redis, { connectTimeoutMs: 8_000, isLasting: true }).on(
      "error",
      () => {},
    );
    try {
      expect(await within(8_000, client.ping())).toBe("PONG");
    } finally {
      client.disconnect();
      await cable.close();
    }
  }, 30_000);
});
