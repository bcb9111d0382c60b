import type { Context } from "../../context.ts";
import { sendTogether } from "../../db/send-together.ts";
import type { Span } from "../../telemetry/spans.ts";
import { traceStep } from "../../telemetry/traces.ts";
import {
  type DeliveryReason,
  plainTrouble,
  type Trouble,
  type TroubleCode,
  wordedTrouble,
} from "../codes.ts";
import {
  markUncertain,
  recordDecline,
  recordUnknown,
  settleBatch,
  splitBatch,
} from "../ledger/answers-store.ts";
import { beginAttempt, releaseBatch } from "../ledger/batches-store.ts";
import { finishEditions } from "../ledger/editions-store.ts";
import type { BodyPlace } from "../mailers/body-places.ts";
import type { MailAnswer } from "../mailers/mailer.ts";
import { usageAfter } from "../provider/ask-usage.ts";
import { lookAlong } from "../provider/change-pace.ts";
import { blockGate } from "../provider/gate-store.ts";
import { noteReply } from "../provider/note-reply.ts";
import { acquireSendSlot } from "../provider/send-gate.ts";
import { suppressedByProvider } from "../reports/reported-suppressions.ts";
import { suppressReported } from "../reports/store.ts";
import { type AnswerEffect, type AskedRequest, effectOf } from "./answers.ts";
import { backoffMs } from "./backoff.ts";
import { crashPoint } from "./crash-point.ts";
import { keepLease } from "./keep-lease.ts";
import { keyAliveSince } from "./key-life.ts";
import { retryOutage } from "./retry-outage.ts";
import { type ChangedBatch, type Prepared, type ReadyBatch, sealBatch } from "./seal-batch.ts";
import { noteRefusedFor, type SettledRefusals, settleRefused } from "./settle-refused.ts";

/** What a step did; `later` names when the next one may be taken. */
export type DeliverOutcome =
  | { kind: "settled" | "split" | "uncertain" | "empty" | "idle" }
  /** The reason is null when the batch is not due yet, and when the process stops. */
  | { kind: "later"; at: Date; reason: TroubleCode | null };

/**
 * The request that was made anew differs from the sealed one: another version of the templates may make the same
 * bytes.
 */
const changedPauseMs = 60_000;

/**
 * Takes one batch one step further: seals it, makes one request, records the answer. May run twice, at
 * once, or be killed anywhere: what was committed last says what is done next (docs/delivery.md).
 *
 * @param editionId its edition; null of a job of the release before, which does not name it.
 */
export function deliverBatch(
  ctx: Context,
  batchId: string,
  editionId: string | null = null,
): Promise<DeliverOutcome> {
  return ctx.traces.span("deliver batch", { "paperboy.batch.id": batchId }, async (span) => {
    const outcome = await takeStep(ctx, { batchId, editionId }, span);
    span.note({ "paperboy.batch.outcome": outcome.kind });
    return outcome;
  });
}

async function takeStep(
  ctx: Context,
  { batchId, editionId }: { batchId: string; editionId: string | null },
  span: Span,
): Promise<DeliverOutcome> {
  crashPoint(ctx, "before-seal");
  // Before the seal: a batch that is sealed need not wait for a place to be made in.
  const place = await ctx.bodies.take();
  try {
    const prepared = await traceStep("seal batch", {}, () =>
      sealBatch(ctx, batchId, { editionId, out: place.out }),
    );
    crashPoint(ctx, "sealed");
    return await goOn(ctx, prepared, span, place);
  } finally {
    place.giveBack(false);
  }
}

async function goOn(ctx: Context, prepared: Prepared, span: Span, place: BodyPlace): Promise<DeliverOutcome> {
  switch (prepared.kind) {
    case "blocked":
      return { kind: "later", at: prepared.block.until, reason: prepared.block.code };
    case "idle":
      return { kind: "idle" };
    case "empty":
      await finishEditions(ctx.db, ctx.clock.now(), prepared.editionId);
      return { kind: "empty" };
    case "held":
      return { kind: "later", at: prepared.until, reason: null };
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
        ? send(ctx, prepared, place)
        : giveUp(ctx, prepared, plainTrouble("key-expired"));
  }
}

