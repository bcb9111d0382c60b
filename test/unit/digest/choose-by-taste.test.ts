import { describe, expect, it } from "vitest";
import { choosePapers } from "../../../src/digest/choose-papers.ts";
import type { DigestPreferences } from "../../../src/digest/compiled-digest.ts";
import type { SeenPapers } from "../../../src/digest/seen-papers.ts";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import type { PaperVector } from "../../../src/papers/search/terms-store.ts";
import { usualPreferences } from "../../../src/subscribers/preferences.ts";
import type { TasteProfile } from "../../../src/taste/profile.ts";
import { makeEdition, makePaper } from "../../support/made-edition.ts";

type Given = Partial<FrozenPaper> & { about: string };

const liking: TasteProfile = {
  terms: ["video", "diffusion", "world", "frame"].map((lexeme) => ({
    lexeme,
    word: `${lexeme}s`,
    weight: 0.5,
  })),
  mean: 0.05,
  spread: 0.1,
};
const avoiding: TasteProfile = {
  terms: liking.terms.map((term) => ({ ...term, weight: -term.weight })),
  mean: 0,
  spread: 0.1,
};
const likedMuch = "video diffusion world frame";
const likedSome = "video diffusion tea milk salt ice";

/** The choice as places in the edition. @param papers with the words that they are about. */
function choose(
  papers: Given[],
  preferences: Partial<DigestPreferences>,
  profile: TasteProfile | null = liking,
  seen?: SeenPapers,
) {
  const made = papers.map(({ about: _, ...given }, place) => makePaper(place + 1, { upvotes: 10, ...given }));
  const vectors = new Map<string, PaperVector>(
    made.map(({ id }, place) => {
      const lexemes = papers[place]?.about.split(" ") ?? [];
      return [id, { lexemes, weights: lexemes.map(() => 1 / Math.sqrt(lexemes.length)) }];
    }),
  );
  return choosePapers(makeEdition(made), { ...usualPreferences, ...preferences }, seen, {
    taste: profile && { profile, vectors },
  });
}

const robots = { title: "Robots", abstract: "Robots." };
const other = { title: "Rain", abstract: "Rain." };

describe("what a reader follows", () => {
  const papers = [
    { ...robots, about: "robot tea" },
    { ...robots, about: likedSome },
    { ...robots, about: likedMuch },
  ];

  it("is ordered by how like it is to what they marked", () => {
    expect(choose(papers, { keywords: ["robots"] })).toMatchObject({ choice: { forYou: [2, 1, 0] } });
    expect(choose(papers, { keywords: ["robots"] }, null)).toMatchObject({ choice: { forYou: [0, 1, 2] } });
  });

  it("is ordered by where it matches too: a passing mention needs to be much more alike than a title", () => {
    const passing = { title: "Rain", abstract: "Of robots." };
    const like = (first: string, second: string) =>
      choose(
        [
          { ...passing, about: first },
          { ...robots, about: second },
        ],
        { keywords: ["robots"] },
      );
    expect(like("video tea milk salt ice fog rain snow wind", "tea")).toMatchObject({
      choice: { forYou: [1, 0] },
    });
    expect(like(likedMuch, "tea")).toMatchObject({ choice: { forYou: [0, 1] } });
  });

  it("is ordered by votes where it is alike", () => {
    const alike = [2, 300, 40].map((upvotes) => ({ ...robots, about: "robot tea", upvotes }));
    expect(choose(alike, { keywords: ["robots"] })).toMatchObject({ choice: { forYou: [1, 2, 0] } });
  });

  it("only goes behind the others when it is very like what they want less of", () => {
    const chosen = choose(
      [papers[2], papers[0], { ...robots, about: "milk" }].flatMap((one) => one ?? []),
      {
        keywords: ["robots"],
      },
      avoiding,
    );
    expect(chosen).toMatchObject({ choice: { forYou: [1, 2, 0] } });
    const passing = { title: "Rain", abstract: "Of robots.", about: "rain" };
    expect(
      choose([{ ...robots, about: likedMuch }, passing], { keywords: ["robots"] }, avoiding),
    ).toMatchObject({ choice: { forYou: [1, 0] } });
  });
});

describe("papers that match nothing", () => {
  const papers = [
    { ...other, about: "rain" },
    { ...robots, about: "robot" },
    { ...other, about: likedMuch },
  ];

  it("join what is followed when they are very like what was marked, and say by which words", () => {
    expect(choose(papers, { keywords: ["robots"], fillUp: "no" })).toEqual({
      kind: "chosen",
      choice: {
        detail: usualPreferences.detail,
        forYou: [1, 2],
        top: [],
        late: [],
        because: ["“robots”", "videos, diffusions, worlds"],
        joined: [2],
      },
    });
  });

  it("make a digest where nothing else matches, and come first for who follows nothing", () => {
    expect(choose(papers, { keywords: ["law"], fillUp: "no" })).toMatchObject({
      choice: { forYou: [2], joined: [2], top: [] },
    });
    expect(choose(papers, {})).toMatchObject({ choice: { forYou: [2], joined: [2], top: [0, 1] } });
  });

  it("never join when they are muted, were seen, or share fewer than three words", () => {
    const keywords = ["robots"];
    const alone = { choice: { forYou: [1] } };
    expect(choose(papers, { keywords, mutedKeywords: ["rain"] })).toMatchObject(alone);
    const seen = { papers: new Set([makePaper(3).id]), lateRisers: new Map() };
    expect(choose(papers, { keywords }, liking, seen)).toMatchObject(alone);
    expect(
      choose([...papers.slice(0, 2), { ...other, about: "video diffusion" }], { keywords }),
    ).toMatchObject(alone);
  });

  it("never join for a reader who only wants less of something", () => {
    expect(choose(papers, { keywords: ["robots"] }, avoiding)).toMatchObject({ choice: { forYou: [1] } });
    expect(choose(papers, {}, avoiding)).toMatchObject({ choice: { forYou: [], top: [0, 1, 2] } });
  });

  it("are three at most beside what is followed, and leave room for it", () => {
    const many = Array.from({ length: 6 }, () => ({ ...other, about: likedMuch }));
    const chosen = choose([{ ...robots, about: "robot" }, ...many], { keywords: ["robots"], fillUp: "no" });
    expect(chosen).toMatchObject({ choice: { forYou: [0, 1, 2, 3] } });
    const small = { keywords: ["robots"], maxPapers: 1 };
    expect(choose([...many, { ...robots, about: "robot" }], small)).toMatchObject({
      choice: { forYou: [6] },
    });
  });

  it("say no word that is part of another", () => {
    const terms = [
      { lexeme: "worldmodel", word: "world-models", weight: 0.6 },
      { lexeme: "world", word: "world", weight: 0.5 },
      { lexeme: "model", word: "models", weight: 0.4 },
      { lexeme: "video", word: "video", weight: 0.3 },
      { lexeme: "frame", word: "frames", weight: 0.3 },
    ];
    const chosen = choose(
      [{ ...other, about: terms.map(({ lexeme }) => lexeme).join(" ") }],
      {},
      { ...liking, terms },
    );
    expect(chosen).toMatchObject({ choice: { because: ["world-models, video, frames"] } });
  });
});
