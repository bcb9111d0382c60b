import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../../../src/db/client.ts";
import { checkConnections } from "../../../src/upkeep/doctor/check-connections.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

const plain = `plain_${process.pid}`;

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
  await ctx.db.execute(sql.raw(`create role ${plain}`));
});
afterAll(async () => {
  await ctx.db.execute(sql.raw(`drop role ${plain}`));
  await ctx.close();
});

it("counts the connections of other accounts too, for one that is told little of them", async () => {
  const url = new URL(ctx.databaseUrl);
  url.searchParams.set("options", `-c role=${plain}`);
  const { pool } = openDatabase(url.href, 1, () => {});
  try {
    await ctx.db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      const lines = await checkConnections(ctx.config, pool);
      const counted = lines.find(({ check }) => check === "connections")?.message ?? "";
      expect(Number(/^\d+/.exec(counted)?.[0])).toBeGreaterThan(1);
    });
  } finally {
    await pool.end();
  }
});
