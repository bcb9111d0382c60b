import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { claimNotice } from "../../../src/delivery/notices/store.ts";
import { insertNotice } from "../../../src/notices/store.ts";
import { createTestContext } from "../../support/context.ts";

it("takes one notice at a time, however PostgreSQL plans it", async () => {
  const ctx = await createTestContext({});
  const now = ctx.clock.now();
  for (const name of ["ada", "ben", "cleo"])
    await insertNotice(ctx.db, {
      kind: "confirm",
      recipient: `${name}@example.org`,
      subscriberId: null,
      props: {},
      now,
    });
  const held = await ctx.db.transaction(async (tx) => {
    // What it does by itself with some statistics of the table.
    for (const way of ["hashjoin", "mergejoin", "hashagg", "sort", "material", "bitmapscan"])
      await tx.execute(sql.raw(`set local enable_${way} = off`));
    await claimNotice(tx, now, new Date(now.getTime() + 60_000), null);
    const { rows } = await tx.execute<{ held: number }>(
      sql`select count(leased_until)::int as held from notices`,
    );
    return rows[0]?.held;
  });
  expect(held).toBe(1);
  await ctx.close();
});
