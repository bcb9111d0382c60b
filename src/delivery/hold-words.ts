import { minuteWords } from "../calendar/minute-words.ts";
import type { EditionRow } from "../editions/store.ts";

/** What of an edition says how long it is held. */
export type HoldColumns = Pick<EditionRow, "state" | "holdEndsAt" | "atHoldEnd">;

/**
 * What becomes of a held edition that nobody approves, to follow its name and without a full stop; null for one that is
 * not held, or waits for an operator for ever.
 */
export function holdSentence({ state, holdEndsAt, atHoldEnd }: HoldColumns): string | null {
  if (state !== "held" || holdEndsAt === null) return null;
  const at = minuteWords(holdEndsAt);
  return atHoldEnd === "go"
    ? `goes by itself at ${at} unless an operator decides before`
    : `is to be approved by ${at}, and stays held when nobody does`;
}
