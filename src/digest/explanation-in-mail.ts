import type { Words } from "../../words/words.ts";
import type { FrozenExplanation } from "../editions/frozen-explanation.ts";
import { cleanText, cutText } from "./clean-text.ts";

/** What a mail says of why a paper stands where it stands, among the figures of its upvotes, comments and stars. */
type ExplanationInMail = {
  /** Stands right behind the upvotes, in place of what it gained in the last day: `+64 since 11 June`. */
  rise: string | null;
  /** Stands after the figures and repeats none of them: `most upvoted of the day`. */
  reason: string | null;
};

/** Nothing of it is escaped for HTML. */
export function explanationInMail(explanation: FrozenExplanation | null, words: Words): ExplanationInMail {
  if (explanation === null) return { rise: null, reason: null };
  switch (explanation.kind) {
    case "sentence":
      return { rise: lineOf(explanation.rise ?? ""), reason: lineOf(explanation.brief) };
    case "place":
      return { rise: null, reason: placeWords(explanation, words) };
    case "rise":
      return { rise: null, reason: words.say("ranking.in-mail.rise") };
    case "late-rise": {
      const { gained, since } = explanation;
      const day = words.day(since, "dayAndMonth");
      return { rise: words.say("ranking.in-mail.late-rise", { gained, day }), reason: null };
    }
    case "unvoted":
      return { rise: null, reason: words.say("ranking.in-mail.unvoted") };
    case "announced":
      return { rise: null, reason: words.say("ranking.in-mail.announced") };
  }
}

function placeWords(fact: Extract<FrozenExplanation, { kind: "place" }>, words: Words): string {
  const { cadence, place, of, isShared } = fact;
  if (of === 1) return words.say("ranking.in-mail.only", { cadence });
  if (place === 1)
    return words.say(isShared ? "ranking.in-mail.first-shared" : "ranking.in-mail.first", { cadence });
  return words.say(isShared ? "ranking.in-mail.place-shared" : "ranking.in-mail.place", { place, of });
}

/** A sentence of before comes from the database as it was written. */
function lineOf(text: string): string | null {
  return cutText(cleanText(text), 160) || null;
}
