import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runMigrations as runQueueMigrations } from "bullmq";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type pg from "pg";
import { applyMigrations, type MigrationPace } from "./apply-migrations.ts";

/** Schema of BullMQ's own tables when the queue lives in PostgreSQL; a pool handed to BullMQ must use its default name. */
export const queueSchema = "bullmq";

/** Any number that nobody else locks; one migrator at a time holds it. */
const migrationLock = 7_240_416;

const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));

/**
 * Brings the tables up to date, and BullMQ's own, which are used when the queue lives in PostgreSQL.
 * Safe to repeat, beside running workers, and when several processes start at once: they take turns.
 *
 * @throws {RefusedError} when a table stays locked by another program.
 */
export async function migrateDatabase(pool: pg.Pool, pace?: MigrationPace): Promise<void> {
  const client = await pool.connect();
  try {
    await takeTurn(client);
    try {
      await applyMigrations(client, readMigrationFiles({ migrationsFolder }), pace);
      await runQueueMigrations(client, queueSchema);
    } finally {
      await client.query("select pg_advisory_unlock($1)", [migrationLock]);
    }
  } finally {
    client.release();
  }
}

const turnPauseMs = 100;

/** Asks again and again: who waited in a statement would hold a snapshot, for which a concurrent index waits. */
async function takeTurn(client: pg.PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ is_mine: boolean }>("select pg_try_advisory_lock($1) as is_mine", [
      migrationLock,
    ]);
    if (rows[0]?.is_mine) return;
    await wait(turnPauseMs);
  }
}

/** What answers a query: a pool, a client, or whatever reads like one. */
type Queryable = {
  query<Row extends Record<string, unknown>>(text: string): Promise<{ rows: Row[] }>;
};

/** How many migrations of this code the database has not seen. */
export async function countPendingMigrations(pool: Queryable): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder });
  const { rows: tables } = await pool.query<{ is_there: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as is_there",
  );
  if (!tables[0]?.is_there) return known.length;
  const { rows } = await pool.query<{ last: string | null }>(
    "select max(created_at) as last from drizzle.__drizzle_migrations",
  );
  const last = Number(rows[0]?.last ?? 0);
  return known.filter(({ folderMillis }) => folderMillis > last).length;
}
