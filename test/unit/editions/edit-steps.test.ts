import { describe, expect, it } from "vitest";
import { changesBetween } from "../../../src/editions/edit-changes.ts";
import { type EditStep, shownOrder, stepEdits } from "../../../src/editions/edit-steps.ts";
import { editWords } from "../../../src/editions/edit-words.ts";
import { type EditionEdits, noEdits, parseEdits } from "../../../src/editions/edits.ts";
import { makeEdition, makePaper } from "../../support/made-edition.ts";

const edition = makeEdition([
  ...["a", "b", "c", "d", "e"].map((id, index) => makePaper(index + 1, { id })),
  makePaper(1, { id: "late", section: "late" }),
]);

function editsAfter(...steps: [kind: EditStep["kind"], paperId: string][]): EditionEdits {
  return steps.reduce((edits, [kind, paperId]) => stepEdits(edition, edits, { kind, paperId }), noEdits);
}

const orderAfter = (...steps: Parameters<typeof editsAfter>) =>
  shownOrder(edition, editsAfter(...steps)).join("");

describe("a step of a hand on an edition", () => {
  it("pins papers one behind the other, and lets them go", () => {
    expect(orderAfter(["pin", "d"], ["pin", "b"])).toBe("dbace");
    expect(orderAfter(["pin", "d"], ["pin", "b"], ["unpin", "d"])).toBe("bacde");
    expect(editsAfter(["pin", "d"], ["unpin", "d"])).toEqual(noEdits);
  });

  it("moves a paper by one place, wherever it stands", () => {
    expect(orderAfter(["up", "c"])).toBe("acbde");
    expect(orderAfter(["down", "a"])).toBe("bacde");
    expect(orderAfter(["up", "e"], ["up", "e"], ["up", "e"])).toBe("aebcd");
    expect(orderAfter(["pin", "d"], ["pin", "e"], ["up", "e"])).toBe("edabc");
    expect(orderAfter(["pin", "d"], ["down", "d"])).toBe("adbce");
  });

  it("changes nothing where there is no place to move to, and no paper to move", () => {
    for (const step of [
      ["up", "a"],
      ["down", "e"],
      ["up", "late"],
      ["down", "unknown"],
    ] as const)
      expect(editsAfter([...step])).toEqual(noEdits);
  });

  it("lets a lead stand before those that are pinned, until something is moved past it", () => {
    expect(orderAfter(["pin", "d"], ["lead", "e"])).toBe("edabc");
    expect(orderAfter(["lead", "e"], ["unlead", "e"])).toBe("abcde");
    expect(orderAfter(["pin", "d"], ["lead", "e"], ["up", "d"])).toBe("deabc");
  });

  it("drops a paper from every place, and takes it back to the one where it was ranked", () => {
    const dropped = editsAfter(["pin", "d"], ["lead", "d"], ["drop", "d"], ["drop", "d"]);
    expect(dropped).toEqual({ ...noEdits, dropped: [{ paperId: "d", reason: "" }] });
    expect(orderAfter(["drop", "a"], ["drop", "c"], ["restore", "a"])).toBe("abde");
    expect(orderAfter(["drop", "d"], ["pin", "d"])).toBe("dabce");
  });

  it("makes edits that can be saved, but for the reason of what is dropped", () => {
    const edits = editsAfter(["up", "e"], ["lead", "c"], ["drop", "late"], ["pin", "b"]);
    expect(() => parseEdits(edits, edition.papers)).toThrow(/Say why late is dropped/);
    const reasoned = { ...edits, dropped: [{ paperId: "late", reason: "withdrawn" }] };
    expect(parseEdits(reasoned, edition.papers)).toEqual(reasoned);
  });
});

describe("what a revision changed", () => {
  it("is told one by one, and nothing where nothing is different", () => {
    const before: EditionEdits = { ...noEdits, dropped: [{ paperId: "b", reason: "twice" }], subject: "Old" };
    const now: EditionEdits = {
      ...noEdits,
      dropped: [{ paperId: "a", reason: "withdrawn" }],
      first: ["c"],
      lead: "d",
      note: "Good morning",
    };
    expect(changesBetween(before, now).map(editWords)).toEqual([
      "Dropped a: withdrawn",
      "Took b back",
      "First: d, c",
      "d leads",
      "Note: Good morning",
      "No own subject any more",
    ]);
    expect(changesBetween(now, structuredClone(now))).toEqual([]);
    expect(changesBetween(now, noEdits).map(editWords)).toEqual([
      "Took a back",
      "No paper is put first any more",
      "The first paper leads",
      "No own note any more",
    ]);
  });
});
