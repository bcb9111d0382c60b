import type { Context } from "../context.ts";
import { type IngestReport, ingestDay } from "../papers/ingest.ts";
import { listHeardSince } from "../papers/runs-store.ts";
import { sourceNames } from "../papers/sources/paper-source.ts";
import { chorePauseMs, isLookToRepeat, lookLimitMs } from "./due-rules.ts";
import { finishDue } from "./steps-store.ts";
import { type Taken, takeDue } from "./take-due.ts";
import { withTimeLimit } from "./time-limit.ts";

/**
 * Collects a day that is due for a look from the sources that have not been heard since it became due. A source
 * that fails makes it due again after a pause. Safe to repeat: a day that is not due is left alone.
 */
export function lookAtDay(ctx: Context, day: string): Promise<Taken<IngestReport>> {
  const key = { table: "due_looks", day } as const;
  return takeDue(ctx, key, chorePauseMs, async ({ leaseId, beganAt, dueAt }) => {
    const heard = await listHeardSince(ctx.db, day, dueAt);
    const sources = sourceNames.filter((name) => !heard.includes(name));
    const report = await withTimeLimit(ctx.clock, lookLimitMs, (signal) =>
      ingestDay(ctx, { day, sources, signal }),
    );
    const failed = Object.entries(report.sources).flatMap(([name, { ok }]) => (ok ? [] : [name]));
    if (isLookToRepeat(day, failed, ctx.clock.now()))
      return { kind: "setback", setback: { code: "source_unavailable", facts: { sources: failed } } };
    await finishDue(ctx.db, key, leaseId, beganAt);
    return { kind: "done", value: report };
  });
}
