import { applyEvents } from "../src/delivery/feedback/apply-events.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Applies the webhook events that were stored. */
export const feedbackWorker: WorkerDefinition<"feedback"> = {
  name: "feedback",
  concurrency: 1,
  process: (ctx, { isRung }) => applyEvents(ctx, isRung),
};
