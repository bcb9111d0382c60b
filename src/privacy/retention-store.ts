import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";

/** Deletes at most `size` events that were applied and came before an instant. */
export function deleteEventsBefore(db: Database, before: Date, size: number): Promise<number> {
  return deleteSome(
    db,
    sql`delete from provider_events where id in (
      select id from provider_events where applied_at is not null and received_at < ${before} limit ${size})`,
  );
}

/** Deletes at most `size` single mails that have their outcome. */
export function deleteNoticesBefore(db: Database, before: Date, size: number): Promise<number> {
  return deleteSome(
    db,
    sql`delete from notices where id in (
      select id from notices where state not in ('pending', 'sealed') and settled_at < ${before} limit ${size})`,
  );
}

/** Deletes at most `size` mails of the local mailbox, and the requests that brought them. */
export async function deleteOutboxBefore(db: Database, before: Date, size: number): Promise<number> {
  await deleteSome(db, sql`delete from outbox_requests where accepted_at < ${before}`);
  return deleteSome(
    db,
    sql`delete from outbox_mails where id in (
      select id from outbox_mails where accepted_at < ${before} limit ${size})`,
  );
}

/**
 * Forgets at most `size` deliveries' papers, of editions that were finished before an instant; and the quiet mails among
 * them of silences that have ended.
 */
export async function deleteShownBefore(db: Database, before: Date, size: number): Promise<number> {
  await deleteSome(
    db,
    sql`delete from quiet_mails q using editions e
      where e.id = q.edition_id and e.finished_at < ${before}
        and exists (select from deliveries d where d.edition_id = q.ended_by and d.subscriber_id = q.subscriber_id
          and d.state in ('sealed', 'submitted', 'uncertain'))`,
  );
  // By the lateral join and its limit the key of the table is used, however many rows it has.
  return deleteSome(
    db,
    sql`delete from shown_papers where ctid = any(array(
      select s.ctid from editions e
      cross join lateral (select o.ctid from shown_papers o where o.edition_id = e.id limit ${size}) s
      where e.finished_at < ${before} limit ${size}))`,
  );
}

/** Deletes at most `size` alerts that are over. */
export function deleteFinishedAlertsBefore(db: Database, before: Date, size: number): Promise<number> {
  return deleteSome(
    db,
    sql`delete from alerts where id in (select id from alerts where cleared_at < ${before} limit ${size})`,
  );
}

/**
 * Deletes at most `size` source runs, with what is as old of its kind and what operators asked for, but never the last
 * good look of a source at a day: the evaluation of editions has to know when a day was last looked at.
 */
export async function deleteRunsBefore(db: Database, before: Date, size: number): Promise<number> {
  await deleteSome(db, sql`delete from rejected_items where first_seen_at < ${before}`);
  await deleteSome(db, sql`delete from source_validators where seen_at < ${before}`);
  await deleteSome(db, sql`delete from due_errands where done_at < ${before}`);
  return deleteSome(
    db,
    sql`delete from source_runs where id in (
      select r.id from source_runs r where r.started_at < ${before}
        and r.id not in (select max(id) from source_runs where is_ok group by source, day) limit ${size})`,
  );
}

/** The next papers in the order of their ids. */
export async function pagePaperIds(db: Database, after: string, limit: number): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from papers where id > ${after} order by id limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Keeps of each paper and UTC day before `midnight` only the last signal, beside the very first of the paper:
 * how it began and how each day ended.
 */
export function thinSignals(db: Database, paperIds: string[], midnight: Date): Promise<number> {
  return deleteSome(
    db,
    sql`delete from paper_signals s where s.paper_id = any(${sqlArray(paperIds)}::text[]) and s.observed_at < ${midnight}
      and exists (select from paper_signals l where l.paper_id = s.paper_id and l.observed_at > s.observed_at
        and l.observed_at < date_trunc('day', s.observed_at, 'UTC') + interval '1 day')
      and exists (select from paper_signals e where e.paper_id = s.paper_id and e.observed_at < s.observed_at)`,
  );
}

async function deleteSome(db: Database, statement: SQL): Promise<number> {
  const { rowCount } = await db.execute(statement);
  return rowCount ?? 0;
}
