import type { NoticeReason } from "../notices/tables.ts";
import type { BlockReason, TroubleCode, TroubleFacts } from "./codes.ts";

/** What may stand in the way of a batch, a single mail, or of all requests. */
type AnyTrouble = TroubleCode | BlockReason | NoticeReason;

const sentences: Record<Exclude<AnyTrouble, "unauthorised" | "refused" | "no-answer" | "other">, string> = {
  "rate-limit": "rate limit",
  "quota-day": "quota of the day used up",
  "quota-month": "quota of the month used up",
  unreadable: "the answer could not be read",
  incomplete: "the answer does not name all mails",
  "under-way": "a request is under way",
  "key-reused": "the provider knows the key with other bytes",
  "key-expired": "the key has expired",
  "clock-off": "the clock of its worker is off",
  "bytes-changed": "the bytes made now differ from the sealed ones",
  restored: "restored from a backup: mails may have left after it was made",
  suppressed: "the address is suppressed",
  "not-rendered": "it could not be rendered",
};

/**
 * What stood in the way, as a sentence without a full stop: of a batch, of a single mail, or of all requests.
 *
 * @param text what is kept beside the code: the provider's or the network's own words.
 */
export function troubleWords(
  code: AnyTrouble | null,
  text: string | null,
  facts: TroubleFacts | null = null,
): string {
  switch (code) {
    case null:
    case "other":
      return text ?? "no reason is kept";
    case "unauthorised":
    case "refused":
      return text ?? "the provider refused it";
    case "no-answer":
      return text ?? "no answer came";
    case "incomplete":
      return facts === null
        ? sentences.incomplete
        : `the answer names ${facts.named} of ${facts.mails} mails`;
    default:
      return sentences[code];
  }
}
