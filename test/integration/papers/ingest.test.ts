import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { theProgram } from "../../../src/audit/actor.ts";
import { ingestDay } from "../../../src/papers/ingest.ts";
import { listPapersOf } from "../../../src/papers/listings-store.ts";
import { listLooks, listMissingSources } from "../../../src/papers/runs-store.ts";
import { listOddVotes } from "../../../src/papers/signals-store.ts";
import type { FetchLimits } from "../../../src/papers/sources/http.ts";
import { createPaperSources } from "../../../src/papers/sources/source.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { noTraces } from "../../../src/telemetry/traces.ts";
import type { ArxivPaper } from "../../fakes/arxiv-invented.ts";
import { queryFeed } from "../../fakes/arxiv-xml.ts";
import { type FakeArxiv, startFakeArxiv } from "../../fakes/fake-arxiv.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import { awkwardDay, dailyItem } from "../../fixtures/papers/daily-items.ts";
import { createTestClock } from "../../support/clock.ts";
import { testConfig } from "../../support/context.ts";
import { createTestDatabase, emptyTables, type TestDatabase } from "../../support/database.ts";

const day = "2026-06-16";
const clock = createTestClock("2026-06-16T10:00:00Z");
const log = createLog({ logLevel: "silent" });
let database: TestDatabase;
let huggingface: FakeHuggingFace;
let arxiv: FakeArxiv;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  clock.set("2026-06-16T10:00:00Z");
  await emptyTables(database);
  huggingface = await startFakeHuggingFace();
  arxiv = await startFakeArxiv({ clock });
});
afterEach(async () => {
  await Promise.all([huggingface.close(), arxiv.close()]);
});

/** What a process would have, on the fakes; every limit is short. */
function context(env: Record<string, string> = {}, limits: Partial<FetchLimits> = {}) {
  const config = testConfig(database.url, {
    HF_BASE_URL: huggingface.url,
    ARXIV_BASE_URL: arxiv.url,
    ARXIV_FEED_URL: arxiv.url,
    ARXIV_SPACING_MS: "0",
    ...env,
  });
  const sources = createPaperSources(config, log, { backoffMs: 1, timeoutMs: 500, retries: 2, ...limits });
  return { actor: theProgram, db: database.db, clock, log, sources, traces: noTraces };
}

async function rows(table: string): Promise<Record<string, unknown>[]> {
  return (await database.db.execute(sql.raw(`select * from ${table} order by 1, 2, 3`))).rows;
}

const known = (id: string, rest: Partial<ArxivPaper> = {}): ArxivPaper => ({
  id,
  title: "A title that arXiv has",
  abstract: "An abstract that arXiv has.",
  authors: ["Ana García", "Bo Huang", "Cy Young"],
  primaryCategory: "cs.CL",
  categories: ["cs.CL", "cs.AI"],
  doi: "10.1000/182",
  comment: "9 pages",
  publishedAt: "2026-06-14T10:00:00Z",
  ...rest,
});

const emptyFeed = queryFeed([], {
  idList: "",
  searchQuery: "",
  start: 0,
  maxResults: 100,
  total: 0,
  now: clock.now(),
});

const oaiPage = (records: string, token: string) =>
  `<?xml version="1.0"?><OAI-PMH><ListRecords>${records}${token}</ListRecords></OAI-PMH>`;

