import { summarizePapers } from "../src/summaries/summarize-papers.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Has a language model sum up the papers that wait for it, where an endpoint is set. */
export const summariesWorker: WorkerDefinition<"summaries"> = {
  name: "summaries",
  concurrency: 1,
  process: (ctx) => summarizePapers(ctx),
};
