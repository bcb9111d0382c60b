import { crashPoint } from "../src/delivery/send/crash-point.ts";
import { deliverBatch } from "../src/delivery/send/deliver-batch.ts";
import type { WorkerDefinition } from "./worker.ts";

/** The dispatcher looks every half minute; what is due sooner rings for itself. */
const soonMs = 30_000;

/** Seals and sends one batch. Four at once keep the wire busy while others are assembled. */
export const deliverWorker: WorkerDefinition<"deliver"> = {
  name: "deliver",
  concurrency: 4,
  process: async (ctx, { batchId, editionId }) => {
    const outcome = await deliverBatch(ctx, batchId, editionId);
    if (outcome.kind === "split") await ctx.queues.ring("dispatch", {});
    if (outcome.kind === "later") {
      const delayMs = outcome.at.getTime() - ctx.clock.now().getTime();
      if (delayMs < soonMs) {
        await ctx.queues.ring(
          "deliver",
          { batchId, editionId },
          { delayMs: Math.max(0, delayMs), jobId: `${batchId}-at-${outcome.at.getTime()}` },
        );
      }
    }
    crashPoint(ctx, "before-acknowledgement");
    return outcome;
  },
};
