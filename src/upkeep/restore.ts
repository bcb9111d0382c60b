import { open } from "node:fs/promises";
import { sql } from "drizzle-orm";
import type { Config } from "../config/env.ts";
import type { Database } from "../db/client.ts";
import { queueSchema } from "../db/migrate.ts";
import { RefusedError } from "../errors.ts";
import { SuppressionSecretMissingError, unknownOf } from "../subscribers/suppressions/keyed-suppressions.ts";
import { readAddressKeys } from "../subscribers/token-secrets.ts";
import { withBareDatabase } from "./bare-database.ts";
import { runPgTool } from "./pg-tools.ts";
import { readDumpedKeys } from "./read-dumped-keys.ts";
import { restoreCopy } from "./restore-copy.ts";
import { type RestoreOptions, type RestoreReport, settleRestored } from "./settle-restored.ts";

/**
 * Fills the database from a file that `backUp` wrote, brings its tables up to date, and holds everything that
 * might be sent a second time.
 *
 * @throws {RefusedError} when the database is not empty, `pg_restore` is missing, too old, or fails, the copy of an
 *   embedded database cannot be read here, or the secret is not here under which suppressions of the backup were kept;
 *   nothing is changed then.
 */
export async function restoreBackup(
  config: Config,
  file: string,
  options: RestoreOptions,
): Promise<RestoreReport> {
  if (!options.isForced) await assertEmpty(config);
  return (await isCompressed(file)) ? restoreCopy(config, file, options) : restoreDump(config, file, options);
}

function restoreDump(config: Config, file: string, options: RestoreOptions): Promise<RestoreReport> {
  return withBareDatabase(config, async ({ url, pool, db, serverMajor }) => {
    // Read through once, so that a file that is no backup empties nothing.
    await runPgTool("pg_restore", ["--list", file], url, serverMajor);
    const keys = await readAddressKeys(config);
    const missing = unknownOf(keys, await readDumpedKeys(file));
    if (missing.length > 0) throw new SuppressionSecretMissingError(missing);
    await dropTables(db);
    const args = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"];
    await runPgTool(
      "pg_restore",
      [...args, `--dbname=${new URL(url).pathname.slice(1)}`, file],
      url,
      serverMajor,
    );
    return settleRestored({ pool, db }, { ...options, keys, publishAt: config.schedule.publishAt });
  });
}

/** As an embedded database's copy is, and `pg_dump`'s custom format never: by gzip's first two bytes (RFC 1952). */
async function isCompressed(file: string): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** Empty tables, as of a start that had nothing yet, are no reason to refuse. */
async function assertEmpty(config: Config): Promise<void> {
  await withBareDatabase(config, async ({ db }) => {
    if (await holdsAnything(db)) {
      throw new RefusedError(
        "The database is not empty: name an empty one in DATABASE_URL, or replace what is there with --force.",
      );
    }
  });
}

async function holdsAnything(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  );
  for (const { name } of rows) {
    const { rows: found } = await db.execute(sql`select from ${sql.identifier(name)} limit 1`);
    if (found.length > 0) return true;
  }
  return false;
}

async function dropTables(db: Database): Promise<void> {
  await db.execute(sql`drop schema if exists ${sql.identifier(queueSchema)} cascade`);
  await db.execute(sql`drop schema if exists drizzle cascade`);
  await db.execute(sql`drop schema if exists public cascade`);
  await db.execute(sql`create schema public`);
}
