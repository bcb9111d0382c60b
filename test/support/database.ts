import { sql } from "drizzle-orm";
import pg from "pg";
import { inject } from "vitest";
import { type Database, openDatabase } from "../../src/db/client.ts";
import { deletions, restoreTemplate } from "./empty-database.ts";
import { copyName, databaseUrl, runOn } from "./template-database.ts";

export type TestDatabase = {
  url: string;
  db: Database;
  pool: pg.Pool;
  /** Ends the pool and gives the database back, empty, to a later test of this process. */
  close(): Promise<void>;
};

/** A copy of the template, with a connection that outlasts the tests that it is lent to. */
type Copy = { name: string; keeper: pg.Client };

/** Copies that tests gave back: to copy the template takes ten times as long as to empty one. */
const spare: Copy[] = [];

/** A migrated, empty database of its own on the run's PostgreSQL. Call `close` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("databaseServerUrl");
  const copy = spare.shift() ?? (await copyTemplate(serverUrl));
  const url = databaseUrl(serverUrl, copy.name);
  const { db, pool } = openDatabase(url, 10, () => {});
  return {
    url,
    db,
    pool,
    close: async () => {
      await pool.end();
      if (await isRestored(copy)) {
        spare.push(copy);
        return;
      }
      await copy.keeper.end().catch(() => {});
      await runOn(serverUrl, `drop database if exists ${copy.name} with (force)`);
    },
  };
}

/** A test may have cut all connections. */
function isRestored({ keeper }: Copy): Promise<boolean> {
  return restoreTemplate(keeper, inject("databaseTemplate")).catch(() => false);
}

/** Deletes every row of a test's database; BullMQ's too. */
export async function emptyTables({ db }: { db: Database }): Promise<void> {
  await db.execute(sql.raw(deletions(inject("databaseTemplate"))));
}

/** Two copies of one template at the same instant refuse each other; a lock on the server makes them take turns. */
async function copyTemplate(serverUrl: string): Promise<Copy> {
  const template = inject("databaseTemplate");
  const name = copyName(template);
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(7240417)");
    await client.query(`create database ${name} template ${template.name} strategy file_copy`);
  } finally {
    await client.end();
  }
  const keeper = new pg.Client({ connectionString: databaseUrl(serverUrl, name) });
  keeper.on("error", () => {});
  await keeper.connect();
  return { name, keeper };
}
