import { hashAddress, parseAddress } from "../../addresses/address.ts";
import type { Context } from "../../context.ts";
import type { Mail } from "../../digest/model.ts";
import { findSuppression, mayComeBack } from "../../subscribers/suppressions/store.ts";
import type { MailAnswer, Refusal } from "../mailers/mailer.ts";
import { type AnswerPause, pauseAfter, pauseForAll } from "../provider/answer-pause.ts";
import { quotaPause } from "../provider/ask-usage.ts";
import { acquireSendSlot, blockGate, noteLimits } from "../provider/send-gate.ts";
import { suppressedByProvider } from "../reports/reported-suppressions.ts";
import { suppressReported } from "../reports/store.ts";
import { backoffMs } from "../send/backoff.ts";
import { keyLifeMs } from "../send/deliver-batch.ts";
import { makeNoticeMail } from "./make-notice-mail.ts";
import {
  beginNoticeAttempt,
  claimNotice,
  declineNotice,
  type Notice,
  postponeNotice,
  renewNotice,
  sealNotice,
  settleNotice,
} from "./store.ts";

/** How long a worker holds a notice: longer than one request may take. */
const leaseMs = 60_000;
const concurrentPauseMs = 2_000;
/** A rendering that fails is a fault of the code: newer code may mend it. */
const brokenPauseMs = 10 * 60_000;

export type NoticesReport = { submitted: number; failed: number; uncertain: number; postponed: number };

/**
 * Sends every single mail that is due, of all kinds or of one: each is rendered and stored first, then sent under its own
 * idempotency key until its outcome is known. May run twice, at once, or be killed anywhere.
 */
export async function deliverNotices(
  ctx: Context,
  kind: Notice["kind"] | null = null,
): Promise<NoticesReport> {
  const report: NoticesReport = { submitted: 0, failed: 0, uncertain: 0, postponed: 0 };
  for (;;) {
    // An alert may be about this very clock, and is dated by PostgreSQL's.
    if (kind !== "operator-alert" && !(await ctx.timekeeper.check()).isRight) return report;
    const now = ctx.clock.now();
    const notice = await claimNotice(ctx.db, now, new Date(now.getTime() + leaseMs), kind);
    if (!notice) return report;
    const outcome = await ctx.traces.span(
      "deliver notice",
      { "paperboy.notice.id": notice.id, "paperboy.notice.kind": notice.kind },
      () => deliverNotice(ctx, notice),
    );
    ctx.log.info({ noticeId: notice.id, kind: notice.kind, outcome }, "notice");
    report[outcome] += 1;
  }
}

async function deliverNotice(ctx: Context, notice: Notice): Promise<keyof NoticesReport> {
  const now = ctx.clock.now();
  if (notice.firstAttemptAt && now.getTime() - notice.firstAttemptAt.getTime() >= keyLifeMs) {
    return settle(ctx, notice, { state: "uncertain", reason: "the key has expired" });
  }
  if (notice.attempts === 0 && (await isBarred(ctx, notice))) {
    return settle(ctx, notice, { state: "failed", reason: "the address is suppressed" });
  }
  const mail = notice.mail ?? (await seal(ctx, notice));
  if (mail === null) return "postponed";
  const slot = await acquireSendSlot(ctx, "notice");
  if (slot.kind === "blocked") {
    await postponeNotice(ctx.db, notice.id, slot.until, slot.reason);
    return "postponed";
  }
  const startedAt = ctx.clock.now();
  const leasedUntil = new Date(startedAt.getTime() + leaseMs);
  if (!(await beginNoticeAttempt(ctx.db, notice.id, startedAt, leasedUntil))) return "postponed";
  const { answer, limits } = await ctx.mailer.send({ mails: [mail], idempotencyKey: `notice-${notice.id}` });
  await noteLimits(ctx, limits);
  return record(ctx, notice, answer);
}

