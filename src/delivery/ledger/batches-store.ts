import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { MailSender } from "../../digest/model.ts";
import type { MailResult } from "../mailers/mailer.ts";
import type { SealedRecipient } from "../model.ts";
import { batches, deliveries } from "../tables.ts";
import { lockEditionState } from "./editions-store.ts";

export type BatchRow = typeof batches.$inferSelect;

/** The most deliveries of one batch, and so of one request. */
export const batchSize = 100;

/** A batch whose next step may be taken now; `attempts` tells one step from the next. */
export type DueBatch = { id: string; attempts: number };

/**
 * Batches of editions under way that are due and that no worker holds, the longest due first. What was refused for a
 * reason that concerns all comes behind: while it is refused again, the others have gone.
 */
export async function dueBatches(db: Database, now: Date, limit: number): Promise<DueBatch[]> {
  const { rows } = await db.execute<DueBatch>(sql`
    select b.id, b.attempts from batches b join editions e on e.id = b.edition_id
    where b.state in ('planned', 'sealed') and b.due_at <= ${now}
      and (b.next_attempt_at is null or b.next_attempt_at <= ${now})
      and (b.leased_until is null or b.leased_until <= ${now})
      and e.state = 'sending'
    order by b.refused_for is not null, b.due_at, b.id limit ${limit}`);
  return rows;
}

/**
 * Makes batches due again that wait for a quota, a key or the sender, since the operator says that it is mended.
 *
 * @param blockedUntil until when that held all requests: what waits until then waits for nothing else.
 */
export async function forgetPauses(
  db: Database,
  editionId: string,
  blockedUntil: Date | null,
): Promise<void> {
  await db.execute(sql`update batches set next_attempt_at = null
    where edition_id = ${editionId} and state in ('planned', 'sealed')
      and (attempts = declined or next_attempt_at = ${blockedUntil}::timestamptz)`);
}

/** The batch, locked; null when another worker has it locked just now. */
export async function lockBatch(tx: Database, batchId: string): Promise<BatchRow | null> {
  const [row] = await tx
    .select()
    .from(batches)
    .where(eq(batches.id, batchId))
    .for("update", { skipLocked: true });
  return row ?? null;
}

export type Seal = {
  recipients: SealedRecipient[];
  sender: MailSender;
  idempotencyKey: string;
  bodyHash: string;
  sealedAt: Date;
  leasedUntil: Date;
};

/** Fixes a batch: whom it addresses, with which bytes, under which key; each delivery keeps what it shows. */
export async function writeSeal(tx: Database, batchId: string, seal: Seal): Promise<void> {
  await tx
    .update(batches)
    .set({
      ...seal,
      state: "sealed",
      attempts: 0,
      declined: 0,
      refusals: 0,
      incompleteAnswers: 0,
      firstAttemptAt: null,
      nextAttemptAt: null,
    })
    .where(eq(batches.id, batchId));
  await tx.execute(sql`
    update deliveries d set state = 'sealed', choice = x.choice
    from unnest(${sqlArray(seal.recipients.map((one) => one.subscriberId))}::uuid[],
                ${sqlArray(seal.recipients.map((one) => JSON.stringify(one.choice)))}::json[]) as x(id, choice)
    where d.batch_id = ${batchId} and d.subscriber_id = x.id
      and (d.state = 'pending' or (d.state = 'sealed' and d.choice::text is distinct from x.choice::text))`);
}

/** Holds a sealed batch for one worker, or holds it longer. */
export async function leaseBatch(db: Database, batchId: string, leasedUntil: Date): Promise<void> {
  await db
    .update(batches)
    .set({ leasedUntil })
    .where(and(eq(batches.id, batchId), eq(batches.state, "sealed")));
}

/** A batch as a worker read it: what others did to it since makes its statements find nothing. */
export type SeenBatch = { id: string; idempotencyKey: string; attempts: number; declined: number };

/**
 * Writes down that a request is about to leave. False when the batch is no longer what this worker
 * sealed or read, its edition is no longer under way, or its key no longer protects a repetition: then
 * nothing may be sent.
 *
 * @param keyAliveSince a first request before this instant was too long ago to be repeated.
 */
