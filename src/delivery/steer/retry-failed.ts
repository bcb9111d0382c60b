import { sql } from "drizzle-orm";
import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { requireEditionRow } from "../../editions/store.ts";
import { RefusedError } from "../../errors.ts";
import { planFailed } from "../ledger/plans-store.ts";
import { isEditionRetired } from "../ledger/retire-store.ts";
import { ringDispatch } from "../send/ring-dispatch.ts";
import { retiredRefusal } from "./retired-refusal.ts";

/**
 * Plans the failed deliveries of an edition again: the provider refused them, so none was accepted. What
 * is uncertain is left alone. Safe to repeat: planned ones are no longer failed.
 *
 * @returns how many deliveries were planned again, and in how many batches.
 * @throws {RefusedError} for an edition that was cancelled, is held, or is retired.
 */
export async function retryFailed(
  ctx: Context,
  editionId: string,
): Promise<{ editionId: string; planned: number; batches: number }> {
  const now = ctx.clock.now();
  const retried = await ctx.db.transaction(async (tx) => {
    // Held still: a cancellation at this instant would not see what is planned here.
    await tx.execute(sql`select 1 from editions where id = ${editionId} for update`);
    const row = await requireEditionRow(tx, editionId);
    if (row.state === "cancelled" || row.state === "held") {
      throw new RefusedError(`${editionId} is ${row.state}; only what was sent can be tried again.`);
    }
    if (await isEditionRetired(tx, editionId)) throw retiredRefusal(editionId, "nothing can be tried again");
    const planned = await planFailed(tx, editionId, now);
    if (planned.planned > 0)
      await recordAct(tx, ctx, { verb: "edition.retry", subject: editionId, after: planned });
    return planned;
  });
  await ringDispatch(ctx);
  return { editionId, ...retried };
}
