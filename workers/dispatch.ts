import { keepPace } from "../src/delivery/provider/keep-pace.ts";
import { dispatchDue } from "../src/delivery/send/dispatch-due.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Finds what is due in PostgreSQL and rings for it; then, once an hour, asks the provider for its limit. */
export const dispatchWorker: WorkerDefinition<"dispatch"> = {
  name: "dispatch",
  concurrency: 1,
  process: async (ctx) => {
    const report = await dispatchDue(ctx);
    await keepPace(ctx, ctx.clock.now());
    return report;
  },
};
