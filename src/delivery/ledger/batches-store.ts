import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { MailSender } from "../../digest/compiled-digest.ts";
import type { Trouble } from "../codes.ts";
import type { SealedRecipient } from "../kept-shapes.ts";
import { batches, isOpenBatch } from "../tables.ts";
import { batchStep, deliveryStep } from "./step.ts";
import { writtenTrouble } from "./trouble-columns.ts";

export type BatchRow = typeof batches.$inferSelect;

/** The most deliveries of one batch, and so of one request. */
export const batchSize = 100;

/** What finds a batch in the one partition in which all of its edition lies. */
export type BatchKey = { id: string; editionId: string };

/** A batch whose next step may be taken now; `attempts` tells one step from the next. */
export type DueBatch = BatchKey & { attempts: number };

/**
 * Batches of editions under way that are due and that no worker holds, the longest due first. What was refused for a
 * reason that concerns all comes behind: while it is refused again, the others have gone.
 */
export async function listDueBatches(db: Database, now: Date, limit: number): Promise<DueBatch[]> {
  const { rows } = await db.execute<DueBatch>(sql`
    select b.id, b.edition_id as "editionId", b.attempts from batches b join editions e on e.id = b.edition_id
    where ${isOpenBatch("b.state")} and b.due_at <= ${now}
      and (b.next_attempt_at is null or b.next_attempt_at <= ${now})
      and (b.leased_until is null or b.leased_until <= ${now})
      and e.state = 'sending'
    order by b.refused_key is not null, b.due_at, b.id limit ${limit}`);
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
    where edition_id = ${editionId} and ${isOpenBatch()}
      and (attempts = declined or next_attempt_at = ${blockedUntil}::timestamptz)`);
}

const isBatch = ({ id, editionId }: BatchKey) => and(eq(batches.editionId, editionId), eq(batches.id, id));

/**
 * The edition of a batch of which a job says the id alone, as jobs of the release before do; null when there is no such
 * batch. Asks all partitions.
 */
export async function findEditionIdOfBatch(db: Database, batchId: string): Promise<string | null> {
  const [row] = await db.select({ id: batches.editionId }).from(batches).where(eq(batches.id, batchId));
  return row?.id ?? null;
}

/** The batch, locked; null when another worker has it locked just now. */
export async function lockBatch(tx: Database, batch: BatchKey): Promise<BatchRow | null> {
  const [row] = await tx.select().from(batches).where(isBatch(batch)).for("update", { skipLocked: true });
  return row ?? null;
}

/** The compiled set of the seal of a batch `b`. */
export const setOfSeal = sql`coalesce(b.set_id,
  (select s.id from compiled_sets s where s.edition_id = b.edition_id order by s.revision limit 1))`;

/**
 * The compiled set that a request of a batch `b` is made with: what its seal names, while that binds, else the newest of
 * its edition. Null when its edition has none, since a worker of the release before compiled it.
 */
export const setOfRequest = sql`case when b.attempts > b.declined then ${setOfSeal} else
  (select s.id from compiled_sets s where s.edition_id = b.edition_id order by s.revision desc limit 1) end`;

export type Seal = {
  recipients: SealedRecipient[];
  setId: string | null;
  sender: MailSender;
  idempotencyKey: string;
  bodyHash: string;
  sealedAt: Date;
  leasedUntil: Date;
};

/** Fixes a batch: whom it addresses, with which bytes, under which key; each delivery keeps what it shows. */
export async function writeSeal(tx: Database, batch: BatchKey, seal: Seal): Promise<void> {
  const ofBatch = batchStep("seal", "sealed");
  const ofDelivery = deliveryStep("seal", "sealed", "d.state");
  const [written] = await Promise.all([
    tx
      .update(batches)
      .set({
        ...seal,
        state: ofBatch.becomes,
        attempts: 0,
        declined: 0,
        refusals: 0,
        incompleteAnswers: 0,
        firstAttemptAt: null,
        nextAttemptAt: null,
      })
      .where(and(isBatch(batch), ofBatch.isAllowed))
      .returning({ id: batches.id }),
    tx.execute(sql`
      update deliveries d set state = ${ofDelivery.becomes}, choice = x.choice
      from unnest(${sqlArray(seal.recipients.map((one) => one.subscriberId))}::uuid[],
                  ${sqlArray(seal.recipients.map((one) => JSON.stringify(one.choice)))}::json[]) as x(id, choice)
      where d.edition_id = ${batch.editionId} and d.batch_id = ${batch.id} and d.subscriber_id = x.id
        and ${ofDelivery.isAllowed}
        and (d.state <> ${ofDelivery.becomes} or d.choice::text is distinct from x.choice::text)`),
  ]);
  expectWritten(written.length, batch);
}

/** Holds a sealed batch for one worker, or holds it longer. */
export async function leaseBatch(db: Database, batch: BatchKey, leasedUntil: Date): Promise<void> {
  await db
    .update(batches)
    .set({ leasedUntil })
    .where(and(isBatch(batch), eq(batches.state, "sealed")));
}

/**
 * A batch as a worker read it. Its statements name all of this, so that they change nothing once another worker
 * has changed the batch.
 */
export type SeenBatch = BatchKey & { idempotencyKey: string; attempts: number; declined: number };

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
    where b.edition_id = ${batch.editionId} and b.id = ${batch.id} and b.state = 'sealed'
      and b.idempotency_key = ${batch.idempotencyKey} and b.attempts = ${batch.attempts}
      and e.id = b.edition_id and e.state = 'sending'
      and (b.attempts = b.declined or b.first_attempt_at > ${keyAliveSince})`);
  return rowCount === 1;
}

