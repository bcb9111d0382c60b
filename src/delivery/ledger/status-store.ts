import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { isReleasedAs } from "../../editions/released.ts";
import type { EditionRow } from "../../editions/store.ts";
import type { DeliveryReason, TroubleCode } from "../codes.ts";
import type { HoldColumns } from "../hold-words.ts";
import { isRetired } from "./retire-store.ts";
import { areTotalsKept, groupsOfRow, isCountedSoon, keptOfBatches } from "./totals-store.ts";
import { isCancelFinalSoon } from "./uncancel-store.ts";

/** Where an edition's deliveries stand, as `EditionStatus` words it; instants as PostgreSQL writes them. */
export type StatusRow = Pick<EditionRow, "state" | "stateReason" | "pausedBy" | "pausedFacts"> & {
  editionId: string;
  cadence: string;
  period: string;
  isCancelFinal: boolean;
  holdEndsAt: string | null;
  atHoldEnd: HoldColumns["atHoldEnd"];
  publishedAt: string;
  isReleased: boolean;
  planned: number;
  isCounted: boolean;
  pending: number;
  sealed: number;
  submitted: number;
  excluded: number;
  failed: number;
  uncertain: number;
  quiet: number;
  batches: number;
  retiredSince: string | null;
  /** The most frequent first. */
  reasons: {
    state: string;
    code: DeliveryReason;
    refusalKey: string | null;
    /** The provider's words, or what was kept before there were codes. */
    text: string | null;
    count: number;
  }[];
  /** The most frequent first. */
  repeated: { code: TroubleCode; text: string; count: number; batches: number; firstAttemptAt: string }[];
};

/**
 * Counts of one edition, or of the latest ones first, each edition's in one statement.
 *
 * @param counts whether many deliveries that were not counted yet are counted now, which may take long.
 */
export async function listStatusRows(
  db: Database,
  { editionId, limit, counts }: { editionId: string | null; limit: number; counts: "all" | "few" },
): Promise<StatusRow[]> {
  const { rows } = await db.execute<StatusRow>(sql`
    select e.id as "editionId", e.cadence, e.period, e.state, e.state_reason as "stateReason",
      e.paused_by as "pausedBy", e.paused_facts as "pausedFacts",
      e.state = 'cancelled' and ${isCancelFinalSoon} as "isCancelFinal", e.hold_ends_at as "holdEndsAt", e.at_hold_end as "atHoldEnd", e.published_at as "publishedAt",
      ${isReleasedAs("e")} as "isReleased", e.planned, ${counts === "all" ? sql`true` : isCountedSoon} as "isCounted",
      coalesce(d.pending, 0)::int as pending, coalesce(d.sealed, 0)::int as sealed,
      coalesce(d.submitted, 0)::int as submitted, coalesce(d.excluded, 0)::int as excluded,
      coalesce(d.failed, 0)::int as failed, coalesce(d.uncertain, 0)::int as uncertain,
      coalesce(d.quiet, 0)::int as quiet,
      coalesce(k.batches, (select count(*) from batches b where b.edition_id = e.id and b.state <> 'split'))::int as batches,
      k.retiring_since as "retiredSince",
      coalesce(d.reasons, '[]'::jsonb) as reasons, coalesce(r.repeated, '[]'::jsonb) as repeated
    from (select * from editions where ${editionId === null ? sql`true` : sql`id = ${editionId}`}
      order by published_at desc, id desc limit ${limit}) e ${keptOfBatches}
    left join lateral (
      select sum(count) filter (where state = 'pending') as pending,
        sum(count) filter (where state = 'sealed') as sealed,
        sum(count) filter (where state = 'submitted') as submitted,
        sum(count) filter (where state = 'excluded') as excluded,
        sum(count) filter (where state = 'failed') as failed,
        sum(count) filter (where state = 'uncertain') as uncertain,
        sum(quiet) filter (where state in ('sealed', 'submitted', 'uncertain')) as quiet,
        jsonb_agg(jsonb_build_object('state', state, 'code', code, 'refusalKey', refusal_key, 'text', text, 'count', count)
          order by count desc) filter (where code is not null and state <> 'submitted' and count > 0) as reasons
      from (select state, code, refusal_key, min(reason) as text, sum(deliveries) as count, sum(quiet) as quiet
        from ${groupsOfRow(counts)} o group by 1, 2, 3) g
    ) d on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('code', code, 'text', text, 'count', count, 'batches', batches,
        'firstAttemptAt', first_attempt_at) order by count desc) as repeated
      from (select coalesce(b.error_code, 'other') as code, min(b.last_error) as text, count(*) as batches,
          min(b.first_attempt_at) as first_attempt_at,
          sum((select count(*) from deliveries s
            where s.edition_id = e.id and s.batch_id = b.id and s.state = 'sealed'))::int as count
        from batches b where (e.finished_at is null or e.state = 'cancelled')
          and b.edition_id = e.id and b.state = 'sealed' and b.attempts > b.declined
          and b.next_attempt_at is not null and b.last_error is not null group by 1) g
    ) r on true
    order by e.published_at desc, e.id desc`);
  return rows;
}

/**
 * Editions whose counts do not add up, or of which a delivery lies in a batch where nobody looks for it, which is a defect:
 * the invariant that `status` and the tests share. It says nothing of retired ones, whose deliveries are gone.
 *
 * @param editionIds looks at these only; at all unless said.
 */
export async function listBrokenLedgers(db: Database, editionIds?: string[]): Promise<string[]> {
  // Counted beside each edition: of a condition that asks whether such a delivery exists PostgreSQL makes a set of those of
  // the whole ledger, for one edition too.
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.id from editions e
    cross join lateral (
      select count(*) as deliveries,
        count(*) filter (where b.id is null
          or (d.state = 'pending' and b.state <> 'planned')
          or (d.state = 'sealed' and b.state <> 'sealed')
          or (d.state = 'uncertain' and b.state <> 'uncertain')) as strays
      from deliveries d left join batches b on b.edition_id = e.id and b.id = d.batch_id
      where d.edition_id = e.id
    ) found
    where ${editionIds === undefined ? sql`true` : sql`e.id = any(${sqlArray(editionIds)}::text[])`} and not ${isRetired}
      and (e.planned <> found.deliveries or found.strays > 0)`);
  return rows.map(({ id }) => id);
}

/** Whether the ledger of each of some editions added up when its totals were counted; null where they are not kept. */
export async function listWholeness(
  db: Database,
  editionIds: string[],
): Promise<{ id: string; isWhole: boolean | null }[]> {
  const { rows } = await db.execute<{ id: string; isWhole: boolean | null }>(sql`
    select e.id, (select is_whole from counted_editions k where k.edition_id = e.id and ${areTotalsKept}) as "isWhole"
    from editions e where e.id = any(${sqlArray(editionIds)}::text[])`);
  return rows;
}
