import { HtmlValidate } from "html-validate";
import { describe, expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import { renderNotice } from "../../src/digest/render-notice.ts";
import type { FrozenPaper } from "../../src/editions/edition.ts";
import { parseExplanation } from "../../src/editions/frozen-explanation.ts";
import { hostileTexts, makeEdition, makePaper, site, slotsFor } from "./editions.ts";

const choice = { detail: "abstract" as const, forYou: [0], top: [1], late: [], because: [""] };

function hostilePaper(rank: number, text: string): FrozenPaper {
  return makePaper(rank, {
    title: text,
    abstract: text,
    summary: text,
    authors: [text, text],
    organization: text,
    primaryCategory: text,
    explanation: parseExplanation({ reason: text }),
    links: {
      arxiv: text,
      pdf: `https://e.org/"${text}`,
      discussion: text,
      code: `http://e.org/${text}`,
      project: text,
    },
  });
}

describe.each(
  hostileTexts.map((text) => [JSON.stringify(text).slice(0, 50), text]),
)("with %s everywhere", (_, text) => {
  test("a digest has the same elements, links only to https and no header of its own", async () => {
    const edition = makeEdition([hostilePaper(1, text), makePaper(2)]);
    const tame = makeEdition([hostilePaper(1, "tame"), makePaper(2)]);
    const hostileSite = { ...site, from: `${text} <d@e.org>`, postalAddress: text };
    const slots = {
      to: `${text}@example.com`,
      choice: { ...choice, because: [text] },
      tokens: { unsubscribe: text, preferences: text, view: text, mark: text },
      subscriberId: text,
    };
    const mail = assembleDigest(await compileDigest(edition, "abstract", hostileSite), slots);
    const plain = assembleDigest(await compileDigest(tame, "abstract", site), slotsFor(choice));
    for (const tag of ["script", "img", "table", "tr", "td", "body", "div", "style", "h3"]) {
      const count = (html: string) => html.split(`<${tag}`).length;
      expect(count(mail.html), tag).toBe(count(plain.html));
    }
    for (const [, href = ""] of mail.html.matchAll(/href="([^"]*)"/g))
      expect(href).toMatch(/^https:\/\/[^<>\s]+$/);
    for (const value of [mail.from, mail.to, mail.subject, ...Object.values(mail.headers)]) {
      expect(value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }
    for (const tag of mail.tags) expect(tag.value).toMatch(/^[A-Za-z0-9_-]{0,256}$/);
    for (const body of [mail.html, mail.text]) {
      expect(body).not.toMatch(
        /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Noncharacter_Code_Point}|\p{Surrogate}/u,
      );
    }
  });

  test("an operator alert keeps it text", async () => {
    const mail = await renderNotice(
      {
        kind: "operator-alert",
        props: { title: text, paragraphs: [text], facts: [{ label: text, value: text }], action: null },
      },
      site,
      "ops@example.com",
      text,
    );
    expect(mail.html).not.toMatch(/<script|<img/);
    expect(mail.subject).not.toMatch(/\p{Cc}/u);
  });
});

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // React writes `cellPadding` and closes void elements; both are valid HTML.
    "attr-case": "off",
    "void-style": "off",
    // Styles belong into the markup and layout into tables: mail clients know nothing else.
    "no-inline-style": "off",
    "no-deprecated-attr": "off",
    // Outlook reads its styles from a conditional comment.
    "no-conditional-comment": "off",
    "doctype-style": "off",
    // Clients drop elements that they do not know, and keep a `div`.
    "prefer-native-element": "off",
    // The hidden preheader ends in spaces.
    "no-trailing-whitespace": "off",
    "long-title": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
  },
});

test("the HTML is valid, also with hostile text", async () => {
  const edition = makeEdition(hostileTexts.map((text, index) => hostilePaper(index + 1, text)));
  const all = edition.papers.map((_, index) => index);
  for (const detail of ["title", "summary", "abstract"] as const) {
    const { html } = assembleDigest(
      await compileDigest(edition, detail, site),
      slotsFor({
        detail,
        forYou: all.slice(0, 5),
        top: all.slice(5, -2),
        late: all.slice(-2),
        because: hostileTexts,
      }),
    );
    const report = await validator.validateString(html);
    expect(
      report.results.flatMap((result) => result.messages.map((m) => `${m.ruleId}: ${m.message}`)),
    ).toEqual([]);
  }
});
