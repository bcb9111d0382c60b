import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { type DeliveryReason, keptText, type Trouble, type TroubleCode } from "../codes.ts";
import type { SealedRecipient } from "../kept-shapes.ts";
import type { MailResult } from "../mailers/mailer.ts";
import { nameRefusal } from "../mailers/refusal-key.ts";
import { batches, isOpenBatch } from "../tables.ts";
import type { BatchKey, BatchRow, SeenBatch } from "./batches-store.ts";
import { lockEditionState } from "./editions-store.ts";
import { batchMoves } from "./moves.ts";
import { reducedRecipients } from "./reduced-recipients.ts";
import { batchStep, bornAs, deliveryStep, either } from "./step.ts";
import { troubleColumns } from "./trouble-columns.ts";

/**
 * Records that the last request was certainly not accepted. Counts once, also when it is repeated because its own
 * answer was lost: when declines outnumber the attempts that were declined, a seal that may have been accepted would
 * be made anew and mailed twice. When the edition was cancelled meanwhile, and no request of the batch can have been
 * accepted, its deliveries become excluded, not uncertain.
 *
 * @param trouble null leaves what is known of one.
 */
export async function recordDecline(
  db: Database,
  batch: SeenBatch,
  nextAttemptAt: Date,
  trouble: Trouble | null,
): Promise<void> {
  const cancelled = batchStep("decline", "cancelled", "b.state");
  const excluded = deliveryStep("decline", "excluded", "d.state");
  const isUnwanted = sql`${cancelled.isAllowed} and e.state = 'cancelled'`;
  await db.execute(sql`
    with noted as (
      update batches b set declined = declined + 1, leased_until = null,
        ${trouble === null ? sql`` : sql`${troubleColumns(trouble)},`}
        next_attempt_at = case when b.state = 'sealed' then ${nextAttemptAt}::timestamptz end,
        recipients = case when b.state = 'sealed' or attempts > declined + 1 then recipients end,
        state = case when ${isUnwanted} and attempts = declined + 1 then ${cancelled.becomes} else b.state end
      from editions e
      where b.edition_id = ${batch.editionId} and b.id = ${batch.id}
        and b.idempotency_key = ${batch.idempotencyKey} and e.id = b.edition_id
        and b.declined = ${batch.declined} and b.declined < b.attempts
        and (b.state = 'sealed' or (${isUnwanted}))
      returning b.id, b.state
    )
    update deliveries d set state = ${excluded.becomes}, reason_code = 'cancelled', refusal_key = null, reason = 'cancelled',
      choice = null
    from noted n where n.state = 'cancelled' and d.edition_id = ${batch.editionId} and d.batch_id = n.id and ${excluded.isAllowed}`);
}

/** Records that nobody knows what became of the last request; counts an answer that left mails out. */
export async function recordUnknown(
  db: Database,
  batch: BatchKey & { idempotencyKey: string },
  nextAttemptAt: Date,
  trouble: Trouble,
  isIncomplete: boolean,
): Promise<void> {
  // A worker of the release before believes three refusals in a row: it is never told of one.
  await db.execute(sql`
    update batches set leased_until = null, next_attempt_at = ${nextAttemptAt}, ${troubleColumns(trouble)}, refusals = 0,
      incomplete_answers = incomplete_answers + ${isIncomplete ? 1 : 0}
    where edition_id = ${batch.editionId} and id = ${batch.id} and state = 'sealed' and idempotency_key = ${batch.idempotencyKey}`);
}

/** What a batch is after an answer: `uncertain` while another request may have been accepted for a refused mail. */
export type SettledAs = "settled" | "uncertain";

/** An edition with fewer open batches than this is near its end: more are not settled in the same instant. */
const nearEnd = 100;

