import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { ingestDay } from "../../../src/papers/ingest.ts";
import { listMissingSources } from "../../../src/papers/runs-store.ts";
import { readQueryFeed } from "../../../src/papers/sources/arxiv-feeds.ts";
import type { FetchLimits } from "../../../src/papers/sources/http.ts";
import { readDailyPapers } from "../../../src/papers/sources/huggingface.ts";
import { createPaperSources } from "../../../src/papers/sources/source.ts";
import { publishDuePeriod } from "../../../src/publish/publish-due-period.ts";
import { inventPaper } from "../../fakes/arxiv-invented.ts";
import { type FakeArxiv, startFakeArxiv } from "../../fakes/fake-arxiv.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import type { SourceFault } from "../../fakes/source-faults.ts";
import { dailyItem } from "../../fixtures/papers/daily-items.ts";
import { refusedItems, takenItems } from "../../fixtures/papers/hostile-items.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { createTestDatabase, emptyTables } from "../../support/database.ts";
import { runCli } from "../../support/run-cli.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

const day = "2026-06-16";
const [good, odd, other] = ["2606.00001", "2606.00002", "2606.00003"] as const;
let huggingface: FakeHuggingFace;
let arxiv: FakeArxiv;
let ctx: TestContext;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-16T10:00:00Z" });
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.clock.set("2026-06-16T10:00:00Z");
  await emptyTables(ctx);
  huggingface = await startFakeHuggingFace();
  arxiv = await startFakeArxiv({ clock: ctx.clock });
});
afterEach(async () => {
  await Promise.all([huggingface.close(), arxiv.close()]);
});

function ingest(
  limits: Partial<FetchLimits> = {},
  more: { signal?: AbortSignal; categories?: string[] } = {},
) {
  const config = {
    sources: {
      ...ctx.config.sources,
      huggingfaceUrl: huggingface.url,
      arxivUrl: arxiv.url,
      arxivFeedUrl: arxiv.url,
      arxivCategories: more.categories ?? [],
      arxivSpacingMs: 0,
    },
  };
  const sources = createPaperSources(config, ctx.log, {
    backoffMs: 1,
    timeoutMs: 5000,
    retries: 0,
    ...limits,
  });
  return ingestDay({ ...ctx, sources }, { day, signal: more.signal });
}

