import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { isOpenBatch } from "../tables.ts";

/** Whether only the totals of a row `e` of `editions` are kept, or are about to be all that is. */
export const isRetired: SQL = sql.raw(
  "exists (select from counted_editions r where r.edition_id = e.id and r.retiring_since is not null)",
);

/** Of a row `e` of `editions`: it is finished since before an instant, and all of its batches have their outcome. */
const seemsOver = (before: Date): SQL => sql`(e.state in ('sent', 'cancelled') and e.planned > 0
  and e.published_at < ${before} and e.finished_at < ${before}
  and not exists (select from batches b where b.edition_id = e.id and (${isOpenBatch("b.state")} or b.state = 'uncertain')))`;

/** The same, and that each of its deliveries has its outcome, for which all of them are read. */
const isOver = (before: Date): SQL => sql`(${seemsOver(before)}
  and not exists (select from deliveries d where d.edition_id = e.id and d.state in ('pending', 'sealed', 'uncertain')))`;

/** An edition whose deliveries and batches go; `isBegun` when an earlier run has let go of some. */
export type Retirable = { id: string; isBegun: boolean };

/**
 * Editions that may be retired as far as their batches tell, or whose retiring has not come to its end; the oldest first.
 * Reads no deliveries: in a ledger of years these would be read anew every night.
 *
 * @param before null for those alone whose retiring has begun.
 */
export async function listRetirable(db: Database, before: Date | null, limit: number): Promise<Retirable[]> {
  const { rows } = await db.execute<Retirable>(sql`
    select e.id, k.retiring_since is not null as "isBegun"
    from editions e left join counted_editions k on k.edition_id = e.id
    where k.retired_at is null and (k.retiring_since is not null or ${before === null ? sql`false` : seemsOver(before)})
    order by e.published_at, e.id limit ${limit}`);
  return rows;
}

/** Holds an edition that may be retired until the transaction ends; false when it may not, or not any more. */
export async function holdRetirable(tx: Database, editionId: string, before: Date): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    select from editions e where e.id = ${editionId} and not ${isRetired} and ${isOver(before)} for no key update`);
  return rowCount === 1;
}

/** Marks that from now on the totals of an edition, which the same transaction has counted, are all that may be read of it. */
export async function markRetiring(tx: Database, editionId: string, now: Date): Promise<void> {
  await tx.execute(
    sql`update counted_editions set retiring_since = ${now} where edition_id = ${editionId} and retiring_since is null`,
  );
}

/**
 * Lets go of at most `size` deliveries of an edition that is being retired, in the order of their subscribers, and of
 * what is remembered with them: what they showed, what was reported of them, and the quiet mails that failed or whose
 * silence a digest of this edition ended. Quiet mails that came, and that no digest followed, stay: who was told is not told again.
 *
 * @param after the last subscriber of the step before; null begins with the first.
 * @returns how many went, and the last of them; null when there was none left.
 */
export async function deleteRetiring(
  db: Database,
  editionId: string,
  { after, size }: { after: string | null; size: number },
): Promise<{ deleted: number; last: string } | null> {
  const { rows } = await db.execute<{ deleted: number; last: string | null }>(sql`
    with gone as (
      delete from deliveries d
      where d.edition_id = ${editionId} and d.state in ('submitted', 'excluded', 'failed')
        and exists (select from editions e where e.id = ${editionId} and ${isRetired})
        and d.subscriber_id = any(array(
          select subscriber_id from deliveries
          where edition_id = ${editionId} and subscriber_id > ${after ?? firstId} order by subscriber_id limit ${size} for update))
      returning d.subscriber_id, d.state
    ), unquiet as (
      delete from quiet_mails q using gone g where q.subscriber_id = g.subscriber_id
        and (q.edition_id = ${editionId} and g.state <> 'submitted' or q.ended_by = ${editionId} and g.state = 'submitted')
    ), unshown as (
      delete from shown_papers s using gone g where s.edition_id = ${editionId} and s.subscriber_id = g.subscriber_id
    ), unreported as (
      delete from delivery_reports r using gone g where r.edition_id = ${editionId} and r.subscriber_id = g.subscriber_id
    )
    select count(*)::int as deleted, (select subscriber_id from gone order by subscriber_id desc limit 1) as last from gone`);
  const { deleted, last } = rows[0] ?? { deleted: 0, last: null };
  return last === null ? null : { deleted, last };
}

const firstId = "00000000-0000-0000-0000-000000000000";

/**
 * Lets go of at most `size` batches of an edition that is being retired and has no delivery left. Their bookings of a
 * warm-up stay, since its days count, but of those of which nothing was accepted. @returns how many went.
 */
export async function deleteRetiringBatches(db: Database, editionId: string, size: number): Promise<number> {
  const { rows } = await db.execute<{ deleted: number }>(sql`
    with gone as (
      delete from batches b where b.edition_id = ${editionId} and b.id = any(array(
        select id from batches where edition_id = ${editionId} limit ${size} for update))
        and exists (select from editions e where e.id = ${editionId} and ${isRetired})
        and not exists (select from deliveries d where d.edition_id = ${editionId})
      returning b.id, b.state
    ), unmarked as (
      delete from mail_hashes m using gone g where m.edition_id = ${editionId} and m.batch_id = g.id
    ), unbooked as (
      delete from warm_up_bookings w using gone g where w.batch_id = g.id and g.state in ('split', 'cancelled')
    )
    select count(*)::int as deleted from gone`);
  return rows[0]?.deleted ?? 0;
}

/** Notes that nothing but totals is left of an edition; false while something is. */
export async function markRetired(db: Database, editionId: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update counted_editions set retired_at = ${now}
    where edition_id = ${editionId} and retiring_since is not null and retired_at is null
      and not exists (select from deliveries where edition_id = ${editionId})
      and not exists (select from batches where edition_id = ${editionId})`);
  return rowCount === 1;
}

/** Whether only the totals of an edition are kept, or are about to be all that is. */
export async function isEditionRetired(db: Database, editionId: string): Promise<boolean> {
  const { rowCount } = await db.execute(
    sql`select from counted_editions where edition_id = ${editionId} and retiring_since is not null`,
  );
  return rowCount === 1;
}
