import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { editionId, freezeEdition } from "../editions/freeze-edition.ts";
import type { Cadence, Edition } from "../editions/model.ts";
import { findEditionRow, lockCadence } from "../editions/store.ts";
import { RefusedError } from "../errors.ts";
import { type Span, traceStep } from "../ops/traces.ts";
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
export function publishEdition(ctx: Context, input: PublishInput): Promise<Published> {
  return ctx.traces.span("publish edition", {}, (span) => publish(ctx, input, span));
}

async function publish(ctx: Context, input: PublishInput, span: Span): Promise<Published> {
  const now = ctx.clock.now();
  if (!hasBegun(input.cadence, input.period, now)) {
    throw new RefusedError(`${input.period} has not begun yet: publish a period that is over, or today's.`);
  }
  span.note({ "paperboy.edition.id": editionId(input.cadence, input.period) });
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
  span.note({
    "paperboy.papers": published.papers,
    "paperboy.planned": published.planned,
    "paperboy.batches": published.batches,
  });
  await ringDispatch(ctx);
  return published;
}

async function freezeAndPlan(ctx: Context, tx: Database, input: PublishInput, now: Date): Promise<void> {
  const edition = await traceStep("freeze edition", {}, () => freeze(tx, input, now));
  const { planned } = await traceStep("plan deliveries", {}, () =>
    planDeliveries(ctx, tx, edition, input.isNow),
  );
  ctx.log.info({ editionId: edition.id, papers: edition.papers.length, planned }, "edition published");
}

async function freeze(tx: Database, input: PublishInput, now: Date): Promise<Edition> {
  const ranked = await rankPeriod(tx, { cadence: input.cadence, period: input.period, now });
  if (!ranked.some((paper) => paper.section === "top")) {
    throw new RefusedError(
      `There are no papers for ${input.period}: collect them first, with \`paperboy ingest --date ${periodDays(input.cadence, input.period)[0]}\`.`,
    );
  }
  return freezeEdition(tx, {
    cadence: input.cadence,
    period: input.period,
    ranked,
    missingSources: await missingSources(tx, periodDays(input.cadence, input.period)),
    now,
    isHeld: input.isHeld,
  });
}

async function readPublished(tx: Database, { cadence, period }: PublishInput): Promise<Published> {
  const id = editionId(cadence, period);
  const { rows } = await tx.execute<{ papers: number; planned: number }>(sql`
    select planned, (select count(*)::int from edition_papers p where p.edition_id = e.id) as papers
    from editions e where e.id = ${id}`);
  const { papers = 0, planned = 0 } = rows[0] ?? {};
  return { editionId: id, period, papers, planned, batches: await countPlannedBatches(tx, id) };
}
