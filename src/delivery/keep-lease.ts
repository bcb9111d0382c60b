import type { Context } from "../context.ts";
import { leaseBatch } from "./store.ts";

/**
 * Runs work on a batch that this worker holds, and renews the lease meanwhile; when the process dies, the
 * lease runs out and another worker goes on.
 *
 * @param work receives a function that gives the instant until which the lease now reaches.
 */
export async function keepLease<T>(
  ctx: Context,
  batchId: string,
  work: (leasedUntil: () => Date) => Promise<T>,
): Promise<T> {
  const { leaseMs } = ctx.config.delivery;
  const leasedUntil = () => new Date(ctx.clock.now().getTime() + leaseMs);
  // A renewal that fails in an outage is not worth a word: the work itself meets the same outage.
  const timer = setInterval(() => leaseBatch(ctx.db, batchId, leasedUntil()).catch(() => {}), leaseMs / 3);
  try {
    return await work(leasedUntil);
  } finally {
    clearInterval(timer);
  }
}
