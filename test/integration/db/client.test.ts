import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type DatabasePool, openDatabase } from "../../../src/db/client.ts";
import { sendTogether } from "../../../src/db/send-together.ts";

let opened: DatabasePool;

// One connection, so that its temporary table is seen by every statement.
beforeAll(async () => {
  opened = openDatabase(inject("databaseServerUrl"), 1, () => {});
  await opened.db.execute(sql`create temporary table kept (number integer)`);
});
afterAll(() => opened.pool.end());

const insert = (db: DatabasePool["db"], number: number) =>
  db.execute(sql`insert into kept values (${number})`);
const fail = (db: DatabasePool["db"]) =>
  db.execute(sql`select 1 / (select count(*) from kept where number < 0)`);

async function takeKept(): Promise<number[]> {
  const { rows } = await opened.db.execute<{ number: number }>(sql`delete from kept returning number`);
  return rows.map(({ number }) => number);
}

describe("statements that are given to a transaction at once", () => {
  it("leave without waiting for each other's answers", async () => {
    const client = await opened.pool.connect();
    expect(client.pipeline).toBe(true);
    client.release();
  });

  it("are done in their order, each seeing what those before it did", async () => {
    const counts = await opened.db.transaction(async (tx) => {
      const count = async () =>
        (await tx.execute<{ count: number }>(sql`select count(*)::int from kept`)).rows[0]?.count;
      const add = (number: number) => () => insert(tx, number).then(() => null);
      const { answered } = await sendTogether(count, add(1), count, add(2), count);
      return answered;
    });
    expect(counts).toEqual([0, null, 1, null, 2]);
    expect(await takeKept()).toEqual([1, 2]);
  });

  it("fail as the first of them that fails, and none of them is kept", async () => {
    const failed = opened.db.transaction(async (tx) => {
      const { answered } = await sendTogether(
        async () => insert(tx, 1),
        async () => fail(tx),
        async () => insert(tx, 2),
      );
      return answered;
    });
    await expect(failed).rejects.toMatchObject({ cause: { message: "division by zero" } });
    expect(await takeKept()).toEqual([]);
  });

  it("keep nothing either when its end was sent right behind them", async () => {
    const { answered } = await opened.db.transaction((tx) =>
      sendTogether(
        async () => insert(tx, 1),
        async () => fail(tx),
      ),
    );
    await expect(answered).rejects.toMatchObject({ cause: { message: "division by zero" } });
    expect(await takeKept()).toEqual([]);
  });

  it("keep nothing either when one of them could not even leave", async () => {
    const failed = opened.db.transaction((tx) =>
      sendTogether(
        async () => insert(tx, 1),
        () => Promise.reject(new Error("cannot be written as SQL")),
        async () => insert(tx, 2),
      ),
    );
    await expect(failed).rejects.toThrow("cannot be written as SQL");
    expect(await takeKept()).toEqual([]);
  });
});

it("a transaction that could not begin does nothing more once that is known", async () => {
  const answers: unknown[] = [];
  const failed = opened.db.transaction(
    async (tx) => {
      await tx.execute(sql`select 1`);
      for (const number of [1, 2]) answers.push(await insert(tx, number).catch(() => "refused"));
    },
    { isolationLevel: "unknown" as "serializable" },
  );
  await expect(failed).rejects.toMatchObject({ cause: { code: "42601" } });
  expect(answers).toEqual(["refused", "refused"]);
  expect(await takeKept()).toEqual([]);
});
