import { describe, expect, it } from "vitest";
import { fittingWording, listWordingProblems } from "../../../words/own-wording.ts";
import { ownWordsIn } from "../../../words/words.ts";

describe("an installation's own wording", () => {
  it.each([
    ["no sentence", {}],
    ["a sentence without arguments", { en: { "confirm.preheader": "One click is left." } }],
    [
      "the installation's name, or a name in its place",
      { en: { "confirm.subject": "Acme asks: is it you?" } },
    ],
    ["the arguments in another order", { de: { "confirm.signed-up": "{brand} für {recipient}" } }],
    [
      "a plural by the rules of its language",
      { de: { "confirm.lasts": "{days, plural, one{Ein Tag} other{# Tage}}" } },
    ],
    ["tags", { en: { "site.confirm.lede": "To <b>{email}</b> it goes." } }],
  ])("may be %s", (_, own) => {
    expect(listWordingProblems(own)).toEqual([]);
  });

  it.each([
    ["a list", [], /^be an object/],
    ["another language", { fr: {} }, /^name languages of ours, en or de: not "fr"$/],
    [
      "an unknown sentence",
      { en: { "confirm.subjet": "x" } },
      /^name sentences of the catalogue: en "confirm.subjet"$/,
    ],
    ["a name of every object", { en: { constructor: "x" } }, /^name sentences of the catalogue/],
    [
      "an argument that the sentence lacks",
      { en: { "confirm.preheader": "{recipient}" } },
      /^be filled with nothing/,
    ],
    [
      "a missing argument",
      { en: { "confirm.signed-up": "Hello" } },
      /^be filled with .*{recipient} \(text\)/,
    ],
    [
      "text where there is a number",
      { en: { "confirm.lasts": "{days} days" } },
      /^be filled with {days} \(number\)/,
    ],
    ["an open brace", { en: { "confirm.subject": "{brand" } }, /^be ICU MessageFormat/],
    [
      "a plural without other",
      { en: { "confirm.lasts": "{days, plural, one{a day}}" } },
      /^be ICU MessageFormat/,
    ],
    ["a tag of its own", { en: { "confirm.subject": "<script>x</script>" } }, /^have no tags/],
    ["a tag less", { en: { "site.confirm.lede": "{email}" } }, /^have the tags b/],
    [
      "a number in a style that there is not",
      { en: { "confirm.lasts": "{days, number, ::currency/XX}" } },
      /^write its numbers in a style that there is/,
    ],
    [
      "a number that is a date too",
      { en: { "confirm.lasts": "{days, date} {days, number}" } },
      /^be filled with {days} \(number\)/,
    ],
    ["nothing", { en: { "confirm.subject": " " } }, /^say something/],
    ["no text", { en: { "confirm.subject": 1 } }, /^say something/],
    ["a line break", { en: { "confirm.subject": "a\nb" } }, /^have no control characters/],
    ["a book", { en: { "confirm.subject": "a".repeat(3000) } }, /^have at most 2000 characters/],
  ])("may not be %s", (_, own, problem) => {
    expect(listWordingProblems(own)).toEqual([expect.stringMatching(problem)]);
  });

  it("keeps what still fits when sentences have changed since it was kept", () => {
    const kept = {
      en: { "confirm.preheader": "One click is left.", "confirm.subject": "{gone}", "no.longer": "x" },
      fr: {},
    };
    expect(fittingWording(kept)).toEqual({ en: { "confirm.preheader": "One click is left." } });
    expect(fittingWording("no wording")).toEqual({});
  });

  it("is said in place of the catalogue's, which says the rest", () => {
    const words = ownWordsIn("de", { "confirm.subject": "{brand}: bitte bestätigen" }, "Acme");
    expect(words.say("confirm.subject")).toBe("Acme: bitte bestätigen");
    expect(words.say("welcome.subject")).toBe("Willkommen bei Acme");
    expect(words.number(1200)).toBe("1.200");
  });
});
