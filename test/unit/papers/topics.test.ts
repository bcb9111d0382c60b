import { expect, it } from "vitest";
import { distinctTopicName, topicName } from "../../../src/papers/topics.ts";

it("names categories as arXiv does", () => {
  expect(topicName("cs.CL")).toBe("Computation and Language");
  expect(topicName("cs.HC")).toBe("Human-Computer Interaction");
});

it("tells categories of one name apart by their identifiers", () => {
  expect(topicName("stat.ML")).toBe("Machine Learning");
  expect(distinctTopicName("stat.ML")).toBe("Machine Learning (stat.ML)");
  expect(distinctTopicName("cs.LG")).toBe("Machine Learning");
  expect(distinctTopicName("math.MP")).not.toBe(distinctTopicName("math-ph"));
});
