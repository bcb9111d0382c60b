import type { MailLimits, MailReply } from "../mailers/mailer.ts";
import type { ReadAnswer } from "../mailers/read-answer.ts";
import { changePace, type GateContext } from "./change-pace.ts";
import { sharedOf } from "./gate-memory.ts";
import { type Departure, type GatePace, isUrgent, pausePace, type ToldLimit, tellLimit } from "./pace.ts";
import type { TakenPlace } from "./send-gate.ts";

/** A limit that stays is confirmed this often. */
const confirmedAfterMs = 600_000;

/** Whoever asks for a longer pause than this is asked again then. */
const longestPauseMs = 240_000;

/** More is not kept of a process that makes no requests any more. */
const mostHeard = 200;

/**
 * Tells the pace what became of a request for mails: that its answer came, what it says of the limit, and whether it was
 * refused for one. Safe to repeat.
 */
export async function noteReply(
  ctx: GateContext,
  place: TakenPlace | null,
  { answer, limits }: MailReply,
): Promise<void> {
  const isAnswered = answer.kind !== "unknown" || limits !== null;
  await noteRequest(ctx, place, { isAnswered, isLimited: answer.kind === "limited", limits });
}

/** As `noteReply` of a request that only reads. One that was refused for a limit holds all requests of all workers. */
export async function noteReading(
  ctx: GateContext,
  place: TakenPlace | null,
  answer: ReadAnswer<unknown>,
): Promise<void> {
  const isLimited = answer.kind === "limited";
  await noteRequest(ctx, place, { isAnswered: answer.kind !== "later", isLimited, limits: null });
  if (!isLimited || place === null) return;
  await changePace(ctx, "news", (pace, nowMs) => ({
    pace: pausePace(pace, nowMs + Math.min(longestPauseMs, answer.retryAfterMs)),
    result: null,
  }));
}

/** Takes over a limit that the provider told of the account. */
export async function noteUsageLimit(ctx: GateContext, perSecond: number): Promise<void> {
  await changePace(ctx, "news", (pace, nowMs) => ({
    pace: tellLimit(pace, { perSecond, from: "usage", atMs: nowMs }),
    result: null,
  }));
}

type Heard = { isAnswered: boolean; isLimited: boolean; limits: MailLimits };

async function noteRequest(
  ctx: GateContext,
  place: TakenPlace | null,
  { isAnswered, isLimited, limits }: Heard,
): Promise<void> {
  const memory = ctx.gate;
  if (place === null) return;
  const heardMs = sharedOf(memory, performance.now());
  const departure: Departure = {
    slot: place.slot,
    leftMs: sharedOf(memory, place.leftAtMs),
    answeredMs: isAnswered ? heardMs : null,
    isLimited,
    remaining: limits?.remaining ?? null,
  };
  memory.heard = [...memory.heard, departure].slice(-mostHeard);
  const most = ctx.config.mail.resend.requestsPerSecond;
  const perSecond = limits?.requestsPerSecond ?? null;
  const told: ToldLimit | null = perSecond === null ? null : { perSecond, from: "headers", atMs: heardMs };
  const seen = memory.seen?.pace ?? null;
  const isKnown = seen !== null && (told === null || isOldNews(seen, told));
  const isAsking = memory.lines.digest.length + memory.lines.notice.length > 0;
  if (isKnown && !isUrgent(seen, departure, most, isAsking)) return;
  await changePace(ctx, "news", (pace) => ({
    pace: told === null ? null : tellLimit(pace, told),
    result: null,
  }));
}

/** What the pace does not hear, or has heard lately. */
function isOldNews(pace: GatePace, told: ToldLimit): boolean {
  const known = pace.told;
  const isSame = known?.perSecond === told.perSecond && told.atMs - known.atMs < confirmedAfterMs;
  return isSame || tellLimit(pace, told) === pace;
}
