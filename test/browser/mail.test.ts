import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mailScenes } from "../../scripts/pictures/mail-scenes.ts";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import { parseExplanation } from "../../src/editions/frozen-explanation.ts";
import { hostileTexts, makeEdition, makePaper, site, slotsFor } from "../email/editions.ts";
import { findWrongsInBothSchemes } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";

const scenes = await mailScenes();
let browser: Browser;
let desk: Page;
let phone: Page;
beforeAll(async () => {
  browser = await openBrowser();
  desk = await browser.newPage({ viewport: { width: 640, height: 800 } });
  phone = await browser.newPage({ viewport: { width: 375, height: 800 }, javaScriptEnabled: false });
});
afterAll(() => browser.close());

test.each(scenes)("$name has nothing that axe finds wrong, its contrasts in light and dark too", async ({
  html,
}) => {
  await desk.setContent(html);
  expect(await findWrongsInBothSchemes(desk)).toEqual([]);
});

const farTexts: [string, string][] = [
  ["words without an end", "W".repeat(400)],
  ["an address as a title", `https://example.org/${"a-b_c/".repeat(60)}`],
  ["text from right to left", "מודלים קטנים ששואלים לפני שהם עונים لماذا تسأل النماذج".repeat(6)],
  ["text without spaces", "小さなモデルはどのように質問を学ぶのか".repeat(12)],
  ["joined emoji and stacked marks", "👩‍👩‍👧‍👦🏳️‍🌈e\u0301\u0302\u0303".repeat(60)],
  ...hostileTexts.map((text): [string, string] => [JSON.stringify(text).slice(0, 40), text]),
];

test.each(farTexts)("a phone shows %s without scrolling sideways", async (_, text) => {
  await phone.setContent(await mailOf(text));
  expect(await phone.evaluate("document.documentElement.scrollWidth")).toBe(375);
});

async function mailOf(text: string): Promise<string> {
  const authors = [text, ...Array.from({ length: 572 }, (_, index) => `Author ${index}`)];
  const edition = makeEdition([
    makePaper(1, {
      title: text,
      abstract: text,
      authors,
      organization: text,
      primaryCategory: text,
      explanation: parseExplanation({ reason: text }),
    }),
    makePaper(2, { abstract: "", summary: null, authors: [], organization: null }),
  ]);
  const choice = { detail: "abstract" as const, forYou: [0], top: [1], late: [], because: [text] };
  const compiled = await compileDigest(edition, "abstract", { ...site, postalAddress: text || "x" });
  return assembleDigest(compiled, { ...slotsFor(choice), to: `${text}@example.com` }).html;
}
