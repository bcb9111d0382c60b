import type { MigrationMeta } from "drizzle-orm/migrator";
import type pg from "pg";
import { RefusedError } from "../errors.ts";
import { isPooled } from "./pooler.ts";
import { isGivenWay, type LockPace, untilUnlocked } from "./until-unlocked.ts";

/**
 * Shorter than PostgreSQL's `deadlock_timeout` (1 s): when a migration and a worker wait for each other, it is
 * the migration that gives way.
 */
const usualPace: LockPace = { lockTimeoutMs: 500, mostTries: 600, pauseMs: 250 };

/** The first line of a migration that PostgreSQL refuses within a transaction, or that must not hold its locks long. */
const outsideTransaction = /^-- Outside a transaction/;

/**
 * Applies migrations in their order, each in a transaction of its own with the mark that it was applied; one
 * that begins with `-- Outside a transaction` statement by statement, so each of its statements must be
 * repeatable. May run beside workers, and again after it was killed anywhere.
 *
 * @throws {RefusedError} when a table stays locked by something else.
 */
export async function applyMigrations(
  client: pg.ClientBase,
  migrations: MigrationMeta[],
  pace: LockPace = usualPace,
): Promise<void> {
  const last = await lastApplied(client);
  // Behind a pooler a session's setting would stay with whichever connection took it.
  const hasSession = !(await isPooled(client));
  if (hasSession)
    await client.query("select set_config('lock_timeout', $1, false)", [String(pace.lockTimeoutMs)]);
  try {
    for (const migration of migrations) {
      if (migration.folderMillis <= last) continue;
      const isOutside = outsideTransaction.test(migration.sql[0] ?? "");
      await (isOutside ? applySteps(client, migration, pace) : applyWhole(client, migration, pace));
    }
  } finally {
    if (hasSession) await client.query("reset lock_timeout");
  }
}

async function lastApplied(client: pg.ClientBase): Promise<number> {
  // The table and its name are Drizzle's, so that its own tools know what was applied.
  await client.query("create schema if not exists drizzle");
  await client.query(`create table if not exists drizzle.__drizzle_migrations (
    id serial primary key, hash text not null, created_at bigint)`);
  const { rows } = await client.query<{ last: string | null }>(
    "select max(created_at) as last from drizzle.__drizzle_migrations",
  );
  return Number(rows[0]?.last ?? 0);
}

function applyWhole(client: pg.ClientBase, migration: MigrationMeta, pace: LockPace): Promise<void> {
  return step(pace, () =>
    inOne(client, pace, async () => {
      for (const statement of migration.sql) await client.query(statement);
      await mark(client, migration);
    }),
  );
}

async function inOne(client: pg.ClientBase, pace: LockPace, work: () => Promise<unknown>): Promise<void> {
  await client.query("begin");
  try {
    await client.query("select set_config('lock_timeout', $1, true)", [String(pace.lockTimeoutMs)]);
    await work();
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/**
 * What PostgreSQL takes outside of a transaction alone: such a statement locks no worker out, and behind a pooler
 * waits for its lock as long as it must.
 */
const alone = /\bconcurrently\b|\bcommit\b|^\s*vacuum\b/i;

async function applySteps(client: pg.ClientBase, migration: MigrationMeta, pace: LockPace): Promise<void> {
  for (const given of migration.sql) {
    for (const statement of await spread(client, given)) {
      await step(pace, async () => {
        if (await isIndexThere(client, statement)) return;
        if (alone.test(statement)) await client.query(statement);
        else await inOne(client, pace, () => client.query(statement));
      });
    }
  }
  await mark(client, migration);
}

const eachPartition = /"([a-z_]+)_\{each\}"/;

/**
 * A statement about `"deliveries_{each}"` is made for each partition of that table, the default one too: PostgreSQL makes no
 * index of a whole partitioned table concurrently.
 */
async function spread(client: pg.ClientBase, statement: string): Promise<string[]> {
  const table = eachPartition.exec(statement)?.[1];
  if (table === undefined) return [statement];
  const { rows } = await client.query<{ suffix: string }>(
    `select substr(c.relname, length($1) + 2) as suffix from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = to_regclass($1) order by 1`,
    [table],
  );
  return rows.map(({ suffix }) => statement.replaceAll("{each}", suffix));
}

function mark(client: pg.ClientBase, { hash, folderMillis }: MigrationMeta): Promise<unknown> {
  return client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
    hash,
    folderMillis,
  ]);
}

const concurrentIndex = /create (?:unique )?index concurrently if not exists "([^"]+)"/i;

/**
 * Whether a statement makes an index that is there already: it is not asked again, since PostgreSQL would refuse it where
 * the table was partitioned meanwhile. An index whose making was cut off stays behind, is never used, and would pass for
 * the one that is wanted: it goes first.
 */
async function isIndexThere(client: pg.ClientBase, statement: string): Promise<boolean> {
  const name = concurrentIndex.exec(statement)?.[1];
  if (name === undefined) return false;
  const { rows } = await client.query<{ isWhole: boolean }>(
    'select indisvalid as "isWhole" from pg_index where indexrelid = to_regclass(quote_ident($1))',
    [name],
  );
  if (rows[0]?.isWhole === false) await client.query(`drop index concurrently if exists "${name}"`);
  return rows[0]?.isWhole ?? false;
}

/** @throws {RefusedError} when a table stays locked by something else. */
async function step(pace: LockPace, work: () => Promise<void>): Promise<void> {
  try {
    await untilUnlocked(pace, work);
  } catch (cause) {
    if (!isGivenWay(cause)) throw cause;
    throw new RefusedError(
      "A table stays locked by another program, so the tables are not up to date yet: end what holds it (pg_stat_activity shows long transactions), then run `paperboy migrate` again.",
      { cause },
    );
  }
}
