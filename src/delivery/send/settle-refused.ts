import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { wordedTrouble } from "../codes.ts";
import type { SealedRecipient } from "../kept-shapes.ts";
import { excludeFailed, recordDecline, type SettledAs, settleBatch } from "../ledger/answers-store.ts";
import type { BatchKey, SeenBatch } from "../ledger/batches-store.ts";
import { planFailed } from "../ledger/plans-store.ts";
import type { MailResult } from "../mailers/mailer.ts";
import { type NamedRefusal, nameRefusal } from "../mailers/refusal-key.ts";
import { judgeRefusals } from "./judge-refusals.ts";

export type RefusedBatch = SeenBatch & { recipients: SealedRecipient[] };

/**
 * `declined`: every mail was refused for what concerns all, and the batch waits as it is. `isNearEnd` as `settleBatch`
 * says.
 */
export type SettledRefusals = {
  as: SettledAs | "declined" | null;
  forAll: NamedRefusal | null;
  isNearEnd: boolean;
};

/**
 * Records an answer that refused some mails of a batch. A mail that was refused for what all mails share, such as the
 * sender, has not failed: it is planned again in a batch of its own, together with those that failed for the same
 * reason before, unless another request for it may have been accepted.
 *
 * @param notBefore when what was refused for all is asked about again.
 * @returns how the batch was settled, as `settleBatch` says, and the refusal that concerns all, if there is one.
 */
export async function settleRefused(
  tx: Database,
  batch: RefusedBatch,
  results: MailResult[],
  { now, notBefore, isWholeRefusal }: { now: Date; notBefore: Date; isWholeRefusal: boolean },
): Promise<SettledRefusals> {
  // Held still: a cancellation at this instant would not see what is planned here.
  const { rows } = await tx.execute<{ state: string }>(
    sql`select state from editions where id = ${batch.editionId} for no key update`,
  );
  const isCancelled = rows[0]?.state === "cancelled";
  const refusals = await judgeRefusals(tx, batch, results, now);
  const [forAll = null] = refusals;
  const isWhole =
    refusals.length === 1 &&
    results.every((one) => one.kind === "refused" && nameRefusal(one.reason).key === forAll?.key);
  if (forAll !== null && isWhole) {
    await recordDecline(tx, batch, notBefore, wordedTrouble("refused", forAll.words));
    await noteRefusedFor(tx, batch, forAll, now);
    if (!isCancelled)
      await planFailed(tx, batch.editionId, now, { refusal: forAll, batchId: batch.id, notBefore });
    return { as: "declined", forAll, isNearEnd: true };
  }
  const settled = await settleBatch(tx, batch, batch.recipients, results, now, isWholeRefusal);
  const { as, isNearEnd } = settled ?? { as: null, isNearEnd: true };
  if (as === null || forAll === null) return { as, forAll: null, isNearEnd };
  await noteRefusedFor(tx, batch, forAll, now);
  for (const refusal of refusals) {
    if (isCancelled) await excludeFailed(tx, batch, refusal.key);
    else await planFailed(tx, batch.editionId, now, { refusal, batchId: batch.id, notBefore });
  }
  return { as, forAll, isNearEnd };
}

/** @returns whether the batch was not known to be refused for that. */
export async function noteRefusedFor(
  db: Database,
  batch: BatchKey,
  { key, words }: NamedRefusal,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update batches set refused_key = ${key}, refused_for = ${words}, refused_at = ${now}
    where edition_id = ${batch.editionId} and id = ${batch.id} and refused_key is distinct from ${key}`);
  return rowCount === 1;
}
