import { describe, expect, test } from "vitest";
import { parsePreferences } from "../../../src/subscribers/preferences.ts";

/** What is kept of a text that was typed, pasted or imported. */
function kept(field: "keywords" | "mutedKeywords" | "authors" | "organizations", ...texts: string[]) {
  const parsed = parsePreferences({ [field]: texts });
  return parsed.kind === "preferences" ? parsed.preferences[field] : parsed.problems;
}

describe("keywords", () => {
  test.each([
    ["RL, agents; KV cache | MoE", ["RL", "agents", "KV cache", "MoE"]],
    ["diffusion\r\nvideo,audio", ["diffusion", "video", "audio"]],
    ["1,000 GPUs, 10,000,000 tokens", ["1,000 GPUs", "10,000,000 tokens"]],
    ["GPT-4,agents", ["GPT-4", "agents"]],
    ["扩散模型，强化学习、智能体；推理", ["扩散模型", "强化学习", "智能体", "推理"]],
    [" ,; || ,", []],
    ["agents, Agents,AGENTS", ["agents"]],
  ])("typed as %j are several", (typed, keywords) => {
    expect(kept("keywords", typed)).toEqual(keywords);
    expect(kept("mutedKeywords", typed)).toEqual(keywords);
  });

  test("are counted after they are parted", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(", ");
    expect(kept("keywords", many(50))).toHaveLength(50);
    expect(kept("keywords", many(51))).toEqual(["keywords"]);
    expect(kept("keywords", ",".repeat(200_000))).toEqual(["phrase"]);
    expect(kept("keywords", ",".repeat(49_000))).toEqual(["keywords"]);
  });
});

test("names keep their commas", () => {
  expect(kept("authors", "LeCun, Yann; Ada Lovelace|Grace Hopper\nY. Bengio")).toEqual([
    "LeCun, Yann",
    "Ada Lovelace",
    "Grace Hopper",
    "Y. Bengio",
  ]);
  expect(kept("organizations", "Foo, Inc.; Moonshot AI")).toEqual(["Foo, Inc.", "Moonshot AI"]);
});
