import { sql } from "drizzle-orm";
import type pg from "pg";
import type { Actor } from "../audit/actor.ts";
import { recordAct } from "../audit/record-act.ts";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { migrateDatabase } from "../db/migrate.ts";
import { sqlArray } from "../db/sql-array.ts";
import { type HeldRestored, holdRestored, nameRestored } from "../delivery/ledger/endings-store.ts";
import { leaveDueToOperator } from "../due/leave-due-to-operator.ts";
import type { NoticeReason } from "../notices/tables.ts";
import type { AddressKeys } from "../subscribers/suppressions/address-keys.ts";
import { keySuppressions } from "../subscribers/suppressions/keyed-suppressions.ts";

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

export type RestoreOptions = {
  /** Replaces what is in the database, the audit trail too: of the one that was there nothing is left. */
  isForced: boolean;
  /** What has been due until this instant may have gone out already, and is left to an operator. */
  now: Date;
  actor: Actor;
};

/**
 * Holds everything of a restored ledger that might be sent a second time, and brings its tables up to date.
 *
 * @param publishAt the cron pattern of publication.
 */
export async function settleRestored(
  { pool, db }: { pool: pg.Pool; db: Database },
  { keys, publishAt, isForced, now, actor }: RestoreOptions & { keys: AddressKeys; publishAt: string },
): Promise<RestoreReport> {
  const { batches, heldNotices, ...report } = await db.transaction(holdWhatMayBeSent);
  await migrateDatabase(pool);
  await nameRestored(db, { paused: report.paused, batches });
  await nameRestoredNotices(db, heldNotices);
  await keySuppressions(db, keys);
  const toDecide = await leaveDueToOperator(db, publishAt, now);
  const { paused, uncertain, latest } = report;
  await recordAct(
    db,
    { actor, clock: { now: () => now } },
    { verb: "backup.restore", after: { isForced, latest, paused, uncertain } },
  );
  return { ...report, notices: heldNotices.length, toDecide };
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