function isKeyAlive({ firstAttemptAt }: ReadyBatch, now: Date): boolean {
  return firstAttemptAt === null || firstAttemptAt > keyAliveSince(now);
}

async function send(ctx: Context, batch: ReadyBatch, place: BodyPlace): Promise<DeliverOutcome> {
  return keepLease(ctx, batch, async (leasedUntil) => {
    let hasBegun: boolean | null = null;
    const begin = async () => {
      if (!(await ctx.timekeeper.check()).isRight) {
        // The clock was set after the job was taken: whoever has a right one goes on at once.
        await releaseBatch(ctx.db, batch, ctx.clock.now(), plainTrouble("clock-off"));
        return false;
      }
      hasBegun = await beginRequest(ctx, batch, leasedUntil());
      return hasBegun;
    };
    const slot = await traceStep("wait for a slot", {}, () => acquireSendSlot(ctx, "digest", begin));
    if (slot.kind === "declined") return { kind: "idle" };
    if (slot.kind !== "go") {
      const { until: at, trouble } =
        slot.kind === "blocked" ? slot : { until: ctx.clock.now(), trouble: null };
      // Begun, and yet it did not leave: nothing of it can have been accepted.
      if (hasBegun) await recordDecline(ctx.db, batch, at, trouble);
      else await releaseBatch(ctx.db, batch, at, trouble);
      return { kind: "later", at, reason: trouble?.code ?? null };
    }
    crashPoint(ctx, "attempt-begun");
    const startedAt = performance.now();
    const reply = await ctx.mailer.send(batch.request);
    const { answer } = reply;
    // Who names each mail has read all of the bytes: another batch is made there while this one is settled. After any other
    // answer they may still be on their way, and stay as they are.
    place.giveBack(answer.kind === "answered");
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
        await noteReply(ctx, slot.place, reply);
        return record(ctx, batch, answer);
      }),
    );
  });
}

/** Writes down that the request is about to leave, and looks whether all requests wait, in one round trip. */
async function beginRequest(ctx: Context, batch: ReadyBatch, leasedUntil: Date): Promise<boolean> {
  const now = ctx.clock.now();
  // The end of the transaction leaves right behind them: when one of them fails, that is no commit.
  const { answered } = await ctx.db.transaction((tx) =>
    sendTogether(
      () => beginAttempt(tx, batch, now, leasedUntil, keyAliveSince(now)),
      () => lookAlong(ctx, tx),
    ),
  );
  const [hasBegun] = await answered;
  return hasBegun;
}

/** Carries out what the table of answers says. */
async function record(ctx: Context, batch: ReadyBatch, answer: MailAnswer): Promise<DeliverOutcome> {
  const usage = await usageAfter(ctx, answer);
  const effect = effectOf(answer, askedOf(batch), { now: ctx.clock.now(), random: Math.random(), usage });
  switch (effect.kind) {
    case "settle":
      return settle(ctx, batch, effect);
    case "split":
      return split(ctx, batch, effect.trouble);
    case "again":
      await recordUnknown(ctx.db, batch, effect.at, effect.trouble, effect.isIncomplete);
      return { kind: "later", at: effect.at, reason: effect.trouble.code };
    case "decline":
      return decline(ctx, batch, effect);
    case "pause":
      if (effect.refusedFor !== null) {
        await noteRefusedFor(ctx.db, batch, effect.refusedFor, ctx.clock.now());
      }
      return decline(ctx, batch, effect);
    case "give-up":
      return giveUp(ctx, batch, effect.trouble);
  }
}

function askedOf({
  recipients,
  attempts,
  declined,
  incompleteAnswers,
  refusedKey,
}: ReadyBatch): AskedRequest {
  return { mails: recipients.length, doubted: attempts - declined, incompleteAnswers, refusedKey };
}

/** Nothing was accepted and no request may leave before an instant: all workers wait. */
async function decline(
  ctx: Context,
  batch: ReadyBatch,
  { until, trouble }: AnswerEffect & { kind: "decline" | "pause" },
): Promise<DeliverOutcome> {
  await blockGate(ctx.db, until, trouble, ctx.clock.now());
  await recordDecline(ctx.db, batch, until, trouble);
  return { kind: "later", at: until, reason: trouble.code };
}

