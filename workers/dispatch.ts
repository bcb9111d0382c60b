import { dispatchDue } from "../src/delivery/send/dispatch-due.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Finds what is due in PostgreSQL and rings for it. */
export const dispatchWorker: WorkerDefinition<"dispatch"> = {
  name: "dispatch",
  concurrency: 1,
  process: (ctx) => dispatchDue(ctx),
};
