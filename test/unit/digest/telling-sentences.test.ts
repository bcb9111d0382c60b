import { describe, expect, test } from "vitest";
import { shortTextOf } from "../../../src/digest/short-text.ts";
import { isBackground, tellingSentences } from "../../../src/digest/telling-sentences.ts";

// Abstracts, names and figures are invented; each stands for a kind of abstract that is met often.

/** What kind it is, its title, what is background, and the sentences that tell. */
type Kind = [kind: string, title: string, before: string, telling: string, after?: string];

const field = "Large language models have become the usual way to plan, yet they remain slow on long tasks.";
const gap = "Existing methods typically rely on one fixed plan and often fail to adapt.";

const kinds: Kind[] = [
  [
    "we propose",
    "Fernplan: Planning by Ferns",
    field,
    "We propose Fernplan, a planner that grows its plan leaf by leaf.",
  ],
  [
    "we introduce",
    "On Growing Plans",
    `${field} ${gap}`,
    "We introduce a planner that grows its plan leaf by leaf and prunes what is dry.",
  ],
  [
    "we present",
    "Mossy: A Corpus of Walks",
    gap,
    "We present Mossy, a corpus of 12,000 forest walks with spoken notes.",
  ],
  ["we release", "Open Walks", field, "We release an open robot of 3 kg that walks 12 km on one charge."],
  ["we develop", "A Lamp for Bees", gap, "We develop a lamp that bees can read, and a code for it."],
  [
    "we design, with an adverb",
    "Slow Clocks",
    gap,
    "We carefully design a clock that loses one second in 80 years.",
  ],
  ["we show", "Small Nets Remember", field, "We show that nets of 100 neurons keep a melody for a week."],
  [
    "we find",
    "Do Agents Sleep?",
    `${field} But do they rest?`,
    "We find that agents that pause for a minute make half as many errors.",
  ],
  ["we prove", "A Bound on Bread", gap, "We prove that no oven bakes n loaves in less than log n turns."],
  [
    "we study",
    "Rain on Roofs",
    field,
    "We study how rain moves on 40 roofs and name three ways in which it leaves.",
  ],
  [
    "we argue",
    "Position: Stop Counting Sheep",
    gap,
    "We argue that sleep research should count dreams instead of sheep.",
  ],
  ["we revisit", "Old Kites", gap, "We revisit kites of paper and fly them with 20 new knots."],
  ["we formalize", "Queues of Ducks", gap, "We formalize ducklings in a row as a queue with one server."],
  ["this paper", "Tea by Wire", field, "This paper presents a kettle that brews by timetable."],
  ["this work, of the thing", "Ice Maps", gap, "This work investigates whether ice can be mapped by sound."],
  [
    "this survey",
    "Hedgehogs: A Survey",
    field,
    "This survey reviews 180 papers on hedgehogs in four groups.",
  ],
  [
    "this technical report",
    "Pebble-2 Technical Report",
    field,
    "This technical report describes Pebble-2, a model of 2 billion stones.",
  ],
  ["the authors", "Nets of Rope", gap, "The authors propose a net that ties itself."],
  ["one author", "My Garden Robot", gap, "I describe a garden robot that won the village prize."],
  [
    "the title's name is something",
    "Kelpie: Horses of Water",
    gap,
    "Kelpie is a model of 7B parameters that paints water in real time.",
  ],
  [
    "the title's name does something",
    "QuillNet Draws Letters",
    field,
    "QuillNet draws 900 alphabets from one stroke each.",
  ],
  ["a name that begins small", "mOwl: Quiet Wings", gap, "mOwl is a drone that makes 12 dB less noise."],
  [
    "a gap closed with a name",
    "Brook: Streams of Talk",
    gap,
    "We close this gap with Brook, the first corpus of talk beside water.",
  ],
  [
    "by introducing",
    "Plain Cups",
    gap,
    "We turn to simpler clay by introducing a cup without a handle, a form that cools twice as fast.",
  ],
  [
    "and propose, later in the sentence",
    "Two Sieves",
    gap,
    "We look at why sieves clog and propose a sieve of two layers that shakes itself.",
  ],
  [
    "passive",
    "Sand Clocks for Servers",
    gap,
    "A new sand clock for servers is proposed that wakes them in turn.",
  ],
  ["our method", "Warm Coats", gap, "Our method warms a coat by folding it in three."],
  [
    "results alone",
    "Faster Snails",
    gap,
    "On SnailBench the taught snails surpass the untaught by 14.2 points.",
  ],
  ["experiments alone", "Honest Mirrors", gap, "Experiments on six mirrors show that dust halves the error."],
  [
    "Chinese",
    "关于茶的研究",
    "近年来，大模型在规划任务中取得了进展。然而，现有方法仍然很慢。",
    "本文提出一种逐叶生长的规划方法，速度提高了三倍。",
  ],
  ["Chinese, we", "雨", "屋顶很多。雨也很多。", "我们提出了一种新的雨水地图。"],
  [
    "German",
    "Über Brot",
    "Brot ist beliebt. Viele Öfen sind langsam.",
    "Wir stellen einen Ofen vor, der mit Kies heizt.",
  ],
  [
    "French",
    "Du pain",
    "Le pain est aimé. Les fours sont lents.",
    "Nous proposons un four qui chauffe avec du gravier.",
  ],
  [
    "Spanish",
    "El pan",
    "El pan gusta. Los hornos son lentos.",
    "Presentamos un horno que calienta con grava.",
  ],
  ["Russian", "О хлебе", "Хлеб любят. Печи медленны.", "Мы предлагаем печь, которая греет гравием."],
  [
    "formulas",
    "Sums of Leaves",
    "The sum $\\sum_i x_i. Y$ is known for i = 1, 2, etc. It is hard to bound.",
    "We show that $O(n \\log n)$ leaves suffice, i.e. 3.5 times fewer than in Fig. 2 of Doe et al. (2021).",
  ],
  [
    "a list",
    "Three Tools for Wool",
    gap,
    "We contribute (1) a comb; (2) a wheel, cf. Fig. 2; and (3) a loom of 4.5 m.",
  ],
  [
    "a warning first",
    "Rude Parrots",
    "Warning: this paper contains rude words. Parrots often repeat what they hear.",
    "We present 500 parrots that were taught to apologise.",
  ],
  [
    "question before answer",
    "Can Cats Count?",
    "Can cats count? How could we know? Many have asked.",
    "We let 30 cats choose between bowls and find that they count to four.",
  ],
  [
    "code offered in the end",
    "Low Stools",
    gap,
    "We build a stool that is 9 cm high.",
    "Code is available at https://example.org/stools. We release our code and models.",
  ],
  [
    "another thing in the end",
    "Thin Soup",
    gap,
    "We propose a soup of two spoons.",
    "We also introduce SoupBench. We hope that our work inspires others. Overall, this work provides a base for soups.",
  ],
];

