import { sql } from "drizzle-orm";
import { Redis } from "ioredis";
import { expect, vi } from "vitest";
import type { Cadence } from "../../src/calendar/periods.ts";
import { type Context, createContext } from "../../src/context.ts";
import { dispatchDue } from "../../src/delivery/send/dispatch-due.ts";
import { type RunningWorkers, startWorkers } from "../../workers/main.ts";
import { type Cable, layCable } from "./cable.ts";
import { createRunningClock } from "./clock.ts";
import { testConfig } from "./context.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { editionIds, type SourcesOfDays, startSourcesOfDays } from "./publishing.ts";

/** Publishing begins within a minute of a fault's end. */
const withinAMinute = { timeout: 60_000, interval: 100 };

export type PublicationHour = { cadence: Cadence; at: string; edition: string; day: string };

/** The instant of each cadence's publication, what it publishes, and a day of it that has papers. */
export const publicationHours: PublicationHour[] = [
  { cadence: "daily", at: "2026-06-18T04:00:00Z", edition: "daily-2026-06-17", day: "2026-06-17" },
  { cadence: "weekly", at: "2026-06-22T04:00:00Z", edition: "weekly-2026-W25", day: "2026-06-21" },
  { cadence: "monthly", at: "2026-07-01T04:00:00Z", edition: "monthly-2026-06", day: "2026-06-30" },
];

/** An installation that waits for its hour, and what can befall it. */
export type HourStage = {
  ctx: Context;
  from: SourcesOfDays;
  database: TestDatabase;
  /** To PostgreSQL, and to the queue where that is Redis. */
  cables: { postgres: Cable; queue: Cable };
  /** Starts workers that dispatch, publish and collect, beside those that work already. */
  work(): Promise<void>;
  wipeQueue(): Promise<void>;
  /** Lets the hour pass. */
  passHour(): void;
  untilPublished(edition: string): Promise<void>;
  /** Ends every process that works, each with what it has begun. */
  rest(): Promise<void>;
  close(): Promise<void>;
};

/** An installation that keeps time since the day before, a second before its hour. */
export async function openStage(redisUrl: string | null, { at, day }: PublicationHour): Promise<HourStage> {
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
  await dispatchDue(ctx);
  clock.set(new Date(Date.parse(at) - 1_000));
  const working: RunningWorkers[] = [];
  const rest = async () => {
    await Promise.all(working.splice(0).map((workers) => workers.close()));
  };
  return {
    ctx,
    from,
    database,
    cables: { postgres, queue },
    work: async () => {
      working.push(await startWorkers(ctx, ["dispatch", "publish", "ingest"]));
    },
    wipeQueue: () => (redisUrl === null ? wipeTables(database) : wipeKeys(redisUrl, prefix)),
    passHour: () => clock.advance(2_000),
    untilPublished: (edition) =>
      vi.waitFor(async () => expect(await editionIds(database)).toContain(edition), withinAMinute),
    rest,
    close: async () => {
      await postgres.mend();
      await queue.mend();
      await rest();
      await ctx.close();
      await from.close();
      await postgres.close();
      if (queue !== postgres) await queue.close();
      await database.close();
    },
  };
}

export type PublicationFault = {
  /** What the hour may pass in. */
  name: string;
  /** Lets the hour pass in it; afterwards workers run and nothing is away. */
  befall(stage: HourStage): Promise<void>;
};

export const publicationFaults: PublicationFault[] = [
  {
    name: "while PostgreSQL is away",
    befall: async ({ work, cables, passHour }) => {
      await work();
      await cables.postgres.cut("refused");
      passHour();
      await cables.postgres.mend();
    },
  },
  {
    name: "while the queue is away, and comes back empty",
    befall: async ({ work, cables, passHour, wipeQueue }) => {
      await work();
      await cables.queue.cut("refused");
      passHour();
      await wipeQueue();
      await cables.queue.mend();
    },
  },
  {
    name: "while no process runs, and the queue is wiped",
    befall: async ({ work, rest, passHour, wipeQueue }) => {
      await work();
      await rest();
      await wipeQueue();
      passHour();
      await work();
    },
  },
  {
    name: "while Hugging Face is down",
    befall: async ({ work, from, passHour }) => {
      from.huggingface.failNext(2, { kind: "status", status: 503 });
      await work();
      passHour();
    },
  },
];

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
