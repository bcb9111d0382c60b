import { expect, it } from "vitest";
import { themesIn } from "../../../src/digest/themes-in.ts";
import { wordsIn } from "../../../words/words.ts";
import { makeEdition, makePaper } from "../../support/made-edition.ts";

it("names no field of which nothing is left to read", () => {
  const fields = ["cs.RO", " \u0000", "cs.RO", " \u0000"];
  const papers = fields.map((primaryCategory, index) => makePaper(index + 1, { primaryCategory }));
  expect(themesIn(wordsIn("en"), makeEdition(papers), [])).toEqual([
    { label: "Robotics (cs.RO)", papers: [0, 2], weight: 0 },
  ]);
});
