import type { Context } from "../../context.ts";
import type { Span } from "../../telemetry/spans.ts";
import { traceStep } from "../../telemetry/traces.ts";
import {
  beginAttempt,
  markUncertain,
  recordDecline,
  recordUnknown,
  releaseBatch,
  settleBatch,
  splitBatch,
} from "../ledger/batches-store.ts";
import { finishEditions } from "../ledger/editions-store.ts";
import type { MailAnswer, MailResult } from "../mailers/mailer.ts";
import { type AnswerPause, pauseAfter, pauseForAll } from "../provider/answer-pause.ts";
import { quotaPause } from "../provider/ask-usage.ts";
import { acquireSendSlot, blockGate, noteLimits, readGate } from "../provider/send-gate.ts";
import { suppressedByProvider } from "../reports/reported-suppressions.ts";
import { suppressReported } from "../reports/store.ts";
import { backoffMs } from "./backoff.ts";
import { crashPoint } from "./crash-point.ts";
import { keepLease } from "./keep-lease.ts";
import { retryOutage } from "./retry-outage.ts";
import { type ChangedBatch, type ReadyBatch, sealBatch } from "./seal-batch.ts";
import { noteRefusedFor, type SettledRefusals, settleRefused } from "./settle-refused.ts";

/** What a step did; `later` names when the next one may be taken. */
export type DeliverOutcome =
  | { kind: "settled" | "split" | "uncertain" | "empty" | "idle" }
  | { kind: "later"; at: Date; reason: string };

/**
 * How long a key protects a repetition. Resend keeps keys for 24 hours
 * (https://resend.com/docs/dashboard/emails/idempotency-keys); an hour is left for clocks and slow requests.
 */
export const keyLifeMs = 23 * 3_600_000;

/** Bytes that cannot be made again by this worker may be made by one that runs other code. */
const changedPauseMs = 60_000;

const concurrentPauseMs = 2_000;

/** An answer that does not name all mails is asked for again, until this many answers have not named them. */
const mostIncomplete = 6;

/**
 * Takes one batch one step further: seals it, makes one request, records the answer. May run twice, at
 * once, or be killed anywhere: what was committed last says what is done next (docs/delivery.md).
 */
export function deliverBatch(ctx: Context, batchId: string): Promise<DeliverOutcome> {
  return ctx.traces.span("deliver batch", { "paperboy.batch.id": batchId }, async (span) => {
    const outcome = await takeStep(ctx, batchId, span);
    span.note({ "paperboy.batch.outcome": outcome.kind });
    return outcome;
  });
}

async function takeStep(ctx: Context, batchId: string, span: Span): Promise<DeliverOutcome> {
  const block = ctx.mailer.name === "resend" ? await readGate(ctx.db, ctx.clock.now()) : null;
  if (block) return { kind: "later", at: block.until, reason: block.reason };
  crashPoint(ctx, "before-seal");
  const prepared = await traceStep("seal batch", {}, () => sealBatch(ctx, batchId));
  crashPoint(ctx, "sealed");
  switch (prepared.kind) {
    case "idle":
      return { kind: "idle" };
    case "empty":
      await finishEditions(ctx.db, ctx.clock.now(), prepared.editionId);
      return { kind: "empty" };
    case "held":
      return { kind: "later", at: prepared.until, reason: "it is not its time yet" };
    case "changed":
      return holdChanged(ctx, prepared);
    case "ready":
      span.note({
        "paperboy.edition.id": prepared.editionId,
        "paperboy.batch.mails": prepared.recipients.length,
        // From the second on, the same bytes under the same key, which the provider may answer from memory.
        "paperboy.batch.attempt": prepared.attempts + 1,
      });
      return isKeyAlive(prepared, ctx.clock.now())
        ? send(ctx, prepared)
        : giveUp(ctx, prepared, "the key has expired");
  }
}

/** A first request before this instant is too long ago: its key may be forgotten. */
export function keyAliveSince(now: Date): Date {
  return new Date(now.getTime() - keyLifeMs);
}

/** When a key of which the first request left at an instant protects a repetition no more. */
export function keyEndsAt(firstAttemptAt: Date): Date {
  return new Date(firstAttemptAt.getTime() + keyLifeMs);
}

function isKeyAlive({ firstAttemptAt }: ReadyBatch, now: Date): boolean {
  return firstAttemptAt === null || firstAttemptAt > keyAliveSince(now);
}

