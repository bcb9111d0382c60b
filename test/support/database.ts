import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Database, openDatabase } from "../../src/db/client.ts";
import { databaseUrl, runOn } from "./template-database.ts";

export type TestDatabase = {
  url: string;
  db: Database;
  pool: pg.Pool;
  /** Ends the pool and drops the database. */
  close(): Promise<void>;
};

/** A migrated database of its own on the run's PostgreSQL. Call `close` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("databaseServerUrl");
  const name = `paperboy_test_${randomBytes(6).toString("hex")}`;
  await copyTemplate(serverUrl, name, inject("databaseTemplate"));
  const url = databaseUrl(serverUrl, name);
  const { db, pool } = openDatabase(url, 10, () => {});
  return {
    url,
    db,
    pool,
    close: async () => {
      await pool.end();
      await runOn(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

/** Two copies of one template at the same instant refuse each other; a lock on the server makes them take turns. */
async function copyTemplate(serverUrl: string, name: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(7240417)");
    await client.query(`create database ${name} template ${template} strategy file_copy`);
  } finally {
    await client.end();
  }
}
