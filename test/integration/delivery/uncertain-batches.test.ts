import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listOpenNeeds } from "../../../src/console/open-needs.ts";
import { openDatabase } from "../../../src/db/client.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { oneBatchEach, statusOf } from "../../support/delivering.ts";
import { inTime } from "../../support/in-time.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
let id: string;
let readers: string[];

beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await emptyTables(ctx);
  readers = await plantSubscribers(ctx, 2);
  ({ id } = await plantEdition(ctx));
  await oneBatchEach(ctx, id);
});

/** As a worker gives up the batch of a reader. */
const giveUp = (db: Pick<TestContext["db"], "execute">, reader: number) =>
  db.execute(sql`
    with given_up as (
      update deliveries set state = 'uncertain', reason = 'key-expired', reason_code = 'key-expired'
      where edition_id = ${id} and subscriber_id = ${readers[reader]} returning batch_id
    )
    update batches b set state = 'uncertain' from given_up g where b.edition_id = ${id} and b.id = g.batch_id`);

describe("an operator's word on what is uncertain", () => {
  it("leaves a batch that is given up meanwhile uncertain, so that the next word finds its deliveries", async () => {
    await giveUp(ctx.db, 0);
    const worker = openDatabase(ctx.databaseUrl, 1, () => {});
    try {
      const settled = await worker.db.transaction(async (tx) => {
        await tx.execute(
          sql`select from deliveries where edition_id = ${id} and subscriber_id = ${readers[0]} for update`,
        );
        const settling = settleUncertain(ctx, id, "submitted");
        await vi.waitUntil(async () => {
          const { rows } = await ctx.db.execute(sql`
            select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
          return rows.length > 0;
        }, inTime);
        await giveUp(ctx.db, 1);
        return { settling };
      });
      expect(await settled.settling).toMatchObject({ settled: 1 });
    } finally {
      await worker.pool.end();
    }
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, uncertain: 1 });
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
    expect(await listOpenNeeds(ctx)).toMatchObject([{ kind: "uncertain", editionId: id }]);
    expect(await settleUncertain(ctx, id, "failed")).toMatchObject({ settled: 1 });
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, failed: 1, uncertain: 0 });
  });
});

describe("a ledger that does not add up", () => {
  it.each([
    ["of which a delivery is missing", sql`delete from deliveries where subscriber_id = `],
    [
      "of which a delivery lies in no batch",
      sql`update deliveries set batch_id = null where subscriber_id = `,
    ],
    [
      "of which one waits in a batch that is over",
      sql`update batches b set state = 'settled' from deliveries d where d.batch_id = b.id and d.subscriber_id = `,
    ],
    [
      "of which one is sealed, and not its batch",
      sql`update deliveries set state = 'sealed' where subscriber_id = `,
    ],
    [
      "of which one is uncertain, and not its batch",
      sql`update deliveries set state = 'uncertain', reason = 'key-expired' where subscriber_id = `,
    ],
  ])("is told: one %s", async (_, harm) => {
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
    await ctx.db.execute(sql`${harm}${readers[0]}`);
    expect(await listBrokenLedgers(ctx.db)).toEqual([id]);
    expect(await listBrokenLedgers(ctx.db, [id])).toEqual([id]);
    expect(await listBrokenLedgers(ctx.db, [])).toEqual([]);
  });
});
