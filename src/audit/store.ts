import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { auditEntries } from "./tables.ts";

export async function insertEntry(tx: Database, row: typeof auditEntries.$inferInsert): Promise<void> {
  await tx.insert(auditEntries).values(row);
}

/** Counts one more in the latest entry of a verb and a client since an instant; false when there is none. */
export async function addToEntry(
  db: Database,
  { verb, from, since }: { verb: string; from: string; since: Date },
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update audit_entries set times = times + 1 where id = (
      select max(id) from audit_entries where verb = ${verb} and at > ${since} and actor_from = ${from})`);
  return rowCount === 1;
}

export async function countEntriesSince(db: Database, verb: string, since: Date): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from audit_entries where verb = ${verb} and at > ${since}`);
  return rows[0]?.count ?? 0;
}

/** Deletes at most `size` entries of before an instant; returns how many. */
export async function deleteEntriesBefore(db: Database, before: Date, size: number): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from audit_entries where id in (select id from audit_entries where at < ${before} limit ${size})`);
  return rowCount ?? 0;
}

/** Whether there is a trail to write to: not in tables of a release before, nor on a server that only reads. */
export async function canRecord(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ can: boolean }>(sql`
    select to_regclass('public.audit_entries') is not null
      and current_setting('transaction_read_only') = 'off' as can`);
  return rows[0]?.can ?? false;
}
