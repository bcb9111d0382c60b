import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { isUuid } from "../db/is-uuid.ts";
import type { DeliveryReason, TroubleCode, TroubleFacts } from "../delivery/codes.ts";
import type { BatchState, DeliveryState } from "../delivery/ledger/moves.ts";
import { hasReasonOf } from "../delivery/ledger/reasons-store.ts";
import { deliveryReasonWords } from "../delivery/reason-words.ts";
import { reportedOutcomes } from "../delivery/tables.ts";
import { troubleWords } from "../delivery/trouble-words.ts";
import { NotFoundError } from "../errors.ts";

export type BatchLine = {
  id: string;
  editionId: string;
  state: BatchState;
  dueAt: Date;
  mails: number;
  attempts: number;
  declined: number;
  sealedAt: Date | null;
  settledAt: Date | null;
  nextAttemptAt: Date | null;
  /** What stood in its way last, as a code and as a sentence without a full stop; null when nothing did. */
  trouble: { code: TroubleCode; words: string } | null;
  parentId: string | null;
  idempotencyKey: string | null;
};

type Raw<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

const pageSize = 50;

export type LedgerPage<T> = { rows: T[]; hasMore: boolean };

/** Batches of an edition, those with trouble first, then the latest due. */
export async function pageBatches(
  db: Database,
  editionId: string,
  { state, page }: { state: BatchState | null; page: number },
): Promise<LedgerPage<BatchLine>> {
  const { rows } = await db.execute<BatchRow>(sql`
    select ${batchColumns} from batches b
    where b.edition_id = ${editionId} ${state === null ? sql`` : sql`and b.state = ${state}`}
    order by b.last_error is null, b.due_at desc, b.id limit ${pageSize + 1} offset ${(page - 1) * pageSize}`);
  return { rows: rows.slice(0, pageSize).map(readBatch), hasMore: rows.length > pageSize };
}

/** Those of an edition's batches that something stands in the way of, the latest due first. */
export async function listTroubledBatches(
  db: Database,
  editionId: string,
  limit: number,
): Promise<BatchLine[]> {
  const { rows } = await db.execute<BatchRow>(sql`
    select ${batchColumns} from batches b
    where b.edition_id = ${editionId} and b.state in ('planned', 'sealed', 'uncertain', 'cancelled')
      and b.last_error is not null
    order by b.due_at desc, b.id limit ${limit}`);
  return rows.map(readBatch);
}

/** One batch. @throws {NotFoundError} */
export async function requireBatch(db: Database, batchId: string): Promise<BatchLine> {
  const isId = isUuid(batchId);
  const { rows } = isId
    ? await db.execute<BatchRow>(sql`select ${batchColumns} from batches b where b.id = ${batchId}`)
    : { rows: [] };
  const [row] = rows;
  if (!row) throw new NotFoundError("There is no such batch.");
  return readBatch(row);
}

const batchColumns = sql`b.id, b.edition_id as "editionId", b.state, b.due_at as "dueAt",
  (select count(*)::int from deliveries d
    where d.edition_id = b.edition_id and d.batch_id = b.id) as mails, b.attempts, b.declined,
  b.sealed_at as "sealedAt", b.settled_at as "settledAt", b.next_attempt_at as "nextAttemptAt",
  b.error_code as "errorCode", b.error_facts as "errorFacts", b.last_error as "lastError", b.parent_id as "parentId", b.idempotency_key as "idempotencyKey"`;

const instantOf = (text: string | null) => (text === null ? null : new Date(text));

type BatchRow = Omit<Raw<BatchLine>, "trouble"> & Trouble;

type Trouble = { errorCode: TroubleCode | null; errorFacts: TroubleFacts | null; lastError: string | null };

function troubleOf({ errorCode, errorFacts, lastError }: Trouble): BatchLine["trouble"] {
  if (lastError === null) return null;
  return { code: errorCode ?? "other", words: troubleWords(errorCode, lastError, errorFacts) };
}

function readBatch({ errorCode, errorFacts, lastError, ...row }: BatchRow): BatchLine {
  return {
    ...row,
    trouble: troubleOf({ errorCode, errorFacts, lastError }),
    dueAt: new Date(row.dueAt),
    sealedAt: instantOf(row.sealedAt),
    settledAt: instantOf(row.settledAt),
    nextAttemptAt: instantOf(row.nextAttemptAt),
  };
}

export type DeliveryLine = {
  editionId: string;
  subscriberId: string;
  /** Null after an erasure. */
  email: string | null;
  state: DeliveryState;
  /** Why, as a code and as a sentence without a full stop. */
  reason: { code: DeliveryReason; words: string } | null;
  /** It is, or was to be, a quiet mail. */
  isQuiet: boolean;
  batchId: string | null;
  dueAt: Date;
  submittedAt: Date | null;
  outcome: string | null;
  outcomeAt: Date | null;
  openedAt: Date | null;
  clickedAt: Date | null;
  providerId: string | null;
};

export type DeliveryFilter = {
  editionId?: string;
  batchId?: string;
  subscriberId?: string;
  state?: DeliveryState;
  reason?: { code: DeliveryReason; refusalKey: string | null };
  outcome?: string;
};

/**
 * Deliveries that match, the latest due first. Only those that are shown are put together with their readers, and those
 * of a large edition are read batch by batch, which share their due time, until a page is full.
 */
