import type { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertListings } from "../../../src/papers/listings-store.ts";
import { insertSourceRun } from "../../../src/papers/runs-store.ts";
import { insertSignals } from "../../../src/papers/signals-store.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber, findSubscriberByKey, type Subscriber } from "../../../src/subscribers/store.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition, writePapers } from "../../support/site-papers.ts";

let ctx: TestContext;
let app: Hono;
beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
  const papers = Array.from({ length: 45 }, (_, at) =>
    frozenPaper(at + 1, {
      title: `Paper ${at + 1}`,
      publishedOn: at < 40 ? "2026-06-16" : "2026-05-10",
      authors: at === 0 ? ["Jürgen Müller", "Ada Lovelace"] : ["Ada Lovelace"],
      keywords: at < 2 ? ["World Models"] : [],
      organization: at < 3 ? "Example / Lab" : null,
    }),
  );
  await writePapers(ctx.db, papers);
  const votes = papers.map(({ id, upvotes, comments }) => ({
    paperId: id,
    signal: { upvotes, comments, stars: null },
  }));
  await insertSignals(ctx.db, votes, new Date("2026-06-17T08:00:00Z"));
});
afterAll(() => ctx.close());

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const textOf = async (path: string) => (await get(path)).text();
const post = (path: string, fields: Record<string, string>) =>
  app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
const titles = (page: string) => [...page.matchAll(/>(Paper \d+)<\/a>/g)].map(([, title]) => title);

async function reader(email: string): Promise<Subscriber> {
  const result = await addSubscriber(ctx, { email, source: "cli", consent: { wording: "x" } });
  if (result.kind !== "added") throw new Error(result.kind);
  return result.subscriber;
}

test("leads from a paper to its topics, keywords, organisation and authors, and from there to all their papers", async () => {
  const page = await textOf("/papers/2606.10001");
  const links = [
    "/topics/cs.LG",
    "/keywords/world-models",
    "/organizations/example-lab",
    "/authors/jurgen-muller",
  ];
  for (const link of links) {
    expect(page).toContain(`href="${link}"`);
    const named = await get(link);
    expect([link, named.status]).toEqual([link, 200]);
    expect(titles(await named.text())).toContain("Paper 1");
    expect(named.headers.get("cache-control")).toContain("public, max-age=300");
    const etag = named.headers.get("etag") ?? "";
    expect((await get(link, { "if-none-match": etag })).status).toBe(304);
  }
});

test("orders a name's papers by date or votes, page by page, and says where the list ends", async () => {
  const first = await textOf("/topics/cs.CL");
  expect(titles(first)).toHaveLength(20);
  expect(titles(await textOf("/topics/cs.CL?order=votes"))[0]).toBe("Paper 1");
  expect(titles(await textOf("/topics/cs.CL?page=3"))).toHaveLength(5);
  for (const page of ["4", "9999", "0", "-1", "x", "99999999999"]) {
    const past = await get(`/topics/cs.CL?page=${page}`);
    expect(past.status).toBe(404);
    expect(await past.text()).toContain("This list ends on page 3.");
  }
});

test("draws a name's months, and says the same as a table", async () => {
  const page = await textOf("/authors/ada-lovelace");
  expect(page).toContain(
    "45 papers first published from May 2026 to June 2026, the most of them, 40, in June 2026.",
  );
  expect(page).toMatch(/<td>May 2026<\/td><td>5<\/td><td>57<\/td>/);
});

test("redirects other spellings of a name for good, with what else was asked for", async () => {
  const moved = async (path: string) => {
    const answer = await get(path);
    return [answer.status, answer.headers.get("location")];
  };
  expect(await moved("/authors/J%C3%BCrgen%20M%C3%BCller?order=votes")).toEqual([
    301,
    "/authors/jurgen-muller?order=votes",
  ]);
  expect(await moved("/authors/mueller-j")).toEqual([301, "/authors/jurgen-muller"]);
  expect(await moved("/keywords/WORLD%20models")).toEqual([301, "/keywords/world-models"]);
  expect(await moved("/organizations/Example%20%2F%20Lab")).toEqual([301, "/organizations/example-lab"]);
  expect(await moved("/topics/CS.cl")).toEqual([301, "/topics/cs.CL"]);
});

