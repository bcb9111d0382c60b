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
  const settled = await settleByWord(ctx.db, editionId, as, ctx.clock.now());
  return { editionId, settled };
}
