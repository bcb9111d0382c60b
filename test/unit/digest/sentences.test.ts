import { describe, expect, test } from "vitest";
import { splitSentences } from "../../../src/digest/sentences.ts";

const split = (text: string) => splitSentences(text).map((sentence) => sentence.text);

describe("a sentence ends", () => {
  test.each([
    ["at full stops, questions and exclamations", ["It works.", "Does it?", "It does!", "Good."]],
    [
      "behind a closing quote or bracket",
      ['They call it "lazy."', "It (nearly) never fails.", "It is fast."],
    ],
    ["before a name that begins small", ["Planning is slow.", "mHC keeps it short.", "π0 does not."]],
    ["before a digit or a formula", ["It has parts.", "3 of them matter.", "$x$ is one."]],
    ["after et al. when the next one begins", ["This follows Doe et al.", "We extend it."]],
    ["after a letter that stands alone", ["It is of type A.", "We prove it."]],
    ["after etc.", ["It draws cats, dogs, etc.", "All are good."]],
  ])("%s", (_, sentences) => {
    expect(split(sentences.join(" "))).toEqual(sentences);
  });

  test("without a space in Chinese and Japanese", () => {
    expect(split("模型很大。我们提出新方法！效果如何？很好。")).toEqual([
      "模型很大。",
      "我们提出新方法！",
      "效果如何？",
      "很好。",
    ]);
  });

  test("where the space is missing before a usual first word", () => {
    expect(split("They need large models.We need small ones.")).toEqual([
      "They need large models.",
      "We need small ones.",
    ]);
  });
});

describe("no sentence ends", () => {
  test.each([
    "Tools, e.g. Hammers, i.e. The usual ones, help.",
    "As Doe et al. (2024) and Roe et al. [3] show, it helps.",
    "Fig. 3, Eq. 4, Sec. 5 and No. 7 tell of it, cf. Tab. 2.",
    "It gains 3.5 points over v1.2.3 and GPT-4.1 at 0.95 of the cost.",
    "The work of J. R. Example and Dr. Sample began in the U.S. Army.",
    "See https://example.org/a.B?c=D for it",
    "The loss $L = x. Y$ and the set (a. B) are one.",
    "It is slow (see the appendix. There is more.) and large.",
    "The approx. Gaussian vs. Laplacian noise, w.r.t. The norm, is small.",
  ])("in %j", (text) => {
    expect(split(text)).toEqual([text]);
  });
});

test("places are those in the text", () => {
  const text = "  One is here.  Two is there. ";
  expect(splitSentences(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    "One is here.",
    "Two is there.",
  ]);
});

test("a bracket that nobody closes hides no end", () => {
  expect(split(`It begins (here. ${"It goes on. ".repeat(50)}`).length).toBeGreaterThan(40);
});

test.each(["", "   ", "\n"])("of %j there is none", (text) => {
  expect(split(text)).toEqual([]);
});

test.each([
  "A. ",
  ".",
  "(",
  "$",
  "(.",
  "$x. ",
  ") ",
  "。",
  "e.g. ",
  "x.We ",
  "「",
  '."',
])("100 kB of %j are split in no time, whole", (part) => {
  const text = part.repeat(Math.ceil(100_000 / part.length));
  const begun = performance.now();
  const sentences = splitSentences(text);
  expect(performance.now() - begun).toBeLessThan(500);
  expect(sentences.length).toBeLessThanOrEqual(80);
  expect(sentences.at(-1)?.end).toBe(text.trimEnd().length);
});
