import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { DeliveryReason, TroubleCode } from "../codes.ts";
import { isOpenBatch } from "../tables.ts";
import type { BatchKey } from "./batches-store.ts";
import { hasReasonOf } from "./reasons-store.ts";
import { reducedRecipients } from "./reduced-recipients.ts";
import { batchStep, deliveryStep, editionStep, either } from "./step.ts";

/**
 * Ends the open batches of an edition that is cancelled: what may have been accepted is uncertain, the rest is
 * excluded. The caller holds the transaction that cancelled it.
 */
export async function cancelOpenBatches(tx: Database, editionId: string, now: Date): Promise<void> {
  const isInDoubt = sql`attempts > declined`;
  const ofBatch = either(isInDoubt, batchStep("cancel", "uncertain"), batchStep("cancel", "cancelled"));
  const ofDelivery = either(
    sql`c.state = 'uncertain'`,
    deliveryStep("cancel", "uncertain", "d.state"),
    deliveryStep("cancel", "excluded", "d.state"),
  );
  await tx.execute(sql`
    with closed as (
      update batches b set settled_at = ${now}, leased_until = null, next_attempt_at = null,
        state = ${ofBatch.becomes}, recipients = case when ${isInDoubt} then ${reducedRecipients} end
      where edition_id = ${editionId} and ${isOpenBatch()} and ${ofBatch.isAllowed}
      returning id, state
    )
    update deliveries d set state = ${ofDelivery.becomes}, reason_code = 'cancelled', reason = 'cancelled',
      choice = case when c.state = 'uncertain' then d.choice end
    from closed c where d.edition_id = ${editionId} and d.batch_id = c.id and ${ofDelivery.isAllowed}`);
}

/** Of a row `b` of `batches`: the outcome of each of its deliveries is known. */
const hasNoneUncertain = sql.raw(`not exists (select from deliveries d
  where d.edition_id = b.edition_id and d.batch_id = b.id and d.state in ('sealed', 'uncertain'))`);

/**
 * Writes an operator's word on what is uncertain in an edition.
 *
 * @returns how many deliveries were settled.
 */
export async function settleByWord(
  tx: Database,
  editionId: string,
  as: "submitted" | "failed",
  now: Date,
): Promise<number> {
  const ofBatch = batchStep("settle", "settled", "b.state");
  const ofDelivery = deliveryStep("settle", as);
  const word: DeliveryReason | null = as === "failed" ? "operators-word" : null;
  const { rowCount } = await tx.execute(sql`
    update deliveries d set state = ${ofDelivery.becomes},
      reason_code = ${word}, refusal_key = null, reason = ${word},
      submitted_at = case when ${as === "submitted"} then ${now}::timestamptz end
    where d.edition_id = ${editionId} and ${ofDelivery.isAllowed} and ${hasReasonOf("uncertain")}`);
  // A batch that a worker has given up since those were read stays uncertain, with its deliveries.
  await tx.execute(sql`
    update batches b set state = ${ofBatch.becomes}, settled_at = ${now}, recipients = null
    where b.edition_id = ${editionId} and ${ofBatch.isAllowed} and ${hasNoneUncertain}`);
  return rowCount ?? 0;
}

/** Closes uncertain batches of which feedback has settled every delivery. */
export async function closeSettledBatches(tx: Database, editionIds: string[], now: Date): Promise<void> {
  const { becomes, isAllowed } = batchStep("feedback", "settled", "b.state");
  await tx.execute(sql`
    update batches b set state = ${becomes}, settled_at = ${now}, recipients = null
    where b.edition_id = any(${sqlArray(editionIds)}::text[]) and ${isAllowed} and ${hasNoneUncertain}`);
}

/** Plans a sealed batch anew that names an erased reader; false when a request of it has begun meanwhile. */
export function undoSeal(db: Database, batch: BatchKey): Promise<boolean> {
  const ofBatch = batchStep("erase", "planned");
  const ofDelivery = deliveryStep("erase", "pending");
  return db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update batches set state = ${ofBatch.becomes}, recipients = null, body_hash = null, idempotency_key = null,
        sealed_at = null, attempts = 0, declined = 0, refusals = 0, first_attempt_at = null, leased_until = null
      where edition_id = ${batch.editionId} and id = ${batch.id} and ${ofBatch.isAllowed} and attempts = declined`);
    if (rowCount !== 1) return false;
    await tx.execute(sql`
      update deliveries set state = ${ofDelivery.becomes}, choice = null
      where edition_id = ${batch.editionId} and batch_id = ${batch.id} and ${ofDelivery.isAllowed}`);
    return true;
  });
}

/**
 * Holds what a restored backup might send a second time: editions under way are paused, also those that waited for
 * an operator, who may have let them go after the backup, and what was sealed is uncertain. Columns that a backup of
 * an earlier release does not have are left alone until `nameRestored`.
 */
export async function holdRestored(tx: Database): Promise<HeldRestored> {
  const reason: DeliveryReason & TroubleCode = "restored";
  const ofEdition = editionStep("restore", "paused");
  const ofDelivery = deliveryStep("restore", "uncertain");
  const ofBatch = batchStep("restore", "uncertain", "b.state");
  const { rows: paused } = await tx.execute<{ id: string }>(sql`
    update editions set state = ${ofEdition.becomes}, state_reason = ${reason}
    where ${ofEdition.isAllowed} returning id`);
  const { rowCount: uncertain } = await tx.execute(sql`
    update deliveries set state = ${ofDelivery.becomes}, reason = ${reason} where ${ofDelivery.isAllowed}`);
  const { rows: batches } = await tx.execute<{ id: string }>(sql`
    update batches b set state = ${ofBatch.becomes}, last_error = ${reason}, leased_until = null,
      recipients = ${reducedRecipients} where ${ofBatch.isAllowed} returning b.id`);
  return {
    paused: paused.map(({ id }) => id),
    batches: batches.map(({ id }) => id),
    uncertain: uncertain ?? 0,
  };
}

/** What a restore held: the editions that it paused, the batches that were sealed, and how many deliveries of them are uncertain. */
export type HeldRestored = { paused: string[]; batches: string[]; uncertain: number };

/** Names the restore as what held these, once all columns are there. Safe to repeat. */
export async function nameRestored(
  db: Database,
  { paused, batches }: Pick<HeldRestored, "paused" | "batches">,
): Promise<void> {
  const reason: DeliveryReason & TroubleCode = "restored";
  await db.execute(sql`
    update editions set paused_by = 'restore', paused_facts = null, state_reason = null
    where state = 'paused' and id = any(${sqlArray(paused)}::text[])`);
  await db.execute(sql`
    update batches set error_code = ${reason}, error_facts = null, last_error = ${reason}
    where id = any(${sqlArray(batches)}::uuid[])`);
  await db.execute(sql`
    update deliveries set reason_code = ${reason}, refusal_key = null, reason = ${reason}
    where state = 'uncertain' and batch_id = any(${sqlArray(batches)}::uuid[])`);
}
