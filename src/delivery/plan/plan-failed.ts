import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { batchSize } from "../ledger/batches-store.ts";

/** Failed for one reason that turned out to concern all mails, when a batch met it. */
export type FailedForAll = { reason: string; batchId: string; notBefore: Date };

/**
 * Plans failed deliveries of an edition again, in batches of their own: the provider refused them, so none was
 * accepted. The caller holds the transaction, and the edition in it.
 *
 * @param forAll those that failed for this reason alone, not before an instant; all of them unless said.
 * @returns how many deliveries were planned again, and in how many batches.
 */
export async function planFailed(
  tx: Database,
  editionId: string,
  now: Date,
  forAll: FailedForAll | null = null,
): Promise<{ planned: number; batches: number }> {
  const { rows } = await tx.execute<{ planned: number; batches: number }>(sql`
    with locked as materialized (
      select subscriber_id from deliveries where edition_id = ${editionId} and state = 'failed'
        ${forAll === null ? sql`` : sql`and reason = ${forAll.reason}`} for update
    ), numbered as materialized (
      select subscriber_id, (row_number() over (order by subscriber_id) - 1) / ${batchSize}::int as part from locked
    ), parts as materialized (
      select part, gen_random_uuid() as batch_id from numbered group by part
    ), made as (
      insert into batches (id, edition_id, state, due_at, next_attempt_at, parent_id, refused_for, refused_at)
      select batch_id, ${editionId}, 'planned', ${now}, ${forAll?.notBefore ?? null}::timestamptz,
        ${forAll?.batchId ?? null}::uuid, ${forAll?.reason ?? null}::text, ${forAll === null ? null : now}::timestamptz
      from parts returning 1
    ), moved as (
      update deliveries d set state = 'pending', reason = null, choice = null, batch_id = p.batch_id, due_at = ${now}
      from numbered n join parts p using (part)
      where d.edition_id = ${editionId} and d.subscriber_id = n.subscriber_id and d.state = 'failed' returning 1
    ), reopened as (
      update editions set state = 'sending', finished_at = null
      where id = ${editionId} and state = 'sent' and exists (select 1 from parts)
    )
    select (select count(*)::int from moved) as planned, (select count(*)::int from made) as batches`);
  return rows[0] ?? { planned: 0, batches: 0 };
}