async function stored(): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from papers order by id`);
  return rows.map((row) => row.id);
}

const raw = (body: string | Buffer, type = "application/json"): SourceFault => ({ kind: "raw", body, type });
const usual = (id: string) => JSON.stringify(dailyItem({ id, upvotes: 3 }));
const list = (...items: string[]) => raw(`[${items.join(",")}]`);

describe("one item of Hugging Face", () => {
  it.each(refusedItems)("$what costs itself alone and is named", async ({ json }) => {
    huggingface.failNext(1, list(usual(good), json(odd), usual(other)));
    const report = await ingest();
    expect(report.sources).toEqual({ huggingface: { ok: true }, arxiv: { ok: true } });
    expect(await stored()).toEqual([good, other]);
    expect(report).toMatchObject({ papers: 2, new: 2, signals: 2 });
    expect(report.rejected).toEqual([
      { source: "huggingface", id: odd, reason: expect.stringMatching(/\w{3}/) },
    ]);
    const { rows } = await ctx.db.execute(sql`select item_id, reason from rejected_items`);
    expect(rows).toEqual([{ item_id: odd, reason: report.rejected[0]?.reason }]);
  });

  it.each(takenItems)("$what is taken", async ({ json }) => {
    huggingface.failNext(1, list(usual(good), json(odd)));
    const report = await ingest();
    expect(report).toMatchObject({ papers: 2, rejected: [], sources: { huggingface: { ok: true } } });
    expect(await stored()).toEqual([good, odd]);
  });

  it.each([
    "null",
    "7",
    '"text"',
    "[]",
    "{}",
    '{"paper":null}',
    '{"paper":{"id":{}}}',
    `{"paper":{"id":"${"9".repeat(3_000_000)}"}}`,
    '{"paper":{"id":"../../etc\\u0000"}}',
  ])("without a usable identifier costs itself alone", async (item) => {
    huggingface.failNext(1, list(item, usual(good)));
    const report = await ingest();
    expect(report).toMatchObject({ papers: 1, sources: { huggingface: { ok: true } } });
    expect(report.rejected).toHaveLength(1);
  });

  it("that PostgreSQL alone refuses costs itself alone, and its name and reason hold no query", async () => {
    await ctx.db.execute(
      sql`alter table papers add constraint no_such_paper check (id <> ${sql.raw(`'${odd}'`)})`,
    );
    try {
      huggingface.setDay(
        day,
        [good, odd, other].map((id) => dailyItem({ id, upvotes: 3 })),
      );
      const report = await ingest();
      expect(await stored()).toEqual([good, other]);
      expect(report).toMatchObject({ papers: 2, new: 2, signals: 2, sources: { huggingface: { ok: true } } });
      expect(report.rejected).toEqual([
        {
          source: "huggingface",
          id: odd,
          reason: "The database refused a value that breaks a rule of its tables (23514, no_such_paper).",
        },
      ]);
    } finally {
      await ctx.db.execute(sql`alter table papers drop constraint no_such_paper`);
    }
  });

  it("after the thousandth of a page is counted and not read", async () => {
    huggingface.failNext(1, list(usual(good), `${"0,".repeat(299_999)}0`));
    const report = await ingest();
    expect(report).toMatchObject({ papers: 1, sources: { huggingface: { ok: true } } });
    expect(report.rejected).toHaveLength(1000);
    expect(report.rejected).toContainEqual({
      source: "huggingface",
      id: "#1000",
      reason: "the list goes on for 299001 more items: 1000 are read",
    });
  });

  it("never brings a picture from this machine or network into a paper", async () => {
    const hosts = [
      "127.0.0.1",
      "2130706433",
      "0x7f.1",
      "0177.0.0.1",
      "[::1]",
      "[::ffff:10.0.0.1]",
      "169.254.169.254",
      "10.1.2.3.",
      "localhost",
      "a.localhost",
      "printer.local",
      "db.internal",
      "intranet",
      "nas.lan",
    ];
    const items = hosts.map((host, at) =>
      dailyItem({ id: `2606.1000${at}`.slice(0, 10), item: { thumbnail: `https://${host}/x.png` } }),
    );
    huggingface.setDay(day, [...items, dailyItem({ id: good })]);
    await ingest();
    const { rows } = await ctx.db.execute(sql`select id from papers where thumbnail_url is not null`);
    expect(rows).toEqual([{ id: good }]);
  });
});

const abyss = "<a>".repeat(200_000) + "</a>".repeat(200_000);

