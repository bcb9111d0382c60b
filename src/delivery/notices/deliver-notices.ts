import { hashAddress, parseAddress } from "../../addresses/address.ts";
import type { Context } from "../../context.ts";
import type { Mail } from "../../digest/compiled-digest.ts";
import { findSuppression, mayComeBack } from "../../subscribers/suppressions/store.ts";
import { plainTrouble, wordedTrouble } from "../codes.ts";
import { leavesNoticesToOthers } from "../leaves-to-others.ts";
import { requestBody } from "../mailers/body.ts";
import type { MailAnswer } from "../mailers/mailer.ts";
import { nameRefusal } from "../mailers/refusal-key.ts";
import { usageAfter } from "../provider/ask-usage.ts";
import { blockGate } from "../provider/gate-store.ts";
import { noteReply } from "../provider/note-reply.ts";
import { acquireSendSlot } from "../provider/send-gate.ts";
import { suppressedByProvider } from "../reports/reported-suppressions.ts";
import { suppressReported } from "../reports/store.ts";
import { type AnswerEffect, effectOf } from "../send/answers.ts";
import { keyLifeMs } from "../send/key-life.ts";
import { makeNoticeMail } from "./make-notice-mail.ts";
import {
  beginNoticeAttempt,
  claimNotice,
  declineNotice,
  postponeNotice,
  releaseNotice,
  renewNotice,
  type StoredNotice,
  sealNotice,
  settleNotice,
} from "./store.ts";

/** How long a worker holds a notice: longer than one request may take. */
const leaseMs = 60_000;
/** A rendering that fails is a fault of the code: newer code may mend it. */
const brokenPauseMs = 10 * 60_000;

export type NoticesReport = { submitted: number; failed: number; uncertain: number; postponed: number };

/**
 * Sends every single mail that is due, of all kinds or of one: each is rendered and stored first, then sent under its own
 * idempotency key until its outcome is known. May run twice, at once, or be killed anywhere.
 */
export async function deliverNotices(
  ctx: Context,
  kind: StoredNotice["kind"] | null = null,
): Promise<NoticesReport> {
  const report: NoticesReport = { submitted: 0, failed: 0, uncertain: 0, postponed: 0 };
  for (;;) {
    // An alert may be about this very clock, and is dated by PostgreSQL's.
    if (kind !== "operator-alert" && !(await ctx.timekeeper.check()).isRight) return report;
    if (ctx.mailer.name === "outbox" && (await leavesNoticesToOthers(ctx))) return report;
    const now = ctx.clock.now();
    const notice = await claimNotice(ctx.db, now, new Date(now.getTime() + leaseMs), kind);
    if (!notice) return report;
    const outcome = await ctx.traces.span(
      "deliver notice",
      { "paperboy.notice.id": notice.id, "paperboy.notice.kind": notice.kind },
      () => deliverNotice(ctx, notice),
    );
    ctx.log.info({ noticeId: notice.id, kind: notice.kind, outcome }, "notice");
    if (outcome === "stopped") return report;
    report[outcome] += 1;
  }
}

/** `stopped`: this process stops, and leaves the notice to another one. */
async function deliverNotice(ctx: Context, notice: StoredNotice): Promise<keyof NoticesReport | "stopped"> {
  const now = ctx.clock.now();
  if (notice.firstAttemptAt && now.getTime() - notice.firstAttemptAt.getTime() >= keyLifeMs) {
    return end(ctx, notice, { state: "uncertain", trouble: plainTrouble("key-expired") });
  }
  if (notice.attempts === 0 && (await isBarred(ctx, notice))) {
    return end(ctx, notice, { state: "failed", trouble: { code: "suppressed", words: null } });
  }
  const mail = notice.mail ?? (await seal(ctx, notice));
  if (mail === null) return "postponed";
  const slot = await acquireSendSlot(ctx, "notice");
  if (slot.kind === "stopped") {
    await releaseNotice(ctx.db, notice.id);
    return "stopped";
  }
  if (slot.kind === "blocked") {
    await postponeNotice(ctx.db, notice.id, slot.until, slot.trouble);
    return "postponed";
  }
  const startedAt = ctx.clock.now();
  const leasedUntil = new Date(startedAt.getTime() + leaseMs);
  if (!(await beginNoticeAttempt(ctx.db, notice.id, startedAt, leasedUntil))) return "postponed";
  const reply = await ctx.mailer.send({
    body: requestBody([mail]),
    idempotencyKey: `notice-${notice.id}`,
  });
  await noteReply(ctx, "place" in slot ? slot.place : null, reply);
  return record(ctx, notice, reply.answer);
}

