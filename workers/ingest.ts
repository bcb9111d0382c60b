import { ingestDay } from "../src/papers/ingest.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Collects a day's papers and signals; today (UTC) when none is named. */
export const ingest: WorkerDefinition<"ingest"> = {
  name: "ingest",
  concurrency: 1,
  process: (ctx, { day }) => ingestDay(ctx, { day: day ?? ctx.clock.now().toISOString().slice(0, 10) }),
};
