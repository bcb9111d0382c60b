import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Edition, FrozenPaper } from "../../../src/editions/edition.ts";
import { applyEdits, type EditionEdits, noEdits, parseEdits } from "../../../src/editions/edits.ts";
import { mailedPart } from "../../../src/editions/mailed-part.ts";
import { makeEdition, makePaper } from "../../support/made-edition.ts";
import { runsOf } from "../../support/property-runs.ts";

/** Papers named by their section and place: `top-1`, `late-1`, `further-3`. */
function editionOf(counts: { top: number; late?: number; further?: number }): Edition {
  const section = (name: FrozenPaper["section"], count: number, after = 0) =>
    Array.from({ length: count }, (_, index) =>
      makePaper(index + 1, { id: `${name}-${index + 1}`, section: name, rank: after + index + 1 }),
    );
  const { top, late = 0, further = 0 } = counts;
  return makeEdition([...section("top", top), ...section("late", late), ...section("further", further, top)]);
}

const edits = (given: Partial<EditionEdits>): EditionEdits => ({ ...noEdits, ...given });
const drop = (...ids: string[]) => ids.map((paperId) => ({ paperId, reason: "withdrawn" }));
const placesOf = ({ papers }: Edition) => papers.map(({ id, rank }) => `${rank} ${id}`);

describe("an edited edition", () => {
  it("without edits is the edition as it was frozen", () => {
    const edition = editionOf({ top: 3, late: 1 });
    expect(applyEdits(edition, noEdits)).toBe(edition);
  });

  it("lacks what is dropped, has first what is put first, the lead before all, and counts ranks anew", () => {
    const edition = editionOf({ top: 5, late: 2, further: 2 });
    const edited = applyEdits(
      edition,
      edits({ dropped: drop("top-1", "late-1", "further-1"), first: ["top-4", "top-3"], lead: "top-3" }),
    );
    expect(placesOf(edited)).toEqual(["1 top-3", "2 top-4", "3 top-2", "4 top-5", "1 late-2", "5 further-2"]);
    expect(edited).toMatchObject({ ownPapers: 5, pinned: 2 });
  });

  it("carries what was written for it, and is otherwise untouched by that", () => {
    const edition = editionOf({ top: 2 });
    const edited = applyEdits(edition, edits({ note: "**Read** this." }));
    expect(edited).toEqual({ ...edition, said: { note: "**Read** this.", subject: null, preheader: null } });
  });

  it("has the same mailed part, whether edits come before or after it is taken", () => {
    fc.assert(
      fc.property(
        fc.record({
          top: fc.integer({ min: 1, max: 8 }),
          late: fc.nat({ max: 3 }),
          further: fc.nat({ max: 4 }),
        }),
        fc.infiniteStream(fc.nat({ max: 3 })),
        (counts, choices) => {
          const edition = { ...editionOf(counts), cadence: "weekly" as const };
          const chosen = edition.papers.map(({ id, section }) => ({
            id,
            section,
            choice: choices.next().value,
          }));
          const given = edits({
            dropped: drop(...chosen.filter(({ choice }) => choice === 1).map(({ id }) => id)),
            first: chosen
              .filter(({ section, choice }) => section === "top" && choice === 2)
              .map(({ id }) => id),
            lead: chosen.find(({ section, choice }) => section === "top" && choice === 3)?.id ?? null,
          });
          expect(applyEdits(mailedPart(edition), given)).toEqual(mailedPart(applyEdits(edition, given)));
        },
      ),
      { numRuns: runsOf(100) },
    );
  });
});

describe("edits as they are read", () => {
  const { papers } = editionOf({ top: 2, late: 1, further: 1 });
  const refusalOf = (input: unknown) => {
    try {
      parseEdits(input, papers);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  it("keep texts clean, an empty one as none, and what is missing as it was frozen", () => {
    expect(
      parseEdits({ note: "One\r\nline\u0000\n\n", subject: " A\n subject \ud800", preheader: "  " }, papers),
    ).toEqual(edits({ note: "One\nline", subject: "A subject \ufffd" }));
    expect(parseEdits({ subject: "abc \u202egnp.exe" }, papers)).toEqual(edits({ subject: "abc gnp.exe" }));
    expect(parseEdits({}, papers)).toEqual(noEdits);
    expect(
      parseEdits({ note: "\u200b\n\u2060", subject: "\u200b \u00ad", preheader: "\u202e" }, papers),
    ).toEqual(noEdits);
  });

  it.each([
    ["no object", "drop all", /edits cannot be read/],
    ["a shape that is none", { dropped: "top-1" }, /edits cannot be read/],
    ["a note of 100 kB", { note: "x".repeat(100_000) }, /note may have at most 2000 characters/],
    ["a long subject", { subject: "x".repeat(121) }, /subject may have at most 120/],
    ["a paper that is not there", { first: ["2401.00001"] }, /has no paper 2401.00001/],
    ["no reason", { dropped: [{ paperId: "top-1", reason: " \n" }] }, /Say why top-1 is dropped/],
    ["no reason to be seen", { dropped: [{ paperId: "top-1", reason: "\u200b" }] }, /Say why top-1/],
    ["a paper twice", { first: ["top-1", "top-1"] }, /named twice/],
    ["a paper dropped twice", { dropped: drop("top-1", "top-1") }, /named twice/],
    ["a paper dropped and first", { dropped: drop("top-1"), first: ["top-1"] }, /dropped and put first/],
    ["a dropped lead", { dropped: drop("top-1"), lead: "top-1" }, /dropped and put first/],
    ["a late riser first", { first: ["late-1"] }, /late-1 is a late riser/],
    ["a paper that mails do not have", { lead: "further-1" }, /not among the papers from which mails choose/],
    ["no paper left", { dropped: drop("top-1", "top-2") }, /keep one, or cancel/],
  ])("refuse %s in one sentence", (_, input, expected) => {
    expect(refusalOf(input)).toMatch(expected);
  });
});
