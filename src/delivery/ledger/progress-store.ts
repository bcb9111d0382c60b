import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { isOpenBatch } from "../tables.ts";

export type ProgressRow = {
  /** Of the batches that were settled within the window; of many some speak for the others. */
  submitted: number;
  seconds: number;
  /** Open deliveries of some of the batches that are due, or of those that are not: of whichever are fewer. */
  counted: number;
  /** How many batches these are, and how many are of their kind. */
  looked: number;
  batches: number;
  isOfDue: boolean;
  lastDueAt: string | null;
};

/** The deliveries of so many batches are all counted. */
const mostLooked = 200;

/** Of more batches, the deliveries of so many, each of which lies in a place of its own. */
const fewLooked = 40;

const batchesLooked = (all: SQL) =>
  sql`(case when ${all} > ${mostLooked}::int then ${fewLooked}::int else ${mostLooked}::int end)`;

/**
 * How far an edition has come, read from its batches: how much was settled of late, and how many open deliveries some of
 * the open ones have.
 *
 * @param windowSeconds so long before `now` is of late.
 */
export async function findProgress(
  db: Database,
  editionId: string,
  now: Date,
  windowSeconds: number,
): Promise<ProgressRow> {
  const since = new Date(now.getTime() - windowSeconds * 1000);
  const { rows } = await db.execute<ProgressRow>(sql`
    with recent as (
      select id, settled_at from batches
      where edition_id = ${editionId} and state = 'settled' and settled_at > ${since} and settled_at <= ${now}
    ), open as (
      select id, due_at, due_at <= ${now} as is_due from batches b
      where b.edition_id = ${editionId} and ${isOpenBatch("b.state")}
    ), fewer as (
      select count(*) filter (where is_due) <= count(*) filter (where not is_due) as is_due,
        least(count(*) filter (where is_due), count(*) filter (where not is_due))::int as batches from open
    ), looked as (
      select o.id from open o join fewer using (is_due)
      order by o.id limit ${batchesLooked(sql`(select batches from fewer)`)}
    ), heard as (
      select id from recent order by id limit ${batchesLooked(sql`(select count(*) from recent)`)}
    )
    select (select count(*) * (select count(*) from recent)::float8 / greatest(1, (select count(*) from heard))
        from heard r
        join deliveries d on d.edition_id = ${editionId} and d.batch_id = r.id
          and d.state = 'submitted') as submitted,
      coalesce((select extract(epoch from ${now}::timestamptz - min(settled_at))::float8 from recent), 0) as seconds,
      (select count(*)::int from looked l join deliveries d
        on d.edition_id = ${editionId} and d.batch_id = l.id and d.state in ('pending', 'sealed')) as counted,
      (select count(*)::int from looked) as looked, fewer.batches,
      fewer.is_due as "isOfDue", (select max(due_at) from open) as "lastDueAt"
    from fewer`);
  return rows[0] ?? noProgress;
}

const noProgress: ProgressRow = {
  ...{ submitted: 0, seconds: 0, counted: 0, looked: 0, batches: 0 },
  isOfDue: true,
  lastDueAt: null,
};

/** When the first and the last settled batch of an edition were; nulls when none is. */
export async function findSettledSpan(
  db: Database,
  editionId: string,
): Promise<{ first: string | null; last: string | null }> {
  // Read whole first: by the index on `settled_at` PostgreSQL would pass all other editions' batches until it meets one.
  const { rows: ends } = await db.execute<{ first: string | null; last: string | null }>(sql`
    with settled as materialized (
      select settled_at from batches where edition_id = ${editionId} and state = 'settled'
    )
    select min(settled_at) as first, max(settled_at) as last from settled`);
  return ends[0] ?? { first: null, last: null };
}

/** How many mails of an edition were settled in each span of such a length that has any, in order. */
export async function countSettled(
  db: Database,
  editionId: string,
  { first, spanSeconds }: { first: string; spanSeconds: number },
): Promise<{ from: string; submitted: number; failed: number }[]> {
  const { rows } = await db.execute<{ from: string; submitted: number; failed: number }>(sql`
    select date_bin(make_interval(secs => ${spanSeconds}), b.settled_at, ${first}::timestamptz) as "from",
      count(*) filter (where d.state = 'submitted')::int as submitted,
      count(*) filter (where d.state = 'failed')::int as failed
    from batches b join deliveries d on d.edition_id = ${editionId} and d.batch_id = b.id
    where b.edition_id = ${editionId} and b.state = 'settled' group by 1 order by 1`);
  return rows;
}