async function send(ctx: Context, batch: ReadyBatch): Promise<DeliverOutcome> {
  return keepLease(ctx, batch.id, async (leasedUntil) => {
    let hasBegun: boolean | null = null;
    const begin = async () => {
      if (!(await ctx.timekeeper.check()).isRight) {
        // The clock was set after the job was taken: whoever has a right one goes on at once.
        await releaseBatch(ctx.db, batch, ctx.clock.now(), "the clock of its worker is off");
        return false;
      }
      const now = ctx.clock.now();
      hasBegun = await beginAttempt(ctx.db, batch, now, leasedUntil(), keyAliveSince(now));
      return hasBegun;
    };
    const slot = await traceStep("wait for a slot", {}, () => acquireSendSlot(ctx, "digest", begin));
    if (slot.kind === "declined") return { kind: "idle" };
    if (slot.kind === "blocked") {
      // Begun and blocked before it left: nothing of it can have been accepted.
      if (hasBegun) await recordDecline(ctx.db, batch, slot.until, slot.reason);
      else await releaseBatch(ctx.db, batch, slot.until, slot.reason);
      return { kind: "later", at: slot.until, reason: slot.reason };
    }
    crashPoint(ctx, "attempt-begun");
    const startedAt = performance.now();
    const { answer, limits } = await ctx.mailer.send(batch.request);
    crashPoint(ctx, "answer-read");
    ctx.log.info(
      {
        editionId: batch.editionId,
        batchId: batch.id,
        mails: batch.recipients.length,
        answer: answer.kind,
        durationMs: Math.round(performance.now() - startedAt),
        ...("reason" in answer ? { reason: answer.reason } : {}),
      },
      "batch answered",
    );
    return traceStep("settle batch", {}, () =>
      retryOutage(async () => {
        await noteLimits(ctx, limits);
        return record(ctx, batch, answer);
      }),
    );
  });
}

/** The table of answers: what each of them does to the batch and to the pace. */
async function record(ctx: Context, batch: ReadyBatch, answer: MailAnswer): Promise<DeliverOutcome> {
  const now = ctx.clock.now();
  const after = (ms: number) => new Date(now.getTime() + ms);
  switch (answer.kind) {
    case "answered":
      return settle(ctx, batch, answer.results);
    case "refused":
      return refuse(ctx, batch, answer);
    case "incomplete":
      return batch.incompleteAnswers + 1 < mostIncomplete
        ? repeatUnknown(ctx, batch, answer.reason, true)
        : giveUp(ctx, batch, answer.reason);
    case "key-reused":
      return giveUp(ctx, batch, "the provider knows the key with other bytes");
    case "concurrent":
      return tryAgain(ctx, batch, after(answer.retryAfterMs ?? concurrentPauseMs), "a request is under way");
    case "unknown":
      return repeatUnknown(ctx, batch, answer.reason);
    case "quota":
      return decline(ctx, batch, await quotaPause(ctx, answer, now));
    case "limited":
    case "unauthorised":
      return decline(ctx, batch, pauseAfter(answer, now));
  }
}

/** Nothing was accepted and no request may leave before an instant: all workers wait. */
async function decline(
  ctx: Context,
  batch: ReadyBatch,
  { until, reason }: AnswerPause,
): Promise<DeliverOutcome> {
  await blockGate(ctx.db, until, reason, ctx.clock.now());
  await recordDecline(ctx.db, batch, until, reason);
  return { kind: "later", at: until, reason };
}

/** The same request again, the later the more often its outcome stayed unknown. */
async function repeatUnknown(
  ctx: Context,
  batch: ReadyBatch,
  reason: string,
  isIncomplete = false,
): Promise<DeliverOutcome> {
  const failures = batch.attempts - batch.declined + 1;
  const at = new Date(ctx.clock.now().getTime() + backoffMs(failures, Math.random()));
  return tryAgain(ctx, batch, at, reason, isIncomplete);
}

async function tryAgain(
  ctx: Context,
  batch: ReadyBatch,
  at: Date,
  reason: string,
  isIncomplete = false,
): Promise<DeliverOutcome> {
  await recordUnknown(ctx.db, batch, at, reason, isIncomplete);
  return { kind: "later", at, reason };
}

/**
 * The provider said of each mail what became of it. Where an earlier request may have been accepted, an answer
 * that refuses every mail is a refusal of the whole, and proves as little.
 */
