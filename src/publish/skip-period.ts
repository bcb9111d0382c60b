import { recordAct } from "../audit/record-act.ts";
import { type Cadence, closeOf } from "../calendar/periods.ts";
import { publicationInstant } from "../calendar/publication-times.ts";
import type { Context } from "../context.ts";
import { decidePeriod, findPeriodState } from "../due/store.ts";
import { editionId } from "../editions/freeze-edition.ts";
import { findEditionRow, lockCadence } from "../editions/store.ts";
import { RefusedError } from "../errors.ts";

export type Skipped = { cadence: Cadence; period: string; hasChanged: boolean };

/**
 * Decides that a period is not published: the schedule never does it, only an operator still may. Safe to repeat.
 *
 * @throws {InvalidInputError} for a malformed period.
 * @throws {RefusedError} for a period that is published already.
 */
export function skipPeriod(ctx: Context, cadence: Cadence, period: string): Promise<Skipped> {
  const now = ctx.clock.now();
  const dueAt =
    publicationInstant(cadence, period, ctx.config.schedule.publishAt) ?? closeOf(cadence, period);
  return ctx.db.transaction(async (tx) => {
    await lockCadence(tx, cadence);
    const id = editionId(cadence, period);
    if (await findEditionRow(tx, id))
      throw new RefusedError(
        `${id} is published already: \`paperboy cancel --edition ${id}\` ends its send.`,
      );
    const former = await findPeriodState(tx, cadence, period);
    const hasChanged = former !== "skipped";
    await decidePeriod(tx, cadence, { period, dueAt }, "skipped", now);
    if (hasChanged)
      await recordAct(tx, ctx, {
        verb: "period.skip",
        subject: id,
        before: { state: former },
        after: { state: "skipped" },
      });
    return { cadence, period, hasChanged };
  });
}
