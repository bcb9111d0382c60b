import { runJob } from "../../workers/run-job.ts";
import { type Actor, actingAs } from "../audit/actor.ts";
import { dayOf } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { isDatabaseOutage, withPatience } from "../db/client.ts";
import { assertClockRight } from "../db/timekeeper.ts";
import { leavesNoticesToOthers } from "../delivery/leaves-to-others.ts";
import { listDueBatchesOf } from "../delivery/ledger/apart-store.ts";
import { countOpenNotices } from "../delivery/notices/store.ts";
import { publishPauseMs } from "../due/due-rules.ts";
import { awaitsAnotherMailer } from "../due/marks-store.ts";
import { noteDue } from "../due/note-due.ts";
import { noteRunEnd } from "../due/runs-store.ts";
import { editionId } from "../editions/freeze-edition.ts";
import { findEditionRow } from "../editions/store.ts";
import { AppError, RefusedError } from "../errors.ts";
import { ingestDay } from "../papers/ingest.ts";
import { hasPapers } from "../papers/listings-store.ts";
import { publishEdition } from "../publish/publish-edition.ts";
import type { QueueName } from "../queues/contracts.ts";
import type { InnerQueues, RungJob } from "../queues/inner-queues.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { createWatch } from "../watch/watch.ts";
import { findLeft } from "./find-left.ts";
import { letGo } from "./let-go.ts";
import { gatherOnceReport, type OnceReport } from "./once-report.ts";
import type { OnceRun } from "./once-run.ts";
import type { OnceSends } from "./once-sends.ts";
import { hearProvider, mayMailReaders } from "./open-doors.ts";
import { findOwnReaders } from "./own-readers.ts";

export type OnceInput = {
  /** A day whose daily edition is published, due or not; null for what is due alone. */
  day: string | null;
  /** Whether readers get it at once, whatever their hour. */
  isAll: boolean;
  /** Addresses of the operator's own, which alone are mailed, at once; all readers when there are none. */
  to: string[];
  /** Whether nobody is mailed, since the ledger is new where one that is new is likely to end with the run. */
  isTrial: boolean;
  /** How long it stays for what has no outcome yet. */
  minutes: number;
  /** When that time is over, by the monotonic clock, where steps of it were taken before; counted from now unless said. */
  endsMs?: number;
  /** In whose name a day is published that was not due, and sent what waits for its hour. */
  by: Actor;
  /** By which a caller lets it end before its time. */
  sends: OnceSends;
};

/** As many as a worker sends at once. */
const sentAtOnce = 4;

/**
 * Between two looks at what is due, twice as long each time, or until the instant that is waited for. What another process
 * holds, or the database that is away, comes free sooner and without a word.
 */
const [leastPauseMs, mostPauseMs] = [500, 10_000];

/** Looks at days come before what readers wait for, but not for longer than this part of the time. */
const looksShare = 1 / 3;

/**
 * Does by itself what web, dispatcher and workers do for as long as they run: collects, fetches feedback, publishes,
 * sends and keeps house, until nothing is due whose outcome is open. Killed anywhere and run again, or run beside others,
 * it goes on by what the ledger says, as workers do.
 *
 * @param queues those of `ctx`.
 * @throws {InvalidInputError} or {RefusedError} as `findOwnReaders` says.
 * @throws {RefusedError} while readers wait for another mailer than this process has, or another process mails them.
 */
