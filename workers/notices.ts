import type { WorkerDefinition } from "./worker.ts";

/** Sends the single mails that the site caused. */
export const noticesWorker: WorkerDefinition<"notices"> = {
  name: "notices",
  concurrency: 1,
  process: async (ctx) => {
    // Templates take a second to load; a worker that has no notice needs none.
    const { deliverNotices } = await import("../src/delivery/notices/deliver-notices.ts");
    return deliverNotices(ctx);
  },
};
