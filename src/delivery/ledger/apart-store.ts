import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { isOpenBatch } from "../tables.ts";
import type { BatchKey } from "./batches-store.ts";
import { lockEdition } from "./editions-store.ts";
import { batchMoves } from "./moves.ts";
import { bornAs, deliveryStep } from "./step.ts";

/** Editions under way with a pending delivery of one of these readers. */
export async function listEditionsOfReaders(db: Database, readerIds: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.id from editions e where e.state = 'sending' and exists (select from deliveries d
      where d.edition_id = e.id and d.state = 'pending' and d.subscriber_id = any(${sqlArray(readerIds)}::uuid[]))
    order by e.id`);
  return rows.map(({ id }) => id);
}

/**
 * Makes pending deliveries of some readers due now, in a batch in which nobody else is, so that it can be sent without
 * the others. What a seal holds stays where it is, and so does what a worker is about to seal. Safe to repeat: who is
 * alone and due already is left so.
 *
 * @returns how many deliveries were set apart.
 */
export async function setApart(
  tx: Database,
  editionId: string,
  readerIds: string[],
  now: Date,
): Promise<number> {
  const planned = bornAs(batchMoves, "set apart", "planned");
  const { becomes, isAllowed } = deliveryStep("set apart", "pending", "d.state");
  const ids = sqlArray(readerIds);
  // Held still: a seal, a revision or a cancel at this instant would not see the batch that is made here.
  await lockEdition(tx, editionId);
  const { rowCount } = await tx.execute(sql`
    with found as materialized (
      select d.subscriber_id, b.id as batch_id from deliveries d
      join batches b on b.edition_id = d.edition_id and b.id = d.batch_id
      join editions e on e.id = d.edition_id
      where d.edition_id = ${editionId} and e.state = 'sending' and ${isAllowed} and d.subscriber_id = any(${ids}::uuid[])
        and b.state = 'planned' and (b.leased_until is null or b.leased_until <= ${now})
        and (b.due_at > ${now} or exists (select from deliveries o
          where o.edition_id = b.edition_id and o.batch_id = b.id and o.subscriber_id <> all(${ids}::uuid[])))
      for update of d
    ), parts as materialized (
      select batch_id, gen_random_uuid() as new_id from found group by batch_id
    ), made as (
      insert into batches (id, edition_id, state, due_at, parent_id)
      select new_id, ${editionId}, ${planned}, ${now}, batch_id from parts
    )
    update deliveries d set state = ${becomes}, batch_id = p.new_id, due_at = ${now}
    from found f join parts p using (batch_id)
    where d.edition_id = ${editionId} and d.subscriber_id = f.subscriber_id and ${isAllowed}`);
  return rowCount ?? 0;
}

/** Open batches of editions under way that are due, and in which nobody but these readers is. */
export async function listDueBatchesOf(db: Database, readerIds: string[], now: Date): Promise<BatchKey[]> {
  const ids = sqlArray(readerIds);
  const { rows } = await db.execute<BatchKey>(sql`
    select b.id, b.edition_id as "editionId" from batches b join editions e on e.id = b.edition_id
    where ${isOpenBatch("b.state")} and b.due_at <= ${now} and e.state = 'sending'
      and exists (select from deliveries d
        where d.edition_id = b.edition_id and d.batch_id = b.id and d.subscriber_id = any(${ids}::uuid[]))
      and not exists (select from deliveries d
        where d.edition_id = b.edition_id and d.batch_id = b.id and d.subscriber_id <> all(${ids}::uuid[]))
    order by b.due_at, b.id`);
  return rows;
}
