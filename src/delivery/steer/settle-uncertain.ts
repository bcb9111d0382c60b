import { sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { findEditionRow } from "../../editions/store.ts";
import { NotFoundError } from "../../errors.ts";

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
  if (!(await findEditionRow(ctx.db, editionId))) {
    throw new NotFoundError(`There is no edition ${editionId}: see \`paperboy status\`.`);
  }
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update deliveries set state = ${as}, reason = ${as === "failed" ? "the operator's word: not accepted" : null},
        submitted_at = case when ${as === "submitted"} then ${now}::timestamptz end
      where edition_id = ${editionId} and state = 'uncertain'`);
    await tx.execute(sql`
      update batches set state = 'settled', settled_at = ${now}, recipients = null
      where edition_id = ${editionId} and state = 'uncertain'`);
    return { editionId, settled: rowCount ?? 0 };
  });
}
