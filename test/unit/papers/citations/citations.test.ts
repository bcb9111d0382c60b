import { parse } from "@retorquere/bibtex-parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bibtexOf } from "../../../../src/papers/citations/bibtex.ts";
import type { CitedPaper } from "../../../../src/papers/citations/cited-paper.ts";
import { risOf } from "../../../../src/papers/citations/ris.ts";
import { parseReadingList } from "../../../../src/papers/parse-reading-list.ts";
import { runsOf } from "../../../support/property-runs.ts";

const attention: CitedPaper = {
  id: "1706.03762",
  title: "Attention Is All You Need",
  abstract: "The Transformer rests on attention alone.",
  authors: ["Ashish Vaswani", "Łukasz Kaiser", "Illia Polosukhin"],
  doi: null,
  primaryCategory: "cs.CL",
  publishedAt: new Date("2017-06-12T17:57:34Z"),
};
const odd: CitedPaper = {
  id: "hep-th/9901001",
  title: `A {braced} \\title: 100% & #1, a_b, $x^2$ ~ 漢字 <b> | "q" @misc{x, title = {y}}`,
  abstract: "One line.\r\nER  - \r\nTY  - JOUR\u2028TI  - Another",
  authors: ["Laurens van der Maaten", "Gemini Team", "Martin Luther King Jr.", "王小明", "}a{ \\b, c, d"],
  doi: "10.1007/978-3-540_1(2)",
  primaryCategory: null,
  publishedAt: new Date("1999-01-01T00:30:00Z"),
};

/** Made of what some format gives a meaning. */
const signs = [
  ..."\\{}%&#_$~^<>|@,;\"'(=- aZé漢\u0000\r\n\t\u2028\u202e",
  "\ud800",
  "@misc{",
  " and ",
  "ER  - ",
];
const text = fc.string({ unit: fc.constantFrom(...signs), maxLength: 40 });

describe("BibTeX of papers", () => {
  it("says all that is known of a paper, as arXiv's own does", () => {
    expect(bibtexOf([attention])).toBe(`@misc{vaswani2017-1706.03762,
  title         = {{Attention Is All You Need}},
  author        = {Vaswani, Ashish and Kaiser, Łukasz and Polosukhin, Illia},
  year          = {2017},
  month         = jun,
  eprint        = {1706.03762},
  archivePrefix = {arXiv},
  primaryClass  = {cs.CL},
  doi           = {10.48550/arXiv.1706.03762},
  url           = {https://arxiv.org/abs/1706.03762},
}
`);
  });

  it("comes back from a strict parser as it was, whatever signs it holds", () => {
    const [first, second] = entriesOf([attention, odd]);
    expect(first).toMatchObject({ type: "misc", key: "vaswani2017-1706.03762" });
    expect(second?.key).toBe("vandermaaten1999-hep-th-9901001");
    expect(second?.fields).toMatchObject({
      title: odd.title,
      author: [
        { prefix: "van der", lastName: "Maaten", firstName: "Laurens" },
        { name: "Gemini Team" },
        { lastName: "King", firstName: "Martin Luther", suffix: "Jr." },
        { name: "王小明" },
        { name: "}a{ \\b, c, d" },
      ],
      doi: odd.doi,
      eprint: odd.id,
      url: "https://arxiv.org/abs/hep-th/9901001",
      year: "1999",
      month: "1",
    });
    expect(second?.fields).not.toHaveProperty("primaryclass");
  });

  it("has the same key for a paper in every file, and each paper once", () => {
    const twin = { ...attention, id: "1706.99999" };
    const keys = entriesOf([odd, twin, attention, twin]).map(({ key }) => key);
    expect(keys).toEqual([
      "vandermaaten1999-hep-th-9901001",
      "vaswani2017-1706.99999",
      "vaswani2017-1706.03762",
    ]);
    const [alone] = entriesOf([attention]);
    expect(keys).toContain(alone?.key);
  });

  it("names a paper of arXiv by arXiv's own DOI where the publisher's could not be written", () => {
    for (const doi of [null, "10.1000/a}b", "10.1000/a b", "javascript:x", "10.1000/\u202ex"])
      expect(bibtexOf([{ ...attention, doi }])).toContain("{10.48550/arXiv.1706.03762}");
  });

  it("holds its braces in balance whatever a title and an author are", () => {
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), (title, authors) => {
        const written = bibtexOf([{ ...attention, title, authors }]);
        let depth = 0;
        for (const sign of written) {
          if (sign === "{") depth += 1;
          if (sign === "}") depth -= 1;
          if (depth < 0) break;
        }
        expect(depth).toBe(0);
        expect(written.match(/^@misc\{/gm)).toHaveLength(1);
      }),
      { numRuns: runsOf(100) },
    );
  });

  it("is nothing for no papers", () => {
    expect(bibtexOf([])).toBe("");
    expect(risOf([])).toBe("");
  });
});

