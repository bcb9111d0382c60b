import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seedSample } from "../../../seeds/seed.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { type ExportReport, exportSite } from "../../../src/web/export/export-site.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition } from "../../support/planted-edition.ts";

/** Below a path of its host, which the live site is not. */
const basePath = "/lab/papers";
const live = "https://live.example";

let ctx: TestContext;
let root: string;
let folder: string;
let server: Server;
let url: string;
let report: ExportReport;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-17T06:00:00Z" });
  const { day } = await seedSample(ctx);
  await publishEdition(ctx, { cadence: "daily", period: day, isHeld: false, isNow: false });
  await plantEdition(ctx, { period: "2026-06-14", isHeld: true, papers: 2 });
  root = await mkdtemp(join(tmpdir(), "paperboy-export-"));
  folder = join(root, basePath);
  await mkdir(folder, { recursive: true });
  server = await serveFolder(root);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`;
  report = await exportSite(ctx, { folder, url, live: null });
}, 120_000);
afterAll(async () => {
  server.close();
  await ctx.close();
  await rm(root, { recursive: true, force: true });
});

/** As plain as a host can be: files by their names, `index.html` of a folder, and nothing else. */
function serveFolder(of: string): Promise<Server> {
  const made = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    const path = join(of, decodeURIComponent(pathname), pathname.endsWith("/") ? "index.html" : "");
    const body = await readFile(path).catch(() => null);
    response.writeHead(body === null ? 404 : 200).end(body ?? "");
  });
  return new Promise((resolve) => made.listen(0, "127.0.0.1", () => resolve(made)));
}

/** Addresses that a page or a feed names, as a browser reads them. */
function addressesIn(text: string, at: string): string[] {
  const attributes = [...text.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(([, href = ""]) => href);
  const full = [...text.matchAll(new RegExp(`${url}[^"<>\\s\\\\]*`, "g"))].map(([href]) => href);
  return [...attributes, ...full].map((href) => new URL(href.replaceAll("&amp;", "&"), at).href);
}

it("is a site without a broken link, whose pages lead to nothing that is not there", async () => {
  const seen = new Map<string, number>();
  const broken: string[] = [];
  const waiting = [
    `${url}/`,
    `${url}/feed.xml`,
    `${url}/feed.json`,
    `${url}/sitemap.xml`,
    `${url}/robots.txt`,
  ];
  for (const at of waiting) {
    const [bare = at] = at.split("#");
    if (seen.has(bare)) continue;
    const answer = await fetch(bare);
    seen.set(bare, answer.status);
    const text = await answer.text();
    for (const address of addressesIn(text, bare)) {
      const isOfHost = new URL(address).host === new URL(url).host;
      if (!isOfHost) continue;
      if (!address.startsWith(`${url}/`)) broken.push(`${bare} leads out to ${address}`);
      waiting.push(address);
    }
  }
  expect(broken).toEqual([]);
  expect([...seen].filter(([, status]) => status !== 200)).toEqual([]);
  expect([...seen.keys()].filter((at) => at.includes("/papers/26")).length).toBeGreaterThan(20);
  expect(seen.size).toBeGreaterThan(60);
});

it("asks for nothing that wants an answer: no form, no search, no reader's page", async () => {
  for (const file of await listFiles(folder)) {
    if (!file.endsWith(".html")) continue;
    const html = await readFile(join(folder, file), "utf8");
    expect(html.replace(/<form method="dialog">/g, ""), file).not.toMatch(/<form/);
    expect(html, file).not.toMatch(
      /href="(?:[./]*|\/lab\/papers\/)(?:subscribe|preferences|reading-list|search)\b/,
    );
  }
  expect(await readFile(join(folder, "index.html"), "utf8")).toMatch(/<h1/);
});

it("has feeds that name themselves and their pages where they are", async () => {
  for (const name of ["feed.xml", "feed-cadence-weekly.xml"])
    expect(await readFile(join(folder, name), "utf8")).toContain(
      `rel="self" type="application/atom+xml" href="${url}/${name}"`,
    );
  const json = JSON.parse(await readFile(join(folder, "feed.json"), "utf8"));
  expect(json.feed_url).toBe(`${url}/feed.json`);
  expect(json.items[0].url).toMatch(new RegExp(`^${url}/papers/[0-9.]+/$`));
});

it("shows no edition that is not let go", async () => {
  const files = await listFiles(folder);
  expect(files).toContain("editions/daily/2026-06-16/index.html");
  expect(files.filter((file) => file.includes("2026-06-14"))).toEqual([]);
});

it("writes nothing anew that has not changed", async () => {
  const before = await stat(join(folder, "feed.json"));
  const again = await exportSite(ctx, { folder, url, live: null });
  expect(again).toMatchObject({ files: report.files, written: 0, deleted: 0 });
  expect((await stat(join(folder, "feed.json"))).ino).toBe(before.ino);
});

it("leads to the live site where one answers", async () => {
  const other = join(root, "with-live");
  await exportSite(ctx, { folder: other, url, live });
  const html = await readFile(join(other, "index.html"), "utf8");
  expect(html.match(/<form[^>]*>/g)).toContain(`<form action="${live}/search">`);
  expect(html).toContain(`href="${live}/subscribe"`);
  expect(html).not.toMatch(/<form[^>]*method="post"/);
});

it("touches no folder that holds something else", async () => {
  const other = join(root, "of-somebody");
  await mkdir(other);
  await writeFile(join(other, "letter.txt"), "dear");
  await expect(exportSite(ctx, { folder: other, url, live: null })).rejects.toThrow(
    /not empty and no export/,
  );
  expect(await readdir(other)).toEqual(["letter.txt"]);
});

async function listFiles(of: string, below = ""): Promise<string[]> {
  const entries = await readdir(join(of, below), { withFileTypes: true });
  const names = entries.map(async (entry) => {
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? listFiles(of, name) : [name];
  });
  return (await Promise.all(names)).flat();
}
