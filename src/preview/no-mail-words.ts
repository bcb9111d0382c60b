import { deliveryReasonWords } from "../delivery/reason-words.ts";
import type { NoMailReason } from "./draft-choice.ts";

/** Why there is no mail to look at, as a sentence without a full stop. */
export function noMailWords(reason: NoMailReason): string {
  return reason === "follows-nothing"
    ? "who follows nothing is never without papers, so that there is no silence to tell of"
    : deliveryReasonWords(reason, null);
}
