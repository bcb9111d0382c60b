import { type Cadence, periodDays } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { isDatabaseOutage } from "../db/client.ts";
import { leavesToOthers } from "../delivery/leaves-to-others.ts";
import type { DueKey } from "../due/due-key.ts";
import { daysToLookAt, lookLimitMs, publishPauseMs } from "../due/due-rules.ts";
import { settleEmpty } from "../due/store.ts";
import { type DueOutcome, type Taken, takeDue } from "../due/take-due.ts";
import { withTimeLimit } from "../due/time-limit.ts";
import { ingestDay } from "../papers/ingest.ts";
import { hasPapers } from "../papers/listings-store.ts";
import { listLooks, listUnheardDays } from "../papers/runs-store.ts";
import type { SourceName } from "../papers/sources/paper-source.ts";
import { type Published, publishIfDue } from "./publish-edition.ts";

export type PeriodOutcome =
  | { kind: "published"; edition: Published }
  /** Hugging Face said after its close that it has no papers. */
  | { kind: "empty" }
  /** An operator decided meanwhile, or a worker that took it over. */
  | { kind: "decided" };

/**
 * What the schedule does with a period that is due: looks once more, so that the ranking sees the closing votes,
 * for ten minutes at the most, then publishes with what is known. Without any papers it is empty when Hugging
 * Face said so of each of its days after their close, else it stays due, as it does where this process leaves digests to
 * another: mails would name its own site, and not that one's. Safe to repeat, in many processes at once.
 */
export async function publishDuePeriod(
  ctx: Context,
  cadence: Cadence,
  period: string,
): Promise<Taken<PeriodOutcome>> {
  if (await leavesToOthers(ctx)) return { kind: "idle" };
  const key = { table: "due_periods", cadence, period } as const;
  return takeDue(ctx, key, publishPauseMs, async ({ attempts, leaseId }) => {
    const days = periodDays(cadence, period);
    await lookAgain(ctx, days, attempts > 1);
    return settle(ctx, key, leaseId);
  });
}

async function settle(
  ctx: Context,
  key: Extract<DueKey, { table: "due_periods" }>,
  leaseId: string,
): Promise<DueOutcome<PeriodOutcome>> {
  const { cadence, period } = key;
  const days = periodDays(cadence, period);
  if (await hasPapers(ctx.db, days)) {
    const edition = await publishIfDue(ctx, { cadence, period });
    return { kind: "done", value: edition ? { kind: "published", edition } : { kind: "decided" } };
  }
  const unheard = await listUnheardDays(ctx.db, days);
  if (unheard.length > 0)
    return { kind: "setback", setback: { code: "source_silent", facts: { days: unheard } } };
  const isEmpty = await settleEmpty(ctx.db, key, leaseId, ctx.clock.now());
  if (isEmpty) ctx.log.info({ cadence, period }, "there are no papers: no edition is published");
  return { kind: "done", value: { kind: isEmpty ? "empty" : "decided" } };
}

/** A source that is down is noted by the ingest itself: an edition without it, or without this look, beats no edition. */
async function lookAgain(ctx: Context, days: string[], isRetry: boolean): Promise<void> {
  const now = ctx.clock.now();
  const asked = daysToLookAt(days, await listLooks(ctx.db, days, now), isRetry, now);
  await withTimeLimit(ctx.clock, lookLimitMs, async (signal) => {
    // The votes of all days come first: they order the edition.
    await lookInTurn(ctx, asked.huggingface, "huggingface", signal);
    await lookInTurn(ctx, asked.arxiv, "arxiv", signal);
  });
}

/** One day may have a fault of its own: only after two in a row is the source taken to be down, since a reader waits. */
const mostFailures = 2;

async function lookInTurn(
  ctx: Context,
  days: string[],
  source: SourceName,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  for (const day of days) {
    const report = await ingestDay(ctx, { day, sources: [source], signal }).catch((error: unknown) => {
      if (isDatabaseOutage(error)) throw error;
      ctx.log.error(
        { day, err: error },
        "the look before a publication failed; it goes on with what is known",
      );
      return null;
    });
    failures = report?.sources[source]?.ok ? 0 : failures + 1;
    // After the check, so that a source for which no time is left is noted as one that was not heard.
    if (signal.aborted || failures === mostFailures) return;
  }
}
