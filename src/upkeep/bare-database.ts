import type pg from "pg";
import type { Config } from "../config/env.ts";
import { assertReachable, type Database, openDatabase } from "../db/client.ts";
import { openEmbeddedDatabase } from "../db/embedded.ts";

export type BareDatabase = { url: string; pool: pg.Pool; db: Database; serverMajor: number };

/**
 * Opens the configured database as it is, whatever tables are in it, past a pooler where that is known; the embedded
 * one is started or shared.
 *
 * @throws {UnreachableError} when it does not answer.
 */
export async function withBareDatabase<T>(
  config: Config,
  work: (database: BareDatabase) => Promise<T>,
): Promise<T> {
  const embedded =
    config.database.url === null ? await openEmbeddedDatabase({ dataDir: config.dataDir }) : null;
  const url = embedded?.url ?? config.database.directUrl ?? config.database.url ?? "";
  const { pool, db } = openDatabase(url, 3, () => {}, "paperboy upkeep");
  try {
    await assertReachable(pool, config.database.directUrl === null ? "DATABASE_URL" : "DATABASE_DIRECT_URL");
    const { rows } = await pool.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    );
    const serverMajor = Math.floor(Number(rows[0]?.version ?? 0) / 10_000);
    return await work({ url, pool, db, serverMajor });
  } finally {
    await pool.end();
    await embedded?.close();
  }
}
