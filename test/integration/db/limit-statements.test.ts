import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sqlStateOf } from "../../../src/db/database-fault.ts";
import { limitStatements, withoutStatementLimit } from "../../../src/db/limit-statements.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

const waiting = sql`select pg_advisory_xact_lock(4711)`;
const stateOfFault = (work: Promise<unknown>) => work.then(() => null, sqlStateOf);

it("ends a statement that a look waits for too long, on the server", async () => {
  await ctx.db.transaction(async (holder) => {
    await holder.execute(waiting);
    expect(await stateOfFault(limitStatements(50, () => ctx.db.execute(waiting)))).toBe("57014");
    const inTransaction = () => ctx.db.transaction((tx) => tx.execute(waiting));
    expect(await stateOfFault(limitStatements(50, inTransaction))).toBe("57014");
    const { rows } = await holder.execute(sql`
      select from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`);
    expect(rows).toEqual([]);
  });
});

it("leaves no limit behind for who asks next, and none for who does not look", async () => {
  const limitOf = async () =>
    (await ctx.db.execute<{ limit: string }>(sql`select current_setting('statement_timeout') as limit`))
      .rows[0]?.limit;
  const before = await limitOf();
  expect(await limitStatements(1234, limitOf)).toBe("1234ms");
  expect(await limitStatements(1234, () => withoutStatementLimit(limitOf))).toBe(before);
  expect(await Promise.all(Array.from({ length: 5 }, limitOf))).toEqual(
    Array.from({ length: 5 }, () => before),
  );
});

it("gives what a statement gives, and its fault", async () => {
  const look = limitStatements(5_000, () => ctx.db.execute<{ n: number }>(sql`select ${41}::int + 1 as n`));
  expect((await look).rows).toEqual([{ n: 42 }]);
  expect(await stateOfFault(limitStatements(5_000, () => ctx.db.execute(sql`select 1 / 0`)))).toBe("22012");
});
