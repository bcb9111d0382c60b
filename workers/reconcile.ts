import { reconcileWhenDue } from "../src/delivery/reconcile/reconcile.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Fetches what the provider knows and no webhook brought, when the ledger says that it is due. */
export const reconcileWorker: WorkerDefinition<"reconcile"> = {
  name: "reconcile",
  concurrency: 1,
  process: (ctx) => reconcileWhenDue(ctx),
};
