import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { gatherEditionProgress } from "../../../src/delivery/progress/edition-progress.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());
beforeEach(() => emptyTables(ctx));

/** An edition with each reader alone in a batch, of which so many are due in an hour and the others now. */
async function plantBatches(readers: number, later: number): Promise<string> {
  await plantSubscribers(ctx, readers);
  const { id } = await plantEdition(ctx);
  const now = ctx.clock.now();
  await ctx.db.execute(sql`
    insert into batches (id, edition_id, state, due_at)
    select subscriber_id, edition_id, 'planned', ${now}::timestamptz
      + case when row_number() over (order by subscriber_id) <= ${later} then interval '1 hour' else interval '-1 hour' end
    from deliveries where edition_id = ${id}`);
  await ctx.db.execute(sql`update deliveries set batch_id = subscriber_id where edition_id = ${id}`);
  await ctx.db.execute(sql`delete from batches where id not in (select batch_id from deliveries)`);
  return id;
}

it("counts what is due and what waits for its hour where few batches are either", async () => {
  const id = await plantBatches(230, 30);
  expect(await gatherEditionProgress(ctx.db, id, ctx.clock.now())).toMatchObject({
    dueNow: 200,
    later: 30,
    isEstimated: false,
  });
});

it("lets some of many batches speak for the others, says so, and adds up to all that are open", async () => {
  const id = await plantBatches(430, 210);
  expect(await gatherEditionProgress(ctx.db, id, ctx.clock.now())).toMatchObject({
    dueNow: 220,
    later: 210,
    isEstimated: true,
  });
});

it("tells the pace of a window in which many batches were settled", async () => {
  const id = await plantBatches(300, 0);
  const now = ctx.clock.now();
  await ctx.db.execute(sql`
    update deliveries set state = 'submitted', submitted_at = ${now} where edition_id = ${id}`);
  await ctx.db.execute(sql`
    update batches set state = 'settled', settled_at = ${now}::timestamptz - interval '10 seconds' where edition_id = ${id}`);
  expect(await gatherEditionProgress(ctx.db, id, now)).toMatchObject({ perSecond: 30, dueNow: 0, later: 0 });
});
