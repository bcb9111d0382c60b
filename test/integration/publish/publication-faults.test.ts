import { sql } from "drizzle-orm";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Cadence } from "../../../src/calendar/periods.ts";
import { type Context, createContext } from "../../../src/context.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { type Cable, layCable } from "../../support/cable.ts";
import { createRunningClock } from "../../support/clock.ts";
import { testConfig } from "../../support/context.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { editionIds, type SourcesOfDays, startSourcesOfDays } from "../../support/publishing.ts";
import { redisUrls } from "../../support/redis.ts";

/** Publishing begins within a minute of a fault's end. */
const withinAMinute = { timeout: 60_000, interval: 100 };
const names = ["dispatch", "publish", "ingest"] as const;

/** The instant of each cadence's publication, what it publishes, and a day of it that has papers. */
const hours: { cadence: Cadence; at: string; edition: string; day: string }[] = [
  { cadence: "daily", at: "2026-06-18T04:00:00Z", edition: "daily-2026-06-17", day: "2026-06-17" },
  { cadence: "weekly", at: "2026-06-22T04:00:00Z", edition: "weekly-2026-W25", day: "2026-06-21" },
  { cadence: "monthly", at: "2026-07-01T04:00:00Z", edition: "monthly-2026-06", day: "2026-06-30" },
];

type Stage = {
  ctx: Context;
  from: SourcesOfDays;
  database: TestDatabase;
  /** To PostgreSQL, and to the queue where that is Redis. */
  cables: { postgres: Cable; queue: Cable };
  clock: ReturnType<typeof createRunningClock>;
  wipeQueue(): Promise<void>;
};

let stage: Stage;
let workers: RunningWorkers | null = null;

afterEach(async () => {
  await stage.cables.postgres.mend();
  await stage.cables.queue.mend();
  await workers?.close();
  workers = null;
  await stage.ctx.close();
  await stage.from.close();
  await stage.cables.postgres.close();
  if (stage.cables.queue !== stage.cables.postgres) await stage.cables.queue.close();
  await stage.database.close();
});

/** An installation that keeps time since the day before, a second before the hour. */
async function open(redisUrl: string | null, at: string, day: string): Promise<void> {
  const clock = createRunningClock();
  const from = await startSourcesOfDays(clock);
  from.list(day);
  const database = await createTestDatabase();
  const postgres = await layCable(database.url);
  const queue = redisUrl === null ? postgres : await layCable(redisUrl);
  const prefix = `{hour-${Math.random().toString(36).slice(2)}}`;
  const config = testConfig(postgres.url, {
    ...from.env,
    DISPATCH_EVERY_MS: "2000",
    QUEUE_PREFIX: prefix,
    ...(redisUrl === null ? {} : { REDIS_URL: queue.url }),
  });
  clock.set(new Date(Date.parse(at) - 86_400_000));
  const ctx = await createContext(config, { clock, sources: from.sources });
  const wipeQueue = () => (redisUrl === null ? wipeTables(database) : wipeKeys(redisUrl, prefix));
  stage = { ctx, from, database, cables: { postgres, queue }, clock, wipeQueue };
  await dispatchDue(ctx);
  clock.set(new Date(Date.parse(at) - 1_000));
}

async function wipeTables({ db }: TestDatabase): Promise<void> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'bullmq' and tablename <> 'migration'`);
  // The workers lock the same tables in another order: one of the two gives way.
  await vi.waitFor(
    () => db.execute(sql.raw(`truncate ${rows.map(({ name }) => name).join(", ")} cascade`)),
    withinAMinute,
  );
}

async function wipeKeys(url: string, prefix: string): Promise<void> {
  const client = new Redis(url);
  const keys = await client.keys(`${prefix}:*`);
  if (keys.length > 0) await client.del(keys);
  client.disconnect();
}

/** Takes the lists of every queue away, and leaves the jobs: their ids still bar what rings by them. */
async function halfWipeKeys(url: string, prefix: string): Promise<void> {
  const client = new Redis(url);
  const lists = (await client.keys(`${prefix}:*`)).filter((key) =>
    /:(wait|delayed|prioritized|active)$/.test(key),
  );
  if (lists.length > 0) await client.del(lists);
  client.disconnect();
}

/** The hour passes while something is away. */
const overTheHour = () => stage.clock.advance(2_000);

const isPublished = (edition: string) =>
  vi.waitFor(async () => expect(await editionIds(stage.database)).toContain(edition), withinAMinute);

describe.each(redisUrls())("the hour of publication on $backend", ({ url }) => {
  describe.each(hours)("of the $cadence edition", ({ at, edition, day }) => {
    it("may pass while PostgreSQL is away", async () => {
      await open(url, at, day);
      workers = await startWorkers(stage.ctx, [...names]);
      await stage.cables.postgres.cut("refused");
      overTheHour();
      await stage.cables.postgres.mend();
      await isPublished(edition);
    }, 120_000);

    it("may pass while the queue is away, and comes back empty", async () => {
      await open(url, at, day);
      workers = await startWorkers(stage.ctx, [...names]);
      await stage.cables.queue.cut("refused");
      overTheHour();
      await stage.wipeQueue();
      await stage.cables.queue.mend();
      await isPublished(edition);
    }, 120_000);

    it("may pass while no process runs, and the queue is wiped", async () => {
      await open(url, at, day);
      workers = await startWorkers(stage.ctx, [...names]);
      await workers.close();
      await stage.wipeQueue();
      overTheHour();
      workers = await startWorkers(stage.ctx, [...names]);
      await isPublished(edition);
    }, 120_000);

    it("may pass while Hugging Face is down", async () => {
      await open(url, at, day);
      stage.from.huggingface.failNext(2, { kind: "status", status: 503 });
      workers = await startWorkers(stage.ctx, [...names]);
      overTheHour();
      await isPublished(edition);
    }, 120_000);
  });

  it("comes once, however many processes wait for it", async () => {
    await open(url, "2026-07-01T04:00:00Z", "2026-06-30");
    const others = await Promise.all([1, 2].map(() => startWorkers(stage.ctx, [...names])));
    workers = await startWorkers(stage.ctx, [...names]);
    await isPublished("daily-2026-06-30");
    await isPublished("monthly-2026-06");
    await Promise.all(others.map((other) => other.close()));
    expect((await editionIds(stage.database)).sort()).toEqual(["daily-2026-06-30", "monthly-2026-06"]);
  }, 120_000);
});

describe.each(redisUrls().flatMap(({ url }) => url ?? []))("a Redis that lost half of each job", (url) => {
  it("bars nothing for longer than a minute", async () => {
    await open(url, "2026-06-18T04:00:00Z", "2026-06-17");
    stage.clock.advance(1_000);
    await dispatchDue(stage.ctx);
    await halfWipeKeys(url, stage.ctx.config.queue.prefix);
    workers = await startWorkers(stage.ctx, [...names]);
    await isPublished("daily-2026-06-17");
  }, 120_000);
});
