import { sql } from "drizzle-orm";
import { dayOf } from "../../calendar/periods.ts";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { isReleasedAs } from "../../editions/released.ts";
import { unknownEdition } from "../../editions/store.ts";
import { isPausedByBreaker, type PauseColumns, stateSentence } from "../breaker/pause-words.ts";
import type { DeliveryReason, TroubleCode } from "../codes.ts";
import { type HoldColumns, holdSentence } from "../hold-words.ts";
import type { EditionState } from "../ledger/moves.ts";
import { isRetired } from "../ledger/retire-store.ts";
import { areTotalsKept, groupsOfRow, isCountedSoon, keptOfBatches } from "../ledger/totals-store.ts";
import { isCancelFinalSoon } from "../ledger/uncancel-store.ts";
import { deliveryReasonWords } from "../reason-words.ts";
import { keyEndsAt } from "../send/key-life.ts";
import { troubleWords } from "../trouble-words.ts";

/** Where an edition's deliveries stand. */
export type EditionStatus = {
  editionId: string;
  cadence: string;
  period: string;
  state: EditionState;
  /** Who paused it, while it is paused. */
  pausedBy: PauseColumns["pausedBy"];
  /** Why it stands so, or what becomes of it by itself, as a sentence without a full stop. */
  stateReason: string | null;
  /** Until when it is held by itself, and what happens then; kept when it is held no more. */
  holdEndsAt: Date | null;
  atHoldEnd: HoldColumns["atHoldEnd"];
  isPausedByBreaker: boolean;
  /** Whether it is cancelled and nobody can take that back. */
  isCancelFinal: boolean;
  publishedAt: Date;
  /** Whether it was let go, so that pages and feeds show it. */
  isReleased: boolean;
  planned: number;
  /** False where it has many deliveries that were not counted yet, and that was not waited for: the counts are 0 then. */
  isCounted: boolean;
  pending: number;
  sealed: number;
  submitted: number;
  excluded: number;
  failed: number;
  uncertain: number;
  /** How many of those sealed, submitted and uncertain are quiet mails. */
  quiet: number;
  batches: number;
  /** Since when these numbers are all that is kept of its deliveries and batches; null while those are there. */
  retiredSince: Date | null;
  /** Why deliveries were excluded, failed or became uncertain, the most frequent first. */
  reasons: CountedReason[];
  /** Sealed deliveries whose request may have been accepted and is made again under its key, by what was heard last. */
  repeated: RepeatedDeliveries[];
};

/** Deliveries of one state and one reason; those that the provider refused by what it refused them for. */
type CountedReason = {
  state: string;
  code: DeliveryReason;
  refusalKey: string | null;
  /** The same as a sentence without a full stop. */
  reason: string;
  count: number;
};

/** @property uncertainAt when the first of their keys ends: those are uncertain from then on. */
export type RepeatedDeliveries = {
  code: TroubleCode;
  reason: string;
  count: number;
  batches: number;
  uncertainAt: Date;
};

const mostReasons = 20;

/**
 * Counts of one edition, or of the latest ones first. All numbers of an edition are read in one statement,
 * so that they add up: planned = pending + sealed + submitted + excluded + failed + uncertain.
 *
 * @param counts whether many deliveries that were not counted yet are counted now, which may take long.
 * @throws {NotFoundError} when a named edition does not exist.
 */
