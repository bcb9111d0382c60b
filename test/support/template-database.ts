import { randomBytes } from "node:crypto";
import pg from "pg";
import { openDatabase } from "../../src/db/client.ts";
import { migrateDatabase } from "../../src/db/migrate.ts";
import { partitionsFrom } from "../../src/delivery/partitions/partition-range.ts";
import { createPartition } from "../../src/delivery/partitions/partitions-store.ts";
import { type Emptying, readEmptying } from "./empty-database.ts";

/** A database with all tables, to be copied, and how a copy becomes like it again. */
export type Template = { name: string } & Emptying;

/** Makes a database with all tables on a server, for `create database ... template`. */
export async function prepareTemplate(serverUrl: string): Promise<Template> {
  const name = `paperboy_template_${randomBytes(4).toString("hex")}`;
  await runOn(serverUrl, `create database ${name}`);
  const { db, pool } = openDatabase(databaseUrl(serverUrl, name), 2, () => {});
  await migrateDatabase(pool);
  // Of the month in which most tests publish: a copy to which tables were added is not lent again.
  for (const partition of partitionsFrom("2026-06", 1))
    await db.transaction((tx) => createPartition(tx, partition));
  const emptying = await readEmptying(pool);
  await pool.end();
  return { name, ...emptying };
}

/** The name of a new copy, by which `dropCopies` finds it. */
export function copyName({ name }: Template): string {
  return `${name}_${randomBytes(6).toString("hex")}`;
}

/** Drops the template and what was copied from it. */
export async function dropCopies(serverUrl: string, { name }: Template): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where starts_with(datname, $1)",
      [name],
    );
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  } finally {
    await client.end();
  }
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
