import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { batchSize } from "./batches-store.ts";
import { batchMoves } from "./moves.ts";
import { hasReasonOf } from "./reasons-store.ts";
import { isRetired } from "./retire-store.ts";
import { bornAs, deliveryStep, editionStep } from "./step.ts";
import { areTotalsKept } from "./totals-store.ts";

/**
 * Whether the cancel of an edition `e` is final: a request of it has left that may have been accepted, or nobody knows, as
 * where it is retired. A request that was declined, or refused as a whole, took nothing.
 */
const isCancelFinal: SQL = sql`(${isRetired}
  or exists (select from batches f where f.edition_id = e.id and f.state = 'uncertain')
  or exists (select from deliveries f where f.edition_id = e.id and f.state in ('submitted', 'uncertain')))`;

/** The same for who only looks: read from the totals where they are kept, since no index finds what was submitted. */
export const isCancelFinalSoon: SQL = sql`(case when ${isRetired} then true when ${areTotalsKept} then
  exists (select from batches f where f.edition_id = e.id and f.state = 'uncertain')
  or exists (select from edition_totals t where t.edition_id = e.id and t.state in ('submitted', 'uncertain')
    having sum(t.deliveries) > 0)
  else ${isCancelFinal} end)`;

/** Takes back the cancel of an edition, which is then held, without a deadline, and public no more; false when there is none, or it is final. */
export async function uncancelRow(tx: Database, editionId: string): Promise<boolean> {
  const { becomes, isAllowed } = editionStep("uncancel", "held", "e.state");
  const { rowCount } = await tx.execute(sql`
    update editions e set state = ${becomes}, state_reason = null, finished_at = null, released_at = null,
      hold_ends_at = null, at_hold_end = null
    where e.id = ${editionId} and ${isAllowed} and not ${isCancelFinal}`);
  return rowCount === 1;
}

/**
 * Plans what a cancel excluded again, each due at its own hour, in batches of those who were together: whatever a worker
 * still holds of a batch of before finds that it is over. The caller holds the transaction that took the cancel back.
 *
 * @returns how many deliveries were planned again, and in how many batches.
 */
export async function planCancelled(
  tx: Database,
  editionId: string,
): Promise<{ planned: number; batches: number }> {
  const planned = bornAs(batchMoves, "uncancel", "planned");
  const again = deliveryStep("uncancel", "pending", "d.state");
  const { rows } = await tx.execute<{ planned: number; batches: number }>(sql`
    with locked as materialized (
      select d.subscriber_id, d.due_at, d.batch_id from deliveries d
      where d.edition_id = ${editionId} and ${again.isAllowed} and ${hasReasonOf("excluded")} and coalesce(d.reason_code, 'other') = 'cancelled' for update
    ), numbered as materialized (
      select subscriber_id, due_at, batch_id,
        (row_number() over (partition by due_at order by subscriber_id) - 1) / ${batchSize}::int as part
      from locked
    ), parts as materialized (
      select due_at, part, gen_random_uuid() as batch_id, (array_agg(batch_id))[1] as before
      from numbered group by due_at, part
    ), made as (
      insert into batches (id, edition_id, state, due_at, parent_id)
      select batch_id, ${editionId}, ${planned}, due_at, before from parts returning 1
    ), moved as (
      update deliveries d set state = ${again.becomes}, reason_code = null, refusal_key = null, reason = null,
        batch_id = p.batch_id
      from numbered n join parts p using (due_at, part)
      where d.edition_id = ${editionId} and d.subscriber_id = n.subscriber_id and ${again.isAllowed} returning 1
    )
    select (select count(*)::int from moved) as planned, (select count(*)::int from made) as batches`);
  return rows[0] ?? { planned: 0, batches: 0 };
}
