import { describe, expect, it, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { CompiledDigest, DigestChoice, Piece } from "../../src/digest/compiled-digest.ts";
import type { Detail } from "../../src/editions/edition.ts";
import { makeEdition, makePaper, site, slotsFor, tokens } from "./editions.ts";

const edition = makeEdition([
  makePaper(1),
  makePaper(2, { id: "math/0211159" }),
  ...Array.from({ length: 48 }, (_, index) => makePaper(index + 3)),
]);
const ids = edition.papers.map(({ id }) => id);
const choiceOf = (detail: Detail, papers: number): DigestChoice => ({
  detail,
  forYou: [0, 1],
  top: Array.from({ length: papers - 2 }, (_, index) => index + 2),
  late: [],
  because: ["cs.CL", "“small models”"],
});

/** Without the token that marks papers, as a seal of the release before has it. */
function slotsOfBefore(choice: DigestChoice) {
  const { mark: _, ...others } = tokens;
  return { ...slotsFor(choice), tokens: others };
}

describe.each<Detail>(["title", "summary", "abstract"])("a mail of %ss", (detail) => {
  test("has one link beside each paper, HTML and plain text, that names the paper in its path", async () => {
    const mail = assembleDigest(await compileDigest(edition, detail, site), slotsFor(choiceOf(detail, 10)));
    const links = ids.slice(0, 10).map((id) => `${site.publicUrl}/m/${id}?t=${tokens.mark}`);
    expect([...mail.html.matchAll(/href="([^"]*\/m\/[^"]*)"/g)].map(([, link]) => link)).toEqual(links);
    expect([...mail.text.matchAll(/More or less like this\? (\S+)/g)].map(([, link]) => link)).toEqual(links);
  });

  it("has none where its seal has no such token", async () => {
    const compiled = await compileDigest(edition, detail, site);
    const mail = assembleDigest(compiled, slotsOfBefore(choiceOf(detail, 10)));
    expect(mail.html + mail.text).not.toMatch(/\/m\/|More or less/);
  });

  it("is the same from a worker of the release before, which knows of no such link", async () => {
    const compiled = await compileDigest(edition, detail, site);
    for (const part of ["html", "text"] as const) {
      const before = papersOfBefore(compiled, part);
      expect(before).not.toMatch(/\/m\/|More or less|undefined/);
      expect(before).toContain("cs.CL");
    }
  });

  test("grows by fewer than 260 bytes of HTML a paper", async () => {
    const compiled = await compileDigest(edition, detail, site);
    const bytes = (slots: ReturnType<typeof slotsFor> | ReturnType<typeof slotsOfBefore>) =>
      Buffer.byteLength(assembleDigest(compiled, slots).html);
    const choice = choiceOf(detail, 20);
    const grown = bytes(slotsFor(choice)) - bytes(slotsOfBefore(choice));
    expect(grown / 20).toBeGreaterThan(50);
    expect(grown / 20).toBeLessThan(260);
  });
});

/** Papers with a reason as that release fills them: it shows any segment that it does not know, and none within. */
function papersOfBefore(compiled: CompiledDigest, part: "html" | "text"): string {
  const values: Record<string, string> = { number: "1", because: "you follow cs.CL" };
  const fill = (piece: Piece, isWithin = false): string =>
    piece
      .map((node) => {
        if (typeof node === "string") return node;
        if ("slot" in node) return values[node.slot] ?? "";
        return isWithin ? "" : fill(node.body, true);
      })
      .join("");
  return compiled[part].papers.map((paper) => fill(paper)).join("");
}

test("fifty papers with abstracts and links stay under Gmail's limit, those that do not fit left out", async () => {
  const choice = choiceOf("abstract", 50);
  const { html } = assembleDigest(await compileDigest(edition, "abstract", site), slotsFor(choice));
  expect(Buffer.byteLength(html)).toBeLessThan(102_400);
  expect(html.match(/\/m\//g)?.length).toBe(html.match(/<h3/g)?.length);
});
