import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageDeliveries } from "../../../src/console/ledger-pages.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
let editionId: string;

beforeAll(async () => {
  ctx = await createTestContext();
  await emptyTables(ctx);
  await plantSubscribers(ctx, 2_300);
  ({ id: editionId } = await plantEdition(ctx));
  // Many for one reason, and three for another.
  await ctx.db.execute(sql`
    with numbered as (select subscriber_id, row_number() over (order by subscriber_id) as n from deliveries where edition_id = ${editionId})
    update deliveries d set state = 'excluded', reason = r.code, reason_code = r.code
    from numbered cross join lateral (select case when n % 700 = 0 then 'erased' else 'no-match' end as code) r
    where d.edition_id = ${editionId} and d.subscriber_id = numbered.subscriber_id and n <= 2200`);
});
afterAll(() => ctx.close());

it.each([
  ["all that are excluded", { state: "excluded" }, 2_200],
  ["those of a frequent reason", { reason: { code: "no-match", refusalKey: null } }, 2_197],
  ["those of a rare reason", { reason: { code: "erased", refusalKey: null } }, 3],
  [
    "those of a rare reason and a state",
    { state: "excluded", reason: { code: "erased", refusalKey: null } },
    3,
  ],
] as const)("pages of deliveries have %s, each once", async (_, filter, count) => {
  const seen = new Set<string>();
  for (let page = 1; ; page += 1) {
    const { rows, hasMore } = await pageDeliveries(ctx.db, { editionId, ...filter }, page);
    for (const { subscriberId } of rows) seen.add(subscriberId);
    if (!hasMore) break;
  }
  expect(seen.size).toBe(count);
});
