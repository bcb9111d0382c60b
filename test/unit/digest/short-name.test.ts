import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortName, subjectWidth } from "../../../src/digest/short-name.ts";

describe("the short name of a paper", () => {
  it.each([
    ["Kimi K3", "Kimi K3"],
    ["KronQ: Quantization by Kronecker Products of Small Matrices", "KronQ"],
    ["AHA-WAM:Asynchronous Horizon-Adaptive World-Action Modeling", "AHA-WAM"],
    ["GUI vs. CLI: Execution Bottlenecks in Screen-Only Agents", "GUI vs. CLI"],
    ["From Pixels to Words -- Towards Native One-Vision Models at Scale", "From Pixels to Words"],
    ["Qwen-Image-2.0 Technical Report", "Qwen-Image-2.0"],
    ["“Orca”: Fine-Tuning Without Regret, and What It Costs in Practice", "Orca"],
    ["大模型的推理能力：一个新的基准测试", "大模型的推理能力"],
  ])("is what stands before the colon: %s", (title, name) => {
    expect(shortName(title)).toBe(name);
  });

  it.each([
    ["Process Rewards with Learned Reliability", "Process Rewards"],
    ["Model Merging Scaling Laws in Large Language Models", "Model Merging Scaling Laws"],
    [
      "A Benchmark for Interactive World Models with a Unified Framework",
      "A Benchmark for Interactive World Models",
    ],
    ["Edit-Compass & EditReward-Compass: A Unified Benchmark for Editing", "Edit-Compass"],
    ["Are We Ready For An Agent-Native Memory System?", "Are We Ready For An Agent-Native Memory System"],
    [
      "Where Do Deep-Research Agents Go Wrong? Span-Level Error Localization",
      "Where Do Deep-Research Agents Go Wrong",
    ],
    [
      "Training Long-Context Vision-Language Models Effectively Beyond 128K",
      "Training Long-Context Vision-Language Models",
    ],
    ["Human Psychometric Questionnaires Mischaracterize LLM Behavior", "Human Psychometric Questionnaires"],
  ])("is else the first words up to where a phrase ends: %s", (title, name) => {
    expect(shortName(title)).toBe(name);
  });

  it("is missing where a title is one word of a whole line, and ends between words of scripts without spaces", () => {
    expect(shortName("W".repeat(80))).toBeNull();
    expect(shortName(`${"W".repeat(80)}: A Study`)).toBeNull();
    const name = shortName("小さなモデルはどのように質問を学ぶのか".repeat(4)) ?? "";
    expect("小さなモデルはどのように質問を学ぶのか".startsWith(name)).toBe(true);
    expect(subjectWidth(name)).toBeLessThanOrEqual(30);
  });

  it("is one line of whole words, 47 columns at most, whatever the title", () => {
    const word = fc.oneof(
      fc.lorem({ maxCount: 1 }),
      fc.constantFrom(
        "of",
        "the",
        "👩‍👩‍👧‍👦",
        "e\u0301\u0302",
        "\u202eevil",
        "a\r\nBcc:",
        "LoRA:",
        "題目",
        "W".repeat(70),
        "—",
        "?",
        ",",
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), (words) => {
        const title = words.join(" ");
        const name = shortName(title);
        if (name === null) return;
        expect(name).not.toMatch(/[\r\n\u202e…]|^\s|\s$/);
        expect(name).not.toBe("");
        expect(subjectWidth(name)).toBeLessThanOrEqual(47);
        if (/^[\x20-\x7e]*$/.test(title)) {
          const flat = title.replace(/\s+/g, " ");
          const after = flat.charAt(flat.indexOf(name) + name.length);
          expect(after).not.toMatch(/[a-z0-9]/i);
        }
      }),
    );
  });
});
