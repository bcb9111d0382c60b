import type { Context } from "../context.ts";
import { tripBreakers } from "./breaker.ts";
import { keyLifeMs } from "./deliver-batch.ts";
import { readGate } from "./send-gate.ts";
import { dueBatches, expiredBatches, finishEditions, markUncertain } from "./store.ts";

/** Enough for half a minute at any pace that a provider allows. */
const mostRings = 5_000;

/**
 * Reads from PostgreSQL what is due and rings for it, gives up batches whose key no longer protects a
 * repetition, pauses editions that draw too many complaints or bounces, and marks finished ones as sent.
 * Safe to repeat at any time, by any number of workers.
 *
 * @returns how many batches it rang for.
 */
export async function dispatchDue(ctx: Context): Promise<{ rung: number; uncertain: number }> {
  const now = ctx.clock.now();
  const uncertain = await giveUpExpired(ctx, now);
  await tripBreakers(ctx, now);
  await finishEditions(ctx.db, now);
  const block = await readGate(ctx.db, now);
  // A short block ends before the next look.
  const delayMs = block ? block.until.getTime() - now.getTime() : 0;
  if (delayMs > ctx.config.delivery.dispatchEveryMs) return { rung: 0, uncertain };
  const due = await dueBatches(ctx.db, now, mostRings);
  // The number of attempts in the id lets a batch ring again while a killed worker's job still lies about.
  if (due.length === 0) return { rung: 0, uncertain };
  await ctx.queues.ringAll(
    "deliver",
    due.map(({ id, attempts }) => ({ payload: { batchId: id }, jobId: `${id}-${attempts}`, delayMs })),
  );
  return { rung: due.length, uncertain };
}

async function giveUpExpired(ctx: Context, now: Date): Promise<number> {
  const expired = await expiredBatches(ctx.db, new Date(now.getTime() - keyLifeMs), now);
  for (const batchId of expired) {
    await markUncertain(ctx.db, batchId, "the key has expired", now);
    ctx.log.warn({ batchId }, "batch is uncertain: its key has expired");
  }
  return expired.length;
}