describe("ingestDay", () => {
  it("stores every readable paper and reports each rejected one with its reason", async () => {
    huggingface.setDay(day, awkwardDay());
    const report = await ingestDay(context(), { day });
    expect(report).toMatchObject({
      date: day,
      papers: 7,
      new: 7,
      signals: 7,
      sources: { huggingface: { ok: true }, arxiv: { ok: true } },
    });
    expect(report.rejected.map(({ source, id }) => [source, id])).toEqual([
      ["huggingface", "2606.00008"],
      ["huggingface", "not-an-id"],
      ["huggingface", "2606.00009"],
      ["huggingface", "#11"],
    ]);
    expect(report.rejected.every(({ reason }) => reason.length > 0)).toBe(true);
    expect(await rows("rejected_items")).toHaveLength(4);
    expect(await rows("paper_listings")).toHaveLength(7);
  });

  it("changes nothing when repeated", async () => {
    huggingface.setDay(day, awkwardDay());
    const first = await ingestDay(context(), { day });
    const tables = ["papers", "paper_listings", "paper_signals", "rejected_items"];
    const before = await Promise.all(tables.map((table) => rows(table)));
    clock.advance(3_600_000);
    const second = await ingestDay(context(), { day });
    expect(second).toMatchObject({ papers: first.papers, new: 0, signals: 0 });
    expect(second.rejected.map(({ id }) => id).sort()).toEqual(first.rejected.map(({ id }) => id).sort());
    expect(await Promise.all(tables.map((table) => rows(table)))).toEqual(before);
  });

  it("changes nothing when two processes do it at once", async () => {
    huggingface.setDay(day, awkwardDay());
    const reports = await Promise.all([1, 2, 3].map(() => ingestDay(context(), { day })));
    expect(reports.map((report) => report.new).sort()).toEqual([0, 0, 7]);
    expect(await rows("paper_signals")).toHaveLength(7);
  });

  it("adds a signal only for a paper whose numbers changed", async () => {
    const day2 = (votes: number) => [
      dailyItem({ id: "2606.00001", upvotes: votes }),
      dailyItem({ id: "2606.00002", upvotes: 5 }),
    ];
    huggingface.setDay(day, day2(1));
    await ingestDay(context(), { day });
    clock.advance(3_600_000);
    huggingface.setDay(day, day2(9));
    expect(await ingestDay(context(), { day })).toMatchObject({ new: 0, signals: 1 });
    const signals = await rows("paper_signals");
    expect(signals.map(({ paper_id, upvotes }) => [paper_id, upvotes])).toEqual([
      ["2606.00001", 1],
      ["2606.00001", 9],
      ["2606.00002", 5],
    ]);
  });

  it("keeps a paper's place in the list with its numbers, and adds nothing for a place that changed alone", async () => {
    const item = (id: string, upvotes: number) => dailyItem({ id, upvotes });
    huggingface.setDay(day, [item("2606.00001", 5), item("2606.00002", 4), item("2606.00003", 3)]);
    await ingestDay(context(), { day });
    clock.advance(3_600_000);
    huggingface.setDay(day, [item("2606.00003", 9), item("2606.00001", 5), item("2606.00002", 4)]);
    expect(await ingestDay(context(), { day })).toMatchObject({ signals: 1 });
    const signals = await rows("paper_signals");
    expect(signals.map(({ paper_id, upvotes, position }) => [paper_id, upvotes, position])).toEqual([
      ["2606.00001", 5, 1],
      ["2606.00002", 4, 2],
      ["2606.00003", 3, 3],
      ["2606.00003", 9, 1],
    ]);
  });

  it("keeps who listed a paper, and what is known of its discussion", async () => {
    const authors = [
      { name: "Ana García", user: { name: "ana" }, status: "claimed_verified" },
      { name: "Bo Huang" },
    ];
    huggingface.setDay(day, [
      dailyItem({
        id: "2606.00001",
        paper: { authors, discussionId: "6a334bc659127a45e2c1c535" },
        item: {
          submittedBy: { name: "reader1" },
          isAuthorParticipating: true,
          mediaUrls: ["https://cdn.example.org/a.png", "https://cdn.example.org/b.mp4"],
        },
      }),
      dailyItem({
        id: "2606.00002",
        paper: { discussionId: 7 },
        item: { submittedBy: 7, mediaUrls: "none" },
      }),
    ]);
    await ingestDay(context(), { day });
    expect(await rows("papers")).toMatchObject([
      {
        submitter: "reader1",
        claimed_authors: 1,
        is_author_in_discussion: true,
        media_count: 2,
        discussion_id: "6a334bc659127a45e2c1c535",
      },
      {
        submitter: null,
        claimed_authors: 0,
        is_author_in_discussion: null,
        media_count: 0,
        discussion_id: null,
      },
    ]);
  });

  it("keeps figures and videos of a paper, also when a later list is without them", async () => {
    const url = "https://cdn-uploads.huggingface.co/production/uploads/a/one.mp4";
    const find = async () => (await rows("papers")).map((paper) => paper.media_urls);
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    await ingestDay(context(), { day });
    expect(await find()).toEqual([[]]);
    for (const item of [{ mediaUrls: [url] }, {}]) {
      huggingface.setDay(day, [dailyItem({ id: "2606.00001", item })]);
      await ingestDay(context(), { day });
      expect(await find()).toEqual([[url]]);
    }
  });

  it("marks every look that heard Hugging Face, also one that found nothing changed", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001", upvotes: 3 })]);
    const look = async (at: string) => {
      clock.set(at);
      await ingestDay(context(), { day, sources: ["huggingface"] });
    };
    await look("2026-06-16T10:00:00Z");
    await look("2026-06-16T11:00:00Z");
    huggingface.failNext(1, { kind: "status", status: 403 });
    await look("2026-06-16T12:00:00Z");
    await look("2026-06-16T13:00:00Z");
    const looksUntil = async (until: string) =>
      (await listLooks(database.db, ["2026-06-15", day], new Date(until))).map((one) => [
        one.day,
        one.startedAt.toISOString().slice(11, 16),
      ]);
    expect(await looksUntil("2026-06-17T00:00:00Z")).toEqual([
      [day, "10:00"],
      [day, "11:00"],
      [day, "13:00"],
    ]);
    expect(await looksUntil("2026-06-16T11:30:00Z")).toHaveLength(2);
    expect(await rows("paper_signals")).toHaveLength(1);
  });

  it("keeps one paper for two listings on different days", async () => {
    for (const listed of ["2026-06-10", day]) {
      huggingface.setDay(listed, [
        dailyItem({ id: "2606.00001", upvotes: 3, paper: { submittedOnDailyAt: `${listed}T00:00:00.000Z` } }),
      ]);
      await ingestDay(context(), { day: listed });
    }
    expect(await rows("papers")).toHaveLength(1);
    expect(await rows("paper_listings")).toHaveLength(2);
  });

  it("keeps a paper that is listed on three days once, with one history of votes", async () => {
    const days = ["2026-06-14", "2026-06-15", day];
    for (const [index, listed] of days.entries()) {
      clock.set(`${listed}T12:00:00Z`);
      huggingface.setDay(listed, [
        dailyItem({
          id: "2606.00001",
          upvotes: 3 + index,
          paper: { submittedOnDailyAt: `${listed}T00:00:00.000Z` },
        }),
      ]);
      await ingestDay(context(), { day: listed });
    }
    expect((await rows("paper_signals")).map(({ upvotes }) => upvotes)).toEqual([3, 4, 5]);
    const [listed, ...others] = await listPapersOf(database.db, days);
    expect([listed?.day, others]).toEqual([day, []]);
  });

  it("stores nothing of last year's papers that come for this day", async () => {
    const lastYears = dailyItem({
      id: "2506.00001",
      upvotes: 300,
      paper: { submittedOnDailyAt: "2025-06-16T00:00:00.000Z", publishedAt: "2025-06-15T00:00:00.000Z" },
    });
    huggingface.setDay(day, [lastYears]);
    expect((await ingestDay(context(), { day })).sources.huggingface).toMatchObject({ ok: false });
    huggingface.setDay(day, [dailyItem({ id: "2606.00001", upvotes: 3 }), lastYears]);
    const report = await ingestDay(context(), { day });
    expect(report.rejected).toMatchObject([{ id: "2506.00001" }]);
    expect((await rows("papers")).map(({ id }) => id)).toEqual(["2606.00001"]);
  });

  it("keeps the votes that were seen when they are not told, and those of a fall as they are told", async () => {
    const seen = async (upvotes: number | null) => {
      huggingface.setDay(day, [dailyItem({ id: "2606.00001", paper: { upvotes } })]);
      await ingestDay(context(), { day });
      clock.advance(3_600_000);
      return (await rows("paper_signals")).map((row) => row.upvotes);
    };
    expect(await seen(null)).toEqual([]);
    expect(await seen(60)).toEqual([60]);
    expect(await seen(null)).toEqual([60]);
    expect(await seen(20)).toEqual([60, 20]);
  });

  it("forgets what a clock that was ahead has written, once it is put right", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001", upvotes: 3 })]);
    await ingestDay(context(), { day });
    clock.set("2026-06-16T20:00:00Z");
    huggingface.setDay(day, [dailyItem({ id: "2606.00001", upvotes: 4 })]);
    await ingestDay(context(), { day });
    clock.set("2026-06-16T11:00:00Z");
    huggingface.setDay(day, [dailyItem({ id: "2606.00001", upvotes: 5 })]);
    await ingestDay(context(), { day });
    expect((await rows("paper_signals")).map(({ upvotes }) => upvotes)).toEqual([3, 5]);
  });

  it("tells of votes that jumped between two looks or fell, not of those that grew unseen", async () => {
    const look = async (at: string, first: number, second: number) => {
      clock.set(`2026-06-16T${at}:00Z`);
      huggingface.setDay(day, [
        dailyItem({ id: "2606.00001", upvotes: first }),
        dailyItem({ id: "2606.00002", upvotes: second }),
        // New at the last look, with votes already: there is nothing that they moved from.
        ...(at === "10:00" ? [dailyItem({ id: "2606.00003", upvotes: 50 })] : []),
      ]);
      await ingestDay(context(), { day, sources: ["huggingface"] });
    };
    await look("02:00", 3, 3);
    await look("08:00", 3, 40);
    await look("09:00", 36, 41);
    await look("10:00", 37, 11);
    expect(await listOddVotes(database.db, day, 9)).toMatchObject([
      { paperId: "2606.00002", before: 41, after: 11, move: "fell" },
      { paperId: "2606.00001", before: 3, after: 36, move: "jumped" },
    ]);
    expect(await listOddVotes(database.db, day, 1)).toMatchObject([{ paperId: "2606.00002" }]);
    expect(await listOddVotes(database.db, "2026-06-17", 9)).toEqual([]);
  });

  it("never lets a poorer answer erase what is known", async () => {
    const rich = {
      githubRepo: "https://github.com/example/x",
      githubStars: 12,
      ai_summary: "One sentence.",
      organization: { fullname: "Example Lab" },
    };
    huggingface.setDay(day, [dailyItem({ id: "2606.00001", upvotes: 3, paper: rich })]);
    arxiv.setPapers([known("2606.00001")]);
    await ingestDay(context(), { day });
    const poor = { summary: null, authors: [], githubRepo: null, githubStars: null };
    huggingface.setDay(day, [
      dailyItem({ id: "2606.00001", upvotes: 3, paper: poor, item: { summary: "" } }),
    ]);
    const before = await rows("papers");
    expect(await ingestDay(context(), { day })).toMatchObject({ signals: 0 });
    expect(await rows("papers")).toEqual(before);
  });

  it("learns categories, all authors, comment and DOI from arXiv, and leaves the texts as they are", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    arxiv.setPapers([known("2606.00001")]);
    await ingestDay(context(), { day });
    const [paper] = await rows("papers");
    expect(paper).toMatchObject({
      title: "A study numbered 2606.00001",
      authors: ["Ana García", "Bo Huang", "Cy Young"],
      primary_category: "cs.CL",
      categories: ["cs.CL", "cs.AI"],
      doi: "10.1000/182",
      comment: "9 pages",
    });
  });

  it("asks arXiv once about a paper, and again some hours later", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" }), dailyItem({ id: "2606.00002" })]);
    arxiv.setPapers([known("2606.00001")]);
    const ask = async () => {
      const before = arxiv.requests.length;
      await ingestDay(context(), { day });
      return arxiv.requests
        .slice(before)
        .map((request) => new URL(request.url, "http://x").searchParams.get("id_list"));
    };
    expect(await ask()).toEqual(["2606.00001,2606.00002"]);
    clock.advance(3_600_000);
    expect(await ask()).toEqual([]);
    clock.advance(6 * 3_600_000);
    expect(await ask()).toEqual(["2606.00001,2606.00002"]);
    clock.advance(3_600_000);
    expect(await ask()).toEqual([]);
  });

  it("takes an answer without any of the papers for an outage, and asks again at the next look", async () => {
    arxiv.setPapers([known("2606.00001"), known("2606.00002")]);
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    await ingestDay(context(), { day });
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" }), dailyItem({ id: "2606.00002" })]);
    arxiv.failNext(1, { kind: "raw", body: emptyFeed, type: "application/atom+xml" });
    const report = await ingestDay(context(), { day });
    expect(report.sources.arxiv).toMatchObject({ ok: false, error: expect.stringMatching(/without any/) });
    clock.advance(20 * 60_000);
    expect((await ingestDay(context(), { day })).sources.arxiv).toEqual({ ok: true });
    expect((await rows("papers")).map((paper) => paper.primary_category)).toEqual(["cs.CL", "cs.CL"]);
  });

  it("believes no empty answer about papers that were never seen at arXiv, and asks again within the hour", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    arxiv.setPapers([known("2606.00001")]);
    arxiv.failNext(1, { kind: "raw", body: emptyFeed, type: "application/atom+xml" });
    await ingestDay(context(), { day });
    clock.advance(59 * 60_000);
    await ingestDay(context(), { day });
    expect(await rows("papers")).toMatchObject([{ primary_category: "cs.CL" }]);
  });

  it("asks for a hundred papers at once", async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `2606.${10_000 + n}`);
    huggingface.setDay(
      day,
      ids.map((id) => dailyItem({ id })),
    );
    arxiv.setPapers(ids.map((id) => known(id)));
    await ingestDay(context(), { day });
    expect(arxiv.requests).toHaveLength(1);
    expect((await rows("papers")).every((paper) => paper.primary_category === "cs.CL")).toBe(true);
  });

  describe("an arXiv whose query API goes on refusing", () => {
    const ids = Array.from({ length: 12 }, (_, n) => `2606.${10_000 + n}`);
    const oaiRequests = () => arxiv.requests.filter(({ url }) => url.startsWith("/oai"));

    beforeEach(async () => {
      await arxiv.close();
      arxiv = await startFakeArxiv({ clock, oaiPageSize: 5 });
      huggingface.setDay(
        day,
        ids.map((id) => dailyItem({ id })),
      );
    });

    it("is asked over OAI-PMH once it has refused for half an hour, page by page", async () => {
      arxiv.setPapers(ids.map((id) => known(id, { affiliations: [["Institute of Tests, Samples"]] })));
      arxiv.setRefusing(true);
      expect((await ingestDay(context(), { day })).sources.arxiv).toMatchObject({ ok: false });
      clock.advance(20 * 60_000);
      expect((await ingestDay(context(), { day })).sources.arxiv).toMatchObject({ ok: false });
      expect(oaiRequests()).toEqual([]);
      clock.advance(10 * 60_000);
      expect((await ingestDay(context(), { day })).sources.arxiv).toEqual({ ok: true });
      expect(oaiRequests()).toHaveLength(3);
      const papers = await rows("papers");
      expect(papers).toHaveLength(12);
      for (const paper of papers) {
        expect(paper).toMatchObject({
          authors: ["Ana García", "Bo Huang", "Cy Young"],
          primary_category: "cs.CL",
          categories: ["cs.CL", "cs.AI"],
          doi: "10.1000/182",
          comment: "9 pages",
        });
      }
    });

    it("is asked over OAI-PMH at once when it says itself that it will refuse for long", async () => {
      arxiv.setPapers(ids.map((id) => known(id)));
      arxiv.setRefusing(true, 3600);
      expect((await ingestDay(context(), { day })).sources.arxiv).toEqual({ ok: true });
      expect(arxiv.requests.filter(({ url }) => url.startsWith("/api"))).toHaveLength(1);
    });

    it("is asked paper by paper for those that no list of the days holds, and learns which it does not know", async () => {
      const [revised = "", unknown = "", ...others] = ids;
      arxiv.setPapers([
        ...others.map((id) => known(id)),
        known(revised, { version: 2, updatedAt: "2026-07-01T00:00:00Z" }),
      ]);
      arxiv.setRefusing(true, 3600);
      expect((await ingestDay(context(), { day })).sources.arxiv).toEqual({ ok: true });
      const papers = await rows("papers");
      const unsaid = papers.filter((paper) => paper.primary_category === null).map((paper) => paper.id);
      expect(unsaid).toEqual([unknown]);
      expect(papers.every((paper) => paper.enriched_at !== null)).toBe(true);
    });

    it("is asked for few papers one by one, and again the usual way once it answers", async () => {
      huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
      arxiv.setPapers([known("2606.00001"), known("2606.00002")]);
      arxiv.setRefusing(true, 3600);
      expect((await ingestDay(context(), { day })).sources.arxiv).toEqual({ ok: true });
      expect(oaiRequests().map(({ url }) => new URL(url, "http://x").searchParams.get("verb"))).toEqual([
        "GetRecord",
      ]);
      huggingface.setDay(day, [dailyItem({ id: "2606.00002" })]);
      arxiv.setRefusing(false);
      expect((await ingestDay(context(), { day })).sources.arxiv).toEqual({ ok: true });
      expect(oaiRequests()).toHaveLength(1);
    });

    it("waits as a 503 of OAI-PMH asks, and keeps one connection and the distance all the while", async () => {
      arxiv.setPapers(ids.map((id) => known(id)));
      arxiv.setRefusing(true, 3600);
      arxiv.failNext(1, { kind: "status", status: 429, retryAfterSeconds: 3600 });
      arxiv.failNext(1, { kind: "status", status: 503, retryAfterSeconds: 1 });
      const report = await ingestDay(context({ ARXIV_SPACING_MS: "100" }), { day });
      expect(report.sources.arxiv).toEqual({ ok: true });
      const [first, second] = oaiRequests();
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(990);
      expect(arxiv.minSpacingMs()).toBeGreaterThanOrEqual(100);
      expect(arxiv.maxConcurrent()).toBe(1);
    });

    it.each([
      ["a list without end", () => oaiPage("", "<resumptionToken>again</resumptionToken>")],
      ["a web page", () => "<html><body>Please wait"],
      [
        "an error",
        () => oaiPage("", "").replace(/<ListRecords>.*<\/ListRecords>/s, '<error code="badArgument"/>'),
      ],
      [
        "a list nested 100,000 deep",
        () => oaiPage("<record>".repeat(100_000) + "</record>".repeat(100_000), ""),
      ],
    ])("is given up in time when its OAI-PMH answers %s", async (_, body) => {
      arxiv.setRefusing(true, 3600);
      arxiv.failNext(1, { kind: "status", status: 429, retryAfterSeconds: 3600 });
      arxiv.failNext(100, { kind: "raw", body: body(), type: "text/xml" });
      const report = await ingestDay(context({}, { retries: 0 }), { day });
      expect(report).toMatchObject({ papers: 12, sources: { arxiv: { ok: false } } });
      expect(oaiRequests().length).toBeLessThanOrEqual(20);
    });
  });

  it("collects the announcements of the configured categories, without votes", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001", upvotes: 1 })]);
    arxiv.setAnnounced([
      { type: "new", paper: known("2606.00007") },
      { type: "new", paper: known("2606.00008", { primaryCategory: "cs.CV", categories: ["cs.CV"] }) },
      { type: "replace", paper: known("2401.00001") },
      { type: "absonly", paper: known("1901.00001") },
    ]);
    const report = await ingestDay(context({ ARXIV_CATEGORIES: "cs.CL" }), { day });
    expect(report).toMatchObject({ papers: 2, new: 2, signals: 1 });
    expect(await rows("papers")).toMatchObject([{ id: "2606.00001" }, { id: "2606.00007" }]);
    expect(await ingestDay(context({ ARXIV_CATEGORIES: "cs.CL" }), { day })).toMatchObject({
      papers: 2,
      new: 0,
    });
  });

  it("collects announcements from the Atom feed when the address names it", async () => {
    arxiv.setAnnounced([{ type: "new", paper: known("2606.00007") }]);
    const env = { ARXIV_CATEGORIES: "cs.CL", ARXIV_FEED_URL: `${arxiv.url}/atom` };
    expect(await ingestDay(context(env), { day })).toMatchObject({ papers: 1, new: 1, rejected: [] });
    expect(arxiv.requests[0]?.url).toBe("/atom/cs.CL");
    expect(await rows("papers")).toMatchObject([{ id: "2606.00007", authors: known("").authors }]);
  });

  it("leaves out a paper that says it was withdrawn, whichever source says so", async () => {
    const news = "This paper has been withdrawn by the authors due to an error in Section 3.";
    huggingface.setDay(day, [
      dailyItem({ id: "2606.00001" }),
      dailyItem({ id: "2606.00002", paper: { summary: news } }),
      dailyItem({ id: "2606.00003" }),
      dailyItem({ id: "2606.00004" }),
    ]);
    arxiv.setPapers([known("2606.00001"), known("2606.00003"), known("2606.00004")]);
    await ingestDay(context(), { day });
    const ids = async () => (await listPapersOf(database.db, [day])).map(({ paper }) => paper.id);
    expect(await ids()).toEqual(["2606.00001", "2606.00003", "2606.00004"]);
    arxiv.setPapers([
      known("2606.00003", { abstract: news }),
      known("2606.00004", { comment: "Withdrawn." }),
    ]);
    clock.advance(7 * 3_600_000);
    await ingestDay(context(), { day });
    expect(await ids()).toEqual(["2606.00001"]);
    expect(await rows("papers")).toMatchObject([
      { withdrawn_at: null },
      { withdrawn_at: "2026-06-16 10:00:00+00" },
      { withdrawn_at: "2026-06-16 17:00:00+00" },
      { withdrawn_at: "2026-06-16 17:00:00+00" },
    ]);
  });

  it("leaves out a paper that Hugging Face dropped, until it lists it again", async () => {
    const list = (...ids: string[]) =>
      huggingface.setDay(
        day,
        ids.map((id) => dailyItem({ id })),
      );
    const look = async () => {
      await ingestDay(context(), { day, sources: ["huggingface"] });
      return (await listPapersOf(database.db, [day])).map(({ paper }) => paper.id);
    };
    list("2606.00001", "2606.00002", "2606.00003");
    await look();
    list("2606.00001", "2606.00003");
    expect(await look()).toEqual(["2606.00001", "2606.00003"]);
    list("2606.00001", "2606.00002", "2606.00003");
    expect(await look()).toEqual(["2606.00001", "2606.00002", "2606.00003"]);
    // A list that lost most of its papers is a fault of its own.
    list("2606.00001");
    expect(await look()).toEqual(["2606.00001", "2606.00002", "2606.00003"]);
  });

  it("asks only the source that was named", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    const report = await ingestDay(context(), { day, sources: ["huggingface"] });
    expect(report.sources).toEqual({ huggingface: { ok: true } });
    expect(arxiv.requests).toEqual([]);
  });

  it("goes on without a source that is down, says so, and forgets it once it was collected", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    arxiv.failNext(3, { kind: "status", status: 503 });
    const report = await ingestDay(context(), { day });
    expect(report).toMatchObject({ papers: 1, new: 1 });
    expect(report.sources.huggingface).toEqual({ ok: true });
    expect(report.sources.arxiv).toEqual({
      ok: false,
      error: expect.stringMatching(/^127\.0\.0\.1:\d+ answered 503\.$/),
    });
    expect(await listMissingSources(database.db, [day])).toEqual(["arxiv"]);
    await ingestDay(context(), { day });
    expect(await listMissingSources(database.db, [day])).toEqual([]);
  });

  it.each([
    ["hangs", { kind: "hang" }, /did not answer within 0\.2 seconds/],
    ["resets", { kind: "reset" }, /cannot be reached \(/],
    ["cuts its answer", { kind: "truncated" }, /cannot be reached \(|not JSON/],
    ["answers no JSON", { kind: "garbage" }, /not JSON/],
    ["refuses", { kind: "status", status: 403 }, /answered 403/],
  ] as const)("reports a source that %s and keeps what was there", async (_, fault, error) => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    await ingestDay(context(), { day });
    huggingface.failNext(3, fault);
    const report = await ingestDay(context({}, { timeoutMs: 200 }), { day, sources: ["huggingface"] });
    expect(report.sources.huggingface).toMatchObject({ ok: false, error: expect.stringMatching(error) });
    expect(await rows("papers")).toHaveLength(1);
  });

  it("tries again after a passing fault, no sooner than Retry-After says", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    huggingface.failNext(1, { kind: "status", status: 429, retryAfterSeconds: 1 });
    const report = await ingestDay(context(), { day, sources: ["huggingface"] });
    expect(report).toMatchObject({ papers: 1, sources: { huggingface: { ok: true } } });
    const [first, second] = huggingface.requests;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it("does not wait for a Retry-After of hours", async () => {
    huggingface.failNext(1, { kind: "status", status: 429, retryAfterSeconds: 7200 });
    const report = await ingestDay(context(), { day, sources: ["huggingface"] });
    expect(report.sources.huggingface).toMatchObject({ ok: false });
    expect(huggingface.requests).toHaveLength(1);
  });

  it("gives a source up when its patience is over, whatever tries are left", async () => {
    huggingface.failNext(5, { kind: "hang" });
    const report = await ingestDay(context({}, { timeoutMs: 50, retries: 4, patienceMs: 20 }), {
      day,
      sources: ["huggingface"],
    });
    expect(report.sources.huggingface).toMatchObject({ ok: false });
    expect(huggingface.requests).toHaveLength(1);
  });

  it("keeps no distance from an arXiv that it cannot reach", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    await arxiv.close();
    // With the distance kept, this test would run out of time.
    const report = await ingestDay(context({ ARXIV_SPACING_MS: "60000" }), { day });
    expect(report).toMatchObject({ papers: 1, sources: { huggingface: { ok: true }, arxiv: { ok: false } } });
  });

  it("keeps a full first page when the source refuses a second", async () => {
    huggingface.setDay(
      day,
      Array.from({ length: 100 }, (_, n) => dailyItem({ id: `2606.${10_000 + n}` })),
    );
    huggingface.failNext(1, { kind: "latency", ms: 0 });
    huggingface.failNext(1, { kind: "status", status: 400 });
    const report = await ingestDay(context(), { day, sources: ["huggingface"] });
    expect(report).toMatchObject({ papers: 100, sources: { huggingface: { ok: true } } });
  });

  it("reads no more than it has room for", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001", paper: { summary: "x".repeat(100_000) } })]);
    const report = await ingestDay(context({}, { maxBytes: 50_000 }), { day, sources: ["huggingface"] });
    expect(report.sources.huggingface?.error).toMatch(/more than 48 kB/);
  });

  it("names itself to both sources", async () => {
    huggingface.setDay(day, [dailyItem({ id: "2606.00001" })]);
    await ingestDay(context(), { day });
    const agents = [...huggingface.requests, ...arxiv.requests].map((request) => request.userAgent);
    expect(new Set(agents)).toEqual(new Set(["Paperboy/0.1 (+https://paperboy.example)"]));
  });

  it("spaces its requests to arXiv and never makes two at once", async () => {
    huggingface.setDay(
      day,
      Array.from({ length: 130 }, (_, n) => dailyItem({ id: `2606.${10_000 + n}` })),
    );
    arxiv.setPapers([known("2606.10000"), known("2606.10120")]);
    arxiv.failNext(1, { kind: "status", status: 503 });
    const one = context({ ARXIV_SPACING_MS: "150" });
    await ingestDay(one, { day });
    const asked = { day, refusedForMs: 0, known: [] };
    await Promise.all([
      one.sources.arxiv.lookUp(["2606.00001"], asked),
      one.sources.arxiv.lookUp(["2606.00002"], asked),
    ]);
    expect(arxiv.requests).toHaveLength(5);
    expect(arxiv.minSpacingMs()).toBeGreaterThanOrEqual(150);
    expect(arxiv.maxConcurrent()).toBe(1);
  });

  it("takes all of a day with more than a hundred papers", async () => {
    huggingface.setDay(
      day,
      Array.from({ length: 230 }, (_, n) => dailyItem({ id: `2606.${10_000 + n}` })),
    );
    expect(await ingestDay(context(), { day, sources: ["huggingface"] })).toMatchObject({
      papers: 230,
      new: 230,
    });
  });

  it.each([
    ["2026-06-17", /future/],
    ["2026-02-30", /not a day/],
    ["16.06.2026", /not a day/],
    ["", /not a day/],
  ])("refuses the day %j without asking anybody", async (wrong, message) => {
    await expect(ingestDay(context(), { day: wrong })).rejects.toThrow(message);
    expect(huggingface.requests).toEqual([]);
  });

  it("takes a day without papers as it is", async () => {
    expect(await ingestDay(context(), { day: "2026-06-14" })).toMatchObject({
      papers: 0,
      new: 0,
      rejected: [],
      sources: { huggingface: { ok: true }, arxiv: { ok: true } },
    });
  });
});
