import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { findEditionRow } from "../editions/store.ts";
import { NotFoundError, RefusedError } from "../errors.ts";
import { ringDispatch } from "./ring-dispatch.ts";
import { batchSize } from "./store.ts";

/**
 * Plans the failed deliveries of an edition again: the provider refused them, so none was accepted. What
 * is uncertain is left alone. Safe to repeat: planned ones are no longer failed.
 *
 * @returns how many deliveries were planned again, and in how many batches.
 * @throws {RefusedError} for an edition that was cancelled or is held.
 */
export async function retryFailed(
  ctx: Context,
  editionId: string,
): Promise<{ editionId: string; planned: number; batches: number }> {
  const now = ctx.clock.now();
  const retried = await ctx.db.transaction(async (tx) => {
    // Held still: a cancellation at this instant would not see what is planned here.
    await tx.execute(sql`select 1 from editions where id = ${editionId} for update`);
    const row = await findEditionRow(tx, editionId);
    if (!row) throw new NotFoundError(`There is no edition ${editionId}: see \`paperboy status\`.`);
    if (row.state === "cancelled" || row.state === "held") {
      throw new RefusedError(`${editionId} is ${row.state}; only what was sent can be tried again.`);
    }
    return planFailed(tx, editionId, now);
  });
  await ringDispatch(ctx);
  return { editionId, ...retried };
}

async function planFailed(
  tx: Database,
  editionId: string,
  now: Date,
): Promise<{ planned: number; batches: number }> {
  const { rows } = await tx.execute<{ planned: number; batches: number }>(sql`
    with locked as materialized (
      select subscriber_id from deliveries where edition_id = ${editionId} and state = 'failed' for update
    ), numbered as materialized (
      select subscriber_id, (row_number() over (order by subscriber_id) - 1) / ${batchSize}::int as part from locked
    ), parts as materialized (
      select part, gen_random_uuid() as batch_id from numbered group by part
    ), made as (
      insert into batches (id, edition_id, state, due_at)
      select batch_id, ${editionId}, 'planned', ${now} from parts returning 1
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
