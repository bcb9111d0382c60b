import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { keepPartitions, makePartitionFor } from "../../../src/delivery/partitions/keep-partitions.ts";
import { analysePlanned, listSuffixes } from "../../../src/delivery/partitions/partitions-store.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, statusOf } from "../../support/delivering.ts";
import { inTime } from "../../support/in-time.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T06:00:00Z" });
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await emptyTables(ctx);
  await plantSubscribers(ctx, 2);
});

const tablesOf = async (editionId: string) => {
  const { rows } = await ctx.db.execute<{ name: string }>(sql`
    select tableoid::regclass::text as name from batches where edition_id = ${editionId}
    union select tableoid::regclass::text from deliveries where edition_id = ${editionId} order by 1`);
  return rows.map(({ name }) => name);
};

async function expectSent(editionId: string): Promise<void> {
  await deliverDue(ctx);
  expect(await statusOf(ctx, editionId)).toMatchObject({ state: "sent", planned: 2, submitted: 2 });
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
}

describe("partitions of the ledger", () => {
  it("sends an edition that has none, leaves it where it lies, and makes those of the other months", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-07-04" });
    await makePartitionFor(ctx, { cadence: "daily", period: "2026-07-05" });
    const { id: later } = await plantEdition(ctx, { period: "2026-07-05" });
    await keepPartitions(ctx);
    expect(await listSuffixes(ctx.db)).not.toContain("daily_2026_07");
    expect(await listSuffixes(ctx.db)).toContain("daily_2026_08");
    for (const edition of [id, later]) {
      expect(await tablesOf(edition)).toEqual(["batches_default", "deliveries_default"]);
      await expectSent(edition);
    }
  });

  it("leave an edition where it was planned while its partition was about to be made", async () => {
    const other = new pg.Client({ connectionString: ctx.databaseUrl });
    await other.connect();
    await other.query("begin");
    await other.query(`insert into editions (id, cadence, period, number, state, published_at)
      values ('daily-2026-07-04', 'daily', '2026-07-04', 1, 'sending', now())`);
    await other.query(
      "insert into batches (edition_id, state, due_at) values ('daily-2026-07-04', 'planned', now())",
    );
    const made = makePartitionFor(ctx, { cadence: "daily", period: "2026-07-05" });
    await vi.waitUntil(async () => {
      const { rowCount } = await ctx.db.execute(sql`select from pg_locks l
        where not l.granted and l.database = (select oid from pg_database where datname = current_database())`);
      return rowCount !== 0;
    }, inTime);
    await other.query("commit");
    await other.end();
    await made;
    expect(await listSuffixes(ctx.db)).not.toContain("daily_2026_07");
    expect(await tablesOf("daily-2026-07-04")).toEqual(["batches_default"]);
  });

  it("are made some months ahead, once, however much the default partition holds", async () => {
    await plantEdition(ctx, { period: "2026-05-20" });
    // As where more lies in it than may be read through while it is held.
    await keepPartitions(ctx, 0);
    const made = await listSuffixes(ctx.db);
    expect(made).toEqual(expect.arrayContaining(["daily_2026_09", "monthly_2026_09", "weekly_2026_09"]));
    expect(await keepPartitions(ctx, 0)).toEqual({ made: 0, dropped: 0 });
    const { id } = await plantEdition(ctx, { period: "2026-09-01" });
    expect(await tablesOf(id)).toEqual(["batches_daily_2026_09", "deliveries_daily_2026_09"]);
    await expectSent(id);
    const { id: unforeseen } = await plantEdition(ctx, { period: "2031-01-01" });
    expect(await tablesOf(unforeseen)).toEqual(["batches_default", "deliveries_default"]);
  });

  it("keep a batch's steps in the one of its edition, while all others are locked", async () => {
    const { id: editionId } = await plantEdition(ctx);
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from batches`);
    const others = (await listSuffixes(ctx.db)).filter((suffix) => suffix !== "daily_2026_06");
    const holder = new pg.Client({ connectionString: ctx.databaseUrl });
    await holder.connect();
    await holder.query("begin");
    const tables = others.flatMap((suffix) => [`batches_${suffix}`, `deliveries_${suffix}`]);
    await holder.query(`lock table ${tables.join(", ")} in access exclusive mode`);
    const outcome = await deliverBatch(ctx, rows[0]?.id ?? "", editionId);
    await holder.query("rollback");
    await holder.end();
    expect(outcome).toEqual({ kind: "settled" });
    await expectSent(editionId);
  });

  it("let an edition be planned while one of them is vacuumed, without a look at it", async () => {
    const { id } = await plantEdition(ctx);
    const vacuum = new pg.Client({ connectionString: ctx.databaseUrl });
    await vacuum.connect();
    await vacuum.query("begin; lock table deliveries_daily_2026_06 in share update exclusive mode");
    const limit = await ctx.db.transaction(async (tx) => {
      await analysePlanned(tx, id, 50);
      return (await tx.execute(sql`select current_setting('lock_timeout') as is`)).rows;
    });
    await vacuum.query("rollback");
    await vacuum.end();
    expect(limit).toEqual([{ is: "0" }]);
    await expectSent(id);
  });

  it("go when nothing is left in them and their month is long over, and stay while anything is", async () => {
    const { id } = await plantEdition(ctx);
    expect(await tablesOf(id)).toEqual(["batches_daily_2026_06", "deliveries_daily_2026_06"]);
    ctx.clock.set("2026-12-01T00:00:00Z");
    const { dropped } = await keepPartitions(ctx);
    const left = await listSuffixes(ctx.db);
    ctx.clock.set("2026-06-18T06:00:00Z");
    expect(dropped).toBeGreaterThan(1);
    expect(left).not.toContain("weekly_2026_06");
    expect(left).toContain("daily_2026_06");
    await expectSent(id);
  });

  it("have each delivery sealed and settled where it lies, and no index is written", async () => {
    await plantSubscribers(ctx, 398, {}, "more");
    await makePartitionFor(ctx, { cadence: "daily", period: "2026-03-10" });
    const { id } = await plantEdition(ctx, { period: "2026-03-10" });
    const figures = async () => {
      const { rows } = await ctx.db.execute<{ written: number; inPlace: number }>(sql`
        select pg_stat_get_tuples_updated(c.oid)::int as written, pg_stat_get_tuples_hot_updated(c.oid)::int as "inPlace"
        from pg_class c where c.oid = (select tableoid from deliveries where edition_id = ${id} limit 1)`);
      return rows[0] ?? { written: 0, inPlace: 0 };
    };
    const before = await figures();
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted: 400 });
    // PostgreSQL tells its counts when a connection has rested, which may be ten seconds later.
    const told = await vi.waitUntil(async () => {
      const { written, inPlace } = await figures();
      return written - before.written >= 800 ? { inPlace: inPlace - before.inPlace } : null;
    }, inTime);
    expect(told?.inPlace).toBeGreaterThan(780);
  });

  it("lie densely where they are written anew, once nothing is planned into them", async () => {
    const optionsOf = async () => {
      const { rows } = await ctx.db.execute<{ options: string[] | null }>(
        sql`select reloptions as options from pg_class where relname = 'deliveries_daily_2026_06'`,
      );
      return rows[0]?.options;
    };
    await plantEdition(ctx);
    await ctx.db.execute(sql`alter table deliveries_daily_2026_06 set (fillfactor = 18)`);
    ctx.clock.set("2026-07-20T00:00:00Z");
    await keepPartitions(ctx);
    const soon = await optionsOf();
    ctx.clock.set("2026-12-01T00:00:00Z");
    await keepPartitions(ctx);
    const later = await optionsOf();
    await keepPartitions(ctx);
    // As one that a worker of the release before has made, and that is planned into.
    ctx.clock.set("2026-06-18T06:00:00Z");
    await keepPartitions(ctx);
    expect([soon, later, await optionsOf()]).toEqual([["fillfactor=18"], null, ["fillfactor=18"]]);
  });

  it("have each delivery refer to a batch of their own, also one that a worker of the release before made", async () => {
    const { id } = await plantEdition(ctx);
    const planned = sql`insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at)
      values (${id}, gen_random_uuid(), 'pending', gen_random_uuid(), now())`;
    await expect(ctx.db.execute(planned)).rejects.toMatchObject({ cause: { code: "23503" } });
    // As that worker makes them.
    await ctx.db.execute(sql`alter table deliveries_daily_2026_06 drop constraint deliveries_batch_fk`);
    await keepPartitions(ctx);
    await expect(ctx.db.execute(planned)).rejects.toMatchObject({ cause: { code: "23503" } });
    await expectSent(id);
  });
});
