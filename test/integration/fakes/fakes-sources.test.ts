import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { afterEach, describe, expect, it } from "vitest";
import type { ArxivPaper } from "../../fakes/arxiv-invented.ts";
import { type FakeArxivOptions, readArxivPapers, startFakeArxiv } from "../../fakes/fake-arxiv.ts";
import { type FakeHuggingFaceOptions, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import type { SourceFault } from "../../fakes/source-faults.ts";

const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((fake) => fake.close()));
});

function keep<T extends { close(): Promise<void> }>(fake: T): T {
  running.push(fake);
  return fake;
}

const startDays = async (options: FakeHuggingFaceOptions) => keep(await startFakeHuggingFace(options));
const startPapers = async (options: FakeArxivOptions) => keep(await startFakeArxiv(options));

const day = (length: number) =>
  Array.from({ length }, (_, index) => ({ paper: { id: `2606.${10_000 + index}` } }));

const paper: ArxivPaper = {
  id: "2606.00001",
  version: 2,
  title: "Tables & <Trees>",
  abstract: 'A "quoted" abstract.',
  authors: ["Ana García", "Bo Huang"],
  primaryCategory: "cs.CL",
  categories: ["cs.CL", "cs.AI"],
  doi: "10.1000/182",
  comment: "9 pages",
  publishedAt: "2026-06-01T10:00:00Z",
};
const old: ArxivPaper = { ...paper, id: "astro-ph/0601001", version: 1, doi: null, comment: null };

describe("the fake of Hugging Face", () => {
  it.each([
    ["?date=2026-06-18", 50],
    ["?date=2026-06-18&limit=100", 100],
    ["?date=2026-06-18&limit=1000", 100],
    ["?date=2026-06-18&limit=2", 2],
    ["?date=2026-06-18&limit=100&p=1", 20],
    ["?date=2026-06-17", 0],
    ["", 3],
  ])("answers %s with %i items", async (query, count) => {
    const fake = await startDays({ days: { "2026-06-18": day(120), "2026-06-19": day(3) } });
    const answer = await fetch(`${fake.url}/api/daily_papers${query}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toHaveLength(count);
  });

  it.each([
    "date=2026-6-18",
    "date=2026-02-30",
    "date=yesterday",
    "date=2026-06-18&limit=-1",
  ])("refuses %s", async (query) => {
    const fake = await startDays({ days: { "2026-06-18": day(1) } });
    const answer = await fetch(`${fake.url}/api/daily_papers?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toHaveProperty("error");
  });

  it("serves a folder's files in their order, with an ETag that changes with the day", async () => {
    const dir = mkdtempSync(join(tmpdir(), "fake-days-"));
    const items = day(3).reverse();
    writeFileSync(join(dir, "2026-06-18.json"), JSON.stringify(items));
    const fake = await startDays({ dir });
    const url = `${fake.url}/api/daily_papers?date=2026-06-18`;
    const first = await fetch(url);
    expect(await first.json()).toEqual(items);
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    expect((await fetch(url, { headers })).status).toBe(304);
    fake.setDay("2026-06-18", day(4));
    expect((await fetch(url, { headers })).status).toBe(200);
  });
});

describe("faults of a source", () => {
  const faults: [SourceFault, string][] = [
    [{ kind: "reset" }, "fails"],
    [{ kind: "hang" }, "fails"],
    [{ kind: "truncated" }, "fails"],
    [{ kind: "garbage" }, "200 not JSON"],
    [{ kind: "status", status: 503, retryAfterSeconds: 4 }, "503 after 4"],
    [{ kind: "latency", ms: 5 }, "200 JSON"],
  ];

  it.each(faults)("meets the next requests with %o, then answers as usual", async (fault, outcome) => {
    const fake = await startDays({ days: { "2026-06-18": day(1) } });
    const ask = async () => {
      try {
        const answer = await fetch(`${fake.url}/api/daily_papers`, { signal: AbortSignal.timeout(300) });
        const text = await answer.text();
        if (answer.status !== 200) return `${answer.status} after ${answer.headers.get("retry-after")}`;
        return text.startsWith("[") ? "200 JSON" : "200 not JSON";
      } catch {
        return "fails";
      }
    };
    fake.failNext(2, fault);
    expect([await ask(), await ask(), await ask()]).toEqual([outcome, outcome, "200 JSON"]);
    expect(fake.requests.map((request) => request.fault)).toEqual([fault.kind, fault.kind, null]);
  });
});

const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => ["entry", "item", "author", "category"].includes(name),
});

async function entriesOf(url: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  return parser.parse(await answer.text()).feed.entry ?? [];
}

