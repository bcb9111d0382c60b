import { requestTroubles } from "../notices/request-troubles.ts";

// Each with its sentence in the files of words beside; migration 0018 reads what was written before there were codes.

/** For these a seal leaves readers out, and nothing fails or becomes uncertain: half of an edition may have one. */
export const leftOutReasons = [
  "suppressed",
  "pending",
  "paused",
  "unsubscribed",
  "another-cadence",
  "erased",
  "no-paper-left",
  "no-match",
  "too-few-matches",
  "warm-up",
] as const;

/** Why a delivery is excluded, failed or uncertain. */
export const deliveryReasons = [
  ...leftOutReasons,
  "cancelled",
  "refused",
  "not-named",
  "operators-word",
  "key-reused",
  "key-expired",
  "incomplete",
  "restored",
  "other",
] as const;

export type DeliveryReason = (typeof deliveryReasons)[number];

/** What kept a batch's mails from leaving, or from having their outcome. */
export const batchTroubles = [...requestTroubles, "clock-off", "bytes-changed", "restored", "other"] as const;

export type TroubleCode = (typeof batchTroubles)[number];

/** A trouble that comes of an answer, or of none that came; the others are found before a request leaves. */
export type AnswerTrouble = Exclude<TroubleCode, "clock-off" | "bytes-changed">;

/** Why all requests wait. */
export const blockReasons = [
  "rate-limit",
  "quota-day",
  "quota-month",
  "unauthorised",
  "refused",
  "other",
] as const;

export type BlockReason = (typeof blockReasons)[number];

/** What is noted of an event: why it is not applied, or not to a delivery, or what came of a mail that came in. */
export const eventNotes = [
  "lost",
  "recalled",
  "undecided",
  "foreign",
  "no-event",
  "unknown-type",
  "left",
  "bad-token",
  "sender-asked",
  "not-to-us",
  "from-ourselves",
  "automatic",
  "not-fetched",
  "no-sender",
  "no-wish",
  "other",
] as const;

export type EventNote = (typeof eventNotes)[number];

/** What belongs to `incomplete`: how many mails the answer named, and how many there are. */
export type TroubleFacts = { named: number; mails: number };

/** What kept mails from leaving, or from having their outcome. */
export type Trouble<Code extends TroubleCode = TroubleCode> = {
  code: Code;
  /** The provider's own words, or the network's; kept for people, never compared. */
  words: string | null;
  facts: TroubleFacts | null;
};

/** A trouble that its code tells whole. */
export function plainTrouble<Code extends TroubleCode>(code: Code): Trouble<Code> {
  return { code, words: null, facts: null };
}

/** A trouble in somebody else's words. */
export function wordedTrouble<Code extends TroubleCode>(code: Code, words: string): Trouble<Code> {
  return { code, words, facts: null };
}

/** What is kept beside the code, where people and the release before read it. */
export function keptText({ code, words }: Pick<Trouble, "code" | "words">): string {
  return words ?? code;
}