/**
 * Gives a sealed batch back that is not sent now; it is due again at an instant. Changes nothing when another worker
 * has begun to send the batch since: this one was frozen past its lease.
 *
 * @param trouble null leaves what is known of one.
 */
export async function releaseBatch(
  db: Database,
  batch: SeenBatch,
  nextAttemptAt: Date,
  trouble: Trouble | null,
): Promise<void> {
  await db
    .update(batches)
    .set({ leasedUntil: null, nextAttemptAt, ...(trouble === null ? {} : writtenTrouble(trouble)) })
    .where(
      and(
        isBatch(batch),
        eq(batches.state, "sealed"),
        eq(batches.idempotencyKey, batch.idempotencyKey),
        eq(batches.attempts, batch.attempts),
        eq(batches.declined, batch.declined),
      ),
    );
}

/** Batches whose key no longer protects a repetition, and that no worker holds. */
export async function listExpiredBatches(
  db: Database,
  keyAliveSince: Date,
  now: Date,
): Promise<(BatchKey & Pick<SeenBatch, "idempotencyKey">)[]> {
  const { rows } = await db.execute<BatchKey & { idempotencyKey: string }>(sql`
    select id, edition_id as "editionId", idempotency_key as "idempotencyKey" from batches
    where state = 'sealed' and attempts > declined and first_attempt_at <= ${keyAliveSince}
      and (leased_until is null or leased_until <= ${now})`);
  return rows;
}

/** Closes a batch in which nobody is left to be mailed. */
export async function closeEmptyBatch(tx: Database, batch: BatchKey, now: Date): Promise<void> {
  const { becomes, isAllowed } = batchStep("seal", "settled");
  const { rowCount } = await tx.execute(sql`
    update batches set state = ${becomes}, settled_at = ${now}, leased_until = null, recipients = null
    where edition_id = ${batch.editionId} and id = ${batch.id} and ${isAllowed}`);
  expectWritten(rowCount, batch);
}

/** The caller holds the batch and has seen that it is open. */
function expectWritten(rowCount: number | null, { id }: BatchKey): void {
  if (rowCount !== 1) throw new Error(`batch ${id} was open and could not be sealed`);
}
