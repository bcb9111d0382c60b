import type { Words } from "../../words/words.ts";
import type { FrozenExplanation } from "./frozen-explanation.ts";

/**
 * Why a paper stands where it stands, as pages, feeds and commands say it: one line that stands alone, empty when
 * there is nothing to say.
 */
export function explanationSentence(explanation: FrozenExplanation | null, words: Words): string {
  if (explanation === null) return "";
  switch (explanation.kind) {
    case "sentence":
      return explanation.text;
    case "place":
      return placeSentence(explanation, words);
    case "rise": {
      const { gained, day } = explanation;
      const said = words.say("ranking.rise", { gained, day: words.day(day, "dayAndMonth") });
      return goOn(said, explanation, words);
    }
    case "late-rise": {
      const { gained, since, upvotes } = explanation;
      return words.say("ranking.late-rise", { gained, day: words.day(since, "dayAndMonth"), upvotes });
    }
    case "unvoted":
      return withFigures(words.say("ranking.unvoted"), explanation, words);
    case "announced":
      return withFigures(words.say("ranking.announced"), explanation, words);
  }
}

function placeSentence(fact: Extract<FrozenExplanation, { kind: "place" }>, words: Words): string {
  const { cadence, place, isShared, of, upvotes } = fact;
  if (of === 1) return goOn(words.say("ranking.only", { cadence, upvotes }), fact, words);
  if (place === 1) {
    const said = words.say(isShared ? "ranking.first-shared" : "ranking.first", { cadence, upvotes });
    return goOn(said, fact, words);
  }
  const said = words.say(isShared ? "ranking.place-shared" : "ranking.place", { place, of });
  return withFigures(said, fact, words);
}

type Figures = { comments?: number; stars: number | null };

/** What ends with a figure goes on to the others. */
function goOn(said: string, given: Figures, words: Words): string {
  const figures = figuresOf(given, words);
  return figures === "" ? said : words.say("ranking.figures-go-on", { said, figures });
}

function withFigures(said: string, given: Figures, words: Words): string {
  const figures = figuresOf(given, words);
  return figures === "" ? said : words.say("ranking.words-with-figures", { said, figures });
}

const fewestStars = 10;

/** What tells papers apart beside their upvotes. */
function figuresOf({ comments: count = 0, stars }: Figures, words: Words): string {
  const comments = count > 0 ? words.say("ranking.comments", { comments: count }) : "";
  const code =
    stars !== null && stars >= fewestStars
      ? words.say("ranking.code", { stars: words.shortNumber(stars) })
      : "";
  if (comments === "" || code === "") return comments + code;
  return words.say("ranking.comments-and-code", { comments, code });
}