describe("one item of arXiv", () => {
  const entry = (id: string, published: string, more = "") =>
    `<entry><id>http://arxiv.org/abs/${id}v1</id><title>Title</title><summary>Text</summary><published>${published}</published><category term="cs.CL"/><arxiv:primary_category term="cs.CL"/>${more}</entry>`;
  const item = (id: string, date: string, more = "") =>
    `<item><title>Title</title><link>https://arxiv.org/abs/${id}</link><guid>oai:arXiv.org:${id}v1</guid><category>cs.CL</category><pubDate>${date}</pubDate><arxiv:announce_type>new</arxiv:announce_type>${more}</item>`;

  it.each([
    ["dated in the year 0", entry(odd, "0000-01-01T00:00:00Z")],
    ["dated in the year -1", entry(odd, "-000001-01-01T00:00:00Z")],
    ["dated in the year 275760", entry(odd, "+275760-09-13T00:00:00Z")],
    ["nested 200,000 deep", entry(odd, "2026-06-14T00:00:00Z", abyss)],
    ["with 50,000 elements", entry(odd, "2026-06-14T00:00:00Z", "<author/>".repeat(50_000))],
    ["of a megabyte", entry(odd, "2026-06-14T00:00:00Z", `<x>${"y".repeat(1_000_000)}</x>`)],
    ["with an element __proto__", entry(odd, "2026-06-14T00:00:00Z", "<__proto__>x</__proto__>")],
    ["with an element constructor", entry(odd, "2026-06-14T00:00:00Z", "<constructor>x</constructor>")],
  ])("%s costs itself alone and is named", async (_, bad) => {
    huggingface.setDay(
      day,
      [good, odd].map((id) => dailyItem({ id })),
    );
    arxiv.failNext(
      1,
      raw(`<feed>${bad}${entry(good, "2026-06-14T00:00:00Z")}</feed>`, "application/atom+xml"),
    );
    const report = await ingest();
    expect(report.sources).toEqual({ huggingface: { ok: true }, arxiv: { ok: true } });
    expect(report.rejected).toEqual([
      { source: "arxiv", id: `http://arxiv.org/abs/${odd}v1`, reason: expect.stringMatching(/\w{3}/) },
    ]);
    const { rows } = await ctx.db.execute(sql`select id, primary_category from papers order by id`);
    expect(rows).toEqual([
      { id: good, primary_category: "cs.CL" },
      { id: odd, primary_category: null },
    ]);
  });

  it.each([
    ["dated in the year 0", item(odd, "0000-01-01T00:00:00Z")],
    ["dated in the year 275760", item(odd, "Sat, 13 Sep 275760 00:00:00 GMT")],
    ["nested 200,000 deep", item(odd, "Tue, 16 Jun 2026 00:00:00 -0400", abyss)],
    ["with an element __proto__", item(odd, "Tue, 16 Jun 2026 00:00:00 -0400", "<__proto__>x</__proto__>")],
  ])("announced, %s, costs itself alone and is named", async (_, bad) => {
    const feed = `<rss><channel>${bad}${item(good, "Tue, 16 Jun 2026 00:00:00 -0400")}</channel></rss>`;
    arxiv.failNext(1, raw(feed, "application/rss+xml"));
    const report = await ingest({}, { categories: ["cs.CL"] });
    expect(report.sources.arxiv).toEqual({ ok: true });
    expect(report.rejected).toMatchObject([{ source: "arxiv", id: expect.stringContaining(odd) }]);
    expect(await stored()).toEqual([good]);
  });

  const latin = Buffer.from(
    item(good, "Tue, 16 Jun 2026 00:00:00 -0400", "<dc:creator>Müller, A</dc:creator>"),
    "latin1",
  );
  const feedOf = (head: string) =>
    Buffer.concat([Buffer.from(`${head}<rss><channel>`), latin, Buffer.from("</channel></rss>")]);
  it.each([
    ["its header", feedOf(""), "text/xml; charset=ISO-8859-1"],
    ["its XML declaration", feedOf('<?xml version="1.0" encoding="iso-8859-1"?>'), "text/xml"],
    ["its byte order mark", Buffer.from(`\ufeff${feedOf("").toString("latin1")}`, "utf16le"), "text/xml"],
  ])("in the encoding that %s names is read in it", async (_, body, type) => {
    arxiv.failNext(1, raw(body, type));
    expect((await ingest({}, { categories: ["cs.CL"] })).sources.arxiv).toEqual({ ok: true });
    const { rows } = await ctx.db.execute(sql`select authors from papers`);
    expect(rows).toEqual([{ authors: ["Müller", "A"] }]);
  });

  it("with characters that no table holds is stored without them", async () => {
    huggingface.setDay(day, [dailyItem({ id: good })]);
    const comment = "<arxiv:comment>9&#0; &#xD800; pages &#x202E;</arxiv:comment>";
    arxiv.failNext(1, raw(`<feed>${entry(good, "2026-06-14T00:00:00Z", comment)}</feed>`, "text/xml"));
    expect((await ingest()).sources.arxiv).toEqual({ ok: true });
    const { rows } = await ctx.db.execute(sql`select primary_category from papers`);
    expect(rows).toEqual([{ primary_category: "cs.CL" }]);
  });
});