/**
 * Writes the provider's word on each mail of a batch. An accepted mail is proven. A refused one has failed only
 * when every other request under the key was certainly not accepted; else nobody knows, and it is uncertain,
 * which no retry touches. A batch that was given up as uncertain is settled too: a late answer is still an answer. One
 * statement, so that outside a transaction it is one round trip.
 *
 * @param results in the order of the sealed recipients.
 * @param isWholeRefusal of a request that was refused: it says nothing when another one has begun meanwhile.
 * @returns null when another worker has settled it already, or such another request has begun; else also whether the
 * edition is so near its end that it may be over.
 */
export async function settleBatch(
  db: Database,
  batch: SeenBatch,
  recipients: SealedRecipient[],
  results: MailResult[],
  now: Date,
  isWholeRefusal = false,
): Promise<{ as: SettledAs; isNearEnd: boolean } | null> {
  const outcomes = recipients.map(({ subscriberId }, index) => ({
    subscriberId,
    ...outcomeOf(results[index]),
  }));
  const isAnyRefused = outcomes.some(({ isAccepted }) => !isAccepted);
  const isInDoubt = sql`${isAnyRefused} and attempts > declined + 1`;
  const ofBatch = either(isInDoubt, batchStep("answer", "uncertain"), batchStep("answer", "settled"));
  const ofDelivery = either(
    sql`x.is_accepted`,
    deliveryStep("answer", "submitted", "d.state"),
    either(
      sql`s.state = 'uncertain'`,
      deliveryStep("answer", "uncertain", "d.state"),
      deliveryStep("answer", "failed", "d.state"),
    ),
  );
  const { rows } = await db.execute<{ as: SettledAs; isNearEnd: boolean }>(sql`
    with settled as (
      update batches set leased_until = null, next_attempt_at = null, settled_at = ${now},
        state = ${ofBatch.becomes}, recipients = case when ${isInDoubt} then recipients end
      where edition_id = ${batch.editionId} and id = ${batch.id} and ${ofBatch.isAllowed}
        and idempotency_key = ${batch.idempotencyKey} ${isWholeRefusal ? sql`and attempts = ${batch.attempts + 1}` : sql``}
      returning state
    ), told as (
      update deliveries d set
        state = ${ofDelivery.becomes},
        provider_id = coalesce(x.provider_id, d.provider_id),
        reason_code = x.reason_code, refusal_key = x.refusal_key, reason = x.reason,
        submitted_at = case when x.is_accepted then coalesce(d.submitted_at, ${now}) end
      from settled s, unnest(
        ${sqlArray(outcomes.map((one) => one.subscriberId))}::uuid[],
        ${sqlArray(outcomes.map((one) => String(one.isAccepted)))}::boolean[],
        ${sqlArray(outcomes.map((one) => one.providerId))}::text[],
        ${sqlArray(outcomes.map((one) => one.code))}::text[],
        ${sqlArray(outcomes.map((one) => one.key))}::text[],
        ${sqlArray(outcomes.map((one) => one.text))}::text[]
      ) as x(id, is_accepted, provider_id, reason_code, refusal_key, reason)
      where d.edition_id = ${batch.editionId} and d.batch_id = ${batch.id} and d.subscriber_id = x.id
        and ${ofDelivery.isAllowed}
    )
    select s.state as "as", (select count(*) from (
        select from batches o where o.edition_id = ${batch.editionId} and ${isOpenBatch("o.state")} limit ${nearEnd}) open
      ) < ${nearEnd}::int as "isNearEnd"
    from settled s`);
  return rows[0] ?? null;
}

type DeliveryOutcome = {
  isAccepted: boolean;
  providerId: string | null;
  code: DeliveryReason | null;
  key: string | null;
  text: string | null;
};

/** What one mail's result is in the ledger; none is of a mail that the answer did not name. */
function outcomeOf(result: MailResult | undefined): DeliveryOutcome {
  const nothing = { isAccepted: false, providerId: null, key: null };
  if (result === undefined) return { ...nothing, code: "not-named", text: "not-named" };
  if (result.kind === "accepted") {
    return { ...nothing, isAccepted: true, providerId: result.id, code: null, text: null };
  }
  const { key, words } = nameRefusal(result.reason);
  return { ...nothing, code: "refused", key, text: words };
}

