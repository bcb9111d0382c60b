import type { Context } from "../context.ts";
import type { Cadence } from "../editions/model.ts";
import { RefusedError } from "../errors.ts";
import { ingestDay } from "../papers/ingest.ts";
import { lastClosedPeriod, periodDays } from "../ranking/periods.ts";
import { type Published, publishEdition } from "./publish-edition.ts";

/**
 * What the schedule does: looks once more at the last day of the closed period, so that the ranking sees
 * the closing votes, then publishes. A period without papers, such as a Sunday, is no fault.
 *
 * @param period the last one that is over, when none is named.
 */
export async function publishClosedPeriod(
  ctx: Context,
  cadence: Cadence,
  period = lastClosedPeriod(cadence, ctx.clock.now()),
): Promise<Published | { skipped: string }> {
  const lastDay = periodDays(cadence, period).at(-1);
  // A source that is down is noted by the ingest itself: an edition without it beats no edition.
  if (lastDay !== undefined) await ingestDay(ctx, { day: lastDay });
  try {
    return await publishEdition(ctx, { cadence, period, isHeld: false, isNow: false });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    ctx.log.info({ cadence, period, reason: error.message }, "no edition is published");
    return { skipped: error.message };
  }
}
