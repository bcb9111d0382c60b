import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type pg from "pg";
import { version } from "../config/package.ts";
import { applyMigrations } from "./apply-migrations.ts";
import type { LockPace } from "./until-unlocked.ts";

/** Schema of BullMQ's own tables when the queue lives in PostgreSQL; a pool handed to BullMQ must use its default name. */
export const queueSchema = "bullmq";

/** Any number that nobody else locks; one migrator at a time holds it. */
const migrationLock = 7_240_416;

const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));

/**
 * Brings the tables up to date, and BullMQ's own, which are used when the queue lives in PostgreSQL.
 * Safe to repeat, beside running workers, and when several processes start at once: they take turns. May run through a
 * pooler. Needs two connections at once.
 *
 * @throws {RefusedError} when a table stays locked by another program.
 */
export async function migrateDatabase(pool: pg.Pool, pace?: LockPace): Promise<void> {
  // Loaded here: every process counts what is pending, and few migrate.
  const { runMigrations: runQueueMigrations } = await import("bullmq");
  const turn = await takeTurn(pool);
  try {
    const client = await pool.connect();
    try {
      await applyMigrations(client, readMigrationFiles({ migrationsFolder }), pace);
      await runQueueMigrations(client, queueSchema);
    } finally {
      client.release();
    }
  } finally {
    await turn.end();
  }
}

const turnPauseMs = 100;

/**
 * Holds the lock by a transaction of its own: a session's lock would stay with the pooler's connection, wherever the
 * next statement goes. Such a transaction holds no snapshot, for which a concurrent index would wait. It asks again
 * and again, since who waited in a statement would hold one.
 */
async function takeTurn(pool: pg.Pool): Promise<{ end(): Promise<void> }> {
  for (;;) {
    const holder = await pool.connect();
    try {
      await holder.query("begin");
      await holder.query("set local idle_in_transaction_session_timeout = 0");
      // Without parameters: the portal of a statement that has some would hold its snapshot until the end.
      const { rows } = await holder.query<{ is_mine: boolean }>(
        `select pg_try_advisory_xact_lock(${migrationLock}) as is_mine`,
      );
      if (rows[0]?.is_mine) return { end: () => endTurn(holder) };
      await holder.query("rollback");
    } catch (error) {
      holder.release(true);
      throw error;
    }
    holder.release();
    await wait(turnPauseMs);
  }
}

/** A connection that is broken by now has let go of the lock itself. */
async function endTurn(holder: pg.PoolClient): Promise<void> {
  try {
    await holder.query("rollback");
    holder.release();
  } catch {
    holder.release(true);
  }
}

/** What answers a query: a pool, a client, or whatever reads like one. */
type Queryable = {
  query<Row extends Record<string, unknown>>(text: string): Promise<{ rows: Row[] }>;
};

/** How many migrations of this code the database has not seen. */
export async function countPendingMigrations(pool: Queryable): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder });
  const applied = await listApplied(pool);
  const last = Math.max(0, ...applied);
  return known.filter(({ folderMillis }) => folderMillis > last).length;
}

/** How many migrations the database has that this code does not know: a newer release has made its tables. */
export async function countUnknownMigrations(pool: Queryable): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis);
  const last = Math.max(0, ...known);
  return (await listApplied(pool)).filter((createdAt) => createdAt > last).length;
}

/** When the applied migrations were made; empty where there is no table of them. */
async function listApplied(pool: Queryable): Promise<number[]> {
  const { rows: tables } = await pool.query<{ is_there: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as is_there",
  );
  if (!tables[0]?.is_there) return [];
  const { rows } = await pool.query<{ created_at: string }>(
    "select created_at from drizzle.__drizzle_migrations",
  );
  return rows.map(({ created_at }) => Number(created_at));
}

/** What follows from tables of a newer release. */
export function newerTables(unknown: number): string {
  const migrations = unknown === 1 ? "a migration" : `${unknown} migrations`;
  return `The database has ${migrations} that this release (${version}) does not know: a newer release has made its tables`;
}