/** Gives a batch up: what it addressed under this key may or may not have been accepted. */
export async function markUncertain(
  db: Database,
  batch: BatchKey & Pick<SeenBatch, "idempotencyKey">,
  trouble: Trouble<TroubleCode & DeliveryReason>,
  now: Date,
): Promise<boolean> {
  const ofBatch = batchStep("give up", "uncertain");
  const ofDelivery = deliveryStep("give up", "uncertain");
  return db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update batches b set state = ${ofBatch.becomes}, leased_until = null, next_attempt_at = null, ${troubleColumns(trouble)},
        settled_at = ${now}, recipients = ${reducedRecipients}
      where edition_id = ${batch.editionId} and id = ${batch.id} and ${ofBatch.isAllowed}
        and idempotency_key = ${batch.idempotencyKey} and attempts > declined`);
    if (rowCount !== 1) return false;
    await tx.execute(sql`
      update deliveries set state = ${ofDelivery.becomes}, reason_code = ${trouble.code}, reason = ${keptText(trouble)}
      where edition_id = ${batch.editionId} and batch_id = ${batch.id} and ${ofDelivery.isAllowed}`);
    return true;
  });
}

/**
 * Replaces a batch that was refused whole by its two halves, planned anew: nothing of it was accepted,
 * so a half takes a key of its own.
 *
 * @returns false when another request of it may have been accepted, or it is no longer sealed.
 */
export async function splitBatch(
  db: Database,
  batch: SeenBatch & Pick<BatchRow, "dueAt">,
  recipients: SealedRecipient[],
  now: Date,
  trouble: Trouble,
): Promise<boolean> {
  const ids = recipients.map((recipient) => recipient.subscriberId);
  const ofBatch = batchStep("split", "split");
  const ofDelivery = deliveryStep("split", "pending");
  const middle = Math.ceil(ids.length / 2);
  return db.transaction(async (tx) => {
    // Held still: a cancellation at this instant would not see the halves.
    await lockEditionState(tx, batch.editionId);
    const { rowCount } = await tx.execute(sql`
      update batches set state = ${ofBatch.becomes}, leased_until = null, recipients = null, settled_at = ${now},
        ${troubleColumns(trouble)}
      where edition_id = ${batch.editionId} and id = ${batch.id} and ${ofBatch.isAllowed}
        and idempotency_key = ${batch.idempotencyKey} and attempts = ${batch.attempts + 1} and attempts = declined + 1`);
    if (rowCount !== 1) return false;
    const [known] = await tx
      .select({
        refusedKey: batches.refusedKey,
        refusedFor: batches.refusedFor,
        refusedAt: batches.refusedAt,
      })
      .from(batches)
      .where(and(eq(batches.editionId, batch.editionId), eq(batches.id, batch.id)));
    for (const half of [ids.slice(0, middle), ids.slice(middle)]) {
      const [child] = await tx
        .insert(batches)
        .values({
          ...known,
          editionId: batch.editionId,
          state: bornAs(batchMoves, "split", "planned"),
          dueAt: batch.dueAt,
          parentId: batch.id,
        })
        .returning({ id: batches.id });
      if (!child) continue;
      await tx.execute(sql`
        update deliveries set state = ${ofDelivery.becomes}, batch_id = ${child.id}, choice = null
        where edition_id = ${batch.editionId} and batch_id = ${batch.id} and subscriber_id = any(${sqlArray(half)}::uuid[]) and ${ofDelivery.isAllowed}`);
    }
    return true;
  });
}

/** Nothing is planned in an edition that was cancelled while the request was under way. */
export async function excludeFailed(tx: Database, batch: BatchKey, refusalKey: string): Promise<void> {
  const { becomes, isAllowed } = deliveryStep("answer", "excluded");
  await tx.execute(sql`
    update deliveries set state = ${becomes}, reason_code = 'cancelled', refusal_key = null, reason = 'cancelled', choice = null
    where edition_id = ${batch.editionId} and batch_id = ${batch.id} and ${isAllowed} and refusal_key = ${refusalKey}`);
}
