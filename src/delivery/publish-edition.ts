import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { editionId, freezeEdition } from "../editions/freeze-edition.ts";
import type { Cadence } from "../editions/model.ts";
import { findEditionRow, lockCadence } from "../editions/store.ts";
import { RefusedError } from "../errors.ts";
import { missingSources } from "../papers/store.ts";
import { hasBegun, periodDays } from "../ranking/periods.ts";
import { rankPeriod } from "../ranking/rank-period.ts";
import { endPauses } from "../subscribers/end-pauses.ts";
import { crashPoint } from "./crash-point.ts";
import { planDeliveries } from "./plan-deliveries.ts";
import { ringDispatch } from "./ring-dispatch.ts";
import { advanceDueTimes, countPlannedBatches } from "./store.ts";

export type PublishInput = {
  cadence: Cadence;
  period: string;
  /** Wait for an operator's approval. */
  isHeld: boolean;
  /** Everything is due at once, whatever the reader's hour. */
  isNow: boolean;
};

export type Published = {
  editionId: string;
  period: string;
  papers: number;
  planned: number;
  batches: number;
};

/**
 * Freezes the edition of a period and plans its deliveries, in one transaction, then rings the dispatcher.
 * Safe to repeat, also at once in two processes: an edition is frozen once, and the answer is the same.
 *
 * @throws {InvalidInputError} for a period that is malformed.
 * @throws {RefusedError} for a period that has not begun or has no papers.
 */
export async function publishEdition(ctx: Context, input: PublishInput): Promise<Published> {
  const now = ctx.clock.now();
  if (!hasBegun(input.cadence, input.period, now)) {
    throw new RefusedError(`${input.period} has not begun yet: publish a period that is over, or today's.`);
  }
  await endPauses(ctx);
  const published = await ctx.db.transaction(async (tx) => {
    await lockCadence(tx, input.cadence);
    const known = await findEditionRow(tx, editionId(input.cadence, input.period));
    if (!known) await freezeAndPlan(ctx, tx, input, now);
    if (input.isNow) await advanceDueTimes(tx, editionId(input.cadence, input.period), now);
    const answer = await readPublished(tx, input);
    crashPoint(ctx, "plan-uncommitted");
    return answer;
  });
  crashPoint(ctx, "plan-committed");
  await ringDispatch(ctx);
  return published;
}

async function freezeAndPlan(ctx: Context, tx: Database, input: PublishInput, now: Date): Promise<void> {
  const ranked = await rankPeriod(tx, { cadence: input.cadence, period: input.period, now });
  if (!ranked.some((paper) => paper.section === "top")) {
    throw new RefusedError(
      `There are no papers for ${input.period}: collect them first, with \`paperboy ingest --date ${periodDays(input.cadence, input.period)[0]}\`.`,
    );
  }
  const edition = await freezeEdition(tx, {
    cadence: input.cadence,
    period: input.period,
    ranked,
    missingSources: await missingSources(tx, periodDays(input.cadence, input.period)),
    now,
    isHeld: input.isHeld,
  });
  const { planned } = await planDeliveries(ctx, tx, edition, input.isNow);
  ctx.log.info({ editionId: edition.id, papers: edition.papers.length, planned }, "edition published");
}

async function readPublished(tx: Database, { cadence, period }: PublishInput): Promise<Published> {
  const id = editionId(cadence, period);
  const { rows } = await tx.execute<{ papers: number; planned: number }>(sql`
    select planned, (select count(*)::int from edition_papers p where p.edition_id = e.id) as papers
    from editions e where e.id = ${id}`);
  const { papers = 0, planned = 0 } = rows[0] ?? {};
  return { editionId: id, period, papers, planned, batches: await countPlannedBatches(tx, id) };
}
