import { sql } from "drizzle-orm";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paperSignals } from "../../../src/papers/tables.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writePapers } from "../../support/site-papers.ts";

let ctx: TestContext;
let app: Hono;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  app = createApp(ctx);
  const some = Array.from({ length: 45 }, (_, n) =>
    frozenPaper(n + 1, { id: `2606.${60_001 + n}`, title: `Marmots, part ${n + 1}`, categories: ["cs.CL"] }),
  );
  await writePapers(ctx.db, [
    ...some,
    frozenPaper(1, {
      id: "2606.40001",
      title: "Diffusion of molecules",
      abstract: "",
      categories: ["cs.LG"],
    }),
    frozenPaper(2, { id: "math/0309136", title: "Old knots" }),
    frozenPaper(3, { id: "cs/0112017", title: "Old nets" }),
  ]);
  await ctx.db.execute(sql`update papers set doi = '10.1000/ABC.1(2)' where id = '2606.40001'`);
  await ctx.db.insert(paperSignals).values({
    paperId: "2606.60042",
    observedAt: ctx.clock.now(),
    upvotes: 7,
    comments: 0,
  });
});
afterAll(() => ctx.close());

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const search = (q: string, others: Record<string, string> = {}) =>
  get(`/search?${new URLSearchParams({ q, ...others })}`);
const textOf = async (answer: Response | Promise<Response>) =>
  (await (await answer).text()).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

