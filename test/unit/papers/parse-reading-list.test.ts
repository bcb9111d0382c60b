import { describe, expect, it } from "vitest";
import { mostEntries, parseReadingList } from "../../../src/papers/parse-reading-list.ts";

const bibtex = `% exported
@comment{made by hand}
@article{vaswani2017attention,
  title={Attention Is All You Need},
  eprint = {1706.03762v5}, archivePrefix={arXiv}
}
@misc{old, title = "An old one", url = {https://arxiv.org/abs/math/0211159}}
@inproceedings{none,
  title = {{A Paper Elsewhere}},
  doi = {10.1145/3292500.3330701}
}
@misc{doi, doi = {10.48550/ARXIV.2305.18290}}
@misc{a, eprint={2001.08361}} @misc(b, eprint="2203.15556")
@article{volume, journal={ArXiv}, volume={abs/2005.14165}, url={https://api.semanticscholar.org/CorpusID:1}}
`;

const ris = `TY  - JOUR
TI  - Direct Preference Optimization
UR  - http://arxiv.org/abs/2305.18290v3
ER  - 

TY  - CONF
T1  - Not of arXiv
DO  - 10.1109/5.771073
ER  - 
`;

const zotero = `"Key","Item Type","Publication Year","Author","Title","DOI","Url","Abstract Note"
"AB12","preprint","2017","Vaswani","Attention, Again","10.48550/arXiv.1706.03762","http://arxiv.org/abs/1706.03762","First line
second, with a ""quote"" and 2401.00001"
"CD34","book","2001","Somebody","A Book","","","Only a book"
`;

const csl = JSON.stringify([
  { id: "a", title: "DPO", URL: "https://arxiv.org/abs/2305.18290", abstract: "see arXiv:9901.00001" },
  { id: "b", title: "By number", number: "arXiv:1706.03762" },
  { id: "c", title: "Elsewhere", DOI: "10.1000/1" },
]);

describe("parseReadingList", () => {
  it("reads identifiers and addresses, one or several in a line, titles beside them", () => {
    const { ids, unread } = parseReadingList(
      [
        "2605.19577v2",
        "https://www.alphaxiv.org/abs/2605.00001, https://huggingface.co/papers/2605.00002",
        "Attention Is All You Need (arXiv: 1706.03762)",
        "https://doi.org/10.48550/arXiv.2305.18290.",
        "math/0211159; 2605.19577",
        "",
        "yesterday's paper",
      ].join("\r\n"),
    );
    expect(ids).toEqual([
      "2605.19577",
      "2605.00001",
      "2605.00002",
      "1706.03762",
      "2305.18290",
      "math/0211159",
    ]);
    expect(unread).toEqual(["yesterday's paper"]);
  });

  it.each([
    [
      "BibTeX",
      bibtex,
      ["1706.03762", "math/0211159", "2305.18290", "2001.08361", "2203.15556", "2005.14165"],
      ["A Paper Elsewhere"],
    ],
    ["RIS", ris, ["2305.18290"], ["Not of arXiv"]],
    [
      "Zotero's CSV",
      zotero,
      ["1706.03762"],
      ['"CD34","book","2001","Somebody","A Book","","","Only a book"'],
    ],
    ["CSL JSON", csl, ["2305.18290", "1706.03762"], ["Elsewhere 10.1000/1 c"]],
    ["CSL JSON as a library", `{"items": ${csl}}`, ["2305.18290", "1706.03762"], ["Elsewhere 10.1000/1 c"]],
  ])("reads %s and tells which entries name no paper of arXiv", (_, text, ids, unread) => {
    expect(parseReadingList(text)).toMatchObject({ ids, unread, unreadCount: unread.length, isCut: false });
  });

  it("finds nothing in nothing", () => {
    expect(parseReadingList(" \n\r\n ")).toEqual({ ids: [], unread: [], unreadCount: 0, isCut: false });
  });

  it("reads no further than its limit, and says so", () => {
    const many = Array.from({ length: mostEntries + 5 }, (_, at) => `2605.${10_000 + at}`).join("\n");
    const { ids, isCut } = parseReadingList(many);
    expect([ids.length, isCut]).toEqual([mostEntries, true]);
  });

  it("shows little of what it cannot read, however much there is", () => {
    const { unread, unreadCount } = parseReadingList(`${"no paper ".repeat(500)}\n`.repeat(300));
    expect(unreadCount).toBe(300);
    expect(unread.length).toBe(20);
    expect(Math.max(...unread.map((text) => text.length))).toBeLessThanOrEqual(100);
  });

  it.each([
    ["brackets without end", "[".repeat(1_000_000)],
    ["nested JSON", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["entries without end", "@a{".repeat(330_000)],
    ["quotation marks", `"Key","DOI"\n${'"'.repeat(1_000_000)}`],
    ["one long line", "arxiv.org/abs/".repeat(70_000)],
    ["blanks", `@article{a, eprint ${" ".repeat(1_000_000)}`],
    ["full stops", `${".".repeat(50_000)}x\n`.repeat(20)],
    ["empty lines", "\n".repeat(1_000_000)],
    ["letters", `@misc{a, eprint = ${"a-".repeat(500_000)}`],
    ["titles", `@misc{a, ${"title = ".repeat(120_000)}`],
  ])("takes a moment for a megabyte of %s", (_, text) => {
    const start = performance.now();
    expect(parseReadingList(text).ids).toEqual([]);
    // What grows with the square of the text takes many minutes.
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
