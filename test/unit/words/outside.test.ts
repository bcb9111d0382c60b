import { describe, expect, it } from "vitest";
import { english } from "../../../words/en/english.ts";
import { listRepository, readText } from "../../support/docs.ts";
import { sentencesIn } from "../../support/sentences.ts";

const sources = listRepository().filter((path) => /^(?:emails|src|workers)\/.*\.tsx?$/.test(path));

/** Where everything that is written is read by readers. */
const read = /^(?:emails|src\/web\/(?:site|parts|http))\//;

/**
 * Where sentences may stand: an operator's mail, people and papers that are invented for a preview, and what
 * programs read.
 */
const allowed = [
  "emails/operator-alert.tsx",
  "emails/components/sample.ts",
  // Its `PreviewProps` name invented papers.
  "emails/welcome.tsx",
  // Names of typefaces.
  "emails/theme.ts",
  // What a browser may load.
  "src/web/http/security.ts",
  // What search engines may visit.
  "src/web/site/routes/assets.ts",
];

describe("the catalogue", () => {
  it("holds every sentence of the mails and of the readers' pages", () => {
    const outside = sources
      .filter((path) => read.test(path) && !allowed.includes(path))
      .flatMap((path) => sentencesIn(readText(path)).map((sentence) => `${path}: ${sentence}`));
    expect(outside).toEqual([]);
  });

  it("holds no sentence that nobody says", () => {
    const code = sources.map(readText).join("\n");
    expect(Object.keys(english).filter((id) => !code.includes(`"${id}"`))).toEqual([]);
  });
});

it("finds sentences in text, attributes, props and templates, and nothing else", () => {
  const found = sentencesIn(`
    import { x } from "./some file.ts";
    /** A comment is no sentence. */
    const a = <p className="small text" style={{ font: "14px serif" }}>Some words <b lang="en">here</b></p>;
    const b = { label: "Read more", count: say("a.b", { n }), kind: "one-word" };
    const c = \`You have \${n} papers\`;
    const d = <a title="Open the page" href="https://example.org/a b">go</a>;
    if (kind === "no paper") throw new Error("an error for developers");
    type T = "a type of words";
    const noteStyle = "font:14px serif;margin:0 auto 2px";
    ctx.log.error({ err }, "request failed");
    const e = <p aria-labelledby="title note">{other.error("Too late for that")}</p>;
  `);
  expect(found).toEqual([
    "Some words",
    "here",
    "Read more",
    "You have … papers",
    "Open the page",
    "go",
    "Too late for that",
  ]);
});
