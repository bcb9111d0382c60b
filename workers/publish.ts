import type { WorkerDefinition } from "./worker.ts";

/** Collects the closed period once more, freezes its edition and plans the deliveries. */
export const publish: WorkerDefinition<"publish"> = {
  name: "publish",
  concurrency: 1,
  process: async (ctx, { cadence, period }) => {
    // Templates take a second to load; a worker that only delivers needs none.
    const { publishClosedPeriod } = await import("../src/delivery/publish-closed-period.ts");
    return publishClosedPeriod(ctx, cadence, period);
  },
};