const lol = `<!DOCTYPE lolz [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n - 1};`.repeat(10)}">`).join("")}]>`;
const attributes = Array.from({ length: 200_000 }, (_, n) => ` a${n}="1"`).join("");
const html = "<!doctype html><html><head><title>502</title></head><body><p>Bad gateway<br></body></html>";

const unreadable: [string, SourceFault][] = [
  ["an HTML page with status 200", raw(html, "text/html")],
  ["an HTML page that calls itself something else", raw(html, "text/plain")],
  ["a picture", raw(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 254]), "image/png")],
  ["nothing", raw("")],
  ["bytes that are no text", raw(Buffer.alloc(5000, 0xff))],
  ["gzip that is none", { ...raw("plain"), encoding: "gzip" } as SourceFault],
  ["gzip that is cut off", { kind: "cut-gzip" }],
  ["an endless body", { kind: "endless" }],
  ["endless headers", { kind: "endless-headers" }],
  ["a slow drip", { kind: "drip", everyMs: 20 }],
  ["nothing at all, ever", { kind: "hang" }],
  ["a reset", { kind: "reset" }],
  ["a redirect in a circle", { kind: "redirect", to: "" }],
  ["a redirect to the network of the machine", { kind: "redirect", to: "http://169.254.169.254/latest" }],
  ["a redirect to a file", { kind: "redirect", to: "file:///etc/passwd" }],
  ["a redirect to nowhere", { kind: "redirect", to: "http://[" }],
];
const unreadableJson: [string, SourceFault][] = [
  ["JSON that is cut off", raw(`[${usual(good)},`)],
  ["JSON with rubbish in it", raw(`[${usual(good)},{"paper":tru}]`)],
  ["JSON that is no list", raw('{"error":"x"}')],
  ["a list nested 200,000 deep that does not end", raw("[".repeat(200_000))],
];
const unreadableXml: [string, SourceFault][] = [
  ["a 304 that nobody asked for", { kind: "status", status: 304, body: "" }],
  ["XML that is cut off", raw("<feed><entry><id>x</id>", "text/xml")],
  ["XML whose tags cross", raw("<feed><entry><id></entry></id></feed>", "text/xml")],
  ["billions of laughs", raw(`${lol}<feed><entry>&a8;</entry></feed>`, "text/xml")],
  [
    "an entity of a file",
    raw('<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed><entry>&x;</entry></feed>', "text/xml"),
  ],
  ["200,000 attributes on a tag", raw(`<feed><entry${attributes}/></feed>`, "text/xml")],
  ["200,000 attributes on its first tag", raw(`<feed${attributes}></feed>`, "text/xml")],
  ["tags nested 200,000 deep", raw(`<feed>${abyss}</feed>`, "text/xml")],
  ["another document", raw("<html><body/></html>", "text/xml")],
];

