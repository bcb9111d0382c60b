import { expect, it } from "vitest";
import { topicLabel } from "../../../src/papers/topics.ts";

it("names categories as arXiv does, with their codes", () => {
  expect(topicLabel("cs.CL")).toBe("Computation and Language (cs.CL)");
  expect(topicLabel("CS.hc")).toBe("Human-Computer Interaction (cs.HC)");
  expect(topicLabel("stat.ML")).toBe("Machine Learning (stat.ML)");
  expect(topicLabel("hep-th")).toBe("High Energy Physics - Theory (hep-th)");
});

it("leaves a category that arXiv does not have as it is", () => {
  expect(topicLabel("cs.XX")).toBe("cs.XX");
});
