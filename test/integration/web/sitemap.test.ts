import { XMLParser, XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition } from "../../support/site-papers.ts";

let ctx: TestContext;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  app = createApp(ctx);
  await writeEdition(ctx.db, {
    period: "2026-06-17",
    publishedAt: new Date("2026-06-18T04:00:00Z"),
    papers: [
      frozenPaper(1, { id: "2606.20001", publishedOn: "2026-06-30", keywords: ["agents", "borne once"] }),
      frozenPaper(2, { id: "hep-th/9901001", publishedOn: "1999-01-01" }),
      frozenPaper(3, { id: "2607.20001", publishedOn: "2026-07-01" }),
    ],
  });
});
afterAll(() => ctx.close());

type Place = { loc: string; lastmod?: string };

it("leads from robots.txt to every edition, paper and name of several papers, each under the address that its page names", async () => {
  const robots = await (await app.request("/robots.txt")).text();
  const [, index = ""] = /^Sitemap: (.*)$/m.exec(robots) ?? [];
  const files = await places(index);
  expect(files.map(pathOf)).toEqual([
    "/sitemaps/pages.xml",
    "/sitemaps/names.xml",
    "/sitemaps/papers-2026-07.xml",
    "/sitemaps/papers-2026-06.xml",
    "/sitemaps/papers-1999-01.xml",
  ]);
  const pages = (await Promise.all(files.map(({ loc }) => places(loc)))).flat();
  expect(pages.map(pathOf)).toEqual([
    "/",
    "/today",
    "/trending",
    "/archive",
    "/subscribe",
    "/privacy",
    "/embed",
    "/editions/daily/2026-06-17",
    "/keywords/agents",
    "/organizations/example-lab",
    "/topics/cs",
    "/topics/cs.CL",
    "/topics/cs.LG",
    "/papers/2607.20001",
    "/papers/2606.20001",
    "/papers/hep-th/9901001",
  ]);
  expect(pages.find((page) => pathOf(page).startsWith("/editions"))?.lastmod).toBe(
    "2026-06-18T04:00:00.000Z",
  );
  for (const page of pages) {
    const answer = await app.request(pathOf(page));
    expect(answer.status, page.loc).toBe(200);
    expect(await answer.text()).toContain(`<link rel="canonical" href="${page.loc}"/>`);
  }
});

it.each([
  "/sitemaps/papers-2026-13.xml",
  "/sitemaps/papers-2020-01.xml",
  "/sitemaps/papers-0000-01.xml",
  "/sitemaps/..xml",
  "/sitemaps/papers-9999-99.xml",
])("has nothing at %s", async (path) => {
  expect((await app.request(path)).status).toBe(404);
});

function pathOf({ loc }: Place): string {
  return loc.slice(ctx.config.site.publicUrl.length);
}

/** What a file of the protocol names. */
async function places(address: string): Promise<Place[]> {
  const answer = await app.request(pathOf({ loc: address }));
  expect(answer.headers.get("content-type")).toBe("application/xml; charset=utf-8");
  const text = await answer.text();
  expect(XMLValidator.validate(text)).toBe(true);
  const parsed = new XMLParser({ isArray: (name) => name === "url" || name === "sitemap" }).parse(text);
  return parsed.sitemapindex?.sitemap ?? parsed.urlset?.url ?? [];
}
