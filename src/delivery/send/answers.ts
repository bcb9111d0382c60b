import { type AnswerTrouble, type BlockReason, plainTrouble, type Trouble, wordedTrouble } from "../codes.ts";
import type { MailAnswer, MailResult } from "../mailers/mailer.ts";
import { type NamedRefusal, nameRefusal } from "../mailers/refusal-key.ts";
import { quotaReset } from "../provider/quota-reset.ts";
import type { Usage } from "../provider/read-usage.ts";
import { backoffMs } from "./backoff.ts";

/** What is known of a request beside its answer. */
export type AskedRequest = {
  /** How many mails it carries. */
  mails: number;
  /** Earlier requests under the same key that may have been accepted: while there are any, no refusal is believed. */
  doubted: number;
  /** Earlier answers under the same key that left mails out. */
  incompleteAnswers: number;
  /** The key of what all its mails were refused for before, when that concerned all mails. */
  refusedKey: string | null;
};

/** What is true when the answer is read. */
type AnswerCircumstances = {
  now: Date;
  /** From 0 to 1, exclusive: spreads repetitions. */
  random: number;
  /** What the provider says of the account; asked for a quota whose refusal names no end. */
  usage: Usage | null;
};

/** What happens after an answer. */
export type AnswerEffect =
  /**
   * The provider's word is written down for each mail. What turns out to be refused for what all mails share holds
   * all requests until `sharedUntil`, and is tried again then. `refusedWhole` tells why no mail was looked at alone.
   */
  | { kind: "settle"; results: MailResult[]; refusedWhole: Trouble<AnswerTrouble> | null; sharedUntil: Date }
  /** Two halves, each under a key of its own. */
  | { kind: "split"; trouble: Trouble<AnswerTrouble> }
  /** The same request under the same key at an instant. */
  | { kind: "again"; at: Date; trouble: Trouble<AnswerTrouble>; isIncomplete: boolean }
  /** Too fast: nothing was accepted, no attempt is used up, and all requests wait for a moment. */
  | { kind: "decline"; until: Date; trouble: Trouble<BlockReason> }
  /**
   * Nothing was accepted for a reason that would meet every other request too: all wait until it may be gone.
   * `refusedFor` is noted where it must not hold the others a second time.
   */
  | { kind: "pause"; until: Date; trouble: Trouble<BlockReason>; refusedFor: NamedRefusal | null }
  /** Nobody will know what became of it: it is uncertain, and never repeated by itself. */
  | { kind: "give-up"; trouble: Trouble<"key-reused" | "incomplete"> };

const concurrentPauseMs = 2_000;

const limitedPauseMs = 1_000;

/** A limit of requests begins anew within minutes, whatever a provider says. */
const longestLimitedPauseMs = 3_600_000;

/** What all mails share is tried again this often, so that delivery goes on by itself once it is mended. */
const sharedPauseMs = 5 * 60_000;

/** An answer that does not name all mails is asked for again, until this many answers have not named them. */
const mostIncomplete = 6;

/** The table of answers of docs/delivery.md, for digests and for single mails. */
export function effectOf(
  answer: MailAnswer,
  asked: AskedRequest,
  circumstances: AnswerCircumstances,
): AnswerEffect {
  const { now, usage } = circumstances;
  switch (answer.kind) {
    case "answered":
      return afterResults(answer.results, asked, circumstances);
    case "refused":
      return afterRefusal(answer, asked, circumstances);
    case "incomplete":
      return incomplete(answer.named, asked, circumstances);
    case "key-reused":
      return { kind: "give-up", trouble: plainTrouble("key-reused") };
    case "concurrent": {
      const at = after(now, answer.retryAfterMs ?? concurrentPauseMs);
      return { kind: "again", at, trouble: plainTrouble("under-way"), isIncomplete: false };
    }
    case "unknown": {
      const { reason } = answer;
      const trouble = reason === null ? plainTrouble("unreadable") : wordedTrouble("no-answer", reason);
      return repetition(trouble, asked, circumstances);
    }
    case "limited": {
      const pauseMs = Math.min(Math.max(answer.retryAfterMs ?? 0, limitedPauseMs), longestLimitedPauseMs);
      const until = after(now, pauseMs);
      return { kind: "decline", until, trouble: plainTrouble("rate-limit") };
    }
    case "quota": {
      const until = quotaReset(now, answer.period, answer.retryAfterMs, usage);
      return { kind: "pause", until, trouble: plainTrouble(`quota-${answer.period}`), refusedFor: null };
    }
    case "unauthorised": {
      const trouble = wordedTrouble("unauthorised", answer.reason);
      return { kind: "pause", until: after(now, sharedPauseMs), trouble, refusedFor: null };
    }
  }
}

