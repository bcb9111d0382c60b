import { checkAlerts } from "../src/ops/alerts.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Looks for what needs an operator, and tells. */
export const alerts: WorkerDefinition<"alerts"> = {
  name: "alerts",
  concurrency: 1,
  process: (ctx) => checkAlerts(ctx),
};
