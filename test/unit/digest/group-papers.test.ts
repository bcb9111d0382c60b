import { describe, expect, it } from "vitest";
import type { DigestChoice, Theme } from "../../../src/digest/compiled-digest.ts";
import { groupPapers } from "../../../src/digest/group-papers.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const themes: Theme[] = [
  { label: "agents", papers: [3, 4, 5, 6, 8], weight: 20 },
  { label: "GUI agents", papers: [4, 6], weight: 20 },
  { label: "privacy", papers: [7], weight: 9 },
  { label: "Robotics (cs.RO)", papers: [0, 7, 9], weight: 0 },
];
const choiceOf = (given: Partial<DigestChoice>): DigestChoice => ({
  detail: "summary",
  forYou: [],
  top: [],
  late: [],
  ...given,
});

describe("grouping", () => {
  it("leaves the first three, then puts narrow themes before wide ones, fields behind both, and the rest last", () => {
    const grouped = groupPapers(choiceOf({ top: upTo(11) }), { themes });
    expect(grouped.top).toEqual([0, 1, 2, 3, 5, 8, 4, 6, 7, 9, 10]);
    expect(grouped.groups).toEqual([
      { section: "top", from: 3, theme: 0 },
      { section: "top", from: 6, theme: 1 },
      { section: "top", from: 8, theme: 3 },
      { section: "top", from: 10, theme: null },
    ]);
  });

  it("moves what a reader follows together with why", () => {
    const because = upTo(8).map((index) => `why ${index}`);
    const grouped = groupPapers(choiceOf({ forYou: [0, 1, 2, 9, 3, 5, 7, 8], because }), { themes });
    expect(grouped.forYou).toEqual([0, 1, 2, 9, 7, 3, 5, 8]);
    expect(grouped.because).toEqual(["why 0", "why 1", "why 2", "why 3", "why 6", "why 4", "why 5", "why 7"]);
  });

  it("parts each section by itself, and late risers not at all", () => {
    const grouped = groupPapers(choiceOf({ forYou: [0, 1, 2], top: [3, 7, 5, 9], late: [8, 10] }), {
      themes,
    });
    expect(grouped).toMatchObject({ forYou: [0, 1, 2], top: [3, 5, 7, 9], late: [8, 10] });
    expect(grouped.groups?.map(({ section, from }) => [section, from])).toEqual([
      ["top", 0],
      ["top", 2],
    ]);
  });

  it.each([
    ["fewer than eight papers", choiceOf({ top: upTo(7) }), themes],
    ["papers that share nothing", choiceOf({ top: [0, 1, 2, 10, 11, 12, 13, 14] }), themes],
    ["papers that all share one theme", choiceOf({ top: [0, 1, 2, 3, 4, 5, 6, 8] }), themes.slice(0, 1)],
    ["a set of the release before", choiceOf({ top: upTo(11) }), undefined],
  ])("leaves %s as they are", (_, choice, known) => {
    expect(groupPapers(choice, { themes: known })).toBe(choice);
  });

  it("loses and repeats no paper, and does the same again", () => {
    const many = Array.from(
      { length: 40 },
      (_, index): Theme => ({
        label: `theme ${index}`,
        papers: [index, (index * 7) % 50, (index * 3 + 1) % 50].toSorted((a, b) => a - b),
        weight: 10 + (index % 5),
      }),
    );
    const choice = choiceOf({ forYou: upTo(25), top: upTo(25).map((index) => index + 25) });
    const grouped = groupPapers(choice, { themes: many });
    expect([...grouped.forYou].sort((a, b) => a - b)).toEqual(choice.forYou);
    expect([...grouped.top].sort((a, b) => a - b)).toEqual(choice.top);
    expect(groupPapers(choice, { themes: many })).toEqual(grouped);
  });
});
