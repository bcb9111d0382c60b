import { deliverNotices } from "../src/delivery/notices/deliver-notices.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Sends the single mails that the site caused. */
export const notices: WorkerDefinition<"notices"> = {
  name: "notices",
  concurrency: 1,
  process: (ctx) => deliverNotices(ctx),
};
