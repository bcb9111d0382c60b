import { expect, it } from "vitest";
import type { PaperTerm } from "../../../src/papers/search/paper-terms.ts";
import type { MarkKind } from "../../../src/taste/marks-store.ts";
import { measureProfile, profileTerms } from "../../../src/taste/profile.ts";

function term(lexeme: string, weight: number): PaperTerm {
  return { lexeme, word: `${lexeme}s`, weight };
}

function marked(kind: MarkKind, ...words: string[]) {
  return { kinds: [kind], terms: words.map((word) => term(word, 1 / Math.sqrt(words.length))) };
}

function vector(...lexemes: string[]) {
  return { lexemes, weights: lexemes.map(() => 1 / Math.sqrt(lexemes.length)) };
}

const none = new Set<string>();
const words = (terms: PaperTerm[]) => terms.map(({ lexeme }) => lexeme);

it("puts what marked papers share before what one of them has", () => {
  const terms = profileTerms(
    [marked("more", "video", "world"), marked("save", "video", "fog"), marked("more", "video", "rain")],
    none,
  );
  expect(words(terms)[0]).toBe("video");
  expect(terms[0]?.word).toBe("videos");
  expect(terms.every(({ weight }) => weight > 0)).toBe(true);
  expect(terms.reduce((sum, { weight }) => sum + weight ** 2, 0)).toBeCloseTo(1, 3);
});

it("weighs a word that several marked papers hold more than one that is as heavy in one alone", () => {
  const paper = (...terms: [string, number][]) => ({
    kinds: ["more" as const],
    terms: terms.map(([lexeme, weight]) => term(lexeme, weight)),
  });
  const terms = profileTerms(
    [paper(["video", 0.3], ["fog", 0.6]), paper(["video", 0.3], ["rain", 0.1])],
    none,
  );
  expect(words(terms)).toEqual(["video", "fog", "rain"]);
});

it("weighs words of papers marked as less against the others, and half as much", () => {
  const terms = profileTerms([marked("more", "video", "world"), marked("less", "robot", "world")], none);
  const weightOf = (lexeme: string) => terms.find((one) => one.lexeme === lexeme)?.weight ?? 0;
  expect(weightOf("robot")).toBeLessThan(0);
  expect(weightOf("world")).toBeGreaterThan(0);
  expect(weightOf("video")).toBeCloseTo(-2 * weightOf("robot"), 3);
});

it("keeps out what the reader took out, and no more than sixty words", () => {
  const many = Array.from({ length: 100 }, (_, n) => `word${n}`);
  const terms = profileTerms([marked("more", ...many)], new Set(["word0", "word7"]));
  expect(terms).toHaveLength(60);
  expect(words(terms)).not.toEqual(expect.arrayContaining(["word0"]));
  expect(words(terms)).not.toEqual(expect.arrayContaining(["word7"]));
});

it("says nothing without marks, without words, and where recent papers do not differ", () => {
  expect(profileTerms([], none)).toEqual([]);
  expect(profileTerms([{ kinds: ["more"], terms: [] }], none)).toEqual([]);
  const terms = profileTerms([marked("more", "video")], none);
  expect(measureProfile([], [vector("video")])).toBeNull();
  expect(measureProfile(terms, [])).toBeNull();
  expect(measureProfile(terms, [vector("robot"), vector("fog")])).toBeNull();
});

it("tells similarity in spreads above the mean of recent papers", () => {
  const profile = measureProfile(profileTerms([marked("more", "video")], none), [
    vector("video"),
    vector("fog"),
    vector("fog"),
    vector("rain"),
  ]);
  expect(profile?.mean).toBeCloseTo(0.25);
  expect(profile?.spread).toBeCloseTo(Math.sqrt(3) / 4);
});

it("puts nothing above the mean for a reader who only wants less", () => {
  const terms = profileTerms([marked("less", "video")], none);
  const profile = measureProfile(terms, [vector("video"), vector("fog"), vector("fog")]);
  expect(profile).toMatchObject({ mean: 0, terms: [{ weight: -1 }] });
});
