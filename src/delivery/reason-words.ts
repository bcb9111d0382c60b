import type { DeliveryReason, TroubleCode } from "./codes.ts";
import { troubleWords } from "./trouble-words.ts";

/** Of those that a delivery does not share with the batch that it is in. */
const sentences: Record<Exclude<DeliveryReason, TroubleCode>, string> = {
  suppressed: "suppressed",
  pending: "pending",
  paused: "paused",
  unsubscribed: "unsubscribed",
  "another-cadence": "another cadence",
  erased: "erased",
  "no-paper-left": "no paper is left",
  "no-match": "no paper matches",
  "too-few-matches": "fewer papers match than asked",
  "warm-up": "the daily cap of the warm-up left no room before the next edition",
  cancelled: "cancelled",
  "not-named": "the answer does not name it",
  "operators-word": "the operator's word: not accepted",
};

/**
 * Why a delivery stands as it does, as a sentence without a full stop.
 *
 * @param text what is kept beside the code: the provider's own words of a refusal, and all that is known of what was
 *   written before there were codes.
 */
export function deliveryReasonWords(code: DeliveryReason | null, text: string | null): string {
  return isOfDelivery(code) ? sentences[code] : troubleWords(code, text);
}

function isOfDelivery(code: DeliveryReason | null): code is keyof typeof sentences {
  return code !== null && Object.hasOwn(sentences, code);
}
