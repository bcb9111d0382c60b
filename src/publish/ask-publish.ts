import { hasBegun, periodDays } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { askErrand } from "../due/ask-errand.ts";
import type { PublishErrand } from "../due/errand.ts";
import { RefusedError } from "../errors.ts";
import { hasPapers } from "../papers/listings-store.ts";
import { noPapers } from "../ranking/no-papers.ts";

/**
 * Asks a worker to publish a period. What cannot be is refused at once.
 *
 * @throws {InvalidInputError} for a period that is malformed.
 * @throws {RefusedError} for a period that has not begun or has no papers.
 */
export async function askPublish(
  ctx: Context,
  { cadence, period, isHeld, isNow }: Omit<PublishErrand, "kind">,
): Promise<{ id: string; isNew: boolean }> {
  assertBegun(cadence, period, ctx.clock.now());
  if (!(await hasPapers(ctx.db, periodDays(cadence, period)))) throw noPapers(cadence, period);
  return askErrand(ctx, { kind: "publish", cadence, period, isHeld, isNow });
}

/** @throws {RefusedError} for a period that has not begun, {InvalidInputError} for one that is malformed. */
export function assertBegun(cadence: PublishErrand["cadence"], period: string, now: Date): void {
  if (hasBegun(cadence, period, now)) return;
  throw new RefusedError(`${period} has not begun yet: publish a period that is over, or today's.`);
}
