import { sql } from "drizzle-orm";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition, writePapers } from "../../support/site-papers.ts";

const hostile = "A < B & C ]]> \u0000\u0008\ud800 <script>";

let ctx: TestContext;
let app: Hono;
beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
  await writeEdition(ctx.db, {
    period: "2026-06-16",
    number: 1,
    publishedAt: new Date("2026-06-17T04:00:00Z"),
  });
  await writeEdition(ctx.db, {
    period: "2026-06-17",
    number: 2,
    papers: [
      frozenPaper(1, { id: "2606.50001", title: hostile.replaceAll(/[\0\ud800]/g, ""), authors: [] }),
      // Relisted: the same paper stands in two editions.
      frozenPaper(2, { id: "2606.10001", title: "Relisted" }),
    ],
  });
});
afterAll(() => ctx.close());

const jsonFeed = z.looseObject({ items: z.array(z.looseObject({ title: z.string() })) });

type Entry = {
  id: string;
  title: string;
  updated: string;
  published: string;
  author: { name: string }[];
  link: unknown;
};
const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => ["entry", "author", "link"].includes(name),
});

test("the Atom feed is well formed and has what RFC 4287 demands of a feed and of each entry", async () => {
  const answer = await app.request("/feed.xml");
  expect(answer.headers.get("content-type")).toContain("application/atom+xml");
  const text = await answer.text();
  expect(XMLValidator.validate(text)).toBe(true);
  const { feed } = parser.parse(text);
  expect(feed["@_xmlns"]).toBe("http://www.w3.org/2005/Atom");
  expect(feed).toMatchObject({ title: "Paperboy: daily papers", updated: "2026-06-18T04:00:00.000Z" });
  expect(feed.link.map((link: Record<string, string>) => [link["@_rel"], link["@_href"]])).toEqual([
    ["alternate", "https://paperboy.example/"],
    ["self", "https://paperboy.example/feed.xml"],
  ]);
  const entries: Entry[] = feed.entry;
  expect(entries).toHaveLength(5);
  for (const entry of entries) {
    expect(entry.id).toMatch(/^tag:paperboy\.example,2026:/);
    expect(Number.isNaN(Date.parse(entry.updated))).toBe(false);
    expect(entry.author[0]?.name).toBeTruthy();
  }
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

test("the JSON feed is version 1.1, with an id, an address and a text for each item", async () => {
  const answer = await app.request("/feed.json");
  expect(answer.headers.get("content-type")).toContain("application/feed+json");
  const feed = jsonFeed.parse(await answer.json());
  expect(feed).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
    feed_url: "https://paperboy.example/feed.json",
  });
  for (const item of feed.items) {
    expect(item).toMatchObject({
      id: expect.any(String),
      url: expect.stringMatching(/^https:/),
      content_text: expect.any(String),
    });
  }
});

test("there is a feed for each cadence, also while it has no edition, and for a search", async () => {
  for (const path of [
    "/feed.xml?cadence=weekly",
    "/feed.xml?cadence=monthly",
    "/feed.xml?q=agents",
    "/feed.xml?q=%3Ca%3E%26",
    // Cut at 200 units, in the middle of the character.
    `/feed.xml?q=${"a".repeat(199)}%F0%9F%94%A5`,
  ]) {
    const text = await (await app.request(path)).text();
    expect(XMLValidator.validate(text)).toBe(true);
  }
  const { items } = jsonFeed.parse(await (await app.request("/feed.json?q=%22number+3%22")).json());
  expect(items.map(({ title }) => title)).toEqual(["Paper number 3 about agents"]);
  expect((await app.request("/feed.xml?cadence=yearly")).status).toBe(404);
});

test("a feed of a search begins with what was published last, however little of it is about the words", async () => {
  const about = Array.from({ length: 51 }, (_, index) =>
    frozenPaper(1, { id: `2605.${20_001 + index}`, title: "Marmots", publishedOn: "2026-05-20" }),
  );
  const passing = {
    title: "Rodents",
    abstract: "Of all rodents some are marmots.",
    publishedOn: "2026-06-17",
  };
  await writePapers(ctx.db, [...about, frozenPaper(1, { id: "2606.50009", ...passing })]);
  const { items } = jsonFeed.parse(await (await app.request("/feed.json?q=marmots")).json());
  expect(items).toHaveLength(50);
  expect(items[0]?.title).toBe("Rodents");
});

test("a feed is sent again only when it changed", async () => {
  const first = await app.request("/feed.xml");
  const etag = first.headers.get("etag") ?? "";
  const lastModified = first.headers.get("last-modified") ?? "";
  expect((await app.request("/feed.xml", { headers: { "if-none-match": etag } })).status).toBe(304);
  expect((await app.request("/feed.xml", { headers: { "if-modified-since": lastModified } })).status).toBe(
    304,
  );
  const older = new Date(Date.parse(lastModified) - 1000).toUTCString();
  expect((await app.request("/feed.xml", { headers: { "if-modified-since": older } })).status).toBe(200);
});