describe("a whole answer", () => {
  const short = { timeoutMs: 1500, maxBytes: 3_000_000 };

  it.each([...unreadable, ...unreadableJson])("of %s costs Hugging Face alone", async (_, fault) => {
    huggingface.setDay(day, [dailyItem({ id: good, upvotes: 3 })]);
    await ingest();
    ctx.clock.advance(3_600_000);
    huggingface.setDay(day, [dailyItem({ id: good, upvotes: 9 })]);
    huggingface.failNext(10, fault);
    const report = await ingest(short);
    expect(report.sources).toEqual({
      huggingface: { ok: false, error: expect.stringMatching(/^127\.0\.0\.1:\d+ [ -~]+\.$/) },
      arxiv: { ok: true },
    });
    expect(await listMissingSources(ctx.db, [day])).toEqual(["huggingface"]);
    expect(await stored()).toEqual([good]);
  });

  it.each([...unreadable, ...unreadableXml])("of %s costs arXiv alone", async (_, fault) => {
    huggingface.setDay(day, [dailyItem({ id: good, upvotes: 3 })]);
    arxiv.failNext(10, fault);
    const report = await ingest(short);
    expect(report.sources).toEqual({
      huggingface: { ok: true },
      arxiv: { ok: false, error: expect.stringMatching(/^127\.0\.0\.1:\d+ [ -~]+\.$/) },
    });
    expect(report).toMatchObject({ papers: 1, new: 1, signals: 1 });
    expect(await listMissingSources(ctx.db, [day])).toEqual(["arxiv"]);
  });

  it("that throws what nobody foresaw costs its source alone", async () => {
    const sources = {
      ...ctx.sources,
      huggingface: {
        name: "huggingface" as const,
        collectDay: () => Promise.reject(new RangeError("Maximum call stack size exceeded")),
      },
    };
    const report = await ingestDay({ ...ctx, sources }, { day, sources: ["huggingface"] });
    expect(report.sources.huggingface).toEqual({
      ok: false,
      error: "huggingface answered with something that cannot be read (RangeError).",
    });
  });

  it("that is the second page of a busy day costs nothing of the first, and marks the source", async () => {
    huggingface.setDay(
      day,
      Array.from({ length: 150 }, (_, n) => dailyItem({ id: `2606.${10_000 + n}` })),
    );
    huggingface.failNext(1, { kind: "latency", ms: 0 });
    huggingface.failNext(1, raw("[{"));
    const report = await ingest();
    expect(report).toMatchObject({ papers: 100, new: 100, sources: { huggingface: { ok: false } } });
    expect(await ingest()).toMatchObject({ papers: 150, new: 50, sources: { huggingface: { ok: true } } });
  });

  it("that is arXiv's second costs nothing of the first, and is asked for again", async () => {
    const ids = Array.from({ length: 110 }, (_, n) => `2606.${10_000 + n}`);
    arxiv.setPapers(ids.map((id) => inventPaper(id)).filter((paper) => paper !== null));
    huggingface.setDay(
      day,
      ids.map((id) => dailyItem({ id })),
    );
    arxiv.failNext(1, { kind: "latency", ms: 0 });
    arxiv.failNext(1, raw("<feed>", "text/xml"));
    expect((await ingest()).sources.arxiv).toMatchObject({ ok: false });
    const asked = () =>
      arxiv.requests.map(
        ({ url }) => new URL(url, "http://x").searchParams.get("id_list")?.split(",").length,
      );
    expect((await ingest()).sources.arxiv).toEqual({ ok: true });
    // With the ten goes one that arXiv is known to have.
    expect(asked()).toEqual([100, 10, 11]);
  });

  it("in an encoding that nobody knows costs arXiv alone, and is named", async () => {
    huggingface.setDay(day, [dailyItem({ id: good })]);
    arxiv.failNext(1, raw("<rss><channel></channel></rss>", "text/xml; charset=utf-7"));
    const report = await ingest({}, { categories: ["cs.CL"] });
    expect(report.sources).toMatchObject({
      huggingface: { ok: true },
      arxiv: { ok: false, error: expect.stringMatching(/encoding that is not known \(utf-7\)/) },
    });
    expect(await stored()).toEqual([good]);
  });

  it("of announcements that cannot be read leaves arXiv to be asked about the day's papers", async () => {
    huggingface.setDay(day, [dailyItem({ id: good })]);
    arxiv.failNext(1, raw("<rss>", "text/xml"));
    expect((await ingest({}, { categories: ["cs.CL"] })).sources.arxiv).toMatchObject({ ok: false });
    expect(arxiv.requests.map(({ url }) => url)).toContainEqual(expect.stringContaining(`id_list=${good}`));
  });

  it("that another port of this machine gives is followed to it", async () => {
    const elsewhere = await startFakeHuggingFace({ days: { [day]: [dailyItem({ id: other })] } });
    try {
      huggingface.failNext(1, { kind: "redirect", to: `${elsewhere.url}/api/daily_papers?date=${day}` });
      expect(await ingest()).toMatchObject({ papers: 1, sources: { huggingface: { ok: true } } });
    } finally {
      await elsewhere.close();
    }
  });
});

