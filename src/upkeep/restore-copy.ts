import { rm } from "node:fs/promises";
import { sql } from "drizzle-orm";
import pg from "pg";
import type { Config } from "../config/env.ts";
import type { Database } from "../db/client.ts";
import { readPassword, replaceCluster } from "../db/embedded/cluster.ts";
import { dataOf } from "../db/embedded/home.ts";
import { homeInStaging, makeStaging } from "../db/embedded/staging.ts";
import { queueSchema } from "../db/migrate.ts";
import { withStoppedDatabase } from "../db/stopped-database.ts";
import { RefusedError } from "../errors.ts";
import { SuppressionSecretMissingError, unknownOf } from "../subscribers/suppressions/keyed-suppressions.ts";
import { readAddressKeys } from "../subscribers/token-secrets.ts";
import { withBareDatabase } from "./bare-database.ts";
import { assertReadableHere, readCopyHeader, unpackCopy } from "./embedded-copy.ts";
import { type RestoreOptions, type RestoreReport, settleRestored } from "./settle-restored.ts";

/**
 * Replaces the embedded database by a copy that `backUp` wrote. The copy is unpacked beside it, run and settled there,
 * and takes its place at the end, so that a fault or a kill leaves what was there. Needs room for both; what a kill leaves
 * aside, a running server with it, is gone with the next start.
 *
 * @throws {RefusedError} when this is no copy that can be read here, or a secret is missing that its suppressions name.
 * @throws {EmbeddedDatabaseError} when a process uses the database.
 */
export async function restoreCopy(
  config: Config,
  file: string,
  options: RestoreOptions,
): Promise<RestoreReport> {
  if (config.database.url !== null) {
    throw new RefusedError(
      `${file} is the copy of an embedded database: restore it without DATABASE_URL, and move on from there by pg_dump.`,
    );
  }
  const header = await readCopyHeader(file);
  return withStoppedDatabase(config.dataDir, async (home) => {
    assertReadableHere(header, file, home);
    const staging = makeStaging(home);
    try {
      const aside = homeInStaging(home, staging);
      await unpackCopy(file, header, aside.folder, home.user);
      const report = await settleAside(config, { staging, password: readPassword(home) }, options);
      replaceCluster(home, dataOf(aside));
      return report;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}

/** Runs a server on what was unpacked, which gets the password of the place that it is for. */
function settleAside(
  config: Config,
  { staging, password }: { staging: string; password: string },
  options: RestoreOptions,
): Promise<RestoreReport> {
  return withBareDatabase({ ...config, dataDir: staging }, async ({ pool, db }) => {
    const keys = await readAddressKeys(config);
    const missing = unknownOf(keys, await listKeyIds(db));
    if (missing.length > 0) throw new SuppressionSecretMissingError(missing);
    // As of a dump: the queue is filled again from the ledger.
    await db.execute(sql`drop schema if exists ${sql.identifier(queueSchema)} cascade`);
    const report = await settleRestored(
      { pool, db },
      { ...options, keys, publishAt: config.schedule.publishAt },
    );
    await pool.query(`alter role postgres password ${pg.escapeLiteral(password)}`);
    return report;
  });
}

/** None of a backup from before suppressions had keys. */
async function listKeyIds(db: Database): Promise<string[]> {
  const { rows: columns } = await db.execute(sql`
    select from information_schema.columns
    where table_schema = 'public' and table_name = 'suppressions' and column_name = 'key_id'`);
  if (columns.length === 0) return [];
  const { rows } = await db.execute<{ id: string }>(
    sql`select distinct key_id as id from suppressions where key_id is not null`,
  );
  return rows.map(({ id }) => id);
}