export async function runOnce(ctx: Context, queues: InnerQueues, input: OnceInput): Promise<OnceReport> {
  assertClockRight(ctx.timekeeper);
  const endsMs = input.endsMs ?? performance.now() + input.minutes * 60_000;
  const patiently = <T>(step: () => Promise<T>) =>
    withPatience(step, { endsMs, signal: input.sends.stopping }, ctx.log);
  if (await patiently(() => awaitsAnotherMailer(ctx.db, ctx.mailer.name)))
    throw new RefusedError(
      "Readers were imported in the set-up, and this run has not got its variables, by which they are mailed: give it them (MAIL_TRANSPORT and those beside it).",
    );
  if (await patiently(() => leavesNoticesToOthers(ctx)))
    throw new RefusedError(
      "Another process mails readers by the provider, or did in the last five minutes, and this run has the local mailbox: give it the variables of that one (MAIL_TRANSPORT and those beside it) or, for the local mailbox on purpose, end that one and wait so long.",
    );
  const startedAt = ctx.clock.now();
  const run: OnceRun = {
    ctx,
    queues,
    startedAt,
    endsMs,
    minutes: input.minutes,
    sends: input.sends,
    isAll: input.isAll,
    wanted: input.day === null ? null : { day: input.day, attempts: 0, notBefore: startedAt },
    by: input.by,
    readers: input.to.length === 0 ? null : await patiently(() => findOwnReaders(ctx, input.to)),
    looks: new Set(),
    hastened: new Set(),
    feedback: null,
    isHeard: false,
    isTrial: input.isTrial,
    askedInVain: 0,
    askAgainAt: startedAt,
    unheard: null,
    leaving: null,
    failures: new Map(),
  };
  // Before all that takes time: what is left when that is over must be known.
  await patiently(() => noteDue(ctx.db, ctx.config.schedule, ctx.clock.now()));
  await patiently(() => attempt(run, { name: "feedback", payload: { isRung: false } }));
  await goOn(run);
  // Whoever asked it to stop closes its context.
  if (!run.sends.isStopped()) {
    if (run.readers === null) await patiently(() => noteRunEnd(ctx.db, ctx.clock.now()));
    // After all was tried: what is told is what an operator finds.
    await run.sends.hold(createWatch(ctx).look());
  }
  // A stop ends every waiting.
  return run.sends.isStopped() ? gatherOnceReport(run) : patiently(() => gatherOnceReport(run));
}

/**
 * The operator's word for a day: it is published whether or not it is due, as by `paperboy publish`. Where nothing is
 * known of it since a source did not answer, it stays wanted, as a day that is due does.
 */
async function publishWanted(run: OnceRun, wanted: NonNullable<OnceRun["wanted"]>): Promise<void> {
  const { day } = wanted;
  const ctx = actingAs(run.ctx, run.by);
  let isSilent = false;
  try {
    const isThere = (await findEditionRow(ctx.db, editionId("daily", day))) !== null;
    if (!isThere && day <= dayOf(ctx.clock.now())) {
      const { sources } = await ingestDay(ctx, { day });
      isSilent = Object.values(sources).some(({ ok }) => !ok) && !(await hasPapers(ctx.db, [day]));
    }
    await publishEdition(ctx, { cadence: "daily", period: day, isHeld: null, isNow: false });
    run.failures.delete(`publish ${day}`);
    run.wanted = null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    run.failures.set(`publish ${day}`, error.message);
    const attempts = wanted.attempts + 1;
    const notBefore = new Date(ctx.clock.now().getTime() + publishPauseMs(attempts));
    run.wanted = isSilent ? { day, attempts, notBefore } : null;
  }
}

/** @throws the driver's error where the database is still away when the time is over. */
async function goOn(run: OnceRun): Promise<void> {
  let pauses = 0;
  let outage: unknown = null;
  while (!isOver(run)) {
    const next = await takeTurn(run).catch((error: unknown) => {
      if (!isDatabaseOutage(error)) throw error;
      return { outage: error };
    });
    outage = null;
    if (next === "again") {
      pauses = 0;
      continue;
    }
    if (next === "end") return;
    pauses += 1;
    if ("outage" in next) {
      outage = next.outage;
      run.ctx.log.warn({ reason: reasonOf(outage) }, "the database is away: waiting for it");
    }
    const patienceMs = Math.min(mostPauseMs, leastPauseMs * 2 ** (pauses - 1));
    const knownMs = "waitMs" in next && next.waitMs > 0 ? next.waitMs : patienceMs;
    await run.sends.pause(Math.min(knownMs, patienceMs, timeLeftMs(run)));
  }
  if (outage !== null) throw outage;
}

/** Whether nothing may be begun any more. */
function isOver(run: OnceRun): boolean {
  return run.sends.isStopped() || timeLeftMs(run) === 0;
}

function timeLeftMs({ endsMs }: OnceRun): number {
  return Math.max(0, endsMs - performance.now());
}

/** What comes after a turn: another one, at once or after a while (0 where nobody knows when), or the end. */
type Next = "again" | "end" | { waitMs: number };

async function takeTurn(run: OnceRun): Promise<Next> {
  if (await doWhatIsDue(run)) return "again";
  const left = await findLeft(run);
  if (left.isNothing) return "end";
  const waitMs = Math.max(0, left.notBefore.getTime() - run.ctx.clock.now().getTime());
  return waitMs > timeLeftMs(run) ? "end" : { waitMs };
}

