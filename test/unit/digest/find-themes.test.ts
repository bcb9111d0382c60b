import { describe, expect, it } from "vitest";
import { findThemes, type ShareOf, type ThemePaper } from "../../../src/digest/find-themes.ts";
import { wordsIn } from "../../../words/words.ts";
import { hostileTexts } from "../../email/editions.ts";

const paper = (given: Partial<ThemePaper>): ThemePaper => ({
  title: "",
  abstract: "",
  keywords: [],
  ...given,
});

const labels = (papers: ThemePaper[], shareOf?: ShareOf) =>
  findThemes(papers, shareOf).map(({ known, phrase }) =>
    known === null ? phrase : wordsIn("en").say(known),
  );

describe("the themes of papers", () => {
  it("are the field's, by whatever name a paper has for them, in title or repeatedly in the abstract", () => {
    const papers = [
      paper({ title: "A VLA Model That Waits" }),
      paper({ keywords: ["sim-to-real"], abstract: "A robot must walk before the robot can run." }),
      paper({
        abstract: "Robots fall. Our robot does not, since a robot that waits is a robot that stands.",
      }),
      paper({ abstract: "Unlike robots, people sleep." }),
    ];
    expect(findThemes(papers)).toMatchObject([{ known: "theme.robotics", papers: [0, 1, 2] }]);
  });

  it("are none that keywords alone name, as they do what a paper merely uses", () => {
    const papers = [
      paper({ title: "Robots That Wait" }),
      paper({
        title: "A Benchmark of Doors",
        keywords: ["sim-to-real"],
        abstract: "A robot opens 40 doors.",
      }),
      paper({ title: "A Benchmark of Locks", keywords: ["door handles"] }),
      paper({ title: "A Benchmark of Keys", keywords: ["door handles"] }),
    ];
    expect(findThemes(papers)).toEqual([expect.objectContaining({ known: "theme.benchmarks" })]);
  });

  it("are phrases too that two papers name, one as a keyword, in the plural and with their capitals", () => {
    const papers = [
      paper({ title: "Sharper Normalizing Flow Bounds", keywords: ["normalizing flow"] }),
      paper({ title: "Why Normalizing Flows Fail" }),
      paper({ title: "Kalman filters for All", keywords: ["Kalman filter"] }),
      paper({ keywords: ["Kalman filters"], abstract: "Kalman filters are old; we warm Kalman filters up." }),
    ];
    expect(labels(papers).toSorted()).toEqual(["Kalman filters", "normalizing flows"]);
  });

  it("are none that every paper has, and none of one paper alone", () => {
    const papers = [
      paper({
        title: "Large Language Models and Their Training",
        keywords: ["large language models", "downstream tasks"],
      }),
      paper({
        title: "Deep Learning for Language Models",
        keywords: ["large language models", "downstream tasks"],
      }),
      paper({ keywords: ["quantization"] }),
    ];
    expect(labels(papers)).toEqual([]);
  });

  it("weigh more where fewer papers have their words", () => {
    const papers = [
      paper({ title: "Privacy by Quantization" }),
      paper({ title: "Quantization for Privacy" }),
    ];
    const shareOf = (rare: string) => (word: string) => (word === rare ? 0.01 : 0.3);
    expect(labels(papers, shareOf("privacy"))).toEqual(["privacy", "quantization"]);
    expect(labels(papers, shareOf("quantization"))).toEqual(["quantization", "privacy"]);
  });

  it("come from hostile, far and endless texts in no time, the same each time", () => {
    const papers = [...hostileTexts, "a-".repeat(50_000), "word ".repeat(50_000), "(".repeat(50_000)].map(
      (text) => paper({ title: text, abstract: text, keywords: Array.from({ length: 300 }, () => text) }),
    );
    const began = performance.now();
    const found = findThemes(papers);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(findThemes(papers)).toEqual(found);
    for (const { phrase } of found) expect(phrase).not.toMatch(/[<>"\r\n\ufdd0\u202e]/);
  });
});