export async function beginAttempt(
  db: Database,
  batch: SeenBatch,
  now: Date,
  leasedUntil: Date,
  keyAliveSince: Date,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update batches b set attempts = attempts + 1, leased_until = ${leasedUntil},
      first_attempt_at = case when attempts = declined then ${now} else first_attempt_at end
    from editions e
    where b.id = ${batch.id} and b.state = 'sealed' and b.idempotency_key = ${batch.idempotencyKey}
      and b.attempts = ${batch.attempts} and e.id = b.edition_id and e.state = 'sending'
      and (b.attempts = b.declined or b.first_attempt_at > ${keyAliveSince})`);
  return rowCount === 1;
}

/** Lets go of a sealed batch that is not sent now, until an instant. */
export async function releaseBatch(
  db: Database,
  batch: { id: string; idempotencyKey: string },
  nextAttemptAt: Date,
  reason: string,
): Promise<void> {
  await db
    .update(batches)
    .set({ leasedUntil: null, nextAttemptAt, lastError: reason })
    .where(
      and(
        eq(batches.id, batch.id),
        eq(batches.state, "sealed"),
        eq(batches.idempotencyKey, batch.idempotencyKey),
      ),
    );
}

/**
 * Records that the last request was certainly not accepted. Counts once, also when it is repeated because
 * its own answer was lost: a decline too many would free a seal that binds. In an edition that was cancelled
 * meanwhile, a batch of which nothing can have been accepted is not uncertain but excluded.
 */
export async function recordDecline(
  db: Database,
  batch: SeenBatch,
  nextAttemptAt: Date,
  reason: string,
): Promise<void> {
  await db.execute(sql`
    with noted as (
      update batches b set declined = declined + 1, leased_until = null, last_error = ${reason},
        next_attempt_at = case when b.state = 'sealed' then ${nextAttemptAt}::timestamptz end,
        recipients = case when b.state = 'sealed' or attempts > declined + 1 then recipients end,
        state = case when b.state = 'uncertain' and attempts = declined + 1 then 'cancelled' else b.state end
      from editions e
      where b.id = ${batch.id} and b.idempotency_key = ${batch.idempotencyKey} and e.id = b.edition_id
        and b.declined = ${batch.declined} and b.declined < b.attempts
        and (b.state = 'sealed' or (b.state = 'uncertain' and e.state = 'cancelled'))
      returning b.id, b.state
    )
    update deliveries d set state = 'excluded', reason = 'cancelled', choice = null
    from noted n where n.state = 'cancelled' and d.batch_id = n.id and d.state = 'uncertain'`);
}

/** Records that nobody knows what became of the last request; counts an answer that left mails out. */
export async function recordUnknown(
  db: Database,
  batch: { id: string; idempotencyKey: string },
  nextAttemptAt: Date,
  reason: string,
  isIncomplete: boolean,
): Promise<void> {
  // A worker of the release before believes three refusals in a row: it is never told of one.
  await db.execute(sql`
    update batches set leased_until = null, next_attempt_at = ${nextAttemptAt}, last_error = ${reason}, refusals = 0,
      incomplete_answers = incomplete_answers + ${isIncomplete ? 1 : 0}
    where id = ${batch.id} and state = 'sealed' and idempotency_key = ${batch.idempotencyKey}`);
}

/** What a batch is after an answer: `uncertain` while another request may have been accepted for a refused mail. */
export type SettledAs = "settled" | "uncertain";

/**
 * Writes the provider's word on each mail of a batch. An accepted mail is proven. A refused one has failed only
 * when every other request under the key was certainly not accepted; else nobody knows, and it is uncertain,
 * which no retry touches. A batch that was given up as uncertain is settled too: a late answer is still an answer.
 *
 * @param results in the order of the sealed recipients.
 * @param isWholeRefusal of a request that was refused: it says nothing when another one has begun meanwhile.
 * @returns null when another worker has settled it already, or such another request has begun.
 */
export async function settleBatch(
  db: Database,
  batch: SeenBatch,
  recipients: SealedRecipient[],
  results: MailResult[],
  now: Date,
  isWholeRefusal = false,
): Promise<SettledAs | null> {
  const outcomes = recipients.map((recipient, index) => ({ recipient, result: results[index] }));
  const isAnyRefused = outcomes.some(({ result }) => result?.kind !== "accepted");
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ state: SettledAs }>(sql`
      update batches set leased_until = null, next_attempt_at = null, settled_at = ${now},
        state = case when ${isAnyRefused} and attempts > declined + 1 then 'uncertain' else 'settled' end,
        recipients = case when ${isAnyRefused} and attempts > declined + 1 then recipients end
      where id = ${batch.id} and state in ('sealed', 'uncertain') and idempotency_key = ${batch.idempotencyKey}
        ${isWholeRefusal ? sql`and attempts = ${batch.attempts + 1}` : sql``}
      returning state`);
    const [settled] = rows;
    if (!settled) return null;
    await tx.execute(sql`
      update deliveries d set
        state = case when x.is_accepted then 'submitted' else ${settled.state === "uncertain" ? "uncertain" : "failed"} end,
        provider_id = coalesce(x.provider_id, d.provider_id), reason = x.reason,
        submitted_at = case when x.is_accepted then coalesce(d.submitted_at, ${now}) end
      from unnest(
        ${sqlArray(outcomes.map(({ recipient }) => recipient.subscriberId))}::uuid[],
        ${sqlArray(outcomes.map(({ result }) => String(result?.kind === "accepted")))}::boolean[],
        ${sqlArray(outcomes.map(({ result }) => (result?.kind === "accepted" ? result.id : null)))}::text[],
        ${sqlArray(outcomes.map(({ result }) => (result?.kind === "accepted" ? null : (result?.reason ?? unnamedReason))))}::text[]
      ) as x(id, is_accepted, provider_id, reason)
      where d.batch_id = ${batch.id} and d.subscriber_id = x.id
        and (d.state in ('sealed', 'uncertain') or (d.state = 'submitted' and x.is_accepted))`);
    return settled.state;
  });
}

const unnamedReason = "the answer does not name it";

/**
 * The recipients of a batch `b` once nothing of it is sent again: the subscribers' ids in the order of its mails.
 * Addresses and links go; what each mail showed stands in the deliveries.
 */
export const reducedRecipients = sql.raw(`(
  select jsonb_agg(jsonb_build_object('subscriberId', r.value -> 'subscriberId') order by r.ordinality)
  from jsonb_array_elements(b.recipients) with ordinality r)`);

/** Gives a batch up: what it addressed under this key may or may not have been accepted. */
export async function markUncertain(
  db: Database,
  batch: Pick<SeenBatch, "id" | "idempotencyKey">,
  reason: string,
  now: Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update batches b set state = 'uncertain', leased_until = null, next_attempt_at = null, last_error = ${reason},
        settled_at = ${now}, recipients = ${reducedRecipients}
      where id = ${batch.id} and state = 'sealed' and idempotency_key = ${batch.idempotencyKey} and attempts > declined`);
    if (rowCount !== 1) return false;
    await tx.execute(sql`
      update deliveries set state = 'uncertain', reason = ${reason} where batch_id = ${batch.id} and state = 'sealed'`);
    return true;
  });
}

