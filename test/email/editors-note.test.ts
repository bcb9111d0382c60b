import { describe, expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { DigestChoice, QuietFacts } from "../../src/digest/compiled-digest.ts";
import type { EditorsWords } from "../../src/editions/edition.ts";
import { wordsIn } from "../../words/words.ts";
import { makeEdition, makePaper, site, slotsFor } from "./editions.ts";

const papers = ["Kimi: An Open Model", "KronQ: Blocks", "Orca: A Whale", "Mira: A Star"].map((title, index) =>
  makePaper(index + 1, { title, keywords: [] }),
);
const day = makeEdition(papers);
const nothing: EditorsWords = { note: null, subject: null, preheader: null };
const choiceOf = (top: number[]): DigestChoice => ({ detail: "summary", forYou: [], top, late: [] });

async function mailOf(
  said: Partial<EditorsWords>,
  choice = choiceOf([0, 1, 2, 3]),
  language: "en" | "de" = "en",
) {
  const edition = { ...day, said: { ...nothing, ...said } };
  return assembleDigest(
    await compileDigest(edition, choice.detail, site, wordsIn(language)),
    slotsFor(choice),
  );
}

const preheaderOf = (html: string) => /max-height:0[^>]*>([^<]*?)[\u00a0\u200c]/.exec(html)?.[1];

describe("what an editor says of an edition", () => {
  test("stands above everything else of the mail, as HTML and as text", async () => {
    const { html, text } = await mailOf({ note: "A **big** day.\n\n- [one](https://e.org/1)\n- two" });
    expect(html.indexOf("Editor’s note")).toBeGreaterThan(0);
    expect(html.indexOf("Editor’s note")).toBeLessThan(html.indexOf("4 papers"));
    expect(html).toContain("A <strong>big</strong> day.");
    expect(html).toMatch(/<li dir="auto"><a href="https:\/\/e\.org\/1"[^>]*>one<\/a><\/li>/);
    expect(text).toContain(
      "Daily · No. 142\n\nEditor’s note\n-------------\nA *big* day.\n\n- one <https://e.org/1>\n- two\n\n4 papers (1 rising).",
    );
  });

  test("is headed in the language of the mail", async () => {
    expect((await mailOf({ note: "x" }, choiceOf([0]), "de")).html).toContain("Anmerkung der Redaktion");
  });

  test("leaves a mail as it was where nothing is said", async () => {
    const compiled = await compileDigest(day, "summary", site);
    const silent = await compileDigest({ ...day, said: { ...nothing, note: " \n " } }, "summary", site);
    expect(silent).toEqual(compiled);
  });

  test("puts nothing into a mail but text and links to the web", async () => {
    const { html, text } = await mailOf({
      note: "<script>alert(1)</script> [x](javascript:alert(1)) </td></table> \ufdd0=subject\ufdd1",
      subject: "A\r\nBcc: victim@example.com <b>",
      preheader: "<img src=x> \ufdd0+top\ufdd1",
    });
    expect(html).not.toMatch(/<script|<img|href="javascript/);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))");
    expect(html).toContain("<title>A Bcc: victim@example.com &lt;b&gt;</title>");
    expect(html + text).not.toMatch(/[\ufdd0-\ufdd3]/u);
  });

  test("of 2,000 characters leaves room for a paper under Gmail's limit, however it is written", async () => {
    const abstract = '"'.repeat(5_000);
    const edition = makeEdition(papers.map((paper) => ({ ...paper, abstract })));
    const choice: DigestChoice = { detail: "abstract", forYou: [], top: [0, 1, 2, 3], late: [] };
    for (const mark of [
      "<http://a.b>\n",
      "- a\n  - b\n",
      "a\n\n",
      '"',
      "_a_\n",
      "1. a\n\n",
      "題",
      "[a](http://b.c)",
    ]) {
      const note = mark.repeat(2_000 / mark.length);
      const compiled = await compileDigest({ ...edition, said: { ...nothing, note } }, "abstract", site);
      const { html } = assembleDigest(compiled, slotsFor(choice));
      expect([mark, Buffer.byteLength(html) < 102_400, html.includes("<h3")]).toEqual([mark, true, true]);
    }
  });
});

describe("an editor's subject", () => {
  test("is that of every digest, and the preheader names the papers from the first on", async () => {
    const { subject, html } = await mailOf({ subject: "A day of open models" });
    expect(subject).toBe("A day of open models");
    expect(preheaderOf(html)).toBe("Also: Kimi · KronQ · Orca · Mira");
    expect((await mailOf({ subject: "A day of open models" }, choiceOf([2]))).subject).toBe(
      "A day of open models",
    );
  });

  test("stands beside an editor's preheader, or each alone", async () => {
    const both = await mailOf({ subject: "Open models", preheader: "Four of them" });
    expect([both.subject, preheaderOf(both.html)]).toEqual(["Open models", "Four of them"]);
    const one = await mailOf({ preheader: "Four of them" });
    expect([one.subject, preheaderOf(one.html)]).toEqual(["Kimi, KronQ, Orca and 1 more", "Four of them"]);
  });

  test("is not that of a quiet mail, which tells something else", async () => {
    const quiet: QuietFacts = { least: null, wishes: ["cs.RO"], moreWishes: 0, shares: [] };
    const { subject } = await mailOf(
      { subject: "Open models" },
      { ...choiceOf([0]), detail: "title", quiet },
    );
    expect(subject).toBe((await mailOf({}, { ...choiceOf([0]), detail: "title", quiet })).subject);
    expect(subject).not.toBe("Open models");
  });
});
