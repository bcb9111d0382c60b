import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import type { BatchKey } from "../delivery/ledger/batches-store.ts";
import { undoSeal } from "../delivery/ledger/endings-store.ts";
import { reducedRecipients } from "../delivery/ledger/reduced-recipients.ts";

/**
 * Takes a reader who was erased out of the batches that name them: a seal that does not bind is undone, an
 * uncertain batch keeps the ids alone. A seal that binds stays until its outcome. Safe to repeat.
 */
export async function forgetErasedRecipient(ctx: Pick<Context, "db">, subscriberId: string): Promise<void> {
  await forgetIn(
    ctx.db,
    sql`exists (select from deliveries d
      where d.edition_id = b.edition_id and d.batch_id = b.id and d.subscriber_id = ${subscriberId})`,
  );
}

/**
 * The same for all readers who were erased, as of a batch whose last request was declined after the erasure,
 * or that a worker of the release before gave up as uncertain. Safe to repeat.
 *
 * @returns how many batches were changed.
 */
export function forgetErasedRecipients(ctx: Pick<Context, "db">): Promise<number> {
  return forgetIn(
    ctx.db,
    sql`exists (select from jsonb_array_elements(b.recipients) r
      where not exists (select from subscribers s where s.id = (r.value ->> 'subscriberId')::uuid))`,
  );
}

async function forgetIn(db: Database, isConcerned: SQL): Promise<number> {
  const { rowCount: reduced } = await db.execute(sql`
    update batches b set recipients = ${reducedRecipients}
    where b.state = 'uncertain' and b.recipients @? '$[*].to'`);
  const { rows } = await db.execute<BatchKey>(sql`
    select b.id, b.edition_id as "editionId" from batches b where b.state = 'sealed' and b.attempts = b.declined and ${isConcerned} order by b.id`);
  let undone = 0;
  for (const batch of rows) undone += (await undoSeal(db, batch)) ? 1 : 0;
  return (reduced ?? 0) + undone;
}
