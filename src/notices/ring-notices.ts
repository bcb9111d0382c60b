import type { Context } from "../context.ts";

/**
 * Wakes the worker that sends notices. Not awaited, since nobody should wait for the queue and the time of
 * an answer must not tell whether a mail was caused; when it fails, the next dispatch finds the notice.
 */
export function ringNotices(ctx: Context): void {
  ctx.queues
    .ring("notices", {})
    .catch((error) => ctx.log.warn({ err: error }, "the notices' bell did not ring"));
}
