import { parse } from "@retorquere/bibtex-parser";
import { eq } from "drizzle-orm";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseReadingList } from "../../../src/papers/parse-reading-list.ts";
import { papers } from "../../../src/papers/tables.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition } from "../../support/site-papers.ts";

let ctx: TestContext;
let app: Hono;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  app = createApp(ctx);
  await writeEdition(ctx.db, {
    period: "2026-06-17",
    papers: [
      frozenPaper(1, {
        id: "2606.20001",
        title: 'On {braces}, \\backslashes & "quotes" <b>',
        abstract: "First line.\nSecond line.",
        authors: ["Laurens van der Maaten", "Maria Jose de la Cruz", "Gemini Team", "DeepSeek-AI"],
      }),
      frozenPaper(2, { id: "hep-th/9901001", title: "An old paper" }),
      frozenPaper(1, { id: "2605.30001", section: "late", title: "A late riser" }),
      frozenPaper(3, { id: "2606.20003", section: "further", title: "A further one" }),
    ],
  });
  // What arXiv told after the freeze.
  await ctx.db.update(papers).set({ doi: "10.1007/978-3-540_1" }).where(eq(papers.id, "hep-th/9901001"));
});
afterAll(() => ctx.close());

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

describe("references as files", () => {
  it("are to be had of a paper, with the type that reference managers know", async () => {
    const bib = await get("/papers/2606.20001.bib");
    expect(bib.headers.get("content-type")).toBe("application/x-bibtex; charset=utf-8");
    expect(bib.headers.get("content-disposition")).toBe('attachment; filename="arxiv-2606.20001.bib"');
    expect(bib.headers.get("cache-control")).toContain("public, max-age=3600");
    const { errors, entries } = parse(await bib.text(), { sentenceCase: false, caseProtection: false });
    expect(errors).toEqual([]);
    expect(entries.map(({ fields }) => fields.title)).toEqual(['On {braces}, \\backslashes & "quotes" <b>']);
    const again = await get("/papers/2606.20001.bib", { "if-none-match": bib.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);

    const ris = await get("/papers/2606.20001.ris");
    expect(ris.headers.get("content-type")).toBe("application/x-research-info-systems; charset=utf-8");
    expect(await ris.text()).toMatch(
      /^TY {2}- UNPB\r\n.*AB {2}- First line\. Second line\.\r\n.*ER {2}- \r\n$/s,
    );
  });

  it("are to be had of an old identifier, and of a version", async () => {
    for (const path of ["/papers/hep-th/9901001.bib", "/papers/hep-th%2F9901001.bib"]) {
      const answer = await get(path);
      expect(answer.headers.get("content-disposition")).toContain('"arxiv-hep-th-9901001.bib"');
      expect(await answer.text()).toContain("doi           = {10.1007/978-3-540_1}");
    }
    expect(await (await get("/papers/2606.20001v2.ris")).text()).toContain("arXiv:2606.20001\r\n");
  });

  it("are to be had of an edition, in its order and as its papers are known today", async () => {
    const order = ["2606.20001", "hep-th/9901001", "2606.20003", "2605.30001"];
    for (const format of ["bib", "ris"]) {
      const answer = await get(`/editions/daily/2026-06-17.${format}`);
      expect(answer.headers.get("content-disposition")).toContain(`"paperboy-daily-2026-06-17.${format}"`);
      const text = await answer.text();
      expect(parseReadingList(text).ids).toEqual(order);
      expect(text).toContain("10.1007/978-3-540_1");
    }
  });

  it("are to be had of what a search finds, by its filters and in its order", async () => {
    const asked = "q=title%3Ariser&category=cs.CL&sort=date";
    for (const format of ["bib", "ris"]) {
      const answer = await get(`/search.${format}?${asked}`);
      expect(answer.headers.get("content-disposition")).toContain(`"paperboy-search.${format}"`);
      expect(parseReadingList(await answer.text()).ids).toEqual(["2605.30001"]);
    }
    const html = await (await get(`/search?${asked}`)).text();
    expect(html).toContain(
      'Cite this paper: <a href="/search.bib?q=title%3Ariser&amp;category=cs.CL&amp;sort=date">',
    );
  });

  it.each([
    "/search.bib",
    "/search.ris?q=",
    "/search.bib?q=nobodywroteofthis",
    "/papers/2606.99999.bib",
    "/papers/..bib",
    "/papers/...ris",
    "/papers/..%2f..%2fetc%2fpasswd.bib",
    "/papers/%2e%2e/%2e%2e/package.bib",
    "/papers/x/1.bib",
    "/papers/2606.20001.bibtex",
    "/papers/2606.20001%00.bib",
    "/editions/daily/2026-06-16.bib",
    "/editions/daily/...bib",
    "/editions/daily/..%2f2026-06-17.bib",
    "/editions/hourly/2026-06-17.ris",
    "/editions/weekly/2026-W99.ris",
    `/papers/${"9".repeat(10_000)}.bib`,
  ])("are not to be had at %s, which is said plainly", async (path) => {
    const answer = await get(path);
    expect([404, 414]).toContain(answer.status);
    expect(await answer.text()).not.toContain("@misc");
  });
});

describe("the page of a paper", () => {
  it("leads to its references, and has them as text without a script", async () => {
    const html = await (await get("/papers/hep-th/9901001")).text();
    expect(html).toContain('<a href="/papers/hep-th/9901001.bib">BibTeX</a>');
    expect(html).toContain('<a href="/papers/hep-th/9901001.ris">RIS</a>');
    expect(html).toContain(
      "Ada Lovelace, Alan Turing, Grace Hopper, Karen Jones, Katherine Johnson (2026). An old paper. arXiv:hep-th/9901001. https://doi.org/10.1007/978-3-540_1",
    );
    expect(html).toContain("eprint        = {hep-th/9901001}");
  });

  it("tells Zotero all of the paper, by the rules of its translator", async () => {
    const item = zoteroItem(await (await get("/papers/2606.20001")).text());
    expect(item).toEqual({
      itemType: "journalArticle",
      title: 'On {braces}, \\backslashes & "quotes" <b>',
      creators: [
        { lastName: "van der Maaten", firstName: "Laurens" },
        { lastName: "de la Cruz", firstName: "Maria Jose" },
        { lastName: "Gemini Team", firstName: "" },
        { lastName: "DeepSeek-AI", firstName: "" },
      ],
      date: "2026/06/16",
      DOI: "10.48550/arXiv.2606.20001",
      url: "https://arxiv.org/abs/2606.20001",
      abstractNote: "First line. Second line.",
      publicationTitle: undefined,
      pdf: "https://arxiv.org/pdf/2606.20001",
    });
  });

  it("names its own address to Google Scholar, and arXiv's identifier", async () => {
    const meta = metaOf(await (await get("/papers/hep-th/9901001")).text());
    expect(meta.get("citation_abstract_html_url")).toEqual([
      `${ctx.config.site.publicUrl}/papers/hep-th/9901001`,
    ]);
    expect(meta.get("citation_arxiv_id")).toEqual(["hep-th/9901001"]);
    expect(meta.get("citation_author")).toHaveLength(5);
  });
});

it("the page of an edition leads to the references of all its papers", async () => {
  const html = await (await get("/editions/daily/2026-06-17")).text();
  expect(html).toContain("Cite these 4 papers:");
  expect(html).toContain('<a href="/editions/daily/2026-06-17.bib">BibTeX</a>');
  expect(await (await get("/editions/daily/2026-06-18")).text()).not.toContain(".bib");
});

/** All that meta elements say, by their name or property, as a browser reads it. */
function metaOf(html: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, name = "", content = ""] of html.matchAll(
    /<meta (?:name|property)="([^"]*)" content="([^"]*)"\/>/g,
  )) {
    const text = content
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#x27;", "'")
      .replaceAll("&amp;", "&");
    found.set(name, [...(found.get(name) ?? []), text]);
  }
  return found;
}

