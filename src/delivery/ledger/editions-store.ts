import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";

/** The edition's state, held still until the transaction ends: a pause waits for the seal, or the seal for it. */
export async function lockEditionState(tx: Database, batchId: string): Promise<string | null> {
  const { rows } = await tx.execute<{ state: string }>(sql`
    select e.state from editions e where e.id = (select edition_id from batches where id = ${batchId}) for share`);
  return rows[0]?.state ?? null;
}

/**
 * Takes up again what was marked as sent while a batch was being planned anew: the mark and the plan may
 * be written at the same instant.
 */
export async function reopenEditions(db: Database): Promise<void> {
  await db.execute(sql`
    update editions e set state = 'sending', finished_at = null
    where e.state = 'sent'
      and exists (select 1 from batches b where b.edition_id = e.id and b.state in ('planned', 'sealed'))`);
}

/** The edition of a batch, and whether a request of that edition has begun; null when there is no such batch. */
export async function editionOfBatch(
  db: Database,
  batchId: string,
): Promise<{ id: string; hasBegun: boolean } | null> {
  const { rows } = await db.execute<{ id: string; hasBegun: boolean }>(sql`
    select b.edition_id as id, exists (select from batches o where o.edition_id = b.edition_id
      and o.state <> 'planned' and o.first_attempt_at is not null) as "hasBegun"
    from batches b where b.id = ${batchId}`);
  return rows[0] ?? null;
}

/** Marks editions under way that have no open batch left as sent. */
export async function finishEditions(db: Database, now: Date, editionId?: string): Promise<void> {
  await db.execute(sql`
    update editions e set state = 'sent', finished_at = ${now}
    where e.state = 'sending' ${editionId === undefined ? sql`` : sql`and e.id = ${editionId}`}
      and not exists (select 1 from batches b where b.edition_id = e.id and b.state in ('planned', 'sealed'))`);
}