describe("a paper is found by what names it", () => {
  test.each([
    [" 2606.40001 ", "/papers/2606.40001"],
    ["arXiv:2606.40001v3", "/papers/2606.40001"],
    ["https://arxiv.org/pdf/2606.40001v1.pdf", "/papers/2606.40001"],
    ["https://export.arxiv.org/abs/2606.40001?context=cs", "/papers/2606.40001"],
    ["https://huggingface.co/papers/2606.40001", "/papers/2606.40001"],
    ["https://www.alphaxiv.org/abs/2606.40001v2", "/papers/2606.40001"],
    ["https://doi.org/10.48550/arXiv.2606.40001", "/papers/2606.40001"],
    ["cs/0112017", "/papers/cs/0112017"],
    ["math.GT/0309136v2", "/papers/math/0309136"],
    ["https://doi.org/10.1000/abc.1%282%29", "/papers/2606.40001"],
    ["doi:10.1000/ABC.1(2)", "/papers/2606.40001"],
  ])("%j", async (q, path) => {
    const answer = await search(q);
    expect([answer.status, answer.headers.get("location")]).toEqual([302, path]);
  });

  test("and where it is not here, the page says so and leads to arXiv or to the publisher", async () => {
    const html = await (await search("arXiv:2605.99999v2")).text();
    expect(html).toContain("The paper arXiv:2605.99999 has not been listed here.");
    expect(html).toContain('href="https://arxiv.org/abs/2605.99999"');
    const other = await (await search('10.1000/x"><script>')).text();
    expect(other).toContain("No paper here has the DOI");
    expect(other).toContain('href="https://doi.org/10.1000/x%22%3E%3Cscript"');
    expect(other).not.toContain("<script>");
  });

  test("and so does the address of its page", async () => {
    const answer = await get("/papers/2605.99999");
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('href="https://arxiv.org/abs/2605.99999"');
  });

  test.each([
    "marmots 2606.40001",
    "part 3",
    "2024",
    "3.14159",
    "2606.40001 ".repeat(300),
  ])("and words with a number among them are searched: %j", async (q) => {
    expect((await search(q)).status).toBe(200);
  });

  test.each([
    ["/papers/2606.40001v2", "/papers/2606.40001"],
    ["/papers/2606.40001/", "/papers/2606.40001"],
    ["/papers/2606.40001.pdf", "/papers/2606.40001"],
    ["/papers/2606.40001v2.pdf?t=a%26b", "/papers/2606.40001?t=a%26b"],
    ["/papers/cs%2F0112017", "/papers/cs/0112017"],
    ["/papers/cs/0112017v1/", "/papers/cs/0112017"],
    ["/papers/math.GT/0309136", "/papers/math/0309136"],
  ])("and %s leads to its one address", async (given, path) => {
    const answer = await get(given);
    expect([answer.status, answer.headers.get("location")]).toEqual([301, path]);
    expect((await get(path)).status).toBe(200);
  });

  test.each([
    "/papers/2606.40001/x",
    "/papers/..%2F2606.40001",
    "/papers/2606.99999",
    "/papers/x.GT/0309136",
  ])("and %s is no paper", async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe("the search page", () => {
  test("tells the fields that it understands, and searches by them", async () => {
    expect(await textOf(get("/search"))).toMatch(/author:.*title:.*org:.*cat:/);
    expect(await textOf(search("title:diffusion cat:cs.LG"))).toContain("1 paper ");
    expect(await textOf(search("diffusion -cat:cs.LG"))).toContain("No results.");
  });

  test("keeps the chosen order from page to page", async () => {
    const html = await (await search("marmots", { sort: "votes" })).text();
    expect(html.indexOf("Marmots, part 42")).toBeLessThan(html.indexOf("Marmots, part 1<"));
    expect(html).toContain("/search?q=marmots&amp;sort=votes&amp;page=2");
  });

  test("says that a page lies behind the last, and leads to that", async () => {
    const html = await (await search("marmots", { page: "999" })).text();
    expect(html).toContain("There is no page 999: the results end on page 3.");
    expect(html).toContain('<a href="/search?q=marmots&amp;page=3">Go to the last page</a>');
    expect(await textOf(search("diffusion", { page: "2" }))).toContain("the results fill one page");
  });

  test("says which filters it does not know", async () => {
    const said = await textOf(search("marmots cat:cs.XX", { category: "cs.YY", time: "foo", sort: "<b>" }));
    expect(said).toContain("There is no topic “cs.YY”, so all topics are shown.");
    expect(said).toContain("There is no time range “foo”");
    expect(said).toContain("There is no order “&lt;b&gt;”");
    expect(said).toContain("arXiv has no category cs.XX, so it was left out of the search.");
    expect(said).toContain("45 papers");
  });

  test("offers like words with counts, and the search without filters, when nothing is found", async () => {
    const html = await (await search("marmxts -part", { time: "week" })).text();
    expect(html).toContain("Words like yours:");
    expect(html).toMatch(/<a href="\/search\?q=marmots&amp;time=week">marmots<\/a> \(45 papers\)/);
    const filtered = await (await search("marmots cat:cs.RO", { category: "cs.CV" })).text();
    expect(filtered).toContain('<a href="/search?q=marmots">Show 45 papers of any topic and time</a>');
  });
});

describe("suggestions while somebody types", () => {
  test("are queries and papers, in the reader's language, kept for a minute", async () => {
    const answer = await get("/suggest?q=diff", { "accept-language": "de" });
    expect(answer.headers.get("cache-control")).toMatch(/^public, max-age=60/);
    expect(await answer.json()).toEqual({
      options: [
        { label: "diffusion", path: "/search?q=diffusion" },
        { label: "Diffusion of molecules", note: "Ada Lovelace und Alan Turing", path: "/papers/2606.40001" },
      ],
      said: "2 Vorschläge, mit den Pfeiltasten wählen",
    });
  });

  test.each(["", "x", "%", "zzzz".repeat(500), "\u0000a", '"""'])("are none for %j", async (q) => {
    const answer = await get(`/suggest?${new URLSearchParams({ q })}`);
    expect(await answer.json()).toMatchObject({ options: [] });
  });

  test("end for a client that asks for more than anybody types, until it waits", async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 210; n += 1) statuses.add((await get("/suggest?q=diff")).status);
    expect(statuses).toEqual(new Set([200, 429]));
    ctx.clock.advance(10_000);
    expect((await get("/suggest?q=diff")).status).toBe(200);
  });
});
