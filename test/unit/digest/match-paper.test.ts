import { describe, expect, it } from "vitest";
import type { DigestPreferences } from "../../../src/digest/compiled-digest.ts";
import { indexPaper, matchPaper, mutes, preferenceWords } from "../../../src/digest/match-paper.ts";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import { makePaper } from "../../support/made-edition.ts";

type Wishes = Partial<DigestPreferences>;

const words = (wishes: Wishes) =>
  preferenceWords({
    topics: [],
    keywords: [],
    authors: [],
    mutedKeywords: [],
    mutedAuthors: [],
    organizations: [],
    mutedOrganizations: [],
    maxPapers: 10,
    fillUp: "few",
    detail: "summary",
    minMatches: 1,
    wantsLateRisers: true,
    wantsRepeats: false,
    ...wishes,
  });

const bare = { title: "", abstract: "", keywords: [], authors: [], categories: [], primaryCategory: null };

function reasons(paper: Partial<FrozenPaper>, wishes: Wishes): string[] {
  return matchPaper(words(wishes), indexPaper(makePaper(1, { ...bare, ...paper })))?.reasons ?? [];
}

const finds = (title: string, keyword: string) => reasons({ title }, { keywords: [keyword] }).length === 1;

const isBy = (author: string, wanted: string) =>
  reasons({ authors: [author] }, { authors: [wanted] }).length === 1;

describe("topics", () => {
  it.each([
    ["cs.CL", "cs.CL", true],
    ["cs.CL", "cs", true],
    ["cs.CL", " CS.cl ", true],
    ["cs.CL", "cs.LG", false],
    ["cs.CL", "cs.C", false],
    ["cs.CL", "c", false],
    ["cs.C", "cs.CL", false],
    ["econ", "econ", true],
    ["q-bio.NC", "bio", false],
  ])("a paper of %s is on %s: %s", (category, topic, is) => {
    expect(reasons({ categories: [category] }, { topics: [topic] })).toEqual(is ? [topic.trim()] : []);
  });

  it("are met by any category of a paper, and by its primary one alone", () => {
    expect(reasons({ categories: ["cs.LG", "cs.CL"] }, { topics: ["cs.CL"] })).toEqual(["cs.CL"]);
    expect(reasons({ primaryCategory: "cs.CL" }, { topics: ["cs.CL"] })).toEqual(["cs.CL"]);
  });

  it("are unknown only for a paper without any category", () => {
    const isUncategorised = (paper: Partial<FrozenPaper>) =>
      indexPaper(makePaper(1, { ...bare, ...paper })).isUncategorised;
    expect(isUncategorised({})).toBe(true);
    expect(isUncategorised({ primaryCategory: "cs.CL" })).toBe(false);
    expect(isUncategorised({ categories: ["cs.CL"] })).toBe(false);
  });
});