describe("RIS of papers", () => {
  it("says all that is known of a paper", () => {
    expect(risOf([attention]).split("\r\n")).toEqual([
      "TY  - UNPB",
      "TI  - Attention Is All You Need",
      "AU  - Vaswani, Ashish",
      "AU  - Kaiser, Łukasz",
      "AU  - Polosukhin, Illia",
      "PY  - 2017",
      "DA  - 2017/06/12",
      "AB  - The Transformer rests on attention alone.",
      "PB  - arXiv",
      "AN  - arXiv:1706.03762",
      "DO  - 10.48550/arXiv.1706.03762",
      "UR  - https://arxiv.org/abs/1706.03762",
      "L1  - https://arxiv.org/pdf/1706.03762",
      "ER  - ",
      "",
    ]);
  });

  it("is read strictly: no text of a paper begins a line, or another record", () => {
    const records = recordsOf(risOf([attention, odd]));
    expect(records).toHaveLength(2);
    expect(records[1]).toMatchObject({
      TI: [odd.title],
      AU: ["van der Maaten, Laurens", "Gemini Team", "King, Martin Luther, Jr.", "王小明", "}a{ \\b c d"],
      AB: ["One line. ER - TY - JOUR TI - Another"],
    });
  });

  it("stays in its lines whatever the texts are", () => {
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 4 }), (title, abstract, authors) => {
        expect(recordsOf(risOf([{ ...odd, title, abstract, authors }, attention]))).toHaveLength(2);
      }),
      { numRuns: runsOf(100) },
    );
  });
});

it("what is cited here can be pasted here, in both forms", () => {
  const papers = [odd, attention];
  const list = { ids: papers.map(({ id }) => id), unread: [], unreadCount: 0, isCut: false };
  expect(parseReadingList(bibtexOf(papers))).toEqual(list);
  expect(parseReadingList(risOf(papers))).toEqual(list);
});

function entriesOf(papers: CitedPaper[]) {
  const { errors, entries } = parse(bibtexOf(papers), { sentenceCase: false, caseProtection: false });
  expect(errors).toEqual([]);
  return entries;
}

/** The fields of each record, as a reader that forgives nothing finds them. */
function recordsOf(text: string): Record<string, string[]>[] {
  const records: Record<string, string[]>[] = [];
  let record: Record<string, string[]> | null = null;
  expect(text.endsWith("\r\n")).toBe(true);
  for (const line of text.split("\r\n")) {
    if (line === "") continue;
    const [, tag = "", value = ""] = /^([A-Z][A-Z0-9]) {2}- ([^\p{Cc}\u2028\u2029]*)$/u.exec(line) ?? [];
    expect(tag, line).not.toBe("");
    if (tag === "TY") {
      expect(record).toBeNull();
      record = {};
    }
    if (record === null) throw new Error(`a field outside of a record: ${line}`);
    const known = record[tag];
    if (known) known.push(value);
    else record[tag] = [value];
    if (tag !== "ER") continue;
    records.push(record);
    record = null;
  }
  expect(record).toBeNull();
  return records;
}
