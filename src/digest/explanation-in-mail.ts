import { dayName, grouped, ordinal, periodNames } from "../editions/explanation-sentence.ts";
import type { FrozenExplanation } from "../editions/frozen-explanation.ts";
import { cleanText, cutText } from "./clean-text.ts";

/** What a mail says of why a paper stands where it stands, among the figures of its upvotes, comments and stars. */
export type ExplanationInMail = {
  /** Stands right behind the upvotes, in place of what it gained in the last day: `+64 since 11 June`. */
  rise: string | null;
  /** Stands after the figures and repeats none of them: `most upvoted of the day`. */
  reason: string | null;
};

export function explanationInMail(explanation: FrozenExplanation | null): ExplanationInMail {
  switch (explanation?.kind) {
    case undefined:
      return { rise: null, reason: null };
    case "sentence":
      return { rise: lineOf(explanation.rise ?? ""), reason: lineOf(explanation.brief) };
    case "place":
      return { rise: null, reason: placeWords(explanation) };
    case "rise":
      return { rise: null, reason: "rising" };
    case "late-rise":
      return { rise: `+${grouped(explanation.gained)} since ${dayName(explanation.since)}`, reason: null };
    case "unvoted":
      return { rise: null, reason: "new on the list, no upvotes yet" };
    case "announced":
      return { rise: null, reason: "announced on arXiv, not voted on" };
  }
}

function placeWords({ cadence, place, of, isShared }: Extract<FrozenExplanation, { kind: "place" }>): string {
  const period = periodNames[cadence];
  if (of === 1) return `the only paper of the ${period}`;
  if (place === 1) return `${isShared ? "among the most" : "most"} upvoted of the ${period}`;
  return `${isShared ? "joint " : ""}${ordinal(place)} of ${of} by upvotes`;
}

/** A sentence of before comes from the database as it was written. */
function lineOf(text: string): string | null {
  return cutText(cleanText(text), 160) || null;
}