describe("keywords", () => {
  it.each([
    ["Agents that plan", "agents", true],
    ["Reagents that plan", "agents", false],
    ["Planetary", "plan", false],
    ["Refine and fine-tune", "fine", true],
    ["A plan", "plan", true],
    ["Plan", "plan", true],
    ["(plan)", "plan", true],
    ["plan2", "plan", false],
    ["2plan", "plan", false],
    ["plan", "planet", false],
  ])("in “%s” find “%s” as whole words: %s", (title, keyword, is) => {
    expect(finds(title, keyword)).toBe(is);
  });

  it.each([
    ["LLMs plan", "LLM", true],
    ["LLMs", "LLM", true],
    ["LLMsx", "LLM", false],
    ["LLM", "LLMs", true],
    ["AIs plan", "AI", false],
    ["AI plans", "AI", true],
    ["glasss", "glas", false],
  ])("in “%s” find “%s” with a plural s: %s", (title, keyword, is) => {
    expect(finds(title, keyword)).toBe(is);
  });

  it.each([
    ["Planning", "plan", true],
    ["plan", "planning", true],
    ["Quantized models", "quantization", true],
    ["Quantised models", "quantization", true],
    ["Interpretable features", "interpretability", true],
    ["General models", "generative", false],
    ["Generating images", "image generation", false],
    ["KV-cache eviction", "kvcache", true],
    ["kvcache eviction", "KV cache", true],
    ["Finetuning of models", "fine-tuning", true],
    ["The URL of a page", "RL", false],
    ["RL for agents", "reinforcement learning", true],
    ["Reinforced learning", "RL", true],
    ["MoE at scale", "mixture of experts", true],
    ["A Mixture-of-Experts model", "MoE", true],
    ["R^3-Bench", "R³", true],
    ["R³-Bench", "R^3", true],
    ["H₂O", "H_2O", true],
  ])("in “%s” find “%s” by its forms: %s", (title, keyword, is) => {
    expect(finds(title, keyword)).toBe(is);
  });

  it("weigh most in a title and least in an abstract", () => {
    const weightOf = (paper: Partial<FrozenPaper>) =>
      matchPaper(words({ keywords: ["robots"] }), indexPaper(makePaper(1, { ...bare, ...paper })))?.weight;
    expect(weightOf({ title: "Robots", abstract: "Robots." })).toBe(3);
    expect(weightOf({ abstract: "Robots.", keywords: ["robots"] })).toBe(2);
    expect(weightOf({ abstract: "Robots." })).toBe(1);
    expect(weightOf({ abstract: "Sewing." })).toBeUndefined();
  });

  it.each([
    ["Fine-Tuning of models", "fine tuning"],
    ["fine tuning", "Fine-Tuning"],
    ["fine_tuning", "fine tuning"],
    ["fine\u2011tuning", "fine-tuning"],
    ["fine \u2013 tuning", "fine tuning"],
    ["fine  tuning", " fine tuning "],
    ["Schrödinger bridges", "schrodinger"],
    ["Schrodinger bridges", "Schrödinger"],
    ["ＧＰＴ", "gpt"],
  ])("in “%s” find “%s”, without regard to case, accents and hyphens", (title, keyword) => {
    expect(finds(title, keyword)).toBe(true);
  });

  it("keep the signs of scripts in which a sign makes another word", () => {
    expect(finds("パン", "ハン")).toBe(false);
    expect(finds("パン", "パン")).toBe(true);
  });

  it.each([
    ["大規模言語モデルの推論", "言語モデル", true],
    ["模型small", "模型", true],
    ["模型s", "模型", true],
    ["small模型", "模型", true],
    ["สวัสดีชาวโลก", "ชาว", true],
    ["한국어모델", "모델", false],
    ["한국어 모델", "모델", true],
  ])("in “%s” find “%s”, which may or may not need spaces around it: %s", (title, keyword, is) => {
    expect(finds(title, keyword)).toBe(is);
  });

  it("see letters beyond the basic plane whole", () => {
    expect(finds("𝟘𐐷 x", "𐐷")).toBe(false);
    expect(finds("a 𐐨𐐩 b", "𐐨")).toBe(false);
    expect(finds("a 𐐨𐐩 b", "𐐩")).toBe(false);
    expect(finds("a 𐐨𐐩 b", "𐐨𐐩")).toBe(true);
    expect(finds("😀plan😀", "plan")).toBe(true);
    expect(finds("x 😀plan", "plan")).toBe(true);
    expect(finds("𐐨plan", "plan")).toBe(false);
  });

  it("are sought in title, abstract and the paper's own keywords, each apart", () => {
    const paper = { title: "Robots", abstract: "They fold.", keywords: ["laundry", "grasping"] };
    expect(reasons(paper, { keywords: ["Robots", "fold", "laundry", "grasping", "sewing"] })).toEqual([
      "“Robots”",
      "“fold”",
      "“laundry”",
      "“grasping”",
    ]);
  });
});

