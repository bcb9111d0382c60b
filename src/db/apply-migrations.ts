import type { MigrationMeta } from "drizzle-orm/migrator";
import pRetry from "p-retry";
import type pg from "pg";
import { RefusedError } from "../errors.ts";
import { isPooled } from "./pooler.ts";

export type MigrationPace = {
  /** A statement that cannot have its lock for this long gives way to the workers that hold it, and comes again. */
  lockTimeoutMs: number;
  /** How often a migration is tried again before the operator is told that something holds a table. */
  mostTries: number;
  /** Between two tries. */
  pauseMs: number;
};

/**
 * Shorter than PostgreSQL's `deadlock_timeout` (1 s): when a migration and a worker wait for each other, it is
 * the migration that gives way.
 */
const usualPace: MigrationPace = { lockTimeoutMs: 500, mostTries: 600, pauseMs: 250 };

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
  pace: MigrationPace = usualPace,
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

function applyWhole(client: pg.ClientBase, migration: MigrationMeta, pace: MigrationPace): Promise<void> {
  return untilUnlocked(pace, () =>
    inOne(client, pace, async () => {
      for (const statement of migration.sql) await client.query(statement);
      await mark(client, migration);
    }),
  );
}

async function inOne(
  client: pg.ClientBase,
  pace: MigrationPace,
  work: () => Promise<unknown>,
): Promise<void> {
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

async function applySteps(
  client: pg.ClientBase,
  migration: MigrationMeta,
  pace: MigrationPace,
): Promise<void> {
  for (const statement of migration.sql) {
    await untilUnlocked(pace, async () => {
      await dropBrokenIndex(client, statement);
      if (alone.test(statement)) await client.query(statement);
      else await inOne(client, pace, () => client.query(statement));
    });
  }
  await mark(client, migration);
}

function mark(client: pg.ClientBase, { hash, folderMillis }: MigrationMeta): Promise<unknown> {
  return client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
    hash,
    folderMillis,
  ]);
}

const concurrentIndex = /create (?:unique )?index concurrently if not exists "([^"]+)"/i;

/** An index whose making was cut off stays behind, is never used, and would pass for the one that is wanted. */
async function dropBrokenIndex(client: pg.ClientBase, statement: string): Promise<void> {
  const name = concurrentIndex.exec(statement)?.[1];
  if (name === undefined) return;
  const { rows } = await client.query(
    "select from pg_index where not indisvalid and indexrelid = to_regclass(quote_ident($1))",
    [name],
  );
  if (rows.length > 0) await client.query(`drop index concurrently if exists "${name}"`);
}

/** Lock not available, deadlock detected. */
const givenWay = new Set(["55P03", "40P01"]);

async function untilUnlocked(pace: MigrationPace, step: () => Promise<void>): Promise<void> {
  try {
    await pRetry(step, {
      retries: pace.mostTries - 1,
      minTimeout: pace.pauseMs,
      factor: 1,
      shouldRetry: ({ error }) => isGivenWay(error),
    });
  } catch (cause) {
    if (!isGivenWay(cause)) throw cause;
    throw new RefusedError(
      "A table stays locked by another program, so the tables are not up to date yet: end what holds it (pg_stat_activity shows long transactions), then run `paperboy migrate` again.",
      { cause },
    );
  }
}

function isGivenWay(error: unknown): boolean {
  return error instanceof Error && "code" in error && givenWay.has(String(error.code));
}
