import { publishClosedPeriod } from "../src/delivery/publish-closed-period.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Collects the closed period once more, freezes its edition and plans the deliveries. */
export const publish: WorkerDefinition<"publish"> = {
  name: "publish",
  concurrency: 1,
  process: (ctx, { cadence, period }) => publishClosedPeriod(ctx, cadence, period),
};
