import { sql } from "drizzle-orm";
import type { Actor } from "../audit/actor.ts";
import { recordAct } from "../audit/record-act.ts";
import type { Cadence } from "../calendar/periods.ts";
import type { Config } from "../config/env.ts";
import type { Database } from "../db/client.ts";
import { migrateDatabase, queueSchema } from "../db/migrate.ts";
import { sqlArray } from "../db/sql-array.ts";
import { type HeldRestored, holdRestored, nameRestored } from "../delivery/ledger/endings-store.ts";
import { leaveDueToOperator } from "../due/leave-due-to-operator.ts";
import { RefusedError } from "../errors.ts";
import type { NoticeReason } from "../notices/tables.ts";
import {
  keySuppressions,
  SuppressionSecretMissingError,
  unknownOf,
} from "../subscribers/suppressions/keyed-suppressions.ts";
import { readAddressKeys } from "../subscribers/token-secrets.ts";
import { withBareDatabase } from "./bare-database.ts";
import { runPgTool } from "./pg-tools.ts";
import { readDumpedKeys } from "./read-dumped-keys.ts";

export type RestoreReport = {
  /** Editions that were under way: they are paused, since what went out after the backup is not known. */
  paused: string[];
  /** Deliveries whose request may have left after the backup: they are uncertain. */
  uncertain: number;
  /** Single mails that waited: they are not sent. */
  notices: number;
  /** Periods whose hour passed when the backup was made or later: whether they went out is not known. */
  toDecide: { cadence: Cadence; period: string }[];
  /** The latest edition that the backup knows. */
  latest: string | null;
};

/**
 * Fills the database from a file that `backUp` wrote, brings its tables up to date, and holds everything that
 * might be sent a second time.
 *
 * @param now what has been due until this instant may have gone out already, and is left to an operator.
 * @param isForced replaces what is in the database, the audit trail too: of the one that was there nothing is left.
 * @throws {RefusedError} when the database is not empty, `pg_restore` is missing, too old, or fails, or the
 *   secret is not here under which suppressions of the backup were kept; nothing is changed then.
 */
export async function restoreBackup(
  config: Config,
  file: string,
  { isForced, now, actor }: { isForced: boolean; now: Date; actor: Actor },
): Promise<RestoreReport> {
  return withBareDatabase(config, async ({ url, pool, db, serverMajor }) => {
    if (!isForced && (await holdsAnything(db))) {
      throw new RefusedError(
        "The database is not empty: name an empty one in DATABASE_URL, or replace what is there with --force.",
      );
    }
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
    const { batches, heldNotices, ...report } = await db.transaction(holdWhatMayBeSent);
    await migrateDatabase(pool);
    await nameRestored(db, { paused: report.paused, batches });
    await nameRestoredNotices(db, heldNotices);
    await keySuppressions(db, keys);
    const toDecide = await leaveDueToOperator(db, config.schedule.publishAt, now);
    const { paused, uncertain, latest } = report;
    await recordAct(
      db,
      { actor, clock: { now: () => now } },
      { verb: "backup.restore", after: { isForced, latest, paused, uncertain } },
    );
    return { ...report, notices: heldNotices.length, toDecide };
  });
}

/** Empty tables, as of a start that had nothing yet, are no reason to refuse. */
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

type Held = HeldRestored & Pick<RestoreReport, "latest"> & { heldNotices: string[] };

const restored: NoticeReason = "restored";

async function holdWhatMayBeSent(tx: Database): Promise<Held> {
  const heldEditions = await holdRestored(tx);
  const { rows: heldNotices } = await tx.execute<{ id: string }>(sql`
    update notices set state = 'uncertain', reason = ${restored}, settled_at = now()
    where state in ('pending', 'sealed') returning id`);
  // Who was logged out after the backup stays so; a backup of before there were sessions has no such table.
  const { rows: sessions } = await tx.execute<{ isKept: boolean }>(
    sql`select to_regclass('public.ops_sessions') is not null as "isKept"`,
  );
  if (sessions[0]?.isKept) await tx.execute(sql`delete from ops_sessions`);
  const { rows: latest } = await tx.execute<{ id: string }>(
    sql`select id from editions order by published_at desc, id desc limit 1`,
  );
  return {
    ...heldEditions,
    heldNotices: heldNotices.map(({ id }) => id),
    latest: latest[0]?.id ?? null,
  };
}

/** As `nameRestored`, of single mails. */
async function nameRestoredNotices(db: Database, ids: string[]): Promise<void> {
  await db.execute(sql`
    update notices set reason_code = ${restored}, refusal_key = null, reason = ${restored}
    where state = 'uncertain' and id = any(${sqlArray(ids)}::uuid[])`);
}