describe("authors", () => {
  it.each([
    ["Yann LeCun", "Yann LeCun", true],
    ["Yann LeCun", "yann le-cun", false],
    ["Yann Le-Cun", "Yann Le Cun", true],
    ["Yann LeCun", "LeCun, Yann", true],
    ["LeCun, Yann", "Yann LeCun", true],
    ["Yann LeCun", "LeCun", true],
    ["Yann LeCun", "Yann", false],
    ["Yann LeCun", "Y. LeCun", true],
    ["Y. LeCun", "Yann LeCun", true],
    ["Y.LeCun", "Yann LeCun", true],
    ["Yann LeCun", "Z. LeCun", false],
    ["Z. LeCun", "Yann LeCun", false],
    ["Yann LeCun", "Yves LeCun", false],
    ["Yann LeCun", "Yann LeCunn", false],
    ["Yann LeCun", "Yann Bengio", false],
    ["Ana María López", "ana maria lopez", true],
    ["Ana María López", "Ana López", false],
    ["Ana María López", "A. López", true],
    ["LeCun", "Yann LeCun", false],
  ])("a paper by %s is by %s: %s", (author, wanted, is) => {
    expect(isBy(author, wanted)).toBe(is);
  });

  it("are any of a paper's", () => {
    expect(reasons({ authors: ["Ada Example", "Bo Sample"] }, { authors: ["Sample"] })).toEqual(["Sample"]);
  });
});

describe("organisations", () => {
  const paper = { organization: "Moonshot AI" };

  it("are found by name, weigh as much as a title, and are named as they were written", () => {
    const match = matchPaper(words({ organizations: ["MoonshotAI"] }), indexPaper(makePaper(1, paper)));
    expect(match).toEqual({ weight: 3, reasons: ["MoonshotAI"] });
    expect(reasons(paper, { organizations: ["Moon"] })).toEqual([]);
    expect(reasons({ organization: null }, { organizations: ["Moonshot"] })).toEqual([]);
  });

  it("are something to follow, alone", () => {
    expect(words({ organizations: ["Meta"] }).followsNothing).toBe(false);
    expect(words({ organizations: [" "], mutedOrganizations: ["Meta"] }).followsNothing).toBe(true);
  });

  it("hide their papers when they are muted", () => {
    expect(mutesPaper(paper, { mutedOrganizations: ["moonshot"] })).toBe(true);
    expect(mutesPaper(paper, { mutedOrganizations: ["Meta"] })).toBe(false);
  });
});

it("reads several keywords on one line, as they were kept before, as several", () => {
  const several = { keywords: ["agents, robots; 1,000 GPUs"] };
  expect(reasons({ title: "Robots on 1,000 GPUs" }, several)).toEqual(["“robots”", "“1,000 GPUs”"]);
  expect(mutesPaper({ title: "Robots" }, { mutedKeywords: several.keywords })).toBe(true);
});

describe("what a reader wrote", () => {
  it("counts for nothing when it is blank", () => {
    expect(words({ topics: [" "], keywords: ["", " - "], authors: [" . ", ","] }).followsNothing).toBe(true);
    expect(words({ mutedKeywords: ["plan"], mutedAuthors: ["Ada"] }).followsNothing).toBe(true);
    expect(mutesPaper({ title: "Plan", authors: ["Ada Example"] }, { mutedKeywords: [" "] })).toBe(false);
    expect(mutesPaper({ title: "Plan", authors: ["Ada Example"] }, { mutedAuthors: [" "] })).toBe(false);
  });

  it.each([
    { topics: ["cs.CL"] },
    { keywords: ["plan"] },
    { authors: ["Ada"] },
  ])("follows with %o", (wishes) => {
    expect(words(wishes).followsNothing).toBe(false);
  });

  it("is told back without the spaces around it", () => {
    expect(reasons({ title: "Plan" }, { keywords: [" Plan "] })).toEqual(["“Plan”"]);
    expect(reasons({ authors: ["Ada Example"] }, { authors: [" Example "] })).toEqual(["Example"]);
  });
});

function mutesPaper(paper: Partial<FrozenPaper>, wishes: Wishes): boolean {
  return mutes(words(wishes), indexPaper(makePaper(1, { ...bare, ...paper })));
}

describe("a muted paper", () => {
  const paper = { title: "Robots That Fold", authors: ["Ada Example", "Bo Sample"] };

  it.each([
    [{ mutedKeywords: ["fold"] }, true],
    [{ mutedKeywords: ["sewing", " Robot "] }, true],
    [{ mutedKeywords: ["sewing"] }, false],
    [{ mutedAuthors: ["B. Sample"] }, true],
    [{ mutedAuthors: ["C. Sample"] }, false],
    [{}, false],
  ])("with %o: %s", (wishes, is) => {
    expect(mutesPaper(paper, wishes)).toBe(is);
  });
});
