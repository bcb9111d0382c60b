import { dayOf } from "../src/calendar/periods.ts";
import { lookAtDay } from "../src/due/look-at-day.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Collects a day's papers and signals when the ledger says that it is due; today (UTC) when none is named. */
export const ingestWorker: WorkerDefinition<"ingest"> = {
  name: "ingest",
  concurrency: 1,
  process: (ctx, { day }) => lookAtDay(ctx, day ?? dayOf(ctx.clock.now())),
};
