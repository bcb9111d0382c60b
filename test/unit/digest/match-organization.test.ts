import { describe, expect, test } from "vitest";
import { foldOrganization, isSameOrganization } from "../../../src/digest/match-organization.ts";

const isOf = (organization: string, wanted: string) =>
  isSameOrganization(foldOrganization(organization), foldOrganization(wanted));

describe("a paper's organisation is the one that a reader named", () => {
  test.each([
    ["NVIDIA", "nvidia"],
    ["MoonshotAI", "Moonshot AI"],
    ["Moonshot AI", "MoonshotAI"],
    ["Moonshot AI", "moonshotai"],
    ["moonshotai", "Moonshot"],
    ["MoonshotAI", "moonshot"],
    ["moonshot", "Moonshot AI"],
    ["Stanford University", "Stanford"],
    ["Stanford", "Stanford University"],
    ["Stanford NLP", "stanford"],
    ["AI at Meta", "Meta"],
    ["Meta, Inc.", "META"],
    ["Meta", "Meta Inc."],
    ["Qwen", "Qwen Team"],
    ["TongyiLab", "Tongyi Lab"],
    ["shanghai ailab ", "Shanghai AI Lab"],
    ["Tencent Hunyuan", "Tencent"],
    ["Tencent-Hunyuan", "Tencent Hunyuan"],
    ["ALMAnaCH (Inria)", "inria"],
    ["Knowledge Engineer Group @ Tsinghua University", "Tsinghua University"],
    ["Language Technology Lab @University of Cambridge", "University of Cambridge"],
    ["AISE research lab at TU Delft", "TU Delft"],
    ["University of Oxford", "Oxford University"],
    ["The University of Hong Kong", "University of Hong Kong"],
    ["University of California, Berkeley", "University of California"],
    ["Nanyang Technological University Singapore", "Nanyang Technological University"],
    ["Massachusetts Institute of Technology", "MIT"],
    ["MIT", "Massachusetts Institute of Technology"],
    ["University of Illinois at Urbana-Champaign", "UIUC"],
    ["Queen's University", "Queens University"],
    ["Xi'an Jiaotong University", "Xi’an Jiaotong University"],
    ["Universidad de San Andrés", "universidad de san andres"],
    ["清华大学", "清华"],
    ["OpenAI", "Open AI"],
    ["AI at Meta", "Meta AI"],
    ["AI at Meta", "Facebook"],
    ["Deepmind", "Google DeepMind"],
    ["GoogleDeepMind", "Google"],
    ["University of California, Berkeley", "UC Berkeley"],
    ["University of California at San Diego", "UC San Diego"],
    ["University of California at San Diego", "UCSD"],
    ["UC Santa Barbara NLP Group", "University of California, Santa Barbara"],
    ["PKU-VaLuE-Lab", "Peking University"],
    ["The University of Hong Kong", "HKU"],
    ["MMLab@HKUST", "Hong Kong University of Science and Technology"],
    ["Perception and LANguage Lab @UIUC", "University of Illinois at Urbana-Champaign"],
    ["Georgia Institute of Technology", "Georgia Tech"],
    ["shanghai ailab ", "Shanghai AI Laboratory"],
    ["NVIDIA", "NVIDIA Research"],
    ["Microsoft", "Microsoft Research"],
  ])("%s for who wrote %s", (organization, wanted) => {
    expect(isOf(organization, wanted)).toBe(true);
  });

  test.each([
    ["Metabolic Institute", "Meta"],
    ["MetaGPT", "Meta"],
    ["AI at Meta", "AI"],
    ["Stanford University", "University"],
    ["The Chinese University of Hong Kong", "University of Hong Kong"],
    ["The Hong Kong University of Science and Technology", "Hong Kong University"],
    ["Nanjing University of Science and Technology", "Nanjing University"],
    ["The Hong Kong Polytechnic University", "University of Hong Kong"],
    ["Singapore Management University", "National University of Singapore"],
    ["Shanghai AI", "Shanghai University"],
    ["Google", "Google DeepMind"],
    ["HKUST", "HKU"],
    ["The Chinese University of Hong Kong", "HKU"],
    ["Multimodal Interaction Team", "MIT"],
    ["Google", "Go"],
    ["", "Google"],
    ["Google", "  ,. "],
    ["…", "…"],
  ])("%s not for who wrote %s", (organization, wanted) => {
    expect(isOf(organization, wanted)).toBe(false);
  });

  test("and of a name without end only the beginning is read", () => {
    expect(isOf(`Meta ${"x ".repeat(100_000)}`, "Meta")).toBe(true);
  });
});