async function settle(ctx: Context, batch: ReadyBatch, results: MailResult[]): Promise<DeliverOutcome> {
  const [first] = results;
  const isRefusal = first?.kind === "refused" && results.every(({ kind }) => kind === "refused");
  if (isRefusal && mayBeAccepted(batch)) return repeatRefused(ctx, batch, first.reason, results);
  const { as: settled, forAll } = await settleWith(ctx, batch, results, false);
  crashPoint(ctx, "answer-committed");
  await finishEditions(ctx.db, ctx.clock.now(), batch.editionId);
  const { editionId, id: batchId } = batch;
  if (forAll !== null)
    ctx.log.warn({ editionId, batchId, reason: forAll }, "refused for what all mails share");
  if (settled === "declined") {
    const { until, reason } = pauseForAll(forAll ?? "", ctx.clock.now());
    return { kind: "later", at: until, reason };
  }
  if (settled === "uncertain") {
    ctx.log.warn({ editionId, batchId }, "mails are uncertain that were refused after a lost answer");
  }
  return { kind: settled === "uncertain" ? "uncertain" : "settled" };
}

/**
 * The same request again, though every mail was refused. What all mails share holds all requests, but once for a
 * batch: the provider may answer from its memory, long after it was mended.
 */
async function repeatRefused(
  ctx: Context,
  batch: ReadyBatch,
  reason: string,
  results: MailResult[],
): Promise<DeliverOutcome> {
  const now = ctx.clock.now();
  const forAll = results.find((result) => result.kind === "refused" && result.concerns === "all");
  if (forAll?.kind === "refused" && (await noteRefusedFor(ctx.db, batch.id, forAll.reason, now))) {
    return decline(ctx, batch, pauseForAll(forAll.reason, now));
  }
  return repeatUnknown(ctx, batch, reason);
}

/**
 * Whom the provider keeps on its own suppression list is suppressed here in the same transaction, and what it
 * refused for all holds all requests from then on.
 */
async function settleWith(
  ctx: Context,
  batch: ReadyBatch,
  results: MailResult[],
  isWholeRefusal: boolean,
): Promise<SettledRefusals> {
  const now = ctx.clock.now();
  const { recipients } = batch;
  if (results.every(({ kind }) => kind === "accepted")) {
    return { as: await settleBatch(ctx.db, batch, recipients, results, now), forAll: null };
  }
  const suppressed = suppressedByProvider(recipients, results);
  return ctx.db.transaction(async (tx) => {
    const { until } = pauseForAll("", now);
    const settled = await settleRefused(tx, batch, results, { now, notBefore: until, isWholeRefusal });
    if (settled.forAll !== null) await blockGate(tx, until, settled.forAll, now);
    if (settled.as !== null) await suppressReported(tx, ctx.addressKeys, suppressed, now);
    return settled;
  });
}

/** Whether an earlier request under the same key may have been accepted. */
function mayBeAccepted({ attempts, declined }: ReadyBatch): boolean {
  return attempts > declined;
}

/**
 * The provider refused the whole request. Once an earlier request under the same key may have been accepted,
 * no refusal proves anything, however often it comes: halves under new keys could repeat mail, so the same
 * request is made again while its key lives, and then the batch is uncertain.
 */
async function refuse(
  ctx: Context,
  batch: ReadyBatch,
  answer: MailAnswer & { kind: "refused" },
): Promise<DeliverOutcome> {
  const { reason } = answer;
  if (mayBeAccepted(batch)) return repeatUnknown(ctx, batch, reason);
  const now = ctx.clock.now();
  const { recipients } = batch;
  if (recipients.length > 1) {
    const isSplit = await splitBatch(ctx.db, batch, recipients, now, reason);
    crashPoint(ctx, "split");
    if (isSplit) return { kind: "split" };
  } else {
    const { as, forAll } = await settleWith(ctx, batch, [answer], true);
    if (forAll !== null) return { kind: "later", at: pauseForAll(forAll, now).until, reason };
    if (as !== null) {
      await finishEditions(ctx.db, now, batch.editionId);
      return { kind: "settled" };
    }
  }
  // Cancelled meanwhile, or begun again by another worker: this request at least was not accepted.
  const again = new Date(now.getTime() + backoffMs(1, Math.random()));
  await recordDecline(ctx.db, batch, again, reason);
  return { kind: "later", at: again, reason };
}

async function giveUp(ctx: Context, batch: ReadyBatch, reason: string): Promise<DeliverOutcome> {
  const now = ctx.clock.now();
  await markUncertain(ctx.db, batch, reason, now);
  await finishEditions(ctx.db, now, batch.editionId);
  ctx.log.warn({ editionId: batch.editionId, batchId: batch.id, reason }, "batch is uncertain");
  return { kind: "uncertain" };
}

async function holdChanged(ctx: Context, batch: ChangedBatch): Promise<DeliverOutcome> {
  const at = new Date(ctx.clock.now().getTime() + changedPauseMs);
  const reason = "the bytes made now differ from the sealed ones";
  await releaseBatch(ctx.db, batch, at, reason);
  ctx.log.error({ batchId: batch.id, reason }, "batch is not sent");
  return { kind: "later", at, reason };
}