/**
 * The provider said of each mail what became of it. An answer that refuses every mail is a refusal of the whole, and
 * proves as little where an earlier request may have been accepted.
 */
function afterResults(
  results: MailResult[],
  asked: AskedRequest,
  circumstances: AnswerCircumstances,
): AnswerEffect {
  if (results.length < asked.mails) return incomplete(results.length, asked, circumstances);
  const [first] = results;
  const isRefusal = first?.kind === "refused" && results.every(({ kind }) => kind === "refused");
  return isRefusal && asked.doubted > 0
    ? disbelieve(results, first.reason, asked, circumstances)
    : settlement(results, null, circumstances);
}

/** Who is not named may have been accepted: the same request is made again, as long as that can be hoped to help. */
function incomplete(named: number, asked: AskedRequest, circumstances: AnswerCircumstances): AnswerEffect {
  const trouble = { ...plainTrouble("incomplete"), facts: { named, mails: asked.mails } };
  return asked.incompleteAnswers + 1 < mostIncomplete
    ? { ...repetition(trouble, asked, circumstances), isIncomplete: true }
    : { kind: "give-up", trouble };
}

/**
 * The provider refused the whole request. Once an earlier one under the same key may have been accepted, halves under
 * new keys could repeat mail; else the fault may be one mail's, which the halves find.
 */
function afterRefusal(
  answer: MailAnswer & { kind: "refused" },
  asked: AskedRequest,
  circumstances: AnswerCircumstances,
): AnswerEffect {
  if (asked.doubted > 0) return disbelieve([answer], answer.reason, asked, circumstances);
  const trouble = wordedTrouble("refused", answer.reason);
  return asked.mails > 1 ? { kind: "split", trouble } : settlement([answer], trouble, circumstances);
}

/**
 * The same request again, though every mail was refused. What all mails share holds all requests, but once for a
 * request: the provider may answer from its memory, long after it was mended.
 */
function disbelieve(
  results: MailResult[],
  reason: string,
  asked: AskedRequest,
  circumstances: AnswerCircumstances,
): AnswerEffect {
  const forAll = results.find((result) => result.kind === "refused" && result.concerns === "all");
  const refusedFor = forAll?.kind === "refused" ? nameRefusal(forAll.reason) : null;
  if (refusedFor !== null && refusedFor.key !== asked.refusedKey) {
    const until = after(circumstances.now, sharedPauseMs);
    return { kind: "pause", until, trouble: wordedTrouble("refused", refusedFor.words), refusedFor };
  }
  return repetition(wordedTrouble("refused", reason), asked, circumstances);
}

function settlement(
  results: MailResult[],
  refusedWhole: Trouble<AnswerTrouble> | null,
  { now }: AnswerCircumstances,
): AnswerEffect {
  return { kind: "settle", results, refusedWhole, sharedUntil: after(now, sharedPauseMs) };
}

/** The same request again, the later the more often its outcome stayed unknown. */
function repetition(
  trouble: Trouble<AnswerTrouble>,
  { doubted }: AskedRequest,
  { now, random }: AnswerCircumstances,
): AnswerEffect & { kind: "again" } {
  return { kind: "again", at: after(now, backoffMs(doubted + 1, random)), trouble, isIncomplete: false };
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
