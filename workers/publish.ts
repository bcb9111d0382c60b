import { ringDispatch } from "../src/delivery/send/ring-dispatch.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Collects a period that is due once more, freezes its edition and plans the deliveries. */
export const publishWorker: WorkerDefinition<"publish"> = {
  name: "publish",
  // On a Monday that is the 1st, no cadence waits for the look of another.
  concurrency: 3,
  process: async (ctx, { cadence, period }) => {
    // The schedules of an older release name no period: what is due is read from the ledger.
    if (period === undefined) return ringDispatch(ctx);
    // Templates take a second to load; a worker that only delivers needs none.
    const { publishDuePeriod } = await import("../src/publish/publish-due-period.ts");
    const taken = await publishDuePeriod(ctx, cadence, period);
    if (taken.kind === "later") {
      const at = taken.at.getTime();
      const delayMs = Math.max(0, at - ctx.clock.now().getTime());
      await ctx.queues.ring(
        "publish",
        { cadence, period },
        { delayMs, jobId: `${cadence}-${period}-at-${at}` },
      );
    }
    return taken;
  },
};
