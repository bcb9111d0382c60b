import type { Context } from "../../context.ts";
import { holdLease } from "../../due/hold-lease.ts";
import { type BatchKey, leaseBatch } from "../ledger/batches-store.ts";

/**
 * Runs work on a batch that this worker holds, and renews the lease meanwhile; when the process dies, the
 * lease runs out and another worker goes on.
 *
 * @param work receives a function that gives the instant until which the lease now reaches.
 */
export function keepLease<T>(
  ctx: Context,
  batch: BatchKey,
  work: (leasedUntil: () => Date) => Promise<T>,
): Promise<T> {
  return holdLease(ctx, (until) => leaseBatch(ctx.db, batch, until), work);
}
