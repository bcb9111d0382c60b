import type { FrozenPaper } from "../editions/edition.ts";
import { cleanText, cutText } from "./clean-text.ts";
import { isBackground, tellingSentences } from "./telling-sentences.ts";

/** What tells of a paper in short, and whose words it is: its source's summary, a model's sentence, or its authors'. */
export type ShortText =
  | { text: string; by: "source" | "authors" }
  | { text: string; by: "model"; model: string };

export type ToldPaper = Pick<FrozenPaper, "title" | "abstract" | "summary" | "machineSummary">;

/** Characters of a ready summary, which are one or two sentences, and of a model's name. */
const [longestSummary, longestName] = [420, 60];

/**
 * What tells of a paper where its whole abstract has no room: the ready summary, unless it speaks of the field
 * alone and something else tells more; else the sentence that a language model made; else the sentences of the
 * abstract that tell what the paper does. Clean text on one line, at most 420 characters; null when nothing is
 * known of the paper but its title.
 */
export function shortTextOf(paper: ToldPaper): ShortText | null {
  const summary = paper.summary === null ? "" : cutText(cleanText(paper.summary), longestSummary);
  if (summary !== "" && !isBackground(summary)) return { text: summary, by: "source" };
  if (paper.machineSummary) {
    const { text, model } = paper.machineSummary;
    return {
      text: cutText(cleanText(text), longestSummary),
      by: "model",
      model: cutText(cleanText(model), longestName),
    };
  }
  const { text, isTelling } = tellingSentences(cleanText(paper.abstract), cleanText(paper.title));
  if (summary !== "" && !isTelling) return { text: summary, by: "source" };
  return text === "" ? null : { text, by: "authors" };
}
