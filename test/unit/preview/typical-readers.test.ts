import { expect, test } from "vitest";
import { choosePapers } from "../../../src/digest/choose-papers.ts";
import { typicalNames, typicalPreferencesFor } from "../../../src/preview/typical-readers.ts";
import { parsePreferences } from "../../../src/subscribers/preferences.ts";
import { makeEdition, makePaper } from "../../support/made-edition.ts";

const papers = [
  makePaper(1, { title: "World Models for Robots", primaryCategory: "cs.RO", categories: ["cs.RO"] }),
  makePaper(2, {
    title: "How Tokens Know",
    primaryCategory: "cs.CL",
    categories: ["cs.CL"],
    organization: "A Lab",
  }),
  makePaper(3, { title: "What Tokens Forget", primaryCategory: "cs.CL", categories: ["cs.CL"] }),
];
const edition = makeEdition(papers);
const themes = [{ label: "tokens", papers: [1, 2], weight: 3 }];

test.each(typicalNames)("a typical reader (%s) has a choice that a subscriber may have", (name) => {
  expect(parsePreferences(typicalPreferencesFor(name, edition, themes)).kind).toBe("preferences");
});

test.each([
  "topics",
  "keywords",
  "names",
] as const)("who follows %s meets papers of the edition at hand", (name) => {
  const chosen = choosePapers(edition, typicalPreferencesFor(name, edition, themes));
  expect(chosen).toMatchObject({ kind: "chosen" });
  expect(chosen.kind === "chosen" && chosen.choice.forYou.length).toBeGreaterThan(0);
});

test("without themes a word of the first title is followed", () => {
  expect(typicalPreferencesFor("keywords", edition, []).keywords).toEqual(["Models"]);
});

test("who follows what nothing is about meets nothing", () => {
  expect(choosePapers(edition, typicalPreferencesFor("unmet", edition, themes))).toEqual({
    kind: "none",
    reason: "no-match",
  });
});