export async function pageDeliveries(
  db: Database,
  filter: DeliveryFilter,
  page: number,
): Promise<LedgerPage<DeliveryLine>> {
  const { editionId } = filter;
  const conditions = [
    editionId === undefined ? null : sql`d.edition_id = ${editionId}`,
    filter.batchId === undefined ? null : sql`d.batch_id = ${filter.batchId}`,
    filter.subscriberId === undefined ? null : sql`d.subscriber_id = ${filter.subscriberId}`,
    filter.state === undefined ? null : sql`d.state = ${filter.state}`,
    editionId !== undefined && isWithReason(filter.state) ? hasReasonOf(filter.state) : null,
    filter.reason === undefined ? null : isFor(filter.reason),
    filter.outcome === undefined ? null : hasOutcome(filter.outcome, editionId),
  ].filter((condition) => condition !== null);
  const isByBatch = editionId !== undefined && !(await isRare(db, filter, conditions));
  const from = isByBatch
    ? sql`(select edition_id, id, due_at from batches where edition_id = ${editionId} order by due_at desc, id) b
        cross join lateral (select * from deliveries d
          where d.edition_id = b.edition_id and d.batch_id = b.id and ${sql.join(conditions, sql` and `)}
          order by d.subscriber_id) d`
    : sql`deliveries d where ${sql.join(conditions, sql` and `)}
        order by d.due_at desc, d.edition_id desc, d.batch_id, d.subscriber_id`;
  const { rows } = await db.execute<DeliveryRow>(sql`
    select d.edition_id as "editionId", d.subscriber_id as "subscriberId", s.email, d.state, d.reason_code as "reasonCode", d.reason as "reasonText",
      exists (select from quiet_mails q where q.edition_id = d.edition_id and q.subscriber_id = d.subscriber_id
        and d.state <> 'excluded') as "isQuiet",
      d.batch_id as "batchId", d.due_at as "dueAt", d.submitted_at as "submittedAt", d.outcome,
      d.outcome_at as "outcomeAt", d.opened_at as "openedAt", d.clicked_at as "clickedAt", d.provider_id as "providerId"
    from (select d.* from ${from} limit ${pageSize + 1} offset ${(page - 1) * pageSize}) d
    left join subscribers s on s.id = d.subscriber_id
    order by d.due_at desc, d.edition_id desc, d.batch_id, d.subscriber_id`);
  return { rows: rows.slice(0, pageSize).map(readDelivery), hasMore: rows.length > pageSize };
}

function isWithReason(state: DeliveryState | undefined): state is "excluded" | "failed" | "uncertain" {
  return state === "excluded" || state === "failed" || state === "uncertain";
}

/**
 * Whether so few match that they are found faster by themselves: states of which an edition seldom has many, outcomes other
 * than the usual one, and reasons for which few are excluded. For others a large edition has tens of thousands, some in each batch.
 */
async function isRare(
  db: Database,
  { state, reason, outcome }: DeliveryFilter,
  conditions: SQL[],
): Promise<boolean> {
  if (outcome !== undefined && outcome !== "delivered") return true;
  if (state !== undefined && !usualStates.has(state)) return true;
  if (state !== "excluded" && reason === undefined) return false;
  // In the order of the index of reasons, so that PostgreSQL looks there and not through the whole table.
  const { rows } = await db.execute<{ found: number }>(sql`
    select count(*)::int as found from (select from deliveries d where ${sql.join(conditions, sql` and `)}
      order by d.edition_id, coalesce(d.reason_code, 'other') limit ${mostRare + 1}) f`);
  return (rows[0]?.found ?? 0) <= mostRare;
}

/** So many are read and sorted in a moment. */
const mostRare = 2_000;

const usualStates = new Set<DeliveryState>(["submitted", "pending", "excluded"]);

/** Those that were reported stand in a small table beside: an index on the outcomes would make each event dearer. */
function hasOutcome(outcome: string, editionId: string | undefined): SQL {
  const isOutcome = sql`d.outcome = ${outcome}`;
  if (editionId === undefined || !reportedOutcomes.some((one) => one === outcome)) return isOutcome;
  return sql`${isOutcome} and d.subscriber_id in (
    select r.subscriber_id from delivery_reports r where r.edition_id = ${editionId} and r.outcome = ${outcome})`;
}

function isFor({ code, refusalKey }: NonNullable<DeliveryFilter["reason"]>): SQL {
  const isOfKey = refusalKey === null ? sql`` : sql` and d.refusal_key = ${refusalKey}`;
  return sql`d.state in ('excluded', 'failed', 'uncertain') and d.reason is not null and coalesce(d.reason_code, 'other') = ${code}${isOfKey}`;
}

type DeliveryRow = Omit<Raw<DeliveryLine>, "reason"> & {
  reasonCode: DeliveryReason | null;
  reasonText: string | null;
};

function readDelivery({ reasonCode, reasonText, ...row }: DeliveryRow): DeliveryLine {
  return {
    ...row,
    reason:
      reasonText === null
        ? null
        : { code: reasonCode ?? "other", words: deliveryReasonWords(reasonCode, reasonText) },
    dueAt: new Date(row.dueAt),
    submittedAt: instantOf(row.submittedAt),
    outcomeAt: instantOf(row.outcomeAt),
    openedAt: instantOf(row.openedAt),
    clickedAt: instantOf(row.clickedAt),
  };
}