/** Who left and now asks to come back may be mailed the one link that decides it. */
async function isBarred(ctx: Context, notice: Notice): Promise<boolean> {
  const parsed = parseAddress(notice.recipient);
  if (parsed.kind === "refused") return false;
  const suppression = await findSuppression(ctx.db, ctx.addressKeys, hashAddress(parsed.address.emailKey));
  return suppression !== null && !(notice.kind === "confirm" && mayComeBack(suppression));
}

async function seal(ctx: Context, notice: Notice): Promise<Mail | null> {
  try {
    return await sealNotice(ctx.db, notice.id, await makeNoticeMail(ctx, notice));
  } catch (error) {
    ctx.log.error({ err: error, noticeId: notice.id, kind: notice.kind }, "a notice could not be rendered");
    await postponeNotice(ctx.db, notice.id, after(ctx, brokenPauseMs), "it could not be rendered");
    return null;
  }
}

/** The same table of answers as for a batch. */
async function record(ctx: Context, notice: Notice, answer: MailAnswer): Promise<keyof NoticesReport> {
  switch (answer.kind) {
    case "answered": {
      const [result] = answer.results;
      if (!result) return tryAgain(ctx, notice, after(ctx, backoff(notice)), "the answer names no mail");
      return result.kind === "accepted"
        ? settle(ctx, notice, { state: "submitted", providerId: result.id })
        : refuse(ctx, notice, result);
    }
    case "refused":
      return refuse(ctx, notice, answer);
    case "key-reused":
      return settle(ctx, notice, {
        state: "uncertain",
        reason: "the provider knows the key with other bytes",
      });
    case "concurrent":
      return tryAgain(
        ctx,
        notice,
        after(ctx, answer.retryAfterMs ?? concurrentPauseMs),
        "a request is under way",
      );
    case "incomplete":
    case "unknown":
      return tryAgain(ctx, notice, after(ctx, backoff(notice)), answer.reason);
    case "quota":
      return decline(ctx, notice, await quotaPause(ctx, answer, ctx.clock.now()));
    case "limited":
    case "unauthorised":
      return decline(ctx, notice, pauseAfter(answer, ctx.clock.now()));
  }
}

/**
 * As with a batch: once an earlier request may have been accepted, a refusal proves nothing. What all mails share is
 * no fault of this one, but the provider may keep the refusal under its key: it takes a new one.
 */
async function refuse(ctx: Context, notice: Notice, refusal: Refusal): Promise<keyof NoticesReport> {
  const { reason } = refusal;
  if (refusal.concerns === "all" && notice.attempts === 0) {
    const { until } = pauseForAll(reason, ctx.clock.now());
    await blockGate(ctx.db, until, reason, ctx.clock.now());
    await renewNotice(ctx.db, notice.id, until, reason);
    return "postponed";
  }
  const suppressed = suppressedByProvider([{ to: notice.recipient }], [{ ...refusal, kind: "refused" }]);
  await suppressReported(ctx.db, ctx.addressKeys, suppressed, ctx.clock.now());
  return notice.attempts > 0
    ? tryAgain(ctx, notice, after(ctx, backoff(notice)), reason)
    : settle(ctx, notice, { state: "failed", reason });
}

async function settle(
  ctx: Context,
  notice: Notice,
  outcome: Parameters<typeof settleNotice>[2],
): Promise<keyof NoticesReport> {
  await settleNotice(ctx.db, notice.id, outcome, ctx.clock.now());
  return outcome.state;
}

async function tryAgain(ctx: Context, notice: Notice, at: Date, reason: string): Promise<"postponed"> {
  await postponeNotice(ctx.db, notice.id, at, reason);
  return "postponed";
}

/** Nothing was accepted and no request may leave before an instant: all workers wait. */
async function decline(ctx: Context, notice: Notice, { until, reason }: AnswerPause): Promise<"postponed"> {
  await blockGate(ctx.db, until, reason, ctx.clock.now());
  await declineNotice(ctx.db, notice, until, reason);
  return "postponed";
}

function backoff(notice: Notice): number {
  return backoffMs(notice.attempts + 1, Math.random());
}

function after(ctx: Context, ms: number): Date {
  return new Date(ctx.clock.now().getTime() + ms);
}
