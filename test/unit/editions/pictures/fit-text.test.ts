import { describe, expect, it } from "vitest";
import { breakLines, drawableText } from "../../../../src/editions/pictures/fit-text.ts";

/** A font of ASCII and some Greek, each letter ten wide. */
const covers = (text: string) => /^[ -~αβ]*$/.test(text);
const widthOf = (text: string) => 10 * [...text].length;

describe("what of a title can be drawn", () => {
  it.each([
    ["Attention Is All You Need", "Attention Is All You Need"],
    ["An α-fair  \n way", "An α-fair way"],
    ["🚀 Rocket 🔥🔥 science 👩🏽‍🔬", "Rocket science"],
    ["𝒪(n) → 𝟙 ≤ 2", "O(n) -> 1 <= 2"],
    ["Größe naïve Zürich", "Groe naive Zurich"],
    ["zero\u200bwidth \u202eevil\u0000", "zerowidth evil"],
    ["从零 Training language models", "Training language models"],
  ])("%s is drawn as far as there are letters for it", (title, drawn) => {
    expect(drawableText(title, covers)).toBe(drawn);
  });

  it.each([
    "从零开始训练大型语言模型",
    "مرحبا بالعالم",
    "🚀🔥",
    "",
    "Привет, world",
  ])("%s would say something else, and is not drawn", (title) => {
    expect(drawableText(title, covers)).toBeNull();
  });
});

describe("a title in lines", () => {
  const broken = (text: string, width = 100) => breakLines(text, widthOf, { width, mostLines: 2 });

  it("breaks between words, and says when it goes on", () => {
    expect(broken("one two")).toEqual(["one two"]);
    expect(broken("one two three four")).toEqual(["one two", "three four"]);
    expect(broken("one two three, four five six seven")).toEqual(["one two", "three…"]);
    expect(broken("one two four five six seven")).toEqual(["one two", "four five…"]);
  });

  it("breaks a word that is wider than a line", () => {
    expect(broken("x".repeat(12))).toEqual(["x".repeat(10), "xx"]);
    expect(broken("x".repeat(4_000))).toEqual(["x".repeat(10), `${"x".repeat(9)}…`]);
  });

  it("is never wider than its place", () => {
    for (const line of broken(`${"word ".repeat(50)}${"x".repeat(50)}`, 70))
      expect(widthOf(line)).toBeLessThanOrEqual(70);
  });
});