export async function listEditionStatus(
  db: Database,
  editionId: string | null,
  limit = 20,
  counts: "all" | "few" = "all",
): Promise<EditionStatus[]> {
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
  if (editionId !== null && rows.length === 0) {
    throw unknownEdition(editionId);
  }
  return rows.map(({ pausedFacts, ...read }) => {
    const row = {
      ...read,
      holdEndsAt: read.holdEndsAt === null ? null : new Date(read.holdEndsAt),
      retiredSince: read.retiredSince === null ? null : new Date(read.retiredSince),
    };
    return {
      ...row,
      stateReason: stateSentence({ ...row, pausedFacts }) ?? holdSentence(row),
      isPausedByBreaker: isPausedByBreaker(row),
      publishedAt: new Date(row.publishedAt),
      reasons: row.reasons
        .slice(0, mostReasons)
        .map(({ text, ...one }) => ({ ...one, reason: deliveryReasonWords(one.code, text) })),
      repeated: row.repeated.slice(0, mostReasons).map(({ text, firstAttemptAt, ...one }) => ({
        ...one,
        reason: troubleWords(one.code, text),
        uncertainAt: keyEndsAt(new Date(firstAttemptAt)),
      })),
    };
  });
}

type StatusRow = Omit<
  EditionStatus,
  | "publishedAt"
  | "holdEndsAt"
  | "retiredSince"
  | "reasons"
  | "repeated"
  | "state"
  | "isPausedByBreaker"
  | keyof PauseColumns
> &
  PauseColumns & {
    publishedAt: string;
    holdEndsAt: string | null;
    retiredSince: string | null;
    reasons: (Omit<CountedReason, "reason"> & { text: string | null })[];
    repeated: (Omit<RepeatedDeliveries, "reason" | "uncertainAt"> & {
      text: string;
      firstAttemptAt: string;
    })[];
  };

/** How many of an edition's mails are quiet ones, as a sentence without a full stop; null when none is. */
export function quietSentence({ quiet }: Pick<EditionStatus, "quiet">): string | null {
  if (quiet === 0) return null;
  return quiet === 1
    ? "1 of them is a quiet mail, which tells its reader once that nothing came for long"
    : `${quiet} of them are quiet mails, which tell their readers once that nothing came for long`;
}

/** That an edition's totals are all that is kept of it, as a sentence without a full stop; null while they are not. */
export function retiredSentence({ retiredSince }: Pick<EditionStatus, "retiredSince">): string | null {
  if (retiredSince === null) return null;
  return `since ${dayOf(retiredSince)} only its totals are kept: its deliveries and batches are let go of (RETENTION_DELIVERIES_DAYS)`;
}

/** That deliveries wait under their key, and until when, as a sentence without a full stop. */
export function repeatedSentence({ reason, count, uncertainAt }: RepeatedDeliveries): string {
  return `${count} sealed may have been accepted: asked for again under their key until ${uncertainAt.toISOString()}, then uncertain (${reason})`;
}

/**
 * Editions whose counts do not add up, which is a defect: the invariant that `status` and the tests share. It says nothing
 * of retired ones, whose deliveries are gone.
 *
 * @param editionIds looks at these only; at all unless said.
 */
export async function listBrokenLedgers(db: Database, editionIds?: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.id from editions e
    where ${editionIds === undefined ? sql`true` : sql`e.id = any(${sqlArray(editionIds)}::text[])`} and not ${isRetired}
      and (e.planned <> (select count(*) from deliveries d where d.edition_id = e.id)
      or exists (
        select 1 from deliveries d left join batches b on b.edition_id = d.edition_id and b.id = d.batch_id
        where d.edition_id = e.id and (
          (d.state = 'pending' and b.state is distinct from 'planned')
          or (d.state = 'sealed' and b.state is distinct from 'sealed')
          or b.id is null)))`);
  return rows.map(({ id }) => id);
}

/** The same of some editions, where the totals are kept as it was when they were counted. */
export async function listDoubtedLedgers(db: Database, editionIds: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ id: string; isWhole: boolean | null }>(sql`
    select e.id, (select is_whole from counted_editions k where k.edition_id = e.id and ${areTotalsKept}) as "isWhole"
    from editions e where e.id = any(${sqlArray(editionIds)}::text[])`);
  const unknown = rows.filter(({ isWhole }) => isWhole === null).map(({ id }) => id);
  const broken = await listBrokenLedgers(db, unknown);
  return rows.filter(({ id, isWhole }) => isWhole === false || broken.includes(id)).map(({ id }) => id);
}
