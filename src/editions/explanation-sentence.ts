import type { Words } from "../../words/words.ts";
import type { FrozenExplanation } from "./frozen-explanation.ts";

/**
 * Why a paper stands where it stands, as pages, feeds and commands say it: one line that stands alone, empty when
 * there is nothing to say.
 */
export function explanationSentence(explanation: FrozenExplanation | null, words: Words): string {
  if (explanation === null) return "";
  const said = sentenceOf(explanation, words);
  if (!("listedBefore" in explanation) || explanation.kind === "listed-again") return said;
  return withListedBefore(said, explanation.listedBefore, words);
}

/** Says of what was listed in an earlier period that it was. @param day on which it was first, or undefined. */
export function withListedBefore(said: string, day: string | undefined, words: Words): string {
  if (day === undefined) return said;
  return words.say("ranking.listed-before", { said, day: words.day(day, "dayAndMonth") });
}

function sentenceOf(explanation: FrozenExplanation, words: Words): string {
  const { say, day } = words;
  switch (explanation.kind) {
    case "sentence":
      return explanation.text;
    case "place":
      return placeSentence(explanation, words);
    case "above-most":
      return withFigures(say("ranking.above-most", explanation), explanation, words);
    case "stars-gained":
      return say("ranking.stars-gained", explanation);
    case "organization": {
      const { organization, nth, month } = explanation;
      const said = say("ranking.organization", { organization, nth, month: day(`${month}-01`, "month") });
      return withFigures(said, explanation, words);
    }
    case "authors-in-discussion":
      return withFigures(say("ranking.authors-in-discussion"), explanation, words);
    case "media":
      return withFigures(say("ranking.media"), explanation, words);
    case "many-authors":
      return withFigures(say("ranking.many-authors", explanation), explanation, words);
    case "discussed":
      return figuresOf(explanation, words);
    case "listed-again":
      return say("ranking.listed-again", { day: day(explanation.listedBefore, "dayAndMonth") });
    case "rise": {
      const said = say("ranking.rise", {
        gained: explanation.gained,
        day: day(explanation.day, "dayAndMonth"),
      });
      return goOn(said, explanation, words);
    }
    case "late-rise": {
      const { gained, since, upvotes } = explanation;
      return say("ranking.late-rise", { gained, day: day(since, "dayAndMonth"), upvotes });
    }
    case "late-place":
      return say("ranking.late-place", {
        ...latePlaceArguments(explanation, words),
        upvotes: explanation.upvotes,
      });
    case "unvoted":
      return withFigures(say("ranking.unvoted"), explanation, words);
    case "announced":
      return withFigures(say("ranking.announced"), explanation, words);
  }
}

/** What a late riser's place is said with, on pages and in mails. */
export function latePlaceArguments(
  { day, place, isShared, of, atClose }: Extract<FrozenExplanation, { kind: "late-place" }>,
  words: Words,
) {
  return {
    day: words.day(day, "dayAndMonth"),
    place,
    of,
    sharing: isShared ? "shared" : "alone",
    // Where nobody looked when the day closed, nothing is said of that time.
    closing: atClose === null ? "unknown" : atClose.place === null ? "unlisted" : "placed",
    before: atClose?.place ?? 0,
  };
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
/** The first is nearly always the submitter's own. */
const fewestComments = 3;

/** What tells papers apart beside their upvotes. */
function figuresOf({ comments: count = 0, stars }: Figures, words: Words): string {
  const comments = count >= fewestComments ? words.say("ranking.comments", { comments: count }) : "";
  const code =
    stars !== null && stars >= fewestStars
      ? words.say("ranking.code", { stars: words.shortNumber(stars) })
      : "";
  if (comments === "" || code === "") return comments + code;
  return words.say("ranking.comments-and-code", { comments, code });
}