describe("a look", () => {
  it("ends when its caller says so, whatever is under way", async () => {
    huggingface.failNext(5, { kind: "hang" });
    const report = await ingest({ timeoutMs: 60_000, retries: 4 }, { signal: AbortSignal.timeout(300) });
    expect(report.sources.huggingface).toEqual({
      ok: false,
      error: expect.stringMatching(/^127\.0\.0\.1:\d+ is given up: the time for this look is over\.$/),
    });
  });

  it("ends at its own limit while a source drips and retries are left", async () => {
    huggingface.setDay(day, [dailyItem({ id: good })]);
    huggingface.failNext(50, { kind: "drip", everyMs: 50 });
    const report = await ingest({ timeoutMs: 200, retries: 40, patienceMs: 60_000, lookMs: 1000 });
    expect(report.sources.huggingface?.error).toMatch(/the time for this look is over/);
    expect(huggingface.requests.length).toBeLessThan(8);
  });

  it("whose signal is over before it begins asks nobody", async () => {
    const report = await ingest({}, { signal: AbortSignal.abort() });
    expect(report.sources.huggingface).toMatchObject({ ok: false });
    expect(huggingface.requests).toEqual([]);
  });
});

describe("reading an answer", () => {
  /** Processor time of the longest stretch in which nothing else had its turn, and of the whole; wall clocks lie on a busy machine. */
  async function measure(work: () => Promise<unknown>): Promise<{ longestMs: number; totalMs: number }> {
    const usedMs = () => process.cpuUsage().user / 1000;
    let [isOver, longestMs] = [false, 0];
    const startMs = usedMs();
    let lastMs = startMs;
    const tick = () => {
      longestMs = Math.max(longestMs, usedMs() - lastMs);
      lastMs = usedMs();
      if (!isOver) setImmediate(tick);
    };
    setImmediate(tick);
    await work();
    isOver = true;
    return { longestMs, totalMs: usedMs() - startMs };
  }

  const json = (text: string) => readDailyPapers(text, "x", "2026-06-16").catch(() => {});
  const xml = (text: string) => readQueryFeed(text, "x").catch(() => {});
  const feed = (entries: string) => `<feed>${entries}</feed>`;

  it.each([
    ["items without end", json, (size: number) => `[${"{},".repeat(size / 3)}{}]`],
    ["one long text", json, (size: number) => `[{"paper":{"summary":"${"x".repeat(size)}"}}]`],
    ["quotes", json, (size: number) => `["${'\\"'.repeat(size / 2)}"]`],
    ["lists in lists", json, (size: number) => `[${"[".repeat(size / 2)}${"]".repeat(size / 2)}]`],
    ["keys", json, (size: number) => `[{${'"k":0,'.repeat(size / 6)}"k":0}]`],
    ["attributes", xml, (size: number) => feed(`<entry ${'a="b" '.repeat(size / 6)}/>`)],
    ["elements", xml, (size: number) => feed(`<entry>${"<a/>".repeat(size / 4)}</entry>`)],
    ["entries", xml, (size: number) => feed("<entry/>".repeat(size / 8))],
    [
      "nested elements",
      xml,
      (size: number) => feed(`<entry>${"<a>".repeat(size / 7)}${"</a>".repeat(size / 7)}</entry>`),
    ],
    ["references", xml, (size: number) => feed(`<entry>${"&amp;".repeat(size / 5)}</entry>`)],
    ["open brackets", xml, (size: number) => "<".repeat(size)],
    ["open comments", xml, (size: number) => `<feed>${"<!--".repeat(size / 4)}`],
  ])("of %s takes time linear to its size and never long in one go", async (_, read, textOf) => {
    await read(textOf(100_000));
    const [few, many] = [textOf(500_000), textOf(4_000_000)];
    const small = await measure(() => read(few));
    const large = await measure(() => read(many));
    // Eight times the size: a quadratic reader would need 64 times as long.
    expect(large.totalMs).toBeLessThan(24 * small.totalMs + 100);
    expect(large.longestMs).toBeLessThan(250);
  });
});

