import { describe, expect, it } from "vitest";
import { keptLine, mostInRequest, parseKeptList, parsePaperIds } from "../../../src/taste/reading-list.ts";

const now = new Date("2026-06-18T04:00:00Z");
const nowSeconds = now.getTime() / 1000;

describe("ids of papers in a text", () => {
  it.each([
    ["2606.10001,2606.10002", ["2606.10001", "2606.10002"]],
    [" 2606.10002\n\n2606.10001v3 , 2606.10002", ["2606.10002", "2606.10001"]],
    ["https://arxiv.org/abs/math/0211159 math/0211159", ["math/0211159"]],
    ["x ../../etc/passwd <b> 2606", []],
    ["", []],
  ])("are read from %j", (text, ids) => {
    expect(parsePaperIds(text)).toEqual(ids);
  });

  it("are too many beyond a limit, however long the text is", () => {
    const list = (count: number) => Array.from({ length: count }, (_, at) => `2606.${10_000 + at}`).join(" ");
    expect(parsePaperIds(list(mostInRequest))).toHaveLength(mostInRequest);
    expect(parsePaperIds(list(mostInRequest + 1))).toBe(null);
    expect(parsePaperIds("x".repeat(1_000_000))).toEqual([]);
  });
});

describe("a list that a browser kept", () => {
  it("is read line by line, and what cannot be read is left out", () => {
    const text =
      "2606.10001 1780000000 1780000100\n\nnonsense 1 2\n2606.10002 x -5\n2606.10001 5 5\n2606.10003";
    expect(parseKeptList(text, now)).toEqual([
      {
        paperId: "2606.10001",
        savedAt: new Date(1_780_000_000_000),
        doneAt: new Date(1_780_000_100_000),
      },
      { paperId: "2606.10002", savedAt: now, doneAt: null },
      { paperId: "2606.10003", savedAt: now, doneAt: null },
    ]);
  });

  it("has no time that lies ahead", () => {
    expect(parseKeptList(`2606.10001 ${nowSeconds + 99} 99999999999`, now)).toEqual([
      { paperId: "2606.10001", savedAt: now, doneAt: now },
    ]);
  });

  it("is read as it is written, to the second", () => {
    const paper = { paperId: "math/0211159", savedAt: now, doneAt: null };
    expect(parseKeptList(keptLine(paper), now)).toEqual([paper]);
    const done = { ...paper, doneAt: new Date("2026-06-17T01:02:03Z") };
    expect(parseKeptList(keptLine(done), now)).toEqual([done]);
  });

  it("is too long beyond a limit", () => {
    expect(parseKeptList("\n".repeat(mostInRequest - 1), now)).toEqual([]);
    expect(parseKeptList("\n".repeat(mostInRequest), now)).toBe(null);
  });
});