describe("the fake of arXiv", () => {
  it("gives the known ids in the order asked, old style too, and leaves the unknown out", async () => {
    const fake = await startPapers({ papers: [paper, old] });
    const entries = await entriesOf(
      `${fake.url}/api/query?id_list=astro-ph/0601001,2606.99999,2606.00001&max_results=9`,
    );
    expect(entries.map(({ id }) => id)).toEqual([
      "http://arxiv.org/abs/astro-ph/0601001v1",
      "http://arxiv.org/abs/2606.00001v2",
    ]);
    expect(entries[1]).toMatchObject({
      title: paper.title,
      summary: paper.abstract,
      author: [{ name: "Ana García" }, { name: "Bo Huang" }],
      category: [{ "@_term": "cs.CL" }, { "@_term": "cs.AI" }],
      "arxiv:primary_category": { "@_term": "cs.CL" },
      "arxiv:comment": "9 pages",
      "arxiv:doi": "10.1000/182",
      published: "2026-06-01T10:00:00Z",
    });
    expect(entries[0]).not.toHaveProperty("arxiv:doi");
  });

  it("answers unknown ids with an empty feed", async () => {
    const fake = await startPapers({ papers: [paper], any: true, unknownIds: ["2606.00002"] });
    expect(await entriesOf(`${fake.url}/api/query?id_list=0000.0000,2606.00002`)).toEqual([]);
  });

  it("refuses a malformed id and a wrong number with HTTP 400 and an entry titled Error", async () => {
    const fake = await startPapers({ papers: [paper] });
    for (const query of [
      "id_list=2606.00001,abc",
      "id_list=2606.00001&start=-1",
      "id_list=2606.00001&max_results=x",
    ]) {
      const answer = await fetch(`${fake.url}/api/query?${query}`);
      expect(answer.status).toBe(400);
      const { feed } = parser.parse(await answer.text());
      expect(feed.entry).toMatchObject([{ title: "Error" }]);
    }
  });

  it("gives ten results unless asked for more, and pages", async () => {
    const fake = await startPapers({ any: true });
    const ids = Array.from({ length: 25 }, (_, index) => `2606.${10_000 + index}`).join(",");
    const url = `${fake.url}/api/query?id_list=${ids}`;
    expect(await entriesOf(url)).toHaveLength(10);
    expect(await entriesOf(`${url}&max_results=100`)).toHaveLength(25);
    const page = await entriesOf(`${url}&start=20&max_results=10`);
    expect(page.map(({ id }) => id)[0]).toBe("http://arxiv.org/abs/2606.10020v1");
    expect(page).toHaveLength(5);
  });

  it("invents the same entry for an id every time, dated in its month", async () => {
    const one = await startPapers({ any: true });
    const two = await startPapers({ any: true });
    const [first] = await entriesOf(`${one.url}/api/query?id_list=2606.12345`);
    const [second] = await entriesOf(`${two.url}/api/query?id_list=2606.12345`);
    expect(second).toEqual(first);
    expect(first?.published).toMatch(/^2026-06-/);
  });

  it("announces a new paper as new in its own category, as cross elsewhere, and nothing at the weekend", async () => {
    let now = new Date("2026-06-18T06:00:00Z");
    const replaced: ArxivPaper = { ...paper, id: "2501.00002" };
    const announced = [
      { type: "new" as const, paper },
      { type: "replace" as const, paper: replaced },
    ];
    const fake = await startPapers({ announced, clock: { now: () => now } });
    const itemsOf = async (path: string) => {
      const { rss, feed } = parser.parse(await (await fetch(fake.url + path)).text());
      const list: Record<string, unknown>[] = (rss ? rss.channel.item : feed.entry) ?? [];
      return list.map((item) => [item["arxiv:announce_type"], item["dc:creator"]]);
    };
    expect(await itemsOf("/rss/cs.CL")).toEqual([
      ["new", "Ana García, Bo Huang"],
      ["replace", "Ana García, Bo Huang"],
    ]);
    expect((await itemsOf("/atom/cs.AI")).map(([type]) => type)).toEqual(["cross", "replace-cross"]);
    expect(await itemsOf("/atom/cs.CV+cs")).toHaveLength(2);
    expect(await itemsOf("/rss/math.CO")).toEqual([]);
    now = new Date("2026-06-20T06:00:00Z");
    expect(await itemsOf("/rss/cs.CL")).toEqual([]);
  });

  it("invents announcements of new, cross-listed and replaced papers for any category", async () => {
    const fake = await startPapers({ any: true, clock: { now: () => new Date("2026-06-18T06:00:00Z") } });
    const { rss } = parser.parse(await (await fetch(`${fake.url}/rss/cs.CL+cs.CV`)).text());
    const items: Record<string, unknown>[] = rss.channel.item;
    expect(new Set(items.map((item) => item.link)).size).toBe(items.length);
    const types = new Set(items.map((item) => item["arxiv:announce_type"]));
    expect([...types]).toEqual(expect.arrayContaining(["new", "cross", "replace"]));
  });

  it("remembers when requests came and how many were open at once", async () => {
    const fake = await startPapers({ papers: [paper] });
    const ask = () =>
      fetch(`${fake.url}/api/query?id_list=2606.00001`, { headers: { "user-agent": "Paperboy test" } });
    await ask();
    await ask();
    expect(fake.maxConcurrent()).toBe(1);
    fake.failNext(2, { kind: "latency", ms: 100 });
    await Promise.all([ask(), ask()]);
    expect(fake.maxConcurrent()).toBe(2);
    expect(fake.minSpacingMs()).toBeLessThan(100);
    expect(fake.requests.map(({ userAgent }) => userAgent)).toEqual(Array(4).fill("Paperboy test"));
  });

  it("reads papers from raw daily files and gives them invented categories", async () => {
    const dir = mkdtempSync(join(tmpdir(), "fake-arxiv-"));
    const daily = {
      id: "2606.00009",
      title: "T",
      summary: "S",
      authors: [{ name: "A" }],
      publishedAt: "2026-06-02T00:00:00Z",
    };
    writeFileSync(join(dir, "2026-06-18.json"), JSON.stringify([{ paper: daily }]));
    writeFileSync(join(dir, "papers.json"), JSON.stringify([paper]));
    const papers = readArxivPapers(dir);
    expect(papers.map(({ id, title }) => [id, title])).toEqual([
      ["2606.00009", "T"],
      ["2606.00001", paper.title],
    ]);
    expect(papers[0]?.categories).toContain(papers[0]?.primaryCategory);
  });
});