describe("the day's edition", () => {
  it.each([
    ["an item dated in the year 0", list(usual(other), refusedItems[0]?.json(odd) ?? ""), []],
    ["a page that is no JSON", raw(html), ["huggingface"]],
    ["a list nested 200,000 deep", raw("[".repeat(200_000)), ["huggingface"]],
  ] as const)("comes when the last look brings %s", async (_, fault, missing) => {
    await dispatchDue(ctx);
    huggingface.setDay(day, [dailyItem({ id: good, upvotes: 3 })]);
    await ingest();
    ctx.clock.set("2026-06-17T04:00:00Z");
    await dispatchDue(ctx);
    huggingface.failNext(5, fault);
    const env = { HF_BASE_URL: huggingface.url, ARXIV_BASE_URL: arxiv.url, ARXIV_SPACING_MS: "0" };
    const sources = createPaperSources(testConfig(ctx.databaseUrl, env), ctx.log, { backoffMs: 1 });
    const taken = await publishDuePeriod({ ...ctx, sources }, "daily", day);
    expect(taken).toMatchObject({ kind: "done", value: { edition: { editionId: `daily-${day}` } } });
    const { rows } = await ctx.db.execute(sql`select missing_sources from editions`);
    expect(rows).toEqual([{ missing_sources: missing }]);
    const { rows: papers } = await ctx.db.execute(sql`select paper_id from edition_papers`);
    expect(papers).toContainEqual({ paper_id: good });
  });
});

describe("a query that fails", () => {
  it("is told in one sentence by the command line", async () => {
    const broken = await createTestDatabase();
    try {
      await broken.db.execute(sql`alter table papers rename to elsewhere`);
      huggingface.setDay(day, [dailyItem({ id: good })]);
      const env = { DATABASE_URL: broken.url, HF_BASE_URL: huggingface.url, ARXIV_BASE_URL: arxiv.url };
      for (const [run, level] of [
        [runCliHere, "silent"],
        [runCli, "debug"],
      ] as const) {
        const { code, stderr } = await run(["ingest", "--date", day], { ...env, LOG_LEVEL: level });
        expect(code).toBe(1);
        expect(stderr).toContain(
          "paperboy: The database's tables are not those of this version: run `paperboy migrate` (42P01).\n",
        );
        expect(stderr).not.toMatch(/Failed query|insert into|2606\.00001/);
      }
    } finally {
      await broken.close();
    }
  }, 60_000);

  it("leaves neither its text nor its values in the record of a job", async () => {
    const queues = await ctx.queues.open();
    const worker = queues.work("feedback", { concurrency: 1 }, () =>
      ctx.db.execute(sql`select ${"reader@example.com"}::text::int`),
    );
    try {
      await ctx.queues.ring("feedback", { isRung: false });
      const queue = queues.bullQueue("feedback");
      await expect.poll(async () => (await queue.getFailed()).length, { timeout: 60_000 }).toBe(1);
      const [job] = await queue.getFailed();
      expect(job?.failedReason).toBe("The database cannot hold a value (22P02).");
      expect(JSON.stringify(job)).not.toMatch(/Failed query|reader@example/);
    } finally {
      await worker.close();
    }
  }, 30_000);
});
