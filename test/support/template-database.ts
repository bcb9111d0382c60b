import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrateDatabase } from "../../src/db/migrate.ts";

/** Makes a database with all tables on a server; returns its name, for `create database ... template`. */
export async function prepareTemplate(serverUrl: string): Promise<string> {
  const name = `paperboy_template_${randomBytes(4).toString("hex")}`;
  await runOn(serverUrl, `create database ${name}`);
  const pool = new pg.Pool({ connectionString: databaseUrl(serverUrl, name), max: 2 });
  await migrateDatabase(pool);
  await pool.end();
  return name;
}

/** The URL of another database of the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
