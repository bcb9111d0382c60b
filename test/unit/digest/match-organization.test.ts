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
    ["Microsoft", "Microsoft Research"],
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