/** Writes down what the provider said of each mail, and what of it concerns all mails. */
async function settle(
  ctx: Context,
  batch: ReadyBatch,
  effect: AnswerEffect & { kind: "settle" },
): Promise<DeliverOutcome> {
  const { editionId, id: batchId } = batch;
  const { as: settled, forAll, isNearEnd } = await settleWith(ctx, batch, effect);
  crashPoint(ctx, "answer-committed");
  if (forAll !== null)
    ctx.log.warn({ editionId, batchId, reason: forAll.words }, "refused for what all mails share");
  if (settled === "declined") return { kind: "later", at: effect.sharedUntil, reason: "refused" };
  if (settled === null && effect.refusedWhole !== null) return declineAlone(ctx, batch, effect.refusedWhole);
  if (isNearEnd) await finishEditions(ctx.db, ctx.clock.now(), editionId);
  if (settled === "uncertain") {
    ctx.log.warn({ editionId, batchId }, "mails are uncertain that were refused after a lost answer");
  }
  return { kind: settled === "uncertain" ? "uncertain" : "settled" };
}

/**
 * Whom the provider keeps on its own suppression list is suppressed here in the same transaction, and what it
 * refused for all holds all requests from then on.
 */
async function settleWith(
  ctx: Context,
  batch: ReadyBatch,
  { results, refusedWhole, sharedUntil }: AnswerEffect & { kind: "settle" },
): Promise<SettledRefusals> {
  const now = ctx.clock.now();
  const { recipients } = batch;
  if (results.every(({ kind }) => kind === "accepted")) {
    const settled = await settleBatch(ctx.db, batch, recipients, results, now);
    return { as: settled?.as ?? null, forAll: null, isNearEnd: settled?.isNearEnd ?? true };
  }
  const suppressed = suppressedByProvider(recipients, results);
  return ctx.db.transaction(async (tx) => {
    const isWholeRefusal = refusedWhole !== null;
    const settled = await settleRefused(tx, batch, results, { now, notBefore: sharedUntil, isWholeRefusal });
    if (settled.forAll !== null)
      await blockGate(tx, sharedUntil, wordedTrouble("refused", settled.forAll.words), now);
    if (settled.as !== null) await suppressReported(tx, ctx.addressKeys, suppressed, now);
    return settled;
  });
}

async function split(ctx: Context, batch: ReadyBatch, trouble: Trouble): Promise<DeliverOutcome> {
  const isSplit = await splitBatch(ctx.db, batch, batch.recipients, ctx.clock.now(), trouble);
  crashPoint(ctx, "split");
  return isSplit ? { kind: "split" } : declineAlone(ctx, batch, trouble);
}

/** Refused whole, but cancelled meanwhile, or begun again by another worker: this request at least was not accepted. */
async function declineAlone(ctx: Context, batch: ReadyBatch, trouble: Trouble): Promise<DeliverOutcome> {
  const at = new Date(ctx.clock.now().getTime() + backoffMs(1, Math.random()));
  await recordDecline(ctx.db, batch, at, trouble);
  return { kind: "later", at, reason: trouble.code };
}

async function giveUp(
  ctx: Context,
  batch: ReadyBatch,
  trouble: Trouble<TroubleCode & DeliveryReason>,
): Promise<DeliverOutcome> {
  const now = ctx.clock.now();
  await markUncertain(ctx.db, batch, trouble, now);
  await finishEditions(ctx.db, now, batch.editionId);
  ctx.log.warn({ editionId: batch.editionId, batchId: batch.id, reason: trouble.code }, "batch is uncertain");
  return { kind: "uncertain" };
}

async function holdChanged(ctx: Context, batch: ChangedBatch): Promise<DeliverOutcome> {
  const at = new Date(ctx.clock.now().getTime() + changedPauseMs);
  const trouble = plainTrouble("bytes-changed");
  await releaseBatch(ctx.db, batch, at, trouble);
  ctx.log.error({ batchId: batch.id, reason: trouble.code }, "batch is not sent");
  return { kind: "later", at, reason: trouble.code };
}