/** Asks the dispatcher what is due and does it. @returns whether anything came to its end. */
async function doWhatIsDue(run: OnceRun): Promise<boolean> {
  const { ctx, queues } = run;
  await ctx.timekeeper.check();
  assertClockRight(ctx.timekeeper);
  if (run.wanted !== null && run.wanted.notBefore <= ctx.clock.now()) await publishWanted(run, run.wanted);
  await letGo(run);
  await runJob(ctx, { name: "dispatch", payload: {} });
  const rung = queues.takeRung();
  const doAll = async (...names: QueueName[]) => {
    let hasDone = false;
    for (const job of rung)
      if (names.includes(job.name)) hasDone = hasEnded(await attempt(run, job)) || hasDone;
    return hasDone;
  };
  const areLooksFirst = timeLeftMs(run) > (1 - looksShare) * run.minutes * 60_000;
  if (areLooksFirst && (await doAll("ingest"))) return true;
  await hearProvider(run);
  const hasPublished = await doAll("errands", "publish");
  const hasSent = await send(run, rung);
  const hasKept = await doAll("feedback", "housekeeping", "summaries", "repos", "pictures");
  const hasLooked = !areLooksFirst && (await doAll("ingest"));
  return hasPublished || hasSent || hasKept || hasLooked;
}

/** Sends single mails and batches that are due, where mail to readers may leave. */
async function send(run: OnceRun, rung: RungJob[]): Promise<boolean> {
  const { ctx, readers } = run;
  const batches =
    readers === null ? rung.filter(({ name }) => name === "deliver") : await jobsOf(run, readers);
  const { notices } = readers === null ? await countOpenNotices(ctx.db, ctx.clock.now()) : { notices: 0 };
  if (batches.length + notices === 0 || !(await mayMailReaders(run))) return false;
  if (isOver(run)) return false;
  const hold = (job: RungJob) => run.sends.hold(attempt(run, job));
  let hasDone = notices > 0 && hasEnded(await hold({ name: "notices", payload: {} }));
  const waiting = batches.values();
  const sendSome = async () => {
    for (const job of waiting) {
      if (isOver(run)) return;
      hasDone = hasEnded(await hold(job)) || hasDone;
    }
  };
  // When one of them fails, the answers of the others are heard all the same.
  const lanes = await Promise.allSettled(Array.from({ length: sentAtOnce }, sendSome));
  for (const lane of lanes) if (lane.status === "rejected") throw lane.reason;
  return hasDone;
}

async function jobsOf({ ctx }: OnceRun, readers: string[]): Promise<RungJob[]> {
  const due = await listDueBatchesOf(ctx.db, readers, ctx.clock.now());
  return due.map(({ id, editionId: ofEdition }) => ({
    name: "deliver",
    payload: { batchId: id, editionId: ofEdition },
  }));
}

/** Does a job as its worker does. What fails is written down and, where the ledger says so, tried again. */
async function attempt(run: OnceRun, job: RungJob): Promise<unknown> {
  const { ctx, failures } = run;
  const key = JSON.stringify(job);
  try {
    const outcome = await runJob(ctx, job);
    failures.delete(key);
    if (job.name === "ingest") noteLook(run, key, job.payload.day ?? "", outcome);
    return outcome;
  } catch (error) {
    if (isDatabaseOutage(error)) throw error;
    ctx.log.error({ queue: job.name, err: error }, "job failed");
    const reason = error instanceof AppError ? error.message : "the log tells why";
    // Of a period and of a batch the ledger tells in the end whether it is still open.
    if (job.name !== "publish" && job.name !== "deliver")
      failures.set(key, `${subjectOf(job)} failed: ${reason}${reason.endsWith(".") ? "" : "."}`);
    return null;
  }
}

function noteLook({ looks, failures }: OnceRun, key: string, day: string, outcome: unknown): void {
  const kind = kindOf(outcome);
  if (kind === "done") looks.add(day);
  if (kind === "later")
    failures.set(key, `${day} could not be collected from every source: a later run tries again.`);
}

function subjectOf(job: RungJob): string {
  return job.name === "ingest" ? `The look at ${job.payload.day ?? "today"}` : `The work on ${job.name}`;
}

const waitingKinds = ["idle", "later"];

/** Whether a worker's answer says that it did something, after which more may be due. */
function hasEnded(outcome: unknown): boolean {
  if (typeof outcome !== "object" || outcome === null) return false;
  const kind = kindOf(outcome);
  if (kind !== null) return !waitingKinds.includes(kind);
  return Object.values(outcome).some((count) => typeof count === "number" && count > 0);
}

function kindOf(outcome: unknown): string | null {
  if (typeof outcome !== "object" || outcome === null || !("kind" in outcome)) return null;
  return typeof outcome.kind === "string" ? outcome.kind : null;
}
