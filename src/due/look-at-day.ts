import type { Context } from "../context.ts";
import { type IngestReport, ingestDay } from "../papers/ingest.ts";
import { chorePauseMs, lookLimitMs } from "./due-rules.ts";
import { finishDue } from "./steps-store.ts";
import { type Taken, takeDue } from "./take-due.ts";
import { withTimeLimit } from "./time-limit.ts";

/**
 * Collects a day that is due for a look. A source that fails makes it due again after a pause. Safe to repeat: a
 * day that is not due is left alone.
 */
export function lookAtDay(ctx: Context, day: string): Promise<Taken<IngestReport>> {
  const key = { table: "due_looks", day } as const;
  return takeDue(ctx, key, chorePauseMs, async ({ leaseId, beganAt }) => {
    const report = await withTimeLimit(ctx.clock, lookLimitMs, (signal) => ingestDay(ctx, { day, signal }));
    const sources = Object.entries(report.sources).flatMap(([name, { ok }]) => (ok ? [] : [name]));
    if (sources.length > 0)
      return { kind: "setback", setback: { code: "source_unavailable", facts: { sources } } };
    await finishDue(ctx.db, key, leaseId, beganAt);
    return { kind: "done", value: report };
  });
}
