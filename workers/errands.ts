import type { WorkerDefinition } from "./worker.ts";

/** Does what operators asked for at `/ops`. */
export const errandsWorker: WorkerDefinition<"errands"> = {
  name: "errands",
  concurrency: 1,
  process: async (ctx) => {
    // Templates take a second to load; a worker that is asked for nothing needs none.
    const { doErrands } = await import("../src/publish/do-errands.ts");
    return doErrands(ctx);
  },
};
