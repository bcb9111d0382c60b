import type { Context } from "../../context.ts";
import type { ReconcileReport } from "../kept-shapes.ts";
import { type ProviderReader, ReadingEndedError } from "./provider-reader.ts";
import { type Reconciliation, saveReconciliation } from "./store.ts";

/** One run of the reconciliation, by the process that holds it. */
export type ReconcileRun = {
  ctx: Context;
  reader: ProviderReader;
  /** As it was last written down. */
  state: Reconciliation;
  report: ReconcileReport;
};

/**
 * Writes down how far the run has come.
 *
 * @throws {ReadingEndedError} when another process holds the reconciliation by now.
 */
export async function saveProgress(
  run: ReconcileRun,
  changes: Partial<Omit<Reconciliation, "name" | "leaseId">>,
): Promise<void> {
  const { ctx, state } = run;
  if (!(await saveReconciliation(ctx.db, state.leaseId ?? "", changes))) throw new ReadingEndedError("later");
  run.state = { ...state, ...changes };
}
