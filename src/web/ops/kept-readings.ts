import { type EditionReadings, gatherReadings } from "../../console/readings/gather-readings.ts";
import type { Context } from "../../context.ts";

const leastMs = 15_000;
/** A page that is live asks again and again: counting takes this part of the time at the most. */
const timesTaken = 30;
const mostEditions = 20;

/** Counts the readings of an edition, and keeps them for a while: the longer, the longer it took to count them. */
export function createKeptReadings(ctx: Context): (editionId: string) => Promise<EditionReadings> {
  const kept = new Map<string, { until: number; readings: Promise<EditionReadings> }>();
  return (editionId) => {
    const known = kept.get(editionId);
    if (known && performance.now() < known.until) return known.readings;
    const began = performance.now();
    // While it is counted, whoever asks waits for the same answer.
    const entry = { until: Number.POSITIVE_INFINITY, readings: gatherReadings(ctx, editionId) };
    kept.delete(editionId);
    kept.set(editionId, entry);
    entry.readings.then(
      () => {
        const ended = performance.now();
        entry.until = ended + Math.max(leastMs, timesTaken * (ended - began));
      },
      () => kept.delete(editionId),
    );
    for (const oldest of kept.keys()) {
      if (kept.size <= mostEditions) break;
      kept.delete(oldest);
    }
    return entry.readings;
  };
}
