import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DigestPreferences } from "../../../src/digest/compiled-digest.ts";
import { foldText } from "../../../src/digest/fold-text.ts";
import { indexPaper, matchPaper, mutes, preferenceWords } from "../../../src/digest/match-paper.ts";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import { usualPreferences } from "../../../src/subscribers/preferences.ts";
import { makePaper } from "../../support/made-edition.ts";
import { runsOf } from "../../support/property-runs.ts";

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
    ["The structure of agents", "agentic", true],
    ["Biased models", "bias", true],
    ["A critical analysis", "analyzing", true],
    ["Indices of growth", "index", true],
    ["New models", "news", false],
  ])("in “%s” find “%s” by the forms of its words: %s", (title, keyword, is) => {
    expect(finds(title, keyword)).toBe(is);
  });

  it.each([
    ["KV-cache eviction", "kvcache"],
    ["kvcache eviction", "KV cache"],
    ["KV caches", "kv-cache"],
    ["A kvcache-compression method", "KV cache compression"],
    ["Finetuning of models", "fine-tuning"],
    ["Fine-tuned models", "finetuning"],
    ["Post-training of models", "posttraining"],
    ["Multiagent systems", "multi-agent"],
    ["GPT4 and others", "GPT-4"],
    ["GPT-4.1 and others", "GPT4.1"],
    ["GPT4.1 and others", "GPT 4.1"],
    ["Qwen2.5-VL", "Qwen 2.5 VL"],
    ["Qwen 2.5 VL", "qwen2.5-vl"],
    ["Qwen2.5VL", "Qwen2.5-VL"],
    ["3-D scenes", "3D"],
    ["Search by k-NN", "KNN"],
    ["A k-nearest-neighbour graph", "kNN"],
    ["Behaviour cloning", "behavior cloning"],
    ["Colour constancy", "color"],
    ["A β-VAE", "beta-VAE"],
    ["A beta-VAE", "β-VAE"],
  ])("in “%s” find “%s”, joined or parted", (title, keyword) => {
    expect(finds(title, keyword)).toBe(true);
  });

  it.each([
    ["GPT-4.10", "GPT-4.1"],
    ["GPT-4 of 1 kind", "GPT-4.1"],
    ["Qwen2 and 5 VL", "Qwen2.5-VL"],
    ["Llama 3.1B", "Llama 3.1"],
  ])("in “%s” do not find “%s”", (title, keyword) => {
    expect(finds(title, keyword)).toBe(false);
  });

  it("stand in the quotation marks of their reader's language", () => {
    expect(reasons({ title: "Robots" }, { keywords: ["robots"], language: "de" })).toEqual(["„robots“"]);
    expect(reasons({ title: "Robots" }, { keywords: ["robots"], language: "en" })).toEqual(["“robots”"]);
  });

  it("that mean the same are one, named as it was typed first", () => {
    const match = (keywords: string[]) =>
      matchPaper(words({ keywords }), indexPaper(makePaper(1, { ...bare, title: "RL for robots" })));
    expect(match(["Reinforcement learning", "RL", "robots"])?.reasons).toEqual([
      "“Reinforcement learning”",
      "“robots”",
    ]);
    expect(match(["RL", "reinforcement learning"])).toEqual(match(["RL"]));
    const speech = indexPaper(makePaper(1, { ...bare, title: "Speech recognition" }));
    expect(matchPaper(words({ keywords: ["speech recognition", "ASR"] }), speech)?.reasons).toHaveLength(2);
  });

  it.each([
    ["RL for agents", "reinforcement learning", true],
    ["Reinforcement learning", "RL", true],
    ["rl at scale", "RL", true],
    ["The URL of a page", "RL", false],
    ["Curling", "RL", false],
    ["Supervised learning", "RL", false],
    ["RLHF at scale", "reinforcement learning", true],
    ["MoE at scale", "mixture of experts", true],
    ["A Mixture-of-Experts model", "MoE", true],
    ["Moe Example", "MoE", true],
    ["LLMs that plan", "large language models", true],
    ["Large Language Model agents", "LLM agent", true],
    ["Chains-of-thought", "CoT", true],
    ["Text2Image models", "text-to-image", true],
    ["ASR of an attack", "automatic speech recognition", false],
    ["Automatic Speech Recognition", "ASR", true],
  ])("in “%s” find “%s” by the field's short forms: %s", (title, keyword, is) => {
    expect(finds(title, keyword)).toBe(is);
  });

  it("find by short forms of the operator's", () => {
    const paper = indexPaper(makePaper(1, { ...bare, title: "On-Policy Distillation" }));
    const more = [{ short: "OPD", long: "on policy distillation" }];
    const follow = (keyword: string) => ({ ...usualPreferences, keywords: [keyword] });
    expect(matchPaper(preferenceWords(follow("OPD"), more), paper)?.reasons).toEqual(["“OPD”"]);
    expect(matchPaper(preferenceWords(follow("OPD")), paper)).toBeNull();
  });

  it.each([
    ["R^3-Bench", "R³", true],
    ["R³-Bench", "R^3", true],
    ["R3-Bench", "R^3", true],
    ["R^{3}-Bench", "R3", true],
    ["H₂O", "H_2O", true],
    ["H2O", "H₂O", true],
    ["H_2O", "H2O", true],
    ["In x^2 steps", "x²", true],
    ["In x^3 steps", "x^2", false],
  ])("in “%s” find “%s” with powers and indices as people type them: %s", (title, keyword, is) => {
    expect(finds(title, keyword)).toBe(is);
  });

  it.each([
    ["C++ for robots", "C++", true],
    ["C for robots", "C++", false],
    ["GPT-4.1 for robots", "GPT-4.1", true],
    ["Q&A for robots", "q&a", true],
    ["Robots", "“robots”", true],
    ["Robots", "robots,", true],
    ["Vision, language and more", "vision language", false],
    ["Vision-language models", "vision language", true],
  ])("in “%s” find “%s” with its signs: %s", (title, keyword, is) => {
    expect(finds(title, keyword)).toBe(is);
  });

  it("do not reach from one field into the next, unless they are muted", () => {
    const paper = { title: "World", abstract: "Models of it.", keywords: ["large", "robots"] };
    expect(reasons(paper, { keywords: ["world models", "large robots"] })).toEqual([]);
    expect(mutesPaper(paper, { mutedKeywords: ["world models"] })).toBe(true);
    const blanks = { title: "Robots in C++ ", abstract: " Models." };
    expect(mutesPaper(blanks, { mutedKeywords: ["C++ models"] })).toBe(true);
  });

  it.each([
    "general/generative/generic",
    "universe/university",
    "organ/organization/organism",
    "transform/transformer",
    "interpret/interpretable/interpreter",
    "quantum/quantization/quantity/quantitative",
    "token/tokenization",
    "continual/continue",
    "local/localization",
    "experiment/experience",
    "compute/computer",
    "physical/physics",
    "position/positive",
    "community/communication",
    "object/objective",
    "direct/direction",
    "product/production",
    "import/important",
    "critic/critical",
    "specific/specification",
    "animal/animation",
    "internal/international",
    "normal/normalization",
    "optimal/optimization",
    "identical/identity",
    "policy/police",
    "human/humane",
    "active/activity",
    "arm/army",
    "author/authority",
    "several/severe",
  ])("keep the words %s apart", (words) => {
    const apart = words.split("/");
    for (const title of apart) expect(apart.filter((keyword) => finds(title, keyword))).toEqual([title]);
  });

  it("find whatever stands in a field word by word, as typed", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "fine-tuning",
        "RL",
        "KV",
        "cache",
        "C++",
        "R^3",
        "H₂O",
        "bias",
        "data",
        "gas",
        "Ørsted",
        "模型",
        "a",
      ),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }),
    );
    const text = fc.array(word, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        text,
        fc.nat(5),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom("", "s"),
        (all, from, count, ending) => {
          const phrase = all.slice(from, from + count).join(" ");
          const title = `${all.slice(0, from).join(" ")} ${phrase}${ending} ${all.slice(from + count).join(" ")}`;
          // Of two letters or fewer the plural is another word, and a combining mark belongs to what stands before it.
          if (ending !== "" && (foldText(phrase).trim().length <= 2 || !/[a-z]$/i.test(phrase))) return;
          if (phrase.trim() === "" || /[\p{M}]/u.test(phrase.normalize("NFKD")) || /^[\s-]*$/.test(phrase))
            return;
          // A phrase with a comma is several keywords.
          if (words({ keywords: [phrase] }).keywords.length > 0)
            expect(reasons({ title }, { keywords: [phrase] })).not.toEqual([]);
        },
      ),
      { numRuns: runsOf(300) },
    );
  });

  it("weigh most in a title and least in an abstract", () => {
    const weightOf = (paper: Partial<FrozenPaper>) =>
      matchPaper(words({ keywords: ["robots"] }), indexPaper(makePaper(1, { ...bare, ...paper })))?.weight;
    expect(weightOf({ title: "Robots", abstract: "Robots." })).toBe(3);
    expect(weightOf({ abstract: "Robots.", keywords: ["robots"] })).toBe(2);
    expect(weightOf({ abstract: "Robots." })).toBe(1);
    expect(weightOf({ abstract: "Sewing." })).toBeUndefined();
  });

  it("weigh as the one that is met best, and more the more are met, however many mentions there are", () => {
    const keywords = ["robots", "laundry", ...Array.from({ length: 40 }, (_, index) => `word${index}`)];
    const weightOf = (title: string, abstract: string) =>
      matchPaper(words({ keywords }), indexPaper(makePaper(1, { ...bare, title, abstract })))?.weight ?? 0;
    const all = keywords.join(", ");
    expect(weightOf("Robots", "")).toBeGreaterThan(weightOf("", all));
    expect(weightOf("Robots and laundry", "")).toBeGreaterThan(weightOf("Robots", "Laundry."));
    expect(weightOf("Robots", "Laundry.")).toBeGreaterThan(weightOf("Robots", ""));
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

  it.each([
    ["Yoshua K. Bengio", "Yoshua Bengio", true],
    ["Yoshua Bengio", "Yoshua K. Bengio", true],
    ["Yoshua K. Bengio", "Bengio, Yoshua", true],
    ["Yoshua Bengio", "Bengio, Y.", true],
    ["Yoshua K. Bengio", "Yoshua J. Bengio", false],
    ["Ana María López", "Ana M. López", true],
    ["Ana María López", "Ana R. López", false],
    ["Jean-Pierre Serre", "J.-P. Serre", true],
    ["Wei-Lin Chiang", "Weilin Chiang", true],
    ["Martin L. King Jr.", "Martin King", true],
  ])("a paper by %s, whose middle names vary, is by %s: %s", (author, wanted, is) => {
    expect(isBy(author, wanted)).toBe(is);
  });

  it.each([
    ["Laurens van der Maaten", "van der Maaten", true],
    ["Ana García-López", "García-López", true],
    ["Ana García-López", "Ana", false],
    ["Li Fei-Fei", "Fei-Fei Li", true],
    ["Fei-Fei Li", "Li Fei-Fei", true],
    ["Yoshua Bengio", "Bengio Y", true],
    ["Samy Bengio", "Bengio Y", false],
    ["Sinéad O'Connor", "O’Connor", true],
    ["Sinéad O’Connor", "Sinead OConnor", true],
    ["Xiao-Di Wang", "Di Wang", false],
  ])("a paper by %s is, for who types names in another order or last names of several parts, by %s: %s", (author, wanted, is) => {
    expect(isBy(author, wanted)).toBe(is);
  });

  it.each([
    ["Klaus Müller", "Klaus Muller", true],
    ["Klaus Müller", "Klaus Mueller", true],
    ["Klaus Mueller", "Klaus Müller", true],
    ["Klaus Muller", "Müller, K.", true],
    ["Klaus Muller", "Klaus Mueller", false],
    ["Łukasz Kaiser", "Lukasz Kaiser", true],
    ["Søren Ørsted", "Soren Orsted", true],
    ["Søren Ørsted", "Soeren Oersted", true],
    ["Jörg Groß", "Joerg Gross", true],
    ["Paul Erdős", "Paul Erdos", true],
  ])("a paper by %s, with or without accents, is by %s: %s", (author, wanted, is) => {
    expect(isBy(author, wanted)).toBe(is);
  });

  it.each([
    ["Wei Zhang", "Zhang, Wei", true],
    ["Wei Zhang", "Zhang", true],
    ["Wei Zhang", "W. Zhang", true],
    ["Wei Zhang", "Yi Zhang", false],
    ["Wei Zhang", "Weiyi Zhang", false],
    ["Wei Zhang", "X. Zhang", false],
    ["Xiaowei Zhang", "Wei Zhang", false],
    ["Wei Wang", "Wei Zhang", false],
    ["Zhang Wei", "Wei Zhang", false],
  ])("a paper by %s, of a last name that many bear, is by %s: %s", (author, wanted, is) => {
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
  const paper = { title: "Robots That Fold", authors: ["Ada Example", "Bo Sample", "Ken S. Ii"] };

  it.each([
    [{ mutedKeywords: ["fold"] }, true],
    [{ mutedKeywords: ["sewing", " Robot "] }, true],
    [{ mutedKeywords: ["sewing"] }, false],
    [{ mutedAuthors: ["B. Sample"] }, true],
    [{ mutedAuthors: ["C. Sample"] }, false],
    [{ mutedAuthors: ["K. Ii"] }, true],
    [{}, false],
  ])("with %o: %s", (wishes, is) => {
    expect(mutesPaper(paper, wishes)).toBe(is);
  });
});
