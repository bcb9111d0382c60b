import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { UnderWay } from "../ledger/editions-store.ts";
import { areTotalsKept } from "../ledger/totals-store.ts";
import type { reportedOutcomes } from "../tables.ts";

type Reports = { bounced: number; complained: number };

export type ReportedOutcome = (typeof reportedOutcomes)[number];

/** What was reported of one edition. */
export type ReportedEdition = {
  id: string;
  /** Published within the window, or under way: judged by itself. */
  isRecent: boolean;
  resumedAt: Date | null;
  /** Since it was resumed past the breaker, which is what itself is judged by. */
  own: Reports;
  /** Since any edition was: what others are judged by. */
  all: Reports;
  /** Of `all`, what was heard within the window. */
  windowed: Reports;
};

/** When an edition was last resumed past the breaker; null when none was. */
export async function findLastBreakerResume(db: Database): Promise<Date | null> {
  const { rows } = await db.execute<{ at: string | null }>(
    sql`select max(breaker_resumed_at) as at from editions`,
  );
  const at = rows[0]?.at ?? null;
  return at === null ? null : new Date(at);
}

/** The editions of which anything bad was heard since an instant; read from the reports, never from the deliveries. */
export async function listReportedEditions(
  db: Database,
  since: Date,
  resumedAt: Date | null,
): Promise<ReportedEdition[]> {
  const reports = (condition: ReturnType<typeof sql>) => sql`jsonb_build_object(
    'bounced', count(*) filter (where r.outcome = 'bounced' and ${condition}),
    'complained', count(*) filter (where r.outcome = 'complained' and ${condition}))`;
  const isLater = sql`r.heard_at > coalesce(${resumedAt}::timestamptz, '-infinity')`;
  type Row = Omit<ReportedEdition, "resumedAt"> & { resumedAt: string | null };
  const { rows } = await db.execute<Row>(sql`
    with recent as (select distinct edition_id from delivery_reports where heard_at > ${since})
    select e.id, (e.published_at > ${since} or e.state = 'sending') as "isRecent",
      e.breaker_resumed_at as "resumedAt", c.own, c."all", c.windowed
    from recent join editions e on e.id = recent.edition_id cross join lateral (
      select ${reports(sql`r.heard_at > coalesce(e.breaker_resumed_at, '-infinity')`)} as own,
        ${reports(isLater)} as "all", ${reports(sql`r.heard_at > ${since} and ${isLater}`)} as windowed
      from delivery_reports r where r.edition_id = e.id) c
    order by e.published_at desc, e.id`);
  return rows.map((row) => ({ ...row, resumedAt: row.resumedAt === null ? null : new Date(row.resumedAt) }));
}

/** Whether anything bad was heard since an instant: mostly not, and then there is nothing to judge. */
export async function hasReports(db: Database, since: Date): Promise<boolean> {
  const { rows } = await db.execute<{ is: boolean }>(
    sql`select exists (select from delivery_reports where heard_at > ${since}) as is`,
  );
  return rows[0]?.is ?? false;
}

/**
 * How many mails were submitted since an instant, or of one edition. Of editions that lie wholly within, this reads the
 * totals where they are kept; else each settled batch is counted once and keeps its number, so that it reads batches, a
 * hundredth of the deliveries. What was settled within the time, of an edition that was finished before it, is left out.
 */
export async function countSubmitted(
  db: Database,
  of: { since: Date } | { editionId: string },
): Promise<number> {
  const isWithin = "since" in of ? sql`e.published_at > ${of.since}` : sql`true`;
  const isMeant =
    "since" in of
      ? sql`(${isWithin} or e.finished_at is null or e.finished_at > ${of.since})`
      : sql`e.id = ${of.editionId}`;
  const { rows } = await db.execute<{ uncounted: string[]; submitted: number }>(sql`
    select coalesce(array_agg(e.id) filter (where not e.is_kept), '{}') as uncounted,
      coalesce(sum((select sum(deliveries) from edition_totals t where t.edition_id = e.id and t.state = 'submitted'))
        filter (where e.is_kept), 0)::int as submitted
    from (select e.id, ${isWithin} and ${areTotalsKept} as is_kept from editions e where ${isMeant}) e`);
  const { uncounted, submitted } = rows[0] ?? { uncounted: [], submitted: 0 };
  if (uncounted.length === 0) return submitted;
  const settled = "since" in of ? sql`settled_at > ${of.since}` : sql`true`;
  return submitted + (await countSubmittedInBatches(db, uncounted, settled));
}

async function countSubmittedInBatches(db: Database, editionIds: string[], settled: SQL): Promise<number> {
  const batches = sql`edition_id = any(${sqlArray(editionIds)}::text[]) and ${settled}`;
  const counted = sql`(select count(*)::int from deliveries d
    where d.edition_id = b.edition_id and d.batch_id = b.id and d.state = 'submitted')`;
  await db.execute(sql`
    update batches b set submitted = ${counted} where (edition_id, id) in (
      select edition_id, id from batches where ${batches} and state = 'settled' and submitted is null for update skip locked)`);
  const { rows } = await db.execute<{ submitted: number }>(sql`
    select coalesce(sum(coalesce(b.submitted, ${counted})), 0)::int as submitted
    from batches b where ${batches} and state in ('settled', 'uncertain')`);
  return rows[0]?.submitted ?? 0;
}

/** Editions that the breaker may pause, or that one if it is among them; not what a worker of the release before let go. */
export async function listBreakable(db: Database, editionId: string | null): Promise<UnderWay[]> {
  const { rows } = await db.execute<{ id: string; resumedAt: string | null }>(sql`
    select id, breaker_resumed_at as "resumedAt" from editions
    where state = 'sending' and (breaker_resumed_at is not null or not is_breaker_overridden)
      ${editionId === null ? sql`` : sql`and id = ${editionId}`}
    order by id`);
  return rows.map(({ id, resumedAt }) => ({
    id,
    resumedAt: resumedAt === null ? null : new Date(resumedAt),
  }));
}

/**
 * Permanent bounces and complaints that are about to be written to deliveries, each with the instant at which it came:
 * what was received before a resume counts as before, also when it is applied after it.
 */
export async function noteReports(
  tx: Database,
  reports: { editionId: string; subscriberId: string; outcome: ReportedOutcome; heardAt: Date }[],
): Promise<void> {
  if (reports.length === 0) return;
  // In one order, so that two workers never wait for each other; an event that comes again changes nothing.
  await tx.execute(sql`
    insert into delivery_reports as r (edition_id, subscriber_id, outcome, heard_at)
    select s.edition_id, s.subscriber_id, s.outcome, s.heard_at from unnest(
        ${sqlArray(reports.map((one) => one.editionId))}::text[],
        ${sqlArray(reports.map((one) => one.subscriberId))}::uuid[],
        ${sqlArray(reports.map((one) => one.outcome))}::text[],
        ${sqlArray(reports.map((one) => one.heardAt.toISOString()))}::timestamptz[]
      ) as s(edition_id, subscriber_id, outcome, heard_at)
      join deliveries d using (edition_id, subscriber_id)
    where d.outcome is distinct from s.outcome and d.outcome is distinct from 'complained'
    order by s.edition_id, s.subscriber_id
    on conflict (edition_id, subscriber_id) do update set outcome = excluded.outcome, heard_at = excluded.heard_at
      where r.outcome = 'bounced' and excluded.outcome = 'complained'`);
}
