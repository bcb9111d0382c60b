import { runHousekeepingWhenDue } from "../src/upkeep/housekeeping.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Lets go of what is kept no longer, when the ledger says that it is due. */
export const housekeepingWorker: WorkerDefinition<"housekeeping"> = {
  name: "housekeeping",
  concurrency: 1,
  process: (ctx) => runHousekeepingWhenDue(ctx),
};
