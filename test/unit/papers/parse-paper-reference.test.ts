import { describe, expect, it } from "vitest";
import { parsePaperReference } from "../../../src/papers/parse-paper-reference.ts";

describe("parsePaperReference", () => {
  it.each([
    ["  2605.19577v2 ", "2605.19577"],
    ["https://arxiv.org/abs/2605.19577?utm_source=x", "2605.19577"],
    ["https://doi.org/10.48550/arXiv.2605.19577", "2605.19577"],
    ["cs/0112017", "cs/0112017"],
    ["arXiv:math.GT/0309136v1", "math.GT/0309136"],
    ["https://arxiv.org/pdf/hep-th/9901001.pdf", "hep-th/9901001"],
    ["0704.0001", "0704.0001"],
    ["(arXiv:2605.19577v2).", "2605.19577"],
    ["<https://arxiv.org/abs/2605.19577>,", "2605.19577"],
    ["\u201c2605.19577\u201d\u200b", "2605.19577"],
    ["arXiv:2605.19577v1 [cs.CL] 19 May 2026", "2605.19577"],
    ["https://arxiv.org/abs/hep-th%2F9901001", "hep-th/9901001"],
    ["https://doi.org/10.48550%2FarXiv.2605.19577", "2605.19577"],
    ["10.48550/arXiv.2605.19577.", "2605.19577"],
    ["MATH.gt/0309136V2", "math.GT/0309136"],
  ])("reads arXiv's identifier of %j", (text, id) => {
    expect(parsePaperReference(text)).toEqual({ kind: "arxiv", id });
  });

  it.each([
    ["10.1038/s41586-021-03819-2", "10.1038/s41586-021-03819-2"],
    ["doi: 10.1145/3411764.3445518.", "10.1145/3411764.3445518"],
    [
      "https://doi.org/10.1002/(SICI)1097-4571(199412)45:10%3C823::AID-ASI22%3E3.0.CO;2-X?x=1",
      "10.1002/(sici)1097-4571(199412)45:10<823::aid-asi22>3.0.co;2-x",
    ],
    ["dx.doi.org/10.1109%2FCVPR.2016.90", "10.1109/cvpr.2016.90"],
    ["(https://doi.org/10.1145/3292500.3330701).", "10.1145/3292500.3330701"],
    ["10.1016/0370-2693(91)90641(8)", "10.1016/0370-2693(91)90641(8)"],
  ])("reads the DOI of %j", (text, doi) => {
    expect(parsePaperReference(text)).toEqual({ kind: "doi", doi });
  });

  it.each([
    "",
    "diffusion 2605.19577",
    "GPT 4.5",
    "1234.56789",
    "0613.1234",
    "2605.1957",
    "1412.12345",
    ")".repeat(1_990),
    "2024",
    "10.5 percent",
    "10.1038/",
    "arxiv 2024",
    "https://example.org/10.1038/s41586",
    "doi.org/10.1038/s41586 and others",
    `10.1038/${"9".repeat(10_000)}`,
    "2605.19577 ".repeat(1_000),
    "%".repeat(1_990),
  ])("finds none in %j", (text) => {
    expect(parsePaperReference(text)).toBeNull();
  });
});
