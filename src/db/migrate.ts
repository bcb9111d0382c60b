import { fileURLToPath } from "node:url";
import { runMigrations as runQueueMigrations } from "bullmq";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";

/** Schema of BullMQ's own tables when the queue lives in PostgreSQL; a pool handed to BullMQ must use its default name. */
export const queueSchema = "bullmq";

/** Any number that nobody else locks; one migrator at a time holds it. */
const migrationLock = 7_240_416;

const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));

/**
 * Brings the tables up to date, and BullMQ's as well when the queue lives in the same database.
 * Safe to repeat and safe when several processes start at once: they take turns.
 */
export async function migrateDatabase(pool: pg.Pool, options: { hasQueueTables: boolean }): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    try {
      await migrate(drizzle(client), { migrationsFolder });
      if (options.hasQueueTables) await runQueueMigrations(client, queueSchema);
    } finally {
      await client.query("select pg_advisory_unlock($1)", [migrationLock]);
    }
  } finally {
    client.release();
  }
}
