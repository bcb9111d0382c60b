import { sql } from "drizzle-orm";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paperListings, paperSignals } from "../../../src/papers/tables.ts";
import { createApp } from "../../../src/web/app.ts";
import { startWebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition, writePapers } from "../../support/site-papers.ts";

const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`;

let ctx: TestContext;
let app: Hono;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  app = createApp(ctx);
  await writeEdition(ctx.db, { period: "2026-06-15", number: 1 });
  await writeEdition(ctx.db, {
    period: "2026-06-17",
    number: 2,
    missingSources: ["arxiv"],
    papers: [
      frozenPaper(1, {
        id: "2606.20001",
        title: `Hostile ${hostile}`,
        authors: [hostile, "B", "C", "D"],
        organization: hostile,
      }),
      frozenPaper(2, {
        id: "2606.20002",
        links: {
          ...frozenPaper(2).links,
          code: "javascript:alert(1)",
          project: "https://example.org/p?a=1&b=2",
        },
      }),
      frozenPaper(3, { id: "2606.20003", authors: Array.from({ length: 573 }, (_, n) => `Author ${n}`) }),
      frozenPaper(4, { id: "2606.20004", title: "مرحبا بالعالم".repeat(4), abstract: "", authors: [] }),
      frozenPaper(1, { id: "2605.30001", section: "late", title: "A paper that rose late" }),
    ],
  });
  await writeEdition(ctx.db, { cadence: "weekly", period: "2026-W24", number: 1 });
  await ctx.db.insert(paperSignals).values(
    [0, 5, 40].map((upvotes, hour) => ({
      paperId: "2606.20002",
      observedAt: new Date(Date.UTC(2026, 5, 17, hour)),
      upvotes,
      comments: hour,
      stars: null,
    })),
  );
});
afterAll(() => ctx.close());

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const page = async (path: string) => (await get(path)).text();

describe("editionMessages", () => {
  test("the first page shows the latest daily edition with an invitation to subscribe", async () => {
    const answer = await get("/");
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain("Get trending papers in your email inbox!");
    expect(html).toContain("Wednesday, 17 June 2026");
    expect(html).toContain("Late risers");
    expect(html).toContain("A paper that rose late");
    expect(html).toContain("arXiv could not be reached");
  });

  test("an edition leads to the one before, over a day without papers, and to the list in progress", async () => {
    const html = await page("/editions/daily/2026-06-17");
    expect(html).toContain('href="/editions/daily/2026-06-15"');
    expect(html).not.toContain('href="/editions/daily/2026-06-18"');
    expect(await page("/editions/daily/2026-06-15")).toContain('href="/editions/daily/2026-06-17"');
    const listing = { source: "huggingface", firstSeenAt: ctx.clock.now(), day: "2026-06-18" };
    await ctx.db.insert(paperListings).values({ ...listing, paperId: "2606.20002" });
    expect(await page("/editions/daily/2026-06-17")).toContain('href="/editions/daily/2026-06-18"');
    await ctx.db.delete(paperListings);
  });

  test("a paper shows rank, authors by number and on demand, votes, links and why it stands there", async () => {
    const html = await page("/editions/daily/2026-06-15");
    for (const shown of [
      "Ada Lovelace",
      "5 authors",
      "Karen Jones",
      "Example Lab",
      "99",
      "+12 ",
      "GitHub",
      "PDF",
    ]) {
      expect(html).toContain(shown);
    }
    expect(html).toContain("Most upvoted of the day<");
    expect(html).toContain("Full abstract");
  });

  test("an edition that was frozen with sentences keeps them, on its page, the paper's and in the feed", async () => {
    const kept = "Rising: +49 upvotes since yesterday, 3 comments";
    await writeEdition(ctx.db, {
      period: "2026-06-12",
      number: 3,
      papers: [frozenPaper(1, { id: "2606.04321" })],
    });
    await ctx.db.execute(sql`
      update edition_papers set frozen = (frozen - 'explanation') || jsonb_build_object('reason', ${kept}::text)
      where edition_id = 'daily-2026-06-12'`);
    for (const path of ["/editions/daily/2026-06-12", "/papers/2606.04321", "/feed.xml"])
      expect(await page(path), path).toContain(kept);
  });

  test("a model's sentence is shown as a machine's, in an edition and in the feed", async () => {
    const machineSummary = { text: "It asks one short question <b>at once</b>.", model: "fern-8b" };
    await writeEdition(ctx.db, {
      period: "2026-06-11",
      number: 77,
      papers: [frozenPaper(1, { id: "2606.04322", summary: null, machineSummary })],
    });
    const html = await page("/editions/daily/2026-06-11");
    expect(html).toContain("It asks one short question &lt;b&gt;at once&lt;/b&gt;.");
    expect(html).toContain("Written by a machine: fern-8b.");
    const feed = await page("/feed.xml");
    expect(feed).toContain("at once&lt;/b&gt;. Written by a machine: fern-8b.");
  });

  test("text of a source is never markup, and a link of a source never a script", async () => {
    const html = await page("/editions/daily/2026-06-17");
    expect(html).not.toContain("<script>alert");
    expect(html).not.toContain("<img src=x");
    expect(html).not.toContain("javascript:");
    expect(html).toContain("https://example.org/p?a=1&amp;b=2");
  });

  test("the list of a day in progress is open to read before it is frozen", async () => {
    const html = await page("/editions/daily/2026-06-18");
    expect(html).toContain("18 June 2026");
    expect(html).toContain("in progress");
  });

  test("a long day stands on several pages, its late risers on the first", async () => {
    const papers = Array.from({ length: 120 }, (_, n) => frozenPaper(n + 1, { id: `2604.${10_000 + n}` }));
    const late = frozenPaper(1, { id: "2603.10000", section: "late", title: "Rose late on a long day" });
    await writeEdition(ctx.db, { period: "2026-04-01", number: 0, papers: [...papers, late] });
    const first = await page("/editions/daily/2026-04-01");
    expect(first).toContain("Paper number 40 about agents");
    expect(first).not.toContain("Paper number 41 about agents");
    expect(first).toContain("Rose late on a long day");
    expect(first).toContain('href="/editions/daily/2026-04-01?page=2"');
    const last = await page("/editions/daily/2026-04-01?page=3");
    expect(last).toContain("Paper number 120 about agents");
    expect(last).not.toContain("Rose late on a long day");
    for (const wrong of ["4", "0", "-1", "x", "1e9"]) {
      expect((await get(`/editions/daily/2026-04-01?page=${wrong}`)).status).toBe(404);
    }
  });

  test("a week shows all its papers in parts, and says that emails choose from the first hundred", async () => {
    const papers = Array.from({ length: 105 }, (_, n) =>
      frozenPaper(n + 1, { id: `2603.${20_000 + n}`, section: n < 100 ? "top" : "further" }),
    );
    await writeEdition(ctx.db, { cadence: "weekly", period: "2026-W13", number: 0, papers });
    const first = await page("/editions/weekly/2026-W13");
    expect(first).toContain("Papers 1 to 40 of 105. Emails choose from the first 100.");
    expect(first).toContain("105 trending research papers");
    const last = await page("/editions/weekly/2026-W13?page=3");
    expect(last).toContain("Papers 81 to 105 of 105.");
    expect(last).toContain("Paper number 105 about agents");
    expect(await page("/feed.xml?cadence=weekly")).not.toContain("Paper number 105 about agents");
  });

  test("a week of which a release before kept the first papers says how many it had", async () => {
    const papers = Array.from({ length: 60 }, (_, n) => frozenPaper(n + 1, { id: `2602.${20_000 + n}` }));
    await writeEdition(ctx.db, { cadence: "weekly", period: "2026-W09", number: 9, papers });
    expect(await page("/editions/weekly/2026-W09")).toContain(
      "The first 60 of the week’s 100 papers. Papers 1 to 40 of 60.",
    );
  });

  test("a paper that is rising says by how much and on which day", async () => {
    const papers = [frozenPaper(1, { id: "2601.20001", rise: 64, riseDay: "2026-01-05" })];
    await writeEdition(ctx.db, { period: "2026-01-06", number: 9, papers });
    const html = await page("/editions/daily/2026-01-06");
    expect(html.replace(/<[^>]+>/g, "")).toContain("+64 upvotes on 5 January");
  });

  test("a period that is over without an edition says that none was mailed", async () => {
    expect(await page("/editions/daily/2026-06-14")).not.toContain("in progress");
    expect((await get("/editions/monthly")).headers.get("location")).toBe("/editions/monthly/2026-06");
  });

  test.each([
    "/editions/daily/2026-06-19",
    "/editions/daily/2026-02-30",
    "/editions/daily/latest",
    "/editions/weekly/2026-W54",
    "/editions/monthly/2026-13",
    "/editions/yearly/2026",
    "/nothing",
  ])("%s is not found, in words", async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("<h1");
  });

  test("the date picker leads to the period of the day, and nowhere else", async () => {
    const where = async (query: string) => (await get(`/editions?${query}`)).headers.get("location");
    expect(await where("cadence=daily&date=2026-06-17")).toBe("/editions/daily/2026-06-17");
    expect(await where("cadence=weekly&date=2027-01-03")).toBe("/editions/weekly/2026-W53");
    expect(await where("cadence=monthly&date=2026-06-17")).toBe("/editions/monthly/2026-06");
    expect((await get("/editions?cadence=daily&date=//evil.example")).status).toBe(400);
    expect((await get("/editions/weekly")).headers.get("location")).toBe("/editions/weekly/2026-W24");
  });

  test("a page is sent again only when it changed", async () => {
    const first = await get("/editions/daily/2026-06-15");
    const etag = first.headers.get("etag") ?? "";
    expect(first.headers.get("cache-control")).toContain("public");
    const again = await get("/editions/daily/2026-06-15", { "if-none-match": etag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });
});

describe("a paper's page", () => {
  test("shows its history as a chart with a text alternative, its places and related papers", async () => {
    const html = await page("/papers/2606.20002");
    expect(html).toContain("Upvotes went from 0 on 17 Jun 2026, 00:00 to 40 on 17 Jun 2026, 02:00 (UTC).");
    expect(html).toMatch(/Rank 2, (?:<[^>]*>)?Wednesday, 17 June 2026/);
    expect(html).toContain("Related papers");
    expect(html).toContain("https://arxiv.org/pdf/2606.20002");
    expect(html).not.toContain("javascript:");
  });

  test("of an old identifier with a slash is found", async () => {
    await writePapers(ctx.db, [frozenPaper(9, { id: "astro-ph/0601001", title: "An old one" })]);
    expect(await page("/papers/astro-ph/0601001")).toContain("An old one");
  });

  test.each([
    "/papers/2606.99999",
    "/papers/..%2f..%2fetc",
    "/papers/%00",
  ])("%s is not found", async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe("searchMessages", () => {
  beforeAll(async () => {
    await writePapers(ctx.db, [
      frozenPaper(1, {
        id: "2606.40001",
        title: "Diffusion models for molecules",
        categories: ["q-bio.BM"],
        abstract: "On chemistry.",
        publishedOn: "2026-06-10",
      }),
      frozenPaper(2, {
        id: "2606.40002",
        title: "Planning with trees",
        abstract: "Molecules are mentioned here once, with diffusion.",
        publishedOn: "2024-06-10",
      }),
      frozenPaper(3, {
        id: "2606.40003",
        title: "Quiet hours",
        authors: ["Zsófia Molnár-Éva"],
        abstract: `Snippet ${hostile} of molecules.`,
      }),
    ]);
  });
  const titles = async (query: string) =>
    [...(await page(`/search?${query}`)).matchAll(/class="card-title"><a[^>]*>([^<]*)</g)].map(
      ([, title]) => title,
    );

  test("puts a word in the title above one in the abstract", async () => {
    expect((await titles("q=molecules+diffusion"))[0]).toBe("Diffusion models for molecules");
    expect(await titles("q=molecules+diffusion")).toContain("Planning with trees");
  });

  test("leaves out what is excluded, in whatever form it stands, also as a phrase", async () => {
    expect(await titles("q=diffusion+-molecule")).not.toContain("Planning with trees");
    expect(await titles("q=chemistry+or+trees+-diffusions")).toEqual([]);
    const query = encodeURIComponent('zzzz molecules -"planning with" chemistry');
    expect(await titles(`q=${query}`)).toContain("Diffusion models for molecules");
    expect(await titles(`q=${query}`)).not.toContain("Planning with trees");
    expect(await titles("q=molecules+--quiet")).not.toContain("Quiet hours");
    expect(await titles("q=zzzz+chemistry+-")).toContain("Diffusion models for molecules");
  });

  test("reads phrases, exclusions and authors", async () => {
    expect(await titles(`q=${encodeURIComponent('"diffusion models"')}`)).toEqual([
      "Diffusion models for molecules",
    ]);
    expect(await titles("q=molecules+-diffusion")).toEqual(["Quiet hours"]);
    expect(await titles(`q=${encodeURIComponent("Molnár-Éva")}`)).toEqual(["Quiet hours"]);
  });

  test.each([
    ["difusoin modls", "diffusion models", "Diffusion models for molecules"],
    ["Planing wiht -chemistry", "planning with -chemistry", "Planning with trees"],
    ["qiuet", "quiet", "Quiet hours"],
  ])("reads %s as %s, and says so", async (typed, meant, title) => {
    const html = await page(`/search?q=${encodeURIComponent(typed)}`);
    expect(html).toMatch(new RegExp(`No results for “${typed}”.*>${meant}</a>`));
    expect(html).toContain(title);
  });

  test.each([
    "zsofia",
    "Zsófia Molnar",
    "MOLNÁR-ÉVA",
    "molnareva",
    '"Zsofia Molnár"',
  ])("finds accents and hyphens however they are typed: %s", async (typed) => {
    const html = await page(`/search?q=${encodeURIComponent(typed)}`);
    expect(html).toContain("1 paper");
    expect(html).toContain("Quiet hours");
  });

  test("knows the words of a title that was changed", async () => {
    await ctx.db.execute(sql`update papers set title = 'Hushed vespers' where id = '2606.40003'`);
    expect(await titles("q=hushde+vepsers")).toEqual(["Hushed vespers"]);
    await ctx.db.execute(sql`update papers set title = 'Quiet hours' where id = '2606.40003'`);
  });

  test("shows what holds some of the words when nothing holds all, and never what is excluded", async () => {
    const html = await page("/search?q=quiet+trees+-chemistry");
    expect(html).toContain("These contain some of them");
    expect(await titles("q=quiet+trees+-chemistry")).toEqual(
      expect.arrayContaining(["Quiet hours", "Planning with trees"]),
    );
    expect(await titles("q=quiet+diffusion+trees+-chemistry")).not.toContain(
      "Diffusion models for molecules",
    );
  });

  test.each([
    ["words", "molecules ".repeat(33)],
    ["characters", "m".repeat(201)],
  ])("says so when it was asked for more %s than it reads", async (_, query) => {
    const said = /Only the first 200 characters and 32 words were searched for/;
    expect(await page(`/search?q=${encodeURIComponent(query)}`)).toMatch(said);
    expect(await page("/search?q=molecules")).not.toMatch(said);
  });

  test("filters by category, by archive and by time", async () => {
    expect(await titles("q=molecules&category=q-bio.BM")).toEqual(["Diffusion models for molecules"]);
    expect(await titles("q=molecules&category=q-bio")).toEqual(["Diffusion models for molecules"]);
    expect(await titles("q=molecules&time=year")).not.toContain("Planning with trees");
  });

  test("marks the words in a snippet whose own text stays text", async () => {
    const html = await page("/search?q=molecules+snippet");
    expect(html).toContain("<mark>molecules</mark>");
    expect(html).not.toContain("<img src=x");
  });

  test.each([
    "%00",
    "%27%22%3B+drop+table+papers%3B--",
    "%26+%7C+%21+%28%29+%3A%2A",
    "%E2%80%AE",
    "a".repeat(3000),
    "%F0%9F%98%80",
    "-",
    "%22%22",
  ])("answers the odd query %s", async (query) => {
    expect((await get(`/search?q=${query}&page=-1&category=x&time=y`)).status).toBe(200);
  });

  test("of a search that the database gives up says that it took too long", async () => {
    await ctx.db.transaction(async (tx) => {
      await tx.execute(sql`lock table paper_search in access exclusive mode`);
      const asking = ["/search?q=molecules", "/search?q=molecules&lang=de"].map((path) => get(path));
      // As PostgreSQL ends it when the time is over.
      const waiting = sql`from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect
        .poll(async () => (await ctx.db.execute(sql`select ${waiting}`)).rows.length)
        .toBe(asking.length);
      await ctx.db.execute(sql`select pg_cancel_backend(pid) ${waiting}`);
      for (const answer of await Promise.all(asking)) {
        expect(answer.status).toBe(503);
        expect(await answer.text()).toContain("The search took too long. Try fewer words.");
      }
    });
  });
});

