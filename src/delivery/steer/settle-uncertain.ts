import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { requireEditionRow } from "../../editions/store.ts";
import { settleByWord } from "../ledger/endings-store.ts";

/**
 * Takes an operator's word on what stayed uncertain in an edition: the provider's own list shows it
 * accepted (`submitted`) or not (`failed`, and so open to a retry). Safe to repeat.
 *
 * @returns how many deliveries were settled.
 */
export async function settleUncertain(
  ctx: Context,
  editionId: string,
  as: "submitted" | "failed",
): Promise<{ editionId: string; settled: number }> {
  await requireEditionRow(ctx.db, editionId);
  const settled = await ctx.db.transaction(async (tx) => {
    const count = await settleByWord(tx, editionId, as, ctx.clock.now());
    if (count > 0)
      await recordAct(tx, ctx, { verb: "edition.settle", subject: editionId, after: { as, settled: count } });
    return count;
  });
  return { editionId, settled };
}
