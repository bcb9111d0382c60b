import pTimeout from "p-timeout";
import { type EditionReadings, gatherReadings } from "../../console/readings/gather-readings.ts";
import type { Context } from "../../context.ts";
import { withoutStatementLimit } from "../../db/limit-statements.ts";
import { NotFoundError } from "../../errors.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";

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
  /** While they are counted anew, those of before may be told until then. */
  toldUntil: number;
  readings: Promise<EditionReadings>;
  /** As they were counted before. */
  before: EditionReadings | null;
};

/**
 * Counts the readings of an edition, and keeps them for a while: the longer, the longer it took to count them. Those
 * that take long to count anew are given as they were before, unless nobody looked for as long again: no page says when
 * they were counted.
 */
export function createKeptReadings(ctx: Context): FindReadings {
  const kept = new Map<string, Kept>();
  const count = (editionId: string, before: EditionReadings | null): Kept => {
    const began = performance.now();
    // While it is counted, whoever asks waits for the same answer.
    const readings = withoutStatementLimit(() => gatherReadings(ctx, editionId));
    const [until, toldUntil] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const entry: Kept = { until, toldUntil, readings, before };
    kept.delete(editionId);
    kept.set(editionId, entry);
    entry.readings.then(
      (readings) => {
        const ended = performance.now();
        const keptMs = Math.max(leastMs, timesTaken * (ended - began));
        entry.until = ended + keptMs;
        entry.toldUntil = ended + 2 * keptMs;
        entry.before = readings;
      },
      (error: unknown) => {
        kept.delete(editionId);
        // Whoever asked may have gone.
        if (!(error instanceof NotFoundError))
          ctx.log.warn({ editionId, reason: reasonOf(error) }, "readings could not be counted");
      },
    );
    for (const oldest of kept.keys()) {
      if (kept.size <= mostEditions) break;
      kept.delete(oldest);
    }
    return entry;
  };
  return (editionId) => {
    const known = kept.get(editionId);
    const now = performance.now();
    const isFresh = known !== undefined && now < known.until;
    const told = known !== undefined && now < known.toldUntil ? known.before : null;
    const { readings, before } = isFresh ? known : count(editionId, told);
    return pTimeout(readings, { milliseconds: mostMs, fallback: () => before });
  };
}