describe("a paper that was withdrawn or dropped after its edition was frozen", () => {
  const day = "2026-05-05";
  const seenAt = new Date("2026-06-17T08:00:00Z");
  beforeAll(async () => {
    const abstract = "Marmots whistle on alpine meadows.";
    await writeEdition(ctx.db, {
      period: day,
      number: 30,
      papers: [
        frozenPaper(1, { id: "2606.50001", title: "Marmots withdrawn", abstract }),
        frozenPaper(2, { id: "2606.50002", title: "Marmots dropped", abstract }),
        frozenPaper(3, { id: "2606.50003", title: "Marmots that stay", abstract }),
        frozenPaper(4, { id: "2606.50004", title: "Marmots that came back", abstract }),
      ],
    });
    await page(`/editions/daily/${day}`);
    await ctx.db.execute(sql`update papers set withdrawn_at = ${seenAt} where id = '2606.50001'`);
    const listing = { source: "huggingface", firstSeenAt: seenAt };
    await ctx.db.insert(paperListings).values([
      { ...listing, day, paperId: "2606.50002", droppedAt: seenAt },
      { ...listing, day, paperId: "2606.50004", droppedAt: seenAt },
      { ...listing, day: "2026-06-16", paperId: "2606.50004" },
    ]);
  });
  const withdrawn = /Withdrawn(?:<\/strong>)? by its authors or by arXiv/;
  const dropped = /No longer listed:(?:<\/strong>)? Hugging Face has taken it off/;

  test.each([
    `/editions/daily/${day}`,
    "/search?q=marmots",
  ])("says so on its card in %s, and on no other", async (path) => {
    const html = await page(path);
    const cards = html.split('class="card"').slice(1);
    const cardOf = (title: string) => cards.find((card) => card.includes(title)) ?? "";
    expect(cardOf("Marmots withdrawn")).toMatch(withdrawn);
    expect(cardOf("Marmots dropped")).toMatch(dropped);
    for (const title of ["Marmots that stay", "Marmots that came back"]) {
      expect(cardOf(title)).not.toBe("");
      expect(cardOf(title)).not.toMatch(/class="notice"/);
    }
  });

  test("says so on its own page, and is related to none", async () => {
    expect(await page("/papers/2606.50001")).toMatch(withdrawn);
    expect(await page("/papers/2606.50002")).toMatch(dropped);
    const html = await page("/papers/2606.50003");
    expect(html).toContain("Marmots that came back");
    expect(html).not.toMatch(/Marmots withdrawn|Marmots dropped/);
  });

  test("says so in the feeds of the search", async () => {
    const atom = await page("/feed.xml?q=marmots");
    expect(atom).toMatch(withdrawn);
    expect(atom).toMatch(dropped);
  });
});

