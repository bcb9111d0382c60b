import { randomUUID } from "node:crypto";
import { recordActByHand } from "../../audit/record-act.ts";
import { dayOf } from "../../calendar/periods.ts";
import type { Context } from "../../context.ts";
import { chorePauseMs } from "../../due/due-rules.ts";
import { holdLease } from "../../due/hold-lease.ts";
import { finishDue } from "../../due/steps-store.ts";
import { type Taken, takeDue } from "../../due/take-due.ts";
import { applyEvents } from "../feedback/apply-events.ts";
import type { Reading, ReconcileReport } from "../kept-shapes.ts";
import { compareSuppressions } from "./compare-suppressions.ts";
import { fetchEvents } from "./fetch-events.ts";
import { createProviderReader, ReadingEndedError } from "./provider-reader.ts";
import { type ReconcileRun, saveProgress } from "./reconcile-run.ts";
import { settleByList } from "./settle-by-list.ts";
import { claimReconciliation, type Reconciliation, saveReconciliation } from "./store.ts";

export type Reconciled =
  | { kind: "done"; report: ReconcileReport }
  /** Another process is at it. */
  | { kind: "busy" }
  /** Mails go to the local mailbox: there is no provider. */
  | { kind: "no-provider" };

type Part = {
  reading: Reading;
  read(run: ReconcileRun): Promise<void>;
  /** Begins it anew the next time, where its list led nowhere. */
  anew: Partial<Omit<Reconciliation, "name" | "leaseId">>;
};

/** The smallest first: what it leaves of its share goes to the next. */
const parts: Part[] = [
  { reading: "suppressions", read: compareSuppressions, anew: { listBeganAt: null, listAfter: null } },
  { reading: "mails", read: settleByList, anew: { mailsBeganAt: null, mailsAfter: null } },
  { reading: "webhooks", read: fetchEvents, anew: { eventsHead: null, eventsAfter: null } },
];

/**
 * Fetches what the provider knows and this ledger does not: events that no webhook brought, mails of uncertain
 * deliveries, its suppression list. Goes on where the last run was cut off. Safe to repeat, to be killed anywhere,
 * and in many processes at once, of which one works.
 *
 * @param mostRequests requests of this run; unless said, what is left of the day's (UTC) budget.
 */
export async function reconcile(ctx: Context, mostRequests?: number): Promise<Reconciled> {
  if (ctx.mailer.name === "outbox") return { kind: "no-provider" };
  const now = ctx.clock.now();
  const leaseId = randomUUID();
  const leaseEnd = new Date(now.getTime() + ctx.config.delivery.leaseMs);
  const state = await claimReconciliation(ctx.db, leaseId, now, leaseEnd);
  if (state === null) return { kind: "busy" };
  const renew = async (leasedUntil: Date) => {
    await saveReconciliation(ctx.db, leaseId, { leasedUntil });
  };
  try {
    return { kind: "done", report: await holdLease(ctx, renew, () => runParts(ctx, state, mostRequests)) };
  } finally {
    await saveReconciliation(ctx.db, leaseId, { leasedUntil: null });
  }
}

async function runParts(
  ctx: Context,
  state: Reconciliation,
  mostRequests?: number,
): Promise<ReconcileReport> {
  const today = dayOf(ctx.clock.now());
  const spentBefore = state.spentOn === today ? state.spent : 0;
  const left = mostRequests ?? Math.max(0, ctx.config.delivery.reconcileRequests - spentBefore);
  const run: ReconcileRun = {
    ctx,
    reader: createProviderReader(ctx, (requests) =>
      saveReconciliation(ctx.db, state.leaseId ?? "", { spent: spentBefore + requests }),
    ),
    state,
    report: {
      requests: 0,
      events: null,
      mails: { looked: 0, settled: 0, isWhole: false },
      suppressions: { listed: 0, added: 0, isWhole: false },
      refused: [],
      unreadable: [],
      stopped: null,
    },
  };
  await saveProgress(run, { spentOn: today, spent: spentBefore });
  for (const [index, part] of parts.entries()) {
    run.reader.allow(Math.ceil((left - run.reader.requests()) / (parts.length - index)));
    await readPart(run, part);
    if (run.report.stopped === "later") break;
  }
  if (run.report.events?.stored) await applyEvents(ctx);
  run.report.requests = run.reader.requests();
  await saveReconciliation(ctx.db, state.leaseId ?? "", {
    ranAt: ctx.clock.now(),
    report: run.report,
  });
  const { requests, suppressions, stopped } = run.report;
  await recordActByHand(ctx.db, ctx, {
    verb: "feedback.reconcile",
    after: { requests, suppressed: suppressions.added, stopped },
  });
  ctx.log.info(run.report, "the provider's word was fetched");
  return run.report;
}

async function readPart(run: ReconcileRun, { reading, read, anew }: Part): Promise<void> {
  try {
    await read(run);
  } catch (error) {
    if (!(error instanceof ReadingEndedError)) throw error;
    if (error.why === "refused") run.report.refused.push(reading);
    else if (error.why === "unreadable") {
      run.report.unreadable?.push(reading);
      await saveReconciliation(run.ctx.db, run.state.leaseId ?? "", anew);
    } else run.report.stopped = error.why;
  }
}

/** Reconciles when the clock wants it; a provider that cannot be asked is asked again after a pause. Safe to repeat. */
export function reconcileWhenDue(ctx: Context): Promise<Taken<Reconciled>> {
  const key = { table: "due_chores", name: "reconcile" } as const;
  return takeDue(ctx, key, chorePauseMs, async ({ leaseId, beganAt }) => {
    const value = await reconcile(ctx);
    if (value.kind === "done" && value.report.stopped === "later") {
      return { kind: "setback", setback: { code: "provider_unavailable", facts: {} } };
    }
    await finishDue(ctx.db, key, leaseId, beganAt);
    return { kind: "done", value };
  });
}
