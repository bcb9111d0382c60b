import { describe, expect, it } from "vitest";
import type { DigestFacts } from "../../../src/digest/compiled-digest.ts";
import { readerLines, readerMessages } from "../../../src/digest/reader-lines.ts";
import { shortName } from "../../../src/digest/short-name.ts";
import { wordsIn } from "../../../words/words.ts";

function linesOf(titles: string[], given: Partial<DigestFacts> = {}) {
  const facts: DigestFacts = {
    cadence: "daily",
    period: "2026-06-18",
    publicUrl: "https://papers.example.org",
    papers: titles.map((title) => ({ title, comments: 0, isRising: false, name: shortName(title) })),
    words: { language: "en", layers: wordsIn("en").excerpt(readerMessages) },
    themes: [],
    ...given,
  };
  const shown = titles.map((_, index) => index);
  return readerLines(facts).opening({ detail: "title", forYou: [], top: shown, late: [] }, shown);
}

const more = (count: number) => Array.from({ length: count }, (_, index) => `Paper ${index}: Its Title`);
const long = "A Benchmark for Interactive World Models with a Unified Framework";

describe("a subject", () => {
  it("gives three short names and counts the rest", () => {
    expect(linesOf(["Kimi K3: Open", "KronQ: X", "Orca: Y", ...more(7)]).subject).toBe(
      "Kimi K3, KronQ, Orca and 7 more",
    );
    expect(linesOf(["Kimi K3: Open", "KronQ: X"]).subject).toBe("Kimi K3 and KronQ");
  });

  it("passes over a name that does not fit beside others, and stays under 60 characters", () => {
    const { subject } = linesOf(["Kimi K3: Open", long, "Orca: Y", ...more(7)]);
    expect(subject).toBe("Kimi K3, Orca, Paper 0 and 7 more");
    expect(linesOf([long, long.replace("World", "Word"), "Orca: Y", ...more(7)]).subject).toBe(
      "A Benchmark for Interactive World Models, Orca and 8 more",
    );
  });

  it("puts no name that holds a comma beside others, for it would read as two", () => {
    const comma = "Strokes, Not Pixels: Drawing";
    expect(linesOf(["Kimi K3: Open", comma, "Orca: Y"]).subject).toBe("Kimi K3, Orca and 1 more");
    expect(linesOf([comma, "Kimi K3: Open", "Orca: Y"]).subject).toBe("Strokes, Not Pixels and 2 more");
  });

  it("says a name that two papers have once", () => {
    expect(linesOf(["Orca: One", "Orca: Two", "KronQ: X", "Kimi: Y"]).subject).toBe(
      "Orca, KronQ, Kimi and 1 more",
    );
  });

  it("keeps its week or month when a name fits beside it", () => {
    const week = { cadence: "weekly" as const, period: "2026-W25" };
    const month = { cadence: "monthly" as const, period: "2026-09" };
    expect(linesOf(["Kimi K3: Open", "KronQ: X", ...more(23)], week).subject).toBe(
      "Week 25: Kimi K3, KronQ, Paper 0 and 22 more",
    );
    expect(linesOf(["Kimi K3: Open", "KronQ: X"], month).subject).toBe("September 2026: Kimi K3 and KronQ");
    expect(linesOf([long, ...more(23)], month).subject).toMatch(
      /^A Benchmark for Interactive World Models and /,
    );
  });

  it("gives a single paper's whole title, and its name where that is too long", () => {
    const title = "Small Models: How They Learn to Ask Before They Answer";
    const { subject, preheader, summary } = linesOf([title]);
    expect({ subject, preheader }).toEqual({ subject: title, preheader: summary });
    expect(linesOf([long]).subject).toBe("A Benchmark for Interactive World Models");
  });

  it("counts papers where none has a name", () => {
    expect(linesOf(["W".repeat(70), "X".repeat(70)]).subject).toBe("2 papers of the day");
    expect(linesOf(["W".repeat(70)]).subject).toBe("1 paper of the day");
  });

  it("has a preheader of whole names, which tells first what the papers are about", () => {
    const themes = [{ label: "world models", papers: [0, 1, 2, 3], weight: 9 }];
    const { preheader } = linesOf(["A1: x", "B2: x", "C3: x", "D4: x", ...more(30)], { themes });
    expect(preheader).toMatch(/^With papers on world models\. Also: D4 · Paper 0 · Paper 1 · /);
    expect(preheader).not.toContain("…");
    expect(preheader.length).toBeLessThanOrEqual(140);
  });
});
