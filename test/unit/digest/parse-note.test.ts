import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noteText } from "../../../src/digest/note-text.ts";
import { parseNote } from "../../../src/digest/parse-note.ts";
import { anyText } from "../../email/editions.ts";

const text = (of: string) => ({ kind: "text", text: of });

describe("an editor's note", () => {
  it("has paragraphs, lists, bold and emphasised text and links, and keeps line breaks", () => {
    const note = parseNote(
      "A **big** day for _robots_:\nread [the report](https://e.org/a?b=1&c=2).\n\n1. one\n2. two\n   - three",
    );
    expect(note).toEqual([
      {
        kind: "paragraph",
        inside: [
          text("A "),
          { kind: "strong", inside: [text("big")] },
          text(" day for "),
          { kind: "emphasis", inside: [text("robots")] },
          text(":"),
          { kind: "break" },
          text("read "),
          { kind: "link", url: "https://e.org/a?b=1&c=2", inside: [text("the report")] },
          text("."),
        ],
      },
      {
        kind: "list",
        isOrdered: true,
        start: 1,
        items: [
          [{ kind: "paragraph", inside: [text("one")] }],
          [
            { kind: "paragraph", inside: [text("two")] },
            {
              kind: "list",
              isOrdered: false,
              start: 1,
              items: [[{ kind: "paragraph", inside: [text("three")] }]],
            },
          ],
        ],
      },
    ]);
  });

  it("makes links of bare addresses, and of nothing that only looks like one", () => {
    expect(noteText(parseNote("See https://e.org/x, example.com and a@b.example") ?? [])).toBe(
      "See <https://e.org/x>, example.com and a@b.example",
    );
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](data:text/html,x)",
    "[a](mailto:a@b.example)",
    "[a](/ops)",
    "<javascript:alert(1)>",
    "# no heading",
    "&lt;b&gt;",
    "`code`",
    "> quote",
  ])("takes %s for the text that it is", (source) => {
    expect(parseNote(source)).toEqual([{ kind: "paragraph", inside: [text(source)] }]);
  });

  it("takes a picture for a link at the most", () => {
    expect(noteText(parseNote("![a](https://e.org/a.png)") ?? [])).toBe("!a <https://e.org/a.png>");
  });

  it("flattens lists that lie deeper than two", () => {
    expect(noteText(parseNote("- a\n  - b\n    - c\n      - d") ?? [])).toBe(
      "- a\n\n  - b\n\n    c\n\n    d",
    );
  });

  it.each([
    "",
    "   \n\n ",
    "- \n- ",
    "[](https://e.org)",
    "\u202e\ufdd0",
  ])("is none where %j says nothing", (source) => {
    expect(parseNote(source)).toBeNull();
  });

  it("holds no character that cuts a template or turns a line around, and is read in time, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(anyText), (lines) => {
        const said = JSON.stringify(parseNote(lines.join("\n")) ?? []);
        expect(said).not.toMatch(/[\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069]|\\u0000/u);
        expect(said).not.toMatch(/"url":"(?!https?:)/);
      }),
      { numRuns: 300 },
    );
    for (const mark of ["[", "*_", "- ", "![", "](", "\\", "<a", "1. ", "https://"])
      parseNote(mark.repeat(2_000 / mark.length));
  });
});

describe("a note as plain text", () => {
  it("is wrapped, with the marks of its lists and the addresses of its links", () => {
    const note = parseNote(
      `${"words ".repeat(20)}\n\n9. [first](https://e.org/1)\n10. **second** ${"more ".repeat(20)}`,
    );
    expect(noteText(note ?? [])).toBe(
      [
        "words words words words words words words words words words words words",
        "words words words words words words words words",
        "",
        "9. first <https://e.org/1>",
        "10. *second* more more more more more more more more more more more more",
        "    more more more more more more more more",
      ].join("\n"),
    );
  });
});