describe("of an abstract whose first sentences are background, what is picked begins with what tells", () => {
  test.each(kinds)("%s", (_, title, before, telling, after) => {
    const { text, isTelling } = tellingSentences([before, telling, after].join(" ").trim(), title);
    expect(text.slice(0, telling.length)).toBe(telling);
    expect(isTelling).toBe(true);
    expect(text).not.toContain("example.org");
    expect(text).not.toContain("We hope");
  });
});

test.each([
  ["To address this gap, we propose a fern.", "We propose a fern."],
  ["In this paper, we propose a fern.", "We propose a fern."],
  ["To bridge this gap, in this report, we propose a fern.", "We propose a fern."],
  ["Motivated by these findings, we propose a fern.", "We propose a fern."],
  ["Therefore, we propose a fern.", "We propose a fern."],
  ["Building on this, this work proposes a fern.", "This work proposes a fern."],
  ["We therefore propose a fern.", "We propose a fern."],
  ["We then introduce a fern.", "We introduce a fern."],
  ["(ii) A plant: we release a fern.", "A plant: we release a fern."],
  ["Methods: We developed a fern. Results.", "We developed a fern."],
  ["We introduce , a fern.", "We introduce a fern."],
  [
    "With 40 ferns and ten mosses, we propose a garden.",
    "With 40 ferns and ten mosses, we propose a garden.",
  ],
])("%j is shown as %j", (sentence, shown) => {
  expect(tellingSentences(`${field} ${gap} ${sentence}`, "Ferns").text).toBe(shown);
});

