import { setTimeout as wait } from "node:timers/promises";
import { type EditionReadings, gatherReadings } from "../../console/readings/gather-readings.ts";
import type { Context } from "../../context.ts";

/** How long a page waits for them. */
const mostMs = 150;

/** Gives the readings of an edition; null while they are being counted, which goes on when nobody waits. */
export type FindReadings = (editionId: string) => Promise<EditionReadings | null>;

const leastMs = 15_000;
/** A page that is live asks again and again: counting takes this part of the time at the most. */
const timesTaken = 30;
const mostEditions = 20;

type Kept = {
  until: number;
  readings: Promise<EditionReadings>;
  /** As they were counted before. */
  before: EditionReadings | null;
};

/**
 * Counts the readings of an edition, and keeps them for a while: the longer, the longer it took to count them. Those
 * that take long to count anew are given as they were before.
 */
export function createKeptReadings(ctx: Context): FindReadings {
  const kept = new Map<string, Kept>();
  const count = (editionId: string, before: EditionReadings | null): Kept => {
    const began = performance.now();
    // While it is counted, whoever asks waits for the same answer.
    const entry = { until: Number.POSITIVE_INFINITY, readings: gatherReadings(ctx, editionId), before };
    kept.delete(editionId);
    kept.set(editionId, entry);
    entry.readings.then(
      (readings) => {
        const ended = performance.now();
        entry.until = ended + Math.max(leastMs, timesTaken * (ended - began));
        entry.before = readings;
      },
      () => kept.delete(editionId),
    );
    for (const oldest of kept.keys()) {
      if (kept.size <= mostEditions) break;
      kept.delete(oldest);
    }
    return entry;
  };
  return (editionId) => {
    const known = kept.get(editionId);
    const isFresh = known !== undefined && performance.now() < known.until;
    const { readings, before } = isFresh ? known : count(editionId, known?.before ?? null);
    return Promise.race([readings, wait(mostMs, before, { ref: false })]);
  };
}
