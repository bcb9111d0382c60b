import { expect, it } from "vitest";
import { explanationOnCard } from "../../../src/editions/explanation-on-card.ts";
import type { FrozenExplanation } from "../../../src/editions/frozen-explanation.ts";
import { wordsIn } from "../../../words/words.ts";

const figures = { upvotes: 27, comments: 12, stars: 1234 };
const listedBefore = "2026-06-10";
const place = { kind: "place", cadence: "daily", place: 1, isShared: false, of: 23, ...figures } as const;
const late = {
  kind: "late-place",
  day: "2026-06-11",
  place: 2,
  isShared: true,
  of: 20,
  upvotes: 64,
} as const;

it.each<[FrozenExplanation | null, string]>([
  [place, "Most upvoted of the day"],
  [{ ...place, cadence: "weekly", isShared: true }, "Among the most upvoted of the week"],
  [{ ...place, of: 1 }, "The only paper of the day"],
  [{ ...place, place: 2 }, "Second of 23 by upvotes"],
  [{ ...place, listedBefore }, "Most upvoted of the day; listed again, first on 10 June"],
  [{ kind: "rise", gained: 49, day: "2026-06-16", ...figures }, "+49 upvotes on 16 June"],
  [
    { kind: "late-rise", gained: 64, since: "2026-06-11", upvotes: 90 },
    "Rose after its day: +64 upvotes since 11 June",
  ],
  [{ ...late, atClose: null }, "Now joint second of 11 June’s 20 papers"],
  [
    { ...late, atClose: { place: 7 } },
    "Now joint second of 11 June’s 20 papers, seventh when its day closed",
  ],
  [{ kind: "media", ...figures }, "With figures or a video"],
  [{ kind: "discussed", ...figures }, ""],
  [{ kind: "discussed", ...figures, listedBefore }, "Listed again, first on 10 June"],
  [{ kind: "many-authors", authors: 42, ...figures }, ""],
  [{ kind: "unvoted", stars: 40 }, ""],
  [{ kind: "announced", stars: 40 }, "Announced on arXiv, not voted on"],
  [{ kind: "listed-again", listedBefore, ...figures }, "Listed again, first on 10 June"],
  [null, ""],
])("repeats nothing that the card shows beside it: %j", (explanation, said) => {
  expect(explanationOnCard(explanation, wordsIn("en"))).toBe(said);
});
