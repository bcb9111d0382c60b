import type { DeliveryReason } from "./codes.ts";

const sentences: Record<Exclude<DeliveryReason, "refused" | "other">, string> = {
  suppressed: "suppressed",
  pending: "pending",
  paused: "paused",
  unsubscribed: "unsubscribed",
  "another-cadence": "another cadence",
  erased: "erased",
  "no-paper-left": "no paper is left",
  "no-match": "no paper matches",
  "too-few-matches": "fewer papers match than asked",
  cancelled: "cancelled",
  "not-named": "the answer does not name it",
  "operators-word": "the operator's word: not accepted",
  "key-reused": "the provider knows the key with other bytes",
  "key-expired": "the key has expired",
  incomplete: "the answer does not name all mails",
  restored: "restored from a backup: mails may have left after it was made",
};

/**
 * Why a delivery stands as it does, as a sentence without a full stop.
 *
 * @param text what is kept beside the code: the provider's own words of a refusal, and all that is known of what was
 *   written before there were codes.
 */
export function deliveryReasonWords(code: DeliveryReason | null, text: string | null): string {
  if (code === null || code === "other") return text ?? "no reason is kept";
  return code === "refused" ? (text ?? "the provider refused it") : sentences[code];
}
