import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { openDatabase } from "../../../src/db/client.ts";
import { countPendingMigrations, migrateDatabase } from "../../../src/db/migrate.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { runDoctor } from "../../../src/upkeep/doctor.ts";
import { startWorkers } from "../../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createRunningClock } from "../../support/clock.ts";
import { testConfig } from "../../support/context.ts";
import { resendEnv } from "../../support/delivering.ts";
import { hasPgBouncer, type Pooler, startPgBouncer } from "../../support/pgbouncer.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCli } from "../../support/run-cli.ts";
import { runOn } from "../../support/template-database.ts";
import { createDatabase, openTemporaryDatabase } from "../../support/temporary-database.ts";

const isHere = hasPgBouncer();
const patience = { timeout: 60_000, interval: 100 };

describe.skipIf(!isHere)("PostgreSQL behind PgBouncer in transaction mode", () => {
  let server: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let pooler: Pooler;
  let resend: FakeResend;
  let direct: string;
  let pooled: string;
  let serial = 0;

  beforeAll(async () => {
    server = await openTemporaryDatabase();
    pooler = await startPgBouncer(server.url);
    resend = await startFakeResend({});
  });
  afterAll(async () => {
    await resend?.close();
    await pooler?.close();
    await server?.close();
  });
  beforeEach(async () => {
    serial += 1;
    const name = `pooled_${serial}`;
    direct = await createDatabase(server.url, name);
    await runOn(server.url, `alter database "${name}" set timezone = 'Asia/Kolkata'`);
    pooled = pooler.through(direct);
  });

  const open = async (env: Record<string, string>): Promise<Context> =>
    createContext(testConfig(pooled, resendEnv(resend.url, { DISPATCH_EVERY_MS: "500", ...env })), {
      isMigrating: true,
      role: "test",
    });

  it("is migrated by five at once, and no session keeps a lock or a setting", async () => {
    const pools = Array.from({ length: 5 }, () => openDatabase(pooled, 2, () => {}).pool);
    try {
      await Promise.all(pools.map((pool) => migrateDatabase(pool)));
      const [pool] = pools;
      if (!pool) throw new Error("there are five");
      expect(await countPendingMigrations(pool)).toBe(0);
      const { rows } = await pool.query("select from pg_locks where locktype = 'advisory'");
      expect(rows).toEqual([]);
      const looks = await Promise.all(
        pools.flatMap((one) => [one.query("show lock_timeout"), one.query("show lock_timeout")]),
      );
      expect(new Set(looks.map(({ rows: [row] }) => row.lock_timeout))).toEqual(new Set(["0"]));
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
    }
  });

  it.skipIf(inject("redisUrl") === null)("sends an edition with the queue in Redis, all in UTC", async () => {
    const env = { REDIS_URL: inject("redisUrl") ?? "", QUEUE_PREFIX: `{pooled-${process.pid}}` };
    expect(await runCli(["migrate"], { DATABASE_URL: pooled, ...env })).toMatchObject({
      code: 0,
      stderr: "",
    });
    const ctx = await open(env);
    try {
      const zones = await Promise.all(
        Array.from({ length: 20 }, () =>
          ctx.db.transaction(
            async (tx) =>
              (await tx.execute<{ zone: string }>(sql`select current_setting('TimeZone') as zone`)).rows[0]
                ?.zone,
          ),
        ),
      );
      expect(new Set(zones)).toEqual(new Set(["UTC"]));
      const planting = { ...ctx, clock: createRunningClock(), databaseUrl: direct };
      await plantSubscribers(planting, 250);
      const { id } = await plantEdition(planting, { period: "2026-06-17" });
      const workers = await startWorkers(ctx);
      try {
        await vi.waitFor(async () => {
          const { rows } = await ctx.db.execute<{ state: string }>(
            sql`select state from editions where id = ${id}`,
          );
          expect(rows[0]?.state).toBe("sent");
        }, patience);
      } finally {
        await workers.close();
      }
      expect(resend.stats()).toMatchObject({ accepted: 250, duplicates: 0 });
      expect(await listBrokenLedgers(ctx.db)).toEqual([]);
    } finally {
      await ctx.close();
    }
    const lines = await runDoctor(testConfig(pooled, env));
    expect(
      lines.filter(({ check }) => /^(database|migrations|time zone|database write)$/.test(check)),
    ).toEqual(expect.not.arrayContaining([expect.objectContaining({ level: "fail" })]));
    expect(lines.filter(({ check }) => check === "pooler")).toMatchObject([
      { level: "warn", mend: expect.stringMatching(/DATABASE_DIRECT_URL/) },
    ]);
  });

  it("keeps no queue without the direct address, and says so; with it the queue works", async () => {
    await expect(open({})).rejects.toThrow(
      /^DATABASE_URL leads to a connection pooler, .*: set DATABASE_DIRECT_URL to the server itself, or REDIS_URL/,
    );
    const env = { DATABASE_DIRECT_URL: direct };
    const ctx = await open(env);
    try {
      await ctx.migrate();
      const queues = await ctx.queues.open();
      const heard = new Promise((resolve) => {
        const worker = queues.work("feedback", { concurrency: 1 }, async (payload) => {
          resolve(payload);
          void worker.close();
        });
      });
      await ctx.queues.ring("feedback", { isRung: true });
      expect(await heard).toEqual({ isRung: true });
    } finally {
      await ctx.close();
    }
    const lines = await runDoctor(testConfig(pooled, env));
    expect(
      lines
        .filter(({ check }) => /^(pooler|direct address|queue|queue write)$/.test(check))
        .map(({ level }) => level),
    ).toEqual(["ok", "ok", "ok", "ok"]);
    const wrong = await runDoctor(testConfig(pooled, { DATABASE_DIRECT_URL: pooled }));
    expect(wrong.filter(({ check }) => check === "direct address")).toMatchObject([{ level: "fail" }]);
  });
});
