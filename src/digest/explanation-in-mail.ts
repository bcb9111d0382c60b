import type { Words } from "../../words/words.ts";
import { latePlaceArguments, withListedBefore } from "../editions/explanation-sentence.ts";
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
  if (explanation.kind === "sentence")
    return { rise: lineOf(explanation.rise ?? ""), reason: lineOf(explanation.brief) };
  if (explanation.kind === "late-rise") {
    const { gained, since } = explanation;
    const day = words.day(since, "dayAndMonth");
    return { rise: words.say("ranking.in-mail.late-rise", { gained, day }), reason: null };
  }
  const reason = reasonOf(explanation, words);
  const listedBefore = "listedBefore" in explanation ? explanation.listedBefore : undefined;
  if (listedBefore === undefined || explanation.kind === "listed-again") return { rise: null, reason };
  const again = words.say("ranking.in-mail.listed-again", { day: words.day(listedBefore, "dayAndMonth") });
  return { rise: null, reason: reason === null ? again : withListedBefore(reason, listedBefore, words) };
}

type Reason = Exclude<FrozenExplanation, { kind: "sentence" | "late-rise" }>;

function reasonOf(explanation: Reason, words: Words): string | null {
  const { say, day } = words;
  switch (explanation.kind) {
    case "place":
      return placeWords(explanation, words);
    case "above-most":
      return say("ranking.in-mail.above-most", explanation);
    case "stars-gained":
      return say("ranking.in-mail.stars-gained", explanation);
    case "organization": {
      const { nth, month } = explanation;
      const organization = cutText(cleanText(explanation.organization), 80);
      return say("ranking.in-mail.organization", { organization, nth, month: day(`${month}-01`, "month") });
    }
    case "authors-in-discussion":
      return say("ranking.in-mail.authors-in-discussion");
    case "media":
      return say("ranking.in-mail.media");
    case "many-authors":
      return say("ranking.many-authors", explanation);
    // What it gained, and how many comments it has, stand among the figures.
    case "rise":
    case "discussed":
      return null;
    case "listed-again":
      return say("ranking.in-mail.listed-again", { day: day(explanation.listedBefore, "dayAndMonth") });
    case "late-place":
      return say("ranking.in-mail.late-place", latePlaceArguments(explanation, words));
    case "unvoted":
      return say("ranking.in-mail.unvoted");
    case "announced":
      return say("ranking.in-mail.announced");
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