/** Who left and now asks to come back may be mailed the one link that decides it. */
async function isBarred(ctx: Context, notice: StoredNotice): Promise<boolean> {
  const parsed = parseAddress(notice.recipient);
  if (parsed.kind === "refused") return false;
  const suppression = await findSuppression(ctx.db, ctx.addressKeys, hashAddress(parsed.address.emailKey));
  const decides = notice.kind === "confirm" || notice.kind === "address-confirm";
  return suppression !== null && !(decides && mayComeBack(suppression));
}

async function seal(ctx: Context, notice: StoredNotice): Promise<Mail | null> {
  try {
    return await sealNotice(ctx.db, notice.id, await makeNoticeMail(ctx, notice));
  } catch (error) {
    ctx.log.error({ err: error, noticeId: notice.id, kind: notice.kind }, "a notice could not be rendered");
    const at = new Date(ctx.clock.now().getTime() + brokenPauseMs);
    await postponeNotice(ctx.db, notice.id, at, { code: "not-rendered", words: null });
    return null;
  }
}

/** Carries out what the table of answers says: a notice is a request of one mail. */
async function record(ctx: Context, notice: StoredNotice, answer: MailAnswer): Promise<keyof NoticesReport> {
  const usage = await usageAfter(ctx, answer);
  const now = ctx.clock.now();
  await suppressRefused(ctx, notice, answer, now);
  const asked = { mails: 1, doubted: notice.attempts, incompleteAnswers: 0, refusedKey: notice.refusalKey };
  const effect = effectOf(answer, asked, { now, random: Math.random(), usage });
  switch (effect.kind) {
    case "settle":
      return settle(ctx, notice, effect);
    case "again":
      await postponeNotice(ctx.db, notice.id, effect.at, effect.trouble);
      return "postponed";
    case "decline":
    case "pause":
      await blockGate(ctx.db, effect.until, effect.trouble, now);
      await declineNotice(ctx.db, notice, effect.until, {
        ...effect.trouble,
        refusal: effect.kind === "pause" ? effect.refusedFor : null,
      });
      return "postponed";
    case "split":
      throw new Error("a request of one mail was to be split");
    case "give-up":
      return end(ctx, notice, { state: "uncertain", trouble: effect.trouble });
  }
}

/** Whom the provider keeps on its own suppression list is suppressed, whatever becomes of the notice. */
async function suppressRefused(
  ctx: Context,
  notice: StoredNotice,
  answer: MailAnswer,
  now: Date,
): Promise<void> {
  const refused = answer.kind === "refused" ? [answer] : [];
  const results = answer.kind === "answered" ? answer.results : refused;
  const suppressed = suppressedByProvider([{ to: notice.recipient }], results);
  await suppressReported(ctx.db, ctx.addressKeys, suppressed, now);
}

/**
 * What all mails share is no fault of this one, but the provider may keep the refusal under its key: it takes a new
 * one when all requests may leave again.
 */
async function settle(
  ctx: Context,
  notice: StoredNotice,
  { results, sharedUntil }: AnswerEffect & { kind: "settle" },
): Promise<keyof NoticesReport> {
  const [result] = results;
  if (!result) throw new Error("an answer that names no mail was to be settled");
  if (result.kind === "accepted") return end(ctx, notice, { state: "submitted", providerId: result.id });
  const refusal = nameRefusal(result.reason);
  const trouble = wordedTrouble("refused", refusal.words);
  if (result.concerns !== "all")
    return end(ctx, notice, { state: "failed", trouble: { ...trouble, refusal } });
  await blockGate(ctx.db, sharedUntil, trouble, ctx.clock.now());
  await renewNotice(ctx.db, notice.id, sharedUntil, { ...trouble, refusal });
  return "postponed";
}

async function end(
  ctx: Context,
  notice: StoredNotice,
  outcome: Parameters<typeof settleNotice>[2],
): Promise<keyof NoticesReport> {
  await settleNotice(ctx.db, notice.id, outcome, ctx.clock.now());
  return outcome.state;
}