test("answers an unknown name with 404, a search for it and what is near, and hostile ones as harmlessly", async () => {
  const unknown = await get("/keywords/worldly");
  expect(unknown.status).toBe(404);
  const page = await unknown.text();
  expect(page).toContain('href="/search?q=worldly"');
  expect(page).toContain('href="/keywords/world-models"');
  for (const name of [
    "%2e%2e%2fetc",
    "%00",
    "%E0%A4%A",
    "<script>alert(1)</script>",
    "x".repeat(3_000),
    "%F0%9F%98%80",
  ])
    for (const folder of ["topics", "keywords", "organizations", "authors"]) {
      const answer = await get(`/${folder}/${name}`);
      expect([folder, name, answer.status]).toEqual([folder, name, 404]);
      const text = await answer.text();
      expect(text).not.toContain("<script>alert");
      expect(text.length).toBeLessThan(12_000);
    }
});

test("offers a name's papers as feeds, the latest first", async () => {
  const atom = await get("/authors/ada-lovelace/feed.xml");
  expect(atom.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const xml = await atom.text();
  expect(xml.match(/<entry>/g)).toHaveLength(45);
  expect(xml).toContain(
    'rel="self" type="application/atom+xml" href="https://paperboy.example/authors/ada-lovelace/feed.xml"',
  );
  const json = await (await get("/topics/cs.CL/feed.json")).json();
  expect(json).toMatchObject({ home_page_url: "https://paperboy.example/topics/cs.CL" });
  expect((await get("/authors/nobody/feed.xml")).status).toBe(404);
  // Whoever reads it by another spelling is led to it.
  const other = await get("/authors/Lovelace,%20Ada/feed.json");
  expect([other.status, other.headers.get("location")]).toEqual([302, "/authors/ada-lovelace/feed.json"]);
});

test("fills in a wish where a stranger subscribes from a name's page", async () => {
  expect(await textOf("/organizations/example-lab")).toContain(
    'href="/subscribe?organizations=Example+%2F+Lab"',
  );
  const form = await textOf(
    "/subscribe?organizations=Example+%2F+Lab&topics=cs.CL&topics=nonsense&keywords=",
  );
  expect(form).toContain('<input type="hidden" name="organizations" value="Example / Lab"/>');
  await post("/subscribe", {
    email: "wishes@example.com",
    timezone: "Mars/Olympus",
    organizations: "Example / Lab",
  });
  expect(await findSubscriberByKey(ctx.db, "wishes@example.com")).toMatchObject({
    organizations: ["Example / Lab"],
    timezone: "UTC",
  });
});

test("lets a link for marking papers change nothing of what a reader follows", async () => {
  const { id } = await reader("follower@example.com");
  const t = makeLinkToken(ctx.config, "mark", { subscriberId: id, now: ctx.clock.now() });
  const signed = await get(`/authors/ada-lovelace?t=${t}`);
  expect(signed.headers.get("cache-control")).toBe("no-store");
  // The link of a mail stays out of the address of a form that takes an address.
  expect(await signed.text()).toContain('href="/subscribe?authors=Ada+Lovelace"');
  const follow = { t, kind: "author", name: "ada-lovelace", set: "yes" };
  expect((await post("/follow", follow)).status).toBe(404);
  expect((await post("/preferences", { token: t, authors: "Ada Lovelace" })).status).toBe(410);
  expect((await findSubscriber(ctx.db, id))?.authors).toEqual([]);
});

test("shows what gained votes before the last look, over a chosen time, and says how", async () => {
  expect(await textOf("/trending")).toContain("We have not looked at Hugging Face yet.");
  const look = { source: "huggingface" as const, day: "2026-06-18", isOk: true, papers: 30, rejected: 0 };
  const at = new Date("2026-06-18T03:00:00Z");
  await insertSourceRun(ctx.db, { ...look, startedAt: at, finishedAt: at });
  const vote = (paperId: string, upvotes: number, when: string) =>
    insertSignals(ctx.db, [{ paperId, signal: { upvotes, comments: 0, stars: null } }], new Date(when));
  // The second gained 5 in two days, the fourth 7 since yesterday; what comes after the look is not counted yet.
  await vote("2606.10002", 98, "2026-06-16T12:00:00Z");
  await vote("2606.10002", 103, "2026-06-17T09:00:00Z");
  await vote("2606.10004", 103, "2026-06-18T02:00:00Z");
  await vote("2606.10004", 999, "2026-06-18T03:30:00Z");
  // Listed long ago and seen first within the time: what it had before is nothing that it gained now.
  await insertListings(ctx.db, { day: "2026-05-10", source: "huggingface", ids: ["2606.10001"], now: at });
  // Announced by arXiv long ago, where nobody votes, and listed within the time: it began with none.
  await insertListings(ctx.db, { day: "2026-05-10", source: "arxiv", ids: ["2606.10005"], now: at });
  await insertListings(ctx.db, { day: "2026-06-18", source: "huggingface", ids: ["2606.10005"], now: at });
  const page = await textOf("/trending");
  expect(page).toContain("in the 24 hours before 18 June 2026 at 03:00 (UTC)");
  expect(page).toContain("+103 upvotes in 24 hours");
  expect(titles(page)).toContain("Paper 5");
  expect(titles(page)).not.toContain("Paper 1");
  const week = await textOf("/trending?over=week");
  expect(week).toContain("in the 7 days before");
  const feed = await (await get("/trending/feed.json?over=week")).json();
  expect(feed).toMatchObject({ feed_url: "https://paperboy.example/trending/feed.json?over=week" });
  expect((await get("/trending?over=nonsense")).status).toBe(200);
});

test("offers a calendar of the editions, whose empty days lead nowhere", async () => {
  expect(await textOf("/archive")).toContain("No edition has come out yet.");
  const papers = [1, 2].map((rank) => frozenPaper(rank));
  await writeEdition(ctx.db, { period: "2026-06-16", papers });
  await writeEdition(ctx.db, { period: "2025-12-31", number: 2, papers });
  await writeEdition(ctx.db, { cadence: "weekly", period: "2026-W01", papers });
  await writeEdition(ctx.db, { cadence: "monthly", period: "2026-06", papers });
  const links = (page: string) =>
    [...page.matchAll(/href="(\/editions\/[a-z]+\/[^"]+)"/g)].map(([, link]) => link);
  const latest = await textOf("/archive");
  expect(links(latest)).toEqual([
    "/editions/monthly/2026-06",
    "/editions/daily/2026-06-16",
    "/editions/weekly/2026-W01",
  ]);
  expect(latest).toContain("16 June 2026: 2 papers");
  expect(latest).toContain("2 daily editions since 31 December 2025.");
  // The week of the turn of the year holds days of both.
  expect(links(await textOf("/archive?year=2025"))).toEqual([
    "/editions/weekly/2026-W01",
    "/editions/daily/2025-12-31",
  ]);
  for (const year of ["1999", "x", "..", ""]) expect((await get(`/archive?year=${year}`)).status).toBe(404);
});

test("shows of a day only what is chosen, at its places, and is no dead end where nothing is", async () => {
  const links = { ...frozenPaper(1).links, code: null };
  const papers = [
    frozenPaper(1, { id: "2607.00001", title: "Paper 1", categories: ["cs.CL"], links }),
    frozenPaper(2, { id: "2607.00002", title: "Paper 2", categories: ["cs.CV"] }),
    frozenPaper(3, { id: "2607.00003", title: "Paper 3", categories: ["cs.CL", "cs.CV"], hasVideo: true }),
    frozenPaper(4, { id: "2607.00004", title: "Paper 4", categories: ["stat.ML"], links }),
  ];
  await writeEdition(ctx.db, { period: "2026-06-17", number: 3, papers });
  const day = "/editions/daily/2026-06-17";
  const whole = await textOf(day);
  expect(whole).toMatch(/href="\/editions\/daily\/2026-06-17\?with=code"[^>]*>With code <small>2<\/small>/);
  expect(whole).toMatch(/\?topic=cs\.CL"[^>]*>cs\.CL <small>2<\/small>/);
  const chosen = await textOf(`${day}?topic=cs.CL&with=code`);
  expect(titles(chosen)).toEqual(["Paper 3"]);
  expect(chosen).toContain("At their places in the whole list: 1 of the day’s 4 papers.");
  expect(chosen).toMatch(/<p class="rank"><span class="unseen">Rank <\/span>3<\/p>/);
  expect(chosen).toContain('rel="canonical" href="https://paperboy.example/editions/daily/2026-06-17"');
  expect(titles(await textOf(`${day}?topic=cs`))).toEqual(["Paper 1", "Paper 2", "Paper 3"]);
  const nothing = await textOf(`${day}?topic=stat.ML&with=video`);
  expect(nothing).toContain("No paper of this day fits this choice.");
  expect(nothing).toContain(`<a href="${day}">Show all papers of the day</a>`);
  for (const query of ["topic=cs.XX", "with=gold", "with=code&with=../.."])
    expect((await get(`${day}?${query}`)).status).toBe(404);
});

test("shows the day that runs with who moved since the look before", async () => {
  ctx.clock.set("2026-06-19T12:00:00Z");
  expect(await textOf("/today")).toContain("Nothing is listed for today so far.");
  const day = "2026-06-19";
  const look = async (at: string, votes: Record<string, number>) => {
    const when = new Date(at);
    await insertListings(ctx.db, { day, source: "huggingface", ids: Object.keys(votes), now: when });
    const seen = Object.entries(votes).map(([paperId, upvotes]) => ({
      paperId,
      signal: { upvotes, comments: 0, stars: null },
    }));
    await insertSignals(ctx.db, seen, when);
    const run = { source: "huggingface", day, isOk: true, papers: seen.length, rejected: 0 };
    await insertSourceRun(ctx.db, { ...run, startedAt: when, finishedAt: when });
  };
  // A look that finds the list empty is none to compare with.
  await look("2026-06-19T00:05:00Z", {});
  expect(await textOf("/today")).toContain("Nothing is listed for today so far.");
  await look("2026-06-19T09:00:00Z", { "2606.10010": 500, "2606.10011": 400 });
  expect(await textOf("/today")).toContain("This was the day’s first look");
  await look("2026-06-19T10:00:00Z", { "2606.10010": 500, "2606.10011": 600 });
  await look("2026-06-19T11:00:00Z", { "2606.10010": 500, "2606.10011": 610, "2606.10012": 450 });
  const page = await textOf("/today");
  expect(page).toContain("As of 19 June 2026 at 11:00 (UTC)");
  expect(page).toContain("Movements since 19 June 2026 at 10:00 (UTC).");
  expect(titles(page)).toEqual(["Paper 11", "Paper 10", "Paper 12"]);
  const moves = (text: string) =>
    [...text.matchAll(/(unchanged|up \d+|down \d+|>new<)/g)].map(([, move]) => move);
  expect(moves(page)).toEqual(["unchanged", "unchanged", ">new<"]);
  expect(page).toContain("+10 upvotes since 10:00");
  const sinceStart = await textOf("/today?since=start");
  expect(moves(sinceStart)).toEqual(["up 1", "down 1", ">new<"]);
  expect(sinceStart).toContain("+210 upvotes since 09:00");
});
