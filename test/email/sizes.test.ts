import { expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { DigestChoice } from "../../src/digest/compiled-digest.ts";
import { groupPapers } from "../../src/digest/group-papers.ts";
import { renderFull } from "../support/render-full.ts";
import { makeEdition, makePaper, site, slotsFor } from "./editions.ts";

const gmailCutsAt = 102_400;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const many = makeEdition(upTo(50).map((index) => makePaper(index + 1)));

test("the default digest stays under 30,000 bytes", async () => {
  const choice: DigestChoice = {
    detail: "summary",
    forYou: upTo(10),
    top: [],
    late: [],
    because: upTo(10).map(() => "cs.CL, “small models”"),
  };
  const { html } = assembleDigest(await compileDigest(many, "summary", site), slotsFor(choice));
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
});

test("25 papers with abstracts stay whole under Gmail's limit", async () => {
  const choice: DigestChoice = { detail: "abstract", forYou: [], top: upTo(25), late: [] };
  const { html } = assembleDigest(await compileDigest(many, "abstract", site), slotsFor(choice));
  expect(html.match(/<h3/g)).toHaveLength(25);
  expect(Buffer.byteLength(html)).toBeLessThan(gmailCutsAt);
});

test("papers that would be cut are left out, counted, and linked to", async () => {
  const long = makeEdition(many.papers.map((paper) => ({ ...paper, abstract: paper.abstract.repeat(3) })));
  const choice: DigestChoice = {
    detail: "abstract",
    forYou: upTo(40),
    top: [40, 41],
    late: [],
    because: upTo(40).map(() => "cs"),
  };
  const compiled = await compileDigest(long, "abstract", site);
  const mail = assembleDigest(compiled, slotsFor(choice));
  const shown = mail.html.match(/<h3/g)?.length ?? 0;
  expect(Buffer.byteLength(mail.html)).toBeLessThan(gmailCutsAt);
  expect(shown).toBeGreaterThan(10);
  expect(mail.html).toContain(`${42 - shown} more papers didn’t fit in this email`);
  expect(mail.text.match(/^ ?\d+\. /gm)).toHaveLength(shown);
  expect(mail.subject).toContain(` and ${shown - 1} more`);
  expect(mail).toMatchObject(renderFull(long, site, compiled, slotsFor(choice)));
});

test("headings of groups count too, and none stands above nothing where papers were left out", async () => {
  const long = makeEdition(
    many.papers.map((paper, index) => ({
      ...paper,
      abstract: paper.abstract.repeat(3),
      title: `${["Robotics", "Quantization", "Privacy"][index % 3]}: ${paper.title}`,
    })),
  );
  const compiled = await compileDigest(long, "abstract", site);
  const choice = groupPapers({ detail: "abstract", forYou: [], top: upTo(42), late: [] }, compiled.facts);
  const mail = assembleDigest(compiled, slotsFor(choice));
  expect(Buffer.byteLength(mail.html)).toBeLessThan(gmailCutsAt);
  expect(mail.text).toMatch(/\n\nRobotics\n--------\n\n {0,2}\d+\. /);
  expect(mail.text).not.toMatch(/\n\nPrivacy\n-------\n\n-----/);
  expect(mail).toMatchObject(renderFull(long, site, compiled, slotsFor(choice)));
});

test.each([
  ["quotes, which escaping makes six times as long", '"'.repeat(20_000)],
  ["wide characters without a space", "題".repeat(20_000)],
])("one huge abstract of %s does not exceed the limit", async (_, abstract) => {
  const edition = makeEdition(upTo(5).map((index) => makePaper(index + 1, { abstract, title: abstract })));
  const choice: DigestChoice = { detail: "abstract", forYou: [], top: upTo(5), late: [] };
  const { html } = assembleDigest(await compileDigest(edition, "abstract", site), slotsFor(choice));
  expect(Buffer.byteLength(html)).toBeLessThan(gmailCutsAt);
  expect(html).toContain("<h3");
});