/**
 * What Zotero's translator "Embedded Metadata" makes of a page's head: first by Open Graph, over which goes what
 * `citation_*` says.
 */
function zoteroItem(html: string) {
  const meta = metaOf(html);
  const one = (name: string) => meta.get(name)?.join(", ").trim().replaceAll(/\s+/g, " ");
  return {
    itemType: one("og:type") === "website" ? "webpage" : "journalArticle",
    title: one("citation_title") ?? one("og:title"),
    creators: (meta.get("citation_author") ?? []).flatMap(zoteroAuthors),
    date: one("citation_publication_date"),
    DOI: one("citation_doi"),
    url: one("citation_public_url") ?? one("og:url"),
    abstractNote: one("citation_abstract") ?? one("og:description"),
    publicationTitle: one("citation_journal_title") ?? one("og:site_name"),
    pdf: one("citation_pdf_url"),
  };
}

function zoteroAuthors(content: string) {
  let names = content.split(/\s*;\s*/);
  const byComma = content.split(/\s*,\s*/);
  if (names.length === 1 && byComma[0]?.includes(" ") && byComma[1]?.includes(" ")) names = byComma;
  return names.filter((name) => /[^\s,-.;]/.test(name)).map(cleanAuthor);
}

/** As Zotero's `cleanAuthor`: parted at the comma where there is one, else before the last word. */
function cleanAuthor(author: string) {
  const plain = author.replace(/^[\s.,/[\]:]+/, "").replace(/[\s.,/[\]:]+$/, "");
  if (author.includes(",")) {
    const [lastName = "", firstName = ""] = plain.split(/, ?/);
    return { lastName, firstName };
  }
  const space = plain.lastIndexOf(" ");
  return { lastName: plain.slice(space + 1), firstName: plain.slice(0, Math.max(0, space)) };
}
