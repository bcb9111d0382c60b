import { dayOf, isDay } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { askErrand } from "../due/ask-errand.ts";
import type { IngestErrand } from "../due/errand.ts";
import { InvalidInputError, RefusedError } from "../errors.ts";

/** As many days as a month may have: sources are asked for each of them. */
export const mostIngestDays = 31;

const dayMs = 86_400_000;

/**
 * Asks a worker to collect the papers of some days. What cannot be is refused at once.
 *
 * @throws {InvalidInputError} for days that are none, stand in the wrong order or are too many, and without a source.
 * @throws {RefusedError} for a day that has not begun (UTC).
 */
export async function askIngest(
  ctx: Context,
  { firstDay, lastDay, sources }: Omit<IngestErrand, "kind">,
): Promise<{ id: string; isNew: boolean }> {
  for (const day of [firstDay, lastDay]) {
    if (isDay(day)) continue;
    throw new InvalidInputError(`${JSON.stringify(day.slice(0, 40))} is not a day: write it as 2026-06-18.`);
  }
  if (lastDay < firstDay) throw new InvalidInputError("The last day lies before the first.");
  if ((Date.parse(lastDay) - Date.parse(firstDay)) / dayMs >= mostIngestDays)
    throw new InvalidInputError(`That is too many days at once: ask for ${mostIngestDays} at the most.`);
  if (lastDay > dayOf(ctx.clock.now()))
    throw new RefusedError(`${lastDay} lies in the future (UTC): its papers cannot be collected yet.`);
  if (sources.length === 0) throw new InvalidInputError("Choose a source to ask.");
  return askErrand(ctx, { kind: "ingest", firstDay, lastDay, sources });
}
