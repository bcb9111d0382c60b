import type { Words } from "../../words/words.ts";
import { explanationSentence, latePlaceArguments, withListedBefore } from "./explanation-sentence.ts";
import type { FrozenExplanation } from "./frozen-explanation.ts";

/**
 * Why a paper stands where it stands, beside its upvotes, comments, stars and authors, none of which it repeats; empty
 * when these say all. What was frozen as a sentence stays as it was frozen.
 */
export function explanationOnCard(explanation: FrozenExplanation | null, words: Words): string {
  if (explanation === null) return "";
  if (explanation.kind === "sentence" || explanation.kind === "listed-again")
    return withoutFigures(explanation, words);
  const said = reasonOf(explanation, words);
  const listedBefore = "listedBefore" in explanation ? explanation.listedBefore : undefined;
  if (said !== "" || listedBefore === undefined) return withListedBefore(said, listedBefore, words);
  return words.say("ranking.listed-again", { day: words.day(listedBefore, "dayAndMonth") });
}

type Reason = Exclude<FrozenExplanation, { kind: "sentence" | "listed-again" }>;

function reasonOf(explanation: Reason, words: Words): string {
  const { say, day } = words;
  switch (explanation.kind) {
    case "place": {
      const { cadence, place, isShared, of } = explanation;
      if (of === 1) return say("site.card.only", { cadence });
      if (place === 1) return say(isShared ? "site.card.first-shared" : "site.card.first", { cadence });
      return say(isShared ? "ranking.place-shared" : "ranking.place", { place, of });
    }
    case "late-rise": {
      const { gained, since } = explanation;
      return say("site.card.late-rise", { gained, day: day(since, "dayAndMonth") });
    }
    case "late-place":
      return say("site.card.late-place", latePlaceArguments(explanation, words));
    // The card says it already.
    case "discussed":
    case "many-authors":
    case "unvoted":
      return "";
    default:
      return withoutFigures(
        "listedBefore" in explanation ? { ...explanation, listedBefore: undefined } : explanation,
        words,
      );
  }
}

function withoutFigures(explanation: FrozenExplanation, words: Words): string {
  const bare = "stars" in explanation ? { ...explanation, comments: 0, stars: null } : explanation;
  return explanationSentence(bare, words);
}
