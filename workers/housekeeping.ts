import { keepHouse } from "../src/ops/housekeeping.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Lets go of what is kept no longer. */
export const housekeeping: WorkerDefinition<"housekeeping"> = {
  name: "housekeeping",
  concurrency: 1,
  process: (ctx) => keepHouse(ctx),
};