describe("every answer", () => {
  test.each([
    "/",
    "/search?q=x",
    "/subscribe",
    "/privacy",
    "/nothing",
    "/feed.xml",
  ])("of %s forbids inline scripts, framing elsewhere and type guessing", async (path) => {
    const { headers } = await get(path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("strict-transport-security")).toContain("max-age");
    expect(headers.get("referrer-policy")).toBeTruthy();
  });

  test("holds no inline script or style", async () => {
    for (const path of ["/", "/search?q=paper", "/papers/2606.20002", "/subscribe"]) {
      const html = await page(path);
      expect(html).not.toMatch(/<style|style="|<script(?! src=)|\son\w+="/);
    }
  });

  test("about privacy tells who sees that pictures of mails are loaded, where mails have any", async () => {
    const said = "your email program loads from Hugging Face";
    expect(await page("/privacy")).not.toContain(said);
    const mail = { ...ctx.config.mail, showsThumbnails: true };
    const shown = createApp({ ...ctx, config: { ...ctx.config, mail } });
    expect(await (await shown.request("/privacy")).text()).toContain(said);
  });

  test("of an asset is kept for a year under an address that changes with it", async () => {
    const html = await page("/");
    const paths = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
    expect(paths.length).toBeGreaterThanOrEqual(3);
    for (const path of paths) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cache-control")).toContain("immutable");
    }
  });

  test("to a form that another site sends is a refusal", async () => {
    const post = (headers: Record<string, string>) =>
      app.request("/subscribe", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: "email=csrf@example.com",
      });
    expect((await post({ "sec-fetch-site": "cross-site" })).status).toBe(409);
    expect((await post({ origin: "https://evil.example" })).status).toBe(409);
    expect((await post({ origin: "https://paperboy.example" })).status).toBe(200);
  });

  test("to a body that is too large or of another kind is a refusal", async () => {
    const post = (body: string, type: string) =>
      app.request("/subscribe", {
        method: "POST",
        headers: { "content-type": type, "content-length": String(body.length) },
        body,
      });
    expect((await post(`email=${"a".repeat(300_000)}`, "application/x-www-form-urlencoded")).status).toBe(
      413,
    );
    expect((await post("<email/>", "text/xml")).status).toBe(415);
    expect((await post("{broken", "application/json")).status).toBe(400);
    expect((await post("[1]", "application/json")).status).toBe(400);
  });

  test("says whether the process lives and whether it can serve", async () => {
    expect((await get("/healthz")).status).toBe(200);
    expect((await get("/readyz")).status).toBe(200);
  });
});

describe("the server", () => {
  test("refuses a taken port in one sentence, and closes twice without harm", async () => {
    const server = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
    const answer = await fetch(`${server.url}/healthz`);
    expect(answer.status).toBe(200);
    await answer.text();
    await expect(startWebServer(ctx, { port: server.port, host: "127.0.0.1" })).rejects.toThrow(
      /another program listens/,
    );
    await server.close();
    await server.close();
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});
