import { expect, it } from "vitest";
import { parsePaperId } from "../../../src/papers/parse-paper-id.ts";

it.each([
  "2605.19577",
  " 2605.19577v2 ",
  "arXiv:2605.19577v1",
  "ARXIV: 2605.19577",
  "https://arxiv.org/abs/2605.19577v2",
  "http://www.arxiv.org/pdf/2605.19577.pdf",
  "https://arxiv.org/pdf/2605.19577v3#page=2",
  "https://arxiv.org/html/2605.19577v1/",
  "https://huggingface.co/papers/2605.19577?from=mail",
  "huggingface.co/papers/2605.19577",
  "https://www.alphaxiv.org/abs/2605.19577v2",
  "https://alphaxiv.org/overview/2605.19577",
  "https://export.arxiv.org/abs/2605.19577v2?context=cs.CL",
  "https://arxiv.org/pdf/2605.19577v1.pdf#page=3",
  "https://hf.co/papers/2605.19577",
  "https://www.alphaxiv.org/zh/overview/2605.19577v1",
  "https://ar5iv.labs.arxiv.org/html/2605.19577",
  "arXiv 2605.19577v2",
  "arXiv:2605.19577v2 [cs.CL]",
  "2605.19577 [hep-th]",
  "10.48550/arXiv.2605.19577",
  "https://doi.org/10.48550/ARXIV.2605.19577",
])("reads the identifier of %j", (text) => {
  expect(parsePaperId(text)).toBe("2605.19577");
});

it("reads an identifier of before 2007", () => {
  expect(parsePaperId("https://arxiv.org/abs/astro-ph/0601001v2")).toBe("astro-ph/0601001");
});

it.each([
  "",
  "yesterday",
  "260519577",
  "2605.195777",
  "https://example.com/abs/2605.19577",
  "https://arxiv.org/list/cs.CL/new",
  "2605.19577; drop table papers",
  "x".repeat(10_000),
])("finds none in %j", (text) => {
  expect(parsePaperId(text)).toBeNull();
});
