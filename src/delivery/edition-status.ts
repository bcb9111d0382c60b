import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { NotFoundError } from "../errors.ts";

/** Where an edition's deliveries stand. */
export type EditionStatus = {
  editionId: string;
  cadence: string;
  period: string;
  state: string;
  stateReason: string | null;
  publishedAt: Date;
  planned: number;
  pending: number;
  sealed: number;
  submitted: number;
  excluded: number;
  failed: number;
  uncertain: number;
  batches: number;
  /** Why deliveries were excluded, failed or became uncertain, the most frequent first. */
  reasons: { state: string; reason: string; count: number }[];
};

const mostReasons = 20;

/**
 * Counts of one edition, or of the latest ones first. All numbers of an edition are read in one statement,
 * so that they add up: planned = pending + sealed + submitted + excluded + failed + uncertain.
 *
 * @throws {NotFoundError} when a named edition does not exist.
 */
export async function editionStatus(
  db: Database,
  editionId: string | null,
  limit = 20,
): Promise<EditionStatus[]> {
  const { rows } = await db.execute<Omit<EditionStatus, "publishedAt"> & { publishedAt: string }>(sql`
    select e.id as "editionId", e.cadence, e.period, e.state, e.state_reason as "stateReason",
      e.published_at as "publishedAt", e.planned,
      coalesce(d.pending, 0)::int as pending, coalesce(d.sealed, 0)::int as sealed,
      coalesce(d.submitted, 0)::int as submitted, coalesce(d.excluded, 0)::int as excluded,
      coalesce(d.failed, 0)::int as failed, coalesce(d.uncertain, 0)::int as uncertain,
      (select count(*)::int from batches b where b.edition_id = e.id and b.state <> 'split') as batches,
      coalesce(d.reasons, '[]'::jsonb) as reasons
    from editions e
    left join lateral (
      select sum(count) filter (where state = 'pending') as pending,
        sum(count) filter (where state = 'sealed') as sealed,
        sum(count) filter (where state = 'submitted') as submitted,
        sum(count) filter (where state = 'excluded') as excluded,
        sum(count) filter (where state = 'failed') as failed,
        sum(count) filter (where state = 'uncertain') as uncertain,
        jsonb_agg(jsonb_build_object('state', state, 'reason', reason, 'count', count) order by count desc)
          filter (where reason is not null and state <> 'submitted') as reasons
      from (select state, reason, count(*) as count from deliveries where edition_id = e.id group by state, reason) g
    ) d on true
    where ${editionId === null ? sql`true` : sql`e.id = ${editionId}`}
    order by e.published_at desc, e.id desc limit ${limit}`);
  if (editionId !== null && rows.length === 0) {
    throw new NotFoundError(`There is no edition ${editionId}: \`paperboy status\` lists the editions.`);
  }
  return rows.map((row) => ({
    ...row,
    publishedAt: new Date(row.publishedAt),
    reasons: row.reasons.slice(0, mostReasons),
  }));
}

/**
 * Editions whose counts do not add up, which is a defect: the invariant that `status` and the tests share.
 *
 * @param editionIds looks at these only; at all unless said.
 */
export async function brokenLedgers(db: Database, editionIds?: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.id from editions e
    where ${editionIds === undefined ? sql`true` : sql`e.id = any(${sql.param(editionIds)}::text[])`}
      and (e.planned <> (select count(*) from deliveries d where d.edition_id = e.id)
      or exists (
        select 1 from deliveries d left join batches b on b.id = d.batch_id
        where d.edition_id = e.id and (
          (d.state = 'pending' and b.state is distinct from 'planned')
          or (d.state = 'sealed' and b.state is distinct from 'sealed')
          or b.edition_id is distinct from d.edition_id)))`);
  return rows.map(({ id }) => id);
}