/** Batches whose key no longer protects a repetition, and that no worker holds. */
export async function expiredBatches(
  db: Database,
  keyAliveSince: Date,
  now: Date,
): Promise<Pick<SeenBatch, "id" | "idempotencyKey">[]> {
  const { rows } = await db.execute<{ id: string; idempotencyKey: string }>(sql`
    select id, idempotency_key as "idempotencyKey" from batches
    where state = 'sealed' and attempts > declined and first_attempt_at <= ${keyAliveSince}
      and (leased_until is null or leased_until <= ${now})`);
  return rows;
}

/**
 * Replaces a batch that was refused whole by its two halves, planned anew: nothing of it was accepted,
 * so a half takes a key of its own.
 *
 * @returns false when another request of it may have been accepted, or it is no longer sealed.
 */
export async function splitBatch(
  db: Database,
  batch: SeenBatch & Pick<BatchRow, "editionId" | "dueAt">,
  recipients: SealedRecipient[],
  now: Date,
  reason: string,
): Promise<boolean> {
  const ids = recipients.map((recipient) => recipient.subscriberId);
  const middle = Math.ceil(ids.length / 2);
  return db.transaction(async (tx) => {
    // Held still: a cancellation at this instant would not see the halves.
    await lockEditionState(tx, batch.id);
    const { rowCount } = await tx.execute(sql`
      update batches set state = 'split', leased_until = null, recipients = null, settled_at = ${now}, last_error = ${reason}
      where id = ${batch.id} and state = 'sealed' and idempotency_key = ${batch.idempotencyKey}
        and attempts = ${batch.attempts + 1} and attempts = declined + 1`);
    if (rowCount !== 1) return false;
    const [known] = await tx
      .select({ refusedFor: batches.refusedFor, refusedAt: batches.refusedAt })
      .from(batches)
      .where(eq(batches.id, batch.id));
    for (const half of [ids.slice(0, middle), ids.slice(middle)]) {
      const [child] = await tx
        .insert(batches)
        .values({
          ...known,
          editionId: batch.editionId,
          state: "planned",
          dueAt: batch.dueAt,
          parentId: batch.id,
        })
        .returning({ id: batches.id });
      if (!child) continue;
      await tx
        .update(deliveries)
        .set({ state: "pending", batchId: child.id, choice: null })
        .where(
          and(
            eq(deliveries.batchId, batch.id),
            inArray(deliveries.subscriberId, half),
            eq(deliveries.state, "sealed"),
          ),
        );
    }
    return true;
  });
}

/** Closes a batch in which nobody is left to be mailed. */
export async function closeEmptyBatch(tx: Database, batchId: string, now: Date): Promise<void> {
  await tx
    .update(batches)
    .set({ state: "settled", settledAt: now, leasedUntil: null, recipients: null })
    .where(eq(batches.id, batchId));
}
