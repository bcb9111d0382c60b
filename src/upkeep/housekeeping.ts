import { recordActByHand } from "../audit/record-act.ts";
import { deleteEntriesBefore } from "../audit/store.ts";
import { shownDays } from "../config/kept-deliveries.ts";
import { forgetLogIns } from "../console/log-in/sessions.ts";
import type { Context } from "../context.ts";
import { type IdleReport, tendIdleReaders } from "../delivery/idle/tend-idle-readers.ts";
import { deleteWaitsBefore } from "../delivery/ledger/warm-up-store.ts";
import { keepPartitions } from "../delivery/partitions/keep-partitions.ts";
import { checkTotals } from "../delivery/progress/keep-totals.ts";
import { type RetireReport, retireEditions } from "../delivery/progress/retire-editions.ts";
import { chorePauseMs } from "../due/due-rules.ts";
import { finishDue } from "../due/steps-store.ts";
import { type Taken, takeDue } from "../due/take-due.ts";
import { countLexemes } from "../papers/search/count-lexemes.ts";
import { forgetErasedRecipients } from "../privacy/forget-erased.ts";
import {
  deleteEventsBefore,
  deleteFinishedAlertsBefore,
  deleteNoticesBefore,
  deleteOutboxBefore,
  deleteRunsBefore,
  deleteShownBefore,
  pagePaperIds,
  thinSignals,
} from "../privacy/retention-store.ts";
import { queueNames } from "../queues/contracts.ts";
import { endPauses } from "../subscribers/end-pauses.ts";
import { forgetUnconfirmed } from "../subscribers/forget-unconfirmed.ts";
import { forgetReadingSessions } from "../subscribers/reading-sessions.ts";
import { keySuppressions } from "../subscribers/suppressions/keyed-suppressions.ts";
import { recomputeProfiles } from "../taste/recompute-profile.ts";

export type HousekeepingReport = {
  events: number;
  mails: number;
  signals: number;
  runs: number;
  jobs: number;
  /** Partitions of the ledger: made ahead, and dropped since nothing is left in them. */
  partitions: { made: number; dropped: number };
  /** Deliveries of which it is not remembered any more what they showed. */
  shown: number;
  subscribers: number;
  /** Of operators, and of browsers with a reading list, that are over. */
  sessions: number;
  /** Of the audit trail. */
  acts: number;
  /** Editions of which only the totals are left now, and deliveries that went with them. */
  retired: RetireReport;
  /** Readers whose marks were weighed anew. */
  profiles: number;
  /** Who gave no sign of reading and were asked for one, who were paused for want of it, and who gave one after all. */
  idle: IdleReport;
};

const dayMs = 24 * 60 * 60_000;

/** Longer than from one monthly edition to the next. */
const waitDays = 40;

/** Rows of one statement: a step holds its locks for moments, and a kill loses one step. */
const stepSize = 5_000;
const papersAtOnce = 500;

/**
 * Lets go of what the retention settings say, in small steps, ends pauses, forgets requests that nobody confirmed, does
 * what workers of the release before leave undone for erased readers, checks the totals that are kept, asks readers who
 * seem to have stopped, retires old editions where that is set, and weighs readers' marks anew. What still waits stays,
 * as do editions, and the deliveries of all that are not retired. Safe to repeat.
 */
export async function runHousekeeping(ctx: Context): Promise<HousekeepingReport> {
  const { events, mails, signals, runs, audit } = ctx.config.retention;
  await endPauses(ctx);
  // Before single mails are let go of: by them it is known who was told.
  const idle = await tendIdleReaders(ctx);
  const { subscribers } = await forgetUnconfirmed(ctx);
  await keySuppressions(ctx.db, ctx.addressKeys);
  await forgetErasedRecipients(ctx);
  await countLexemes(ctx.db);
  await checkTotals(ctx);
  // Without caps nobody waits.
  const mostWaitDays = ctx.config.delivery.warmUp.length > 0 ? waitDays : 0;
  await deleteWaitsBefore(ctx.db, new Date(ctx.clock.now().getTime() - mostWaitDays * dayMs));
  const report = {
    events: await since(ctx, events, (before) => drain((size) => deleteEventsBefore(ctx.db, before, size))),
    mails: await since(ctx, mails, (before) => dropMails(ctx, before)),
    signals: await since(ctx, signals, (before) => thinAll(ctx, before)),
    runs: await since(ctx, runs, (before) => dropRuns(ctx, before)),
    jobs: await since(ctx, runs, () => dropJobs(ctx, runs * dayMs)),
    shown: await since(ctx, shownDays, (before) => drain((size) => deleteShownBefore(ctx.db, before, size))),
    subscribers,
    sessions: (await forgetLogIns(ctx)) + (await forgetReadingSessions(ctx)),
    acts: await since(ctx, audit, (before) => drain((size) => deleteEntriesBefore(ctx.db, before, size))),
    // In this order: what is retired leaves partitions empty.
    retired: await retireEditions(ctx),
    partitions: await keepPartitions(ctx),
    // Last, since it takes longest: what must go goes also where this fails.
    profiles: await recomputeProfiles(ctx),
    idle,
  };
  await recordActByHand(ctx.db, ctx, { verb: "housekeeping.run", after: report });
  ctx.log.info(report, "housekeeping done");
  return report;
}

/** Keeps house when the clock wants it; a failure is tried again after a pause. Safe to repeat. */
export function runHousekeepingWhenDue(ctx: Context): Promise<Taken<HousekeepingReport>> {
  const key = { table: "due_chores", name: "housekeeping" } as const;
  return takeDue(ctx, key, chorePauseMs, async ({ leaseId, beganAt }) => {
    const report = await runHousekeeping(ctx);
    await finishDue(ctx.db, key, leaseId, beganAt);
    return { kind: "done", value: report };
  });
}

/** Zero days mean for ever. */
async function since(ctx: Context, days: number, drop: (before: Date) => Promise<number>): Promise<number> {
  return days === 0 ? 0 : drop(new Date(ctx.clock.now().getTime() - days * dayMs));
}

async function drain(step: (size: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await step(stepSize);
    total += count;
    if (count < stepSize) return total;
  }
}

async function dropMails(ctx: Context, before: Date): Promise<number> {
  const notices = await drain((size) => deleteNoticesBefore(ctx.db, before, size));
  return notices + (await drain((size) => deleteOutboxBefore(ctx.db, before, size)));
}

async function dropRuns(ctx: Context, before: Date): Promise<number> {
  const alerts = await drain((size) => deleteFinishedAlertsBefore(ctx.db, before, size));
  return alerts + (await drain((size) => deleteRunsBefore(ctx.db, before, size)));
}

/** Paper by paper: their signals lie together. */
async function thinAll(ctx: Context, before: Date): Promise<number> {
  const midnight = new Date(Math.floor(before.getTime() / dayMs) * dayMs);
  let total = 0;
  let after = "";
  for (;;) {
    const ids = await pagePaperIds(ctx.db, after, papersAtOnce);
    const last = ids.at(-1);
    if (last === undefined) return total;
    total += await thinSignals(ctx.db, ids, midnight);
    after = last;
  }
}

async function dropJobs(ctx: Context, olderThanMs: number): Promise<number> {
  let total = 0;
  for (const name of queueNames) total += await ctx.queues.dropFinished(name, olderThanMs);
  return total;
}