test("a paper that was withdrawn since is said to be so, and the feed is sent again", async () => {
  const before = await app.request("/feed.xml");
  const withdrawnAt = new Date("2026-06-18T08:00:00Z");
  await ctx.db.execute(sql`update papers set withdrawn_at = ${withdrawnAt} where id = '2606.10003'`);
  const lastModified = before.headers.get("last-modified") ?? "";
  const after = await app.request("/feed.xml", { headers: { "if-modified-since": lastModified } });
  expect(after.status).toBe(200);
  const entries: (Entry & { summary: string })[] = parser.parse(await after.text()).feed.entry;
  const marked = entries.filter(({ summary }) => summary.startsWith("Withdrawn by its authors or by arXiv."));
  expect(marked.map(({ title, updated }) => [title, updated])).toEqual([
    ["Paper number 3 about agents", "2026-06-18T08:00:00.000Z"],
  ]);
});

test("an entry leads to arXiv, the PDF and the code, and names its categories as arXiv does", async () => {
  const { entry } = parser.parse(await (await app.request("/feed.xml")).text()).feed;
  const second = entry.find(({ id }: Entry) => id.endsWith("daily-2026-06-17/2606.10001"));
  expect(
    second.link.map((link: Record<string, string>) => [link["@_rel"], link["@_type"], link["@_href"]]),
  ).toEqual([
    ["alternate", "text/html", "https://paperboy.example/papers/2606.10001"],
    ["related", "text/html", "https://arxiv.org/abs/2606.10001"],
    ["related", "application/pdf", "https://arxiv.org/pdf/2606.10001"],
    ["related", "text/html", "https://github.com/example/agents"],
  ]);
  const scheme = "http://arxiv.org/schemas/atom";
  expect(second.category).toEqual([
    { "@_term": "cs.CL", "@_scheme": scheme, "@_label": "Computation and Language (cs.CL)" },
    { "@_term": "cs.LG", "@_scheme": scheme, "@_label": "Machine Learning (cs.LG)" },
  ]);
  const { items } = jsonFeed.parse(await (await app.request("/feed.json")).json());
  expect(items.find(({ title }) => title === "Relisted")).toMatchObject({
    external_url: "https://arxiv.org/abs/2606.10001",
    tags: ["cs.CL", "cs.LG"],
    attachments: [
      { url: "https://arxiv.org/pdf/2606.10001", mime_type: "application/pdf", title: "PDF" },
      { url: "https://github.com/example/agents", mime_type: "text/html", title: "Code" },
    ],
  });
});

test("a feed of editions has one entry for each, with its papers as escaped HTML", async () => {
  const answer = await app.request("/feeds/editions.atom");
  const text = await answer.text();
  expect(XMLValidator.validate(text)).toBe(true);
  const { feed } = parser.parse(text);
  const [latest, before]: (Entry & { content: Record<string, string> })[] = feed.entry;
  expect([latest?.id, before?.id]).toEqual([
    "tag:paperboy.example,2026:edition/daily-2026-06-17",
    "tag:paperboy.example,2026:edition/daily-2026-06-16",
  ]);
  expect(before?.title).toBe(
    "Tuesday, 16 June 2026: Paper number 1 about agents, Paper number 2 about agents, Paper number 3 about agents",
  );
  expect(latest?.content["@_type"]).toBe("html");
  expect(latest?.content["#text"]).toContain("&lt;script&gt;");
  expect(latest?.content["#text"]).not.toContain("<script>");
  expect(before?.content["#text"]).toContain('<a href="https://paperboy.example/papers/2606.10002">');
  const etag = answer.headers.get("etag") ?? "";
  expect((await app.request("/feeds/editions.atom", { headers: { "if-none-match": etag } })).status).toBe(
    304,
  );
  const { items } = jsonFeed.parse(await (await app.request("/feeds/editions.json?cadence=daily")).json());
  expect(items).toHaveLength(2);
  expect((await app.request("/feeds/editions.json?cadence=yearly")).status).toBe(404);
});

test("pages of other sites may read the feeds, and nothing else", async () => {
  const allowedAt = async (path: string) =>
    (await app.request(path)).headers.get("access-control-allow-origin");
  for (const path of ["/feed.xml", "/feed.json?q=agents", "/feeds/editions.json"])
    expect(await allowedAt(path)).toBe("*");
  for (const path of ["/", "/search?q=agents", "/preferences?token=x"])
    expect(await allowedAt(path)).toBeNull();
});

test("a feed without an entry is as of today", async () => {
  const updated = `${ctx.clock.now().toISOString().slice(0, 10)}T00:00:00.000Z`;
  for (const path of ["/feed.xml?q=nothinglikethis", "/feed.xml?cadence=monthly"])
    expect(parser.parse(await (await app.request(path)).text()).feed.updated).toBe(updated);
});
