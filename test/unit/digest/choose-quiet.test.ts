import { describe, expect, it } from "vitest";
import { chooseQuiet } from "../../../src/digest/choose-quiet.ts";
import type { DigestPreferences } from "../../../src/digest/compiled-digest.ts";
import { nothingSeen } from "../../../src/digest/seen-papers.ts";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import { usualPreferences } from "../../../src/subscribers/preferences.ts";
import { makeEdition, makePaper } from "../../support/made-edition.ts";

const plain = (title: string, more: Partial<FrozenPaper> = {}) => ({
  title,
  abstract: "Nothing.",
  keywords: [],
  ...more,
});

function papersOf(...given: Partial<FrozenPaper>[]): FrozenPaper[] {
  return given.map((one, index) =>
    makePaper(index + 1, { categories: [], primaryCategory: "hep-th", ...one }),
  );
}

function choose(
  papers: FrozenPaper[],
  wishes: Partial<DigestPreferences>,
  seen: string[] = [],
  least: number | null = null,
) {
  const preferences = { ...usualPreferences, ...wishes };
  const choice = chooseQuiet(
    makeEdition(papers),
    preferences,
    { ...nothingSeen, papers: new Set(seen) },
    least,
  );
  if (choice === null) throw new Error("no choice");
  return choice;
}

describe("the papers that come near", () => {
  it("are those that share most words of phrases, then the top ones, three in all and in titles", () => {
    const papers = papersOf(
      plain("Boats"),
      plain("Decoding the Brain"),
      plain("Sails"),
      plain("Speculative Execution and its Decoding Tables"),
    );
    const choice = choose(papers, { keywords: ["speculative decoding"] });
    expect(choice).toMatchObject({ detail: "title", forYou: [], top: [3, 1, 0], late: [] });
    expect(choice.quiet).toMatchObject({ shares: ["“speculative”, “decoding”", "“decoding”", ""] });
  });

  it("are of the same archive, or by somebody of the same name", () => {
    const papers = papersOf(
      plain("Boats", { authors: ["Ann Other"] }),
      plain("Arms", { primaryCategory: "cs.AI" }),
      plain("Nets", { authors: ["Zoe Lecun"] }),
    );
    expect(choose(papers, { topics: ["cs.RO"], authors: ["Yann LeCun"] })).toMatchObject({
      top: [2, 1, 0],
      quiet: { shares: ["LeCun", "cs", ""] },
    });
  });

  it("are new to the reader, not muted, and of the edition's own period", () => {
    const papers = papersOf(
      plain("Decoding Seen"),
      plain("Decoding Boats"),
      plain("Decoding Late", { section: "late" }),
      plain("Sails"),
    );
    const seen = papers.slice(0, 1).map(({ id }) => id);
    expect(
      choose(papers, { keywords: ["speculative decoding"], mutedKeywords: ["boats"] }, seen),
    ).toMatchObject({
      top: [3],
      quiet: { shares: [""] },
    });
    expect(choose(papers, { keywords: ["robots"], mutedKeywords: ["decoding", "sails"] }).top).toEqual([]);
  });

  it("stand after what matched, where that was too little", () => {
    const papers = papersOf(plain("Boats"), plain("Robots"), plain("Sails"));
    expect(choose(papers, { keywords: ["robots", "submarines"], minMatches: 3 }, [], 3)).toMatchObject({
      forYou: [1],
      because: ["“robots”"],
      top: [0, 2],
      quiet: { least: 3, wishes: ["“submarines”"], moreWishes: 0 },
    });
  });
});

it("names what met nothing new: topics, keywords, authors and organisations, the first dozen, and counts the rest", () => {
  const [seen, ...others] = papersOf(plain("Robots"), plain("Boats"));
  const wishes = {
    topics: ["cs.RO"],
    keywords: ["robots", "boats"],
    authors: ["Zed Nobody"],
    organizations: ["Nowhere Institute"],
  };
  const papers = seen ? [seen, ...others] : [];
  expect(choose(papers, wishes, [seen?.id ?? ""]).quiet).toMatchObject({
    wishes: ["cs.RO", "“robots”", "Zed Nobody", "Nowhere Institute"],
    moreWishes: 0,
  });
  const many = choose(papers, {
    keywords: Array.from({ length: 50 }, (_, index) => `wish ${index} of many`),
  });
  expect(many.quiet).toMatchObject({ moreWishes: 38 });
  expect(many.quiet?.wishes).toHaveLength(12);
});

it("is none of a reader who follows nothing", () => {
  expect(chooseQuiet(makeEdition(papersOf(plain("Boats"))), usualPreferences, nothingSeen, null)).toBeNull();
});
