import type pg from "pg";
import { RefusedError } from "../errors.ts";

/**
 * Whether a pooler (PgBouncer, say) stands between: the process that answers is not the one that was told at the start
 * of the connection, since a pooler makes up what it tells. Asking changes nothing.
 */
export async function isPooled(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid !== client.processID;
}

/** As above, of the server that a pool leads to. */
export async function leadsToPooler(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    return await isPooled(client);
  } finally {
    client.release();
  }
}

/** What an operator is told of a queue in PostgreSQL that is reached through a pooler. */
export const pooledQueueWords =
  "DATABASE_URL leads to a connection pooler, through which no queue in PostgreSQL can work (it listens, which needs a session of its own)";
export const pooledQueueMend =
  "set DATABASE_DIRECT_URL to the server itself, or REDIS_URL to a Redis that keeps the queue";

/** @throws {RefusedError} when a pool that is to be the queue's leads to a pooler. */
export async function assertNotPooled(pool: pg.Pool): Promise<void> {
  if (await leadsToPooler(pool)) throw new RefusedError(`${pooledQueueWords}: ${pooledQueueMend}.`);
}