test("a result further down is added behind an ellipsis, where both are short", () => {
  const method = `It has ${"roots, leaves, ".repeat(20)}and a stem.`;
  const result = "On LeafBench, Fernplan improves over the best planner by 12.5 points.";
  const { text } = tellingSentences(
    `${field} We propose Fernplan, a planner of leaves. ${method} ${result}`,
    "Fernplan: X",
  );
  expect(text).toBe(`We propose Fernplan, a planner of leaves. … ${result}`);
});

test("a name that was lost is the one in the title", () => {
  expect(tellingSentences(`${field} ${gap} We present , a planner.`, "Fernplan: X").text).toBe(
    "We present Fernplan, a planner.",
  );
});

test("the next sentence is added, where both are short", () => {
  const abstract = `${field} We propose Fernplan. It grows its plan leaf by leaf, and prunes what is dry.`;
  expect(tellingSentences(abstract, "Fernplan: X").text).toBe(
    "We propose Fernplan. It grows its plan leaf by leaf, and prunes what is dry.",
  );
});

test("a long sentence begins at its cue, and ends at a word", () => {
  const long = `${"While planners of old grew slowly in every direction that they knew of, ".repeat(3)}we propose Fernplan, ${"which grows and grows ".repeat(20)}.`;
  const { text } = tellingSentences(`${field} ${long}`, "Fernplan: X");
  expect(text).toMatch(/^We propose Fernplan, which grows .*(?:which|grows|and)…$/);
  expect(text.length).toBeGreaterThan(240);
  expect(text.length).toBeLessThanOrEqual(300);
});

describe("where no sentence tells", () => {
  test("the one nearest to the title is taken", () => {
    const abstract =
      "Weather has become wilder. Snails carry their houses through every rain. However, few ask why.";
    expect(tellingSentences(abstract, "Houses of Snails in Rain")).toEqual({
      text: "Snails carry their houses through every rain.",
      isTelling: false,
    });
  });

  test.each([
    ["one sentence", "Snails carry houses.", "Snails carry houses."],
    ["one without an end", "Snails carry houses", "Snails carry houses"],
    ["none", "", ""],
    ["one letter", "S", "S"],
  ])("an abstract of %s gives what it has", (_, abstract, text) => {
    expect(tellingSentences(abstract, "Snails")).toEqual({ text, isTelling: false });
    expect(tellingSentences(abstract, "")).toEqual({ text, isTelling: false });
  });
});

test.each([
  "We propose. ",
  "we ",
  "We show that ",
  "this paper ",
  "to this, ",
  "In this paper, ",
  "the the the ",
  "A: ",
  "results ",
  "(",
  "提出了",
  "\u{1f98a}",
])("100 kB of %j are read in no time", (part) => {
  const text = part.repeat(Math.ceil(100_000 / part.length));
  const begun = performance.now();
  const picked = tellingSentences(text, text);
  isBackground(text);
  expect(performance.now() - begun).toBeLessThan(500);
  expect(picked.text.length).toBeLessThanOrEqual(300);
  expect(picked.text).not.toMatch(/\p{Surrogate}/u);
});

describe("a ready summary", () => {
  const abstract = `${field} We propose Fernplan, a planner that grows its plan leaf by leaf.`;
  const short = (summary: string | null, of = abstract) =>
    shortTextOf({ title: "Fernplan: Planning by Ferns", abstract: of, summary });

  test.each([
    "Fernplan grows plans leaf by leaf and needs a third of the time.",
    "A planner that grows its plan leaf by leaf through pruning.",
    "Researchers introduce a benchmark of ferns; most planners still struggle with it.",
  ])("%j is used", (summary) => {
    expect(short(summary)).toEqual({ text: summary, by: "source" });
  });

  test.each([
    "Large language models remain slow on long tasks.",
    "Planning has become essential. Current planners often struggle.",
    "",
    "  ",
    null,
  ])("%j says less than the authors, whose sentence is used", (summary) => {
    expect(short(summary)).toEqual({
      text: "We propose Fernplan, a planner that grows its plan leaf by leaf.",
      by: "authors",
    });
  });

  test("that says little is used where the abstract says no more", () => {
    const summary = "Large language models remain slow on long tasks.";
    expect(short(summary, "")).toEqual({ text: summary, by: "source" });
    expect(short(summary, field)).toEqual({ text: summary, by: "source" });
  });

  test("is missing, and the abstract too: nothing is shown", () => {
    expect(short(null, "")).toBeNull();
  });
});
