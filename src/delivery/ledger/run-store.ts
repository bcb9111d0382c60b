import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { isOpenBatch } from "../tables.ts";

/** What of the ledger is due and has not come to its end. */
export type OpenBatches = {
  batches: number;
  /** When the first of them may be taken again; null when one may be taken now. */
  freeAt: Date | null;
};

/**
 * Open batches of editions under way that are due by now: those that may be sent, those that wait for another try, and
 * those that a process holds.
 *
 * @param among only these; all of them when null.
 */
export async function countDueBatches(db: Database, now: Date, among: string[] | null): Promise<OpenBatches> {
  const { rows } = await db.execute<{ batches: number; freeAt: string | null }>(sql`
    select count(*)::int as batches, min(greatest(b.next_attempt_at, b.leased_until, b.due_at)) as "freeAt"
    from batches b join editions e on e.id = b.edition_id
    where ${isOpenBatch("b.state")} and b.due_at <= ${now} and e.state = 'sending'
      ${among === null ? sql`` : sql`and b.id = any(${sqlArray(among)}::uuid[])`}`);
  const [row] = rows;
  const freeAt = row?.freeAt ? new Date(row.freeAt) : null;
  return { batches: row?.batches ?? 0, freeAt: freeAt !== null && freeAt > now ? freeAt : null };
}

/** The earliest first request among sealed batches of which one may have been accepted without a word; null for none. */
export async function findFirstDoubt(db: Database): Promise<Date | null> {
  const { rows } = await db.execute<{ at: string | null }>(sql`
    select min(b.first_attempt_at) as at from batches b join editions e on e.id = b.edition_id
    where ${isOpenBatch("b.state")} and b.state = 'sealed' and b.attempts > b.declined and e.state = 'sending'`);
  return rows[0]?.at ? new Date(rows[0].at) : null;
}

/** Editions under way, and those that were published or finished since an instant; the oldest first. */
export async function listEditionsSince(db: Database, since: Date): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from editions
    where state in ('sending', 'held', 'paused') or published_at >= ${since} or finished_at >= ${since}
    order by published_at, id`);
  return rows.map(({ id }) => id);
}

/** What became of deliveries whose batch was settled since an instant. */
export type SettledSince = {
  editionId: string;
  submitted: number;
  excluded: number;
  failed: number;
  uncertain: number;
};

export async function countSettledSince(
  db: Database,
  editionIds: string[],
  since: Date,
): Promise<SettledSince[]> {
  const { rows } = await db.execute<SettledSince>(sql`
    select b.edition_id as "editionId",
      count(*) filter (where d.state = 'submitted')::int as submitted,
      count(*) filter (where d.state = 'excluded')::int as excluded,
      count(*) filter (where d.state = 'failed')::int as failed,
      count(*) filter (where d.state = 'uncertain')::int as uncertain
    from batches b join deliveries d on d.edition_id = b.edition_id and d.batch_id = b.id
    where b.edition_id = any(${sqlArray(editionIds)}::text[]) and b.settled_at >= ${since}
    group by b.edition_id`);
  return rows;
}

/** Editions under way in which a batch waits for its readers' hour. */
export async function listEditionsBeforeHour(db: Database, now: Date): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.id from editions e where e.state = 'sending' and exists (
      select from batches b where b.edition_id = e.id and b.state = 'planned' and b.due_at > ${now})
    order by e.id`);
  return rows.map(({ id }) => id);
}
