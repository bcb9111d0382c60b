import type { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { readingSessions } from "../../../src/subscribers/tables.ts";
import { undoUnsubscribe } from "../../../src/subscribers/undo-unsubscribe.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { markPaper } from "../../../src/taste/mark-paper.ts";
import { listReaderMarks } from "../../../src/taste/marks-store.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition, writePapers, writeSignals } from "../../support/site-papers.ts";

const dayMs = 24 * 3_600_000;
const [first, second, third] = ["2606.10001", "2606.10002", "2606.10003"] as const;
const oldPaper = "math/0211159";

let ctx: TestContext;
let app: Hono;
let reader: string;
let readers = 0;

beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
  await writeEdition(ctx.db, { period: "2026-06-16" });
  await writePapers(ctx.db, [frozenPaper(9, { id: oldPaper, title: "Ricci <i>flow</i>" })]);
  await writeSignals(ctx.db, { [first]: 5, [second]: 50, [oldPaper]: 20 });
});
afterAll(() => ctx.close());
beforeEach(async () => {
  reader = await newReader();
});

async function newReader(): Promise<string> {
  readers += 1;
  const email = `reading${readers}@example.com`;
  const result = await addSubscriber(ctx, { email, source: "cli", consent: { wording: "x" } });
  if (result.kind !== "added") throw new Error(result.kind);
  return result.subscriber.id;
}

const linkOf = (subscriberId: string, purpose: "preferences" | "mark" | "undo" = "preferences") =>
  makeLinkToken(ctx.config, purpose, { subscriberId, now: ctx.clock.now() });

const save = (paperId: string, subscriberId = reader) =>
  markPaper(ctx, { subscriberId, paperId, kind: "save", isSet: true });

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });

/** A browser that holds what `open` gave it, and shows it to the paths that it may. */
type Opened = { cookie: string; attributes: string[]; formToken: string };

async function open(subscriberId = reader, cookie = ""): Promise<Opened> {
  const headers: Record<string, string> = cookie === "" ? {} : { cookie };
  const answer = await post("/reading-list/open", { token: linkOf(subscriberId) }, headers);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/reading-list"]);
  const [pair = "", ...attributes] = (answer.headers.get("set-cookie") ?? "").split("; ");
  const page = await (await app.request("/reading-list", { headers: { cookie: pair } })).text();
  const [, formToken = ""] = /data-reading-session="([^"]+)"/.exec(page) ?? [];
  return { cookie: pair, attributes, formToken };
}

const get = (path: string, { cookie }: Pick<Opened, "cookie">) => app.request(path, { headers: { cookie } });
const pageOf = async (path: string, browser: Opened) => (await get(path, browser)).text();
const isOpen = async (browser: Opened) =>
  (await pageOf("/reading-list", browser)).includes("data-reading-session");

const press = (browser: Opened, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  post("/reading-list", { form_token: browser.formToken, ...fields }, { cookie: browser.cookie, ...headers });

/** Ids of the papers of a page, in their order. */
const papersIn = (page: string) =>
  [...page.matchAll(/<article class="card" data-paper="([^"]+)"/g)].map(([, id]) => id);
const marksOf = async () =>
  (await listReaderMarks(ctx.db, reader)).map(({ kind, paperId }) => `${kind} ${paperId}`);

describe("the button of the preferences", () => {
  test("opens the list in this browser by a cookie that scripts, other sites and other pages do not see", async () => {
    await save(first);
    const preferences = await (await app.request(`/preferences?token=${linkOf(reader)}`)).text();
    expect(preferences).toContain('action="/reading-list/open"');
    const browser = await open();
    expect(browser.attributes.sort()).toEqual(
      [`Max-Age=${180 * 86_400}`, "HttpOnly", "Path=/reading-list", "SameSite=Lax", "Secure"].sort(),
    );
    const answer = await get("/reading-list", browser);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
    });
    const page = await answer.text();
    expect(papersIn(page)).toEqual([first]);
    expect(page).not.toMatch(/reading\d+@|token=/);
    expect(await (await app.request(`/preferences?token=${linkOf(reader)}`)).text()).toContain(
      "1 browser opens your reading list.",
    );
  });

  test("gives a cookie without Secure where the site has no encryption", async () => {
    const plain = createApp({
      ...ctx,
      config: { ...ctx.config, site: { ...ctx.config.site, publicUrl: "http://localhost:4710" } },
    });
    const answer = await plain.request("/reading-list/open", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ token: linkOf(reader) }).toString(),
    });
    expect(answer.headers.get("set-cookie")).toMatch(/; HttpOnly/);
    expect(answer.headers.get("set-cookie")).not.toMatch(/Secure/);
  });

  test.each([
    ["a link that marks papers", () => linkOf(reader, "mark")],
    ["one that is cut off", () => linkOf(reader).slice(0, -3)],
    ["none", () => ""],
  ])("opens nothing with %s", async (_, token) => {
    const answer = await post("/reading-list/open", { token: token() });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([410, null]);
    expect((await app.request(`/reading-list/open?token=${linkOf(reader)}`)).status).toBe(404);
  });

  test("is not pressed by another site", async () => {
    const foreign = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
    const answer = await post("/reading-list/open", { token: linkOf(reader) }, foreign);
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([409, null]);
  });
});

describe("the cookie", () => {
  test("opens nothing but the list, also as the token of a link", async () => {
    const browser = await open();
    const value = browser.cookie.split("=")[1] ?? "";
    for (const path of [
      "/preferences",
      "/export",
      "/erase",
      "/unsubscribe",
      "/view",
      "/preferences/preview",
    ]) {
      expect((await get(path, browser)).status, path).not.toBe(200);
      expect((await get(`${path}?token=${value}`, browser)).status, path).toBe(410);
    }
    expect((await get(`/m/${first}?t=${value}`, browser)).status).toBe(410);
    for (const path of ["/reading-list/open", "/reading-list/forget-all"])
      expect((await post(path, { token: value }, { cookie: browser.cookie })).status).toBe(410);
    const card = await get(`/papers/${first}`, browser);
    expect(card.headers.get("cache-control")).toContain("public");
    expect(await card.text()).toBe(await (await app.request(`/papers/${first}`)).text());
  });

  test("is kept as a hash, and a made-up one opens nothing", async () => {
    const browser = await open();
    const value = browser.cookie.split("=")[1] ?? "";
    const kept = JSON.stringify(await ctx.db.select().from(readingSessions));
    expect(kept).not.toContain(value);
    const [{ tokenHash = "" } = {}] = await ctx.db.select().from(readingSessions);
    for (const made of [tokenHash, `${value}x`, value.slice(1), "", "%00", "a".repeat(3_000)])
      expect(await isOpen({ ...browser, cookie: `paperboy_reading_list=${made}` }), made).toBe(false);
  });

  test("ends after 180 days, and is taken from the browser", async () => {
    const browser = await open();
    ctx.clock.advance(179 * dayMs);
    expect(await isOpen(browser)).toBe(true);
    ctx.clock.advance(dayMs);
    const answer = await get("/reading-list", browser);
    expect(answer.headers.get("set-cookie")).toMatch(/Max-Age=0; Path=\/reading-list/);
    expect(await answer.text()).toContain("This list lives in this browser only.");
    expect((await press(browser, { paper: first, act: "save" })).status).toBe(401);
    expect(await marksOf()).toEqual([]);
  });

  test("ends for one browser, or for all: from the list, or by the link to the preferences", async () => {
    const [here, there] = [await open(), await open()];
    const forget = (browser: Opened, browsers: string) =>
      post("/reading-list/forget", { form_token: browser.formToken, browsers }, { cookie: browser.cookie });
    const answer = await forget(here, "this");
    expect(answer.headers.get("set-cookie")).toMatch(/Max-Age=0/);
    expect(await (await app.request(answer.headers.get("location") ?? "")).text()).toContain(
      "This browser does not open your reading list any more.",
    );
    expect([await isOpen(here), await isOpen(there)]).toEqual([false, true]);
    const again = await open();
    await forget(there, "all");
    expect([await isOpen(there), await isOpen(again)]).toEqual([false, false]);
    const last = await open();
    expect((await post("/reading-list/forget-all", { token: linkOf(reader) })).status).toBe(303);
    expect(await isOpen(last)).toBe(false);
  });

  test("of before ends when the same browser is opened anew, and the oldest of more than twenty", async () => {
    const before = await open();
    const next = await open(reader, before.cookie);
    expect([await isOpen(before), await isOpen(next)]).toEqual([false, true]);
    for (let times = 0; times < 20; times += 1) {
      ctx.clock.advance(1_000);
      await open();
    }
    expect(await isOpen(next)).toBe(false);
  });

  test("ends with the subscription, for good, and with the reader", async () => {
    const browser = await open();
    await unsubscribe(ctx, { subscriberId: reader, source: "one-click" });
    expect(await isOpen(browser)).toBe(false);
    expect((await post("/reading-list/open", { token: linkOf(reader) })).status).toBe(409);
    await undoUnsubscribe(ctx, { token: linkOf(reader, "undo") });
    expect(await isOpen(browser)).toBe(false);
    const fresh = await open();
    await eraseEverywhere(ctx, { subscriberId: reader });
    expect(await isOpen(fresh)).toBe(false);
    expect(
      (await ctx.db.select().from(readingSessions)).filter((row) => row.subscriberId === reader),
    ).toEqual([]);
  });

  test("is told of in the reader's own data, without what it holds", async () => {
    await open();
    const data = JSON.parse(await (await app.request(`/export?token=${linkOf(reader)}`)).text());
    expect(data.readingBrowsers).toEqual([{ createdAt: expect.any(String), endsAt: expect.any(String) }]);
    expect(JSON.stringify(data)).not.toMatch(/tokenHash|token_hash/);
  });
});

describe("a form of the list", () => {
  test.each<[string, (browser: Opened) => [fields: Record<string, string>, headers: Record<string, string>]]>(
    [
      ["another site's", ({ formToken }) => [{ form_token: formToken }, { "sec-fetch-site": "cross-site" }]],
      [
        "a neighbouring site's",
        ({ formToken }) => [{ form_token: formToken }, { "sec-fetch-site": "same-site" }],
      ],
      ["one without its session's mark", () => [{}, {}]],
      ["one with another session's mark", () => [{ form_token: "x".repeat(43) }, {}]],
    ],
  )("changes nothing when it is %s", async (_, given) => {
    await save(second);
    const browser = await open();
    const [fields, headers] = given(browser);
    for (const act of [
      { paper: first, act: "save" },
      { paper: second, act: "unsave" },
    ]) {
      const answer = await post(
        "/reading-list",
        { ...act, ...fields },
        { cookie: browser.cookie, ...headers },
      );
      expect(answer.status).toBe(409);
    }
    const kept = { kept: first, ...fields };
    expect((await post("/reading-list/bring", kept, { cookie: browser.cookie, ...headers })).status).toBe(
      409,
    );
    const forgot = { browsers: "all", ...fields };
    expect((await post("/reading-list/forget", forgot, { cookie: browser.cookie, ...headers })).status).toBe(
      409,
    );
    expect(await marksOf()).toEqual([`save ${second}`]);
    expect(await isOpen(browser)).toBe(true);
  });

  test("without a cookie is refused, and a link that looks like one changes nothing", async () => {
    const { formToken } = await open();
    expect((await post("/reading-list", { form_token: formToken, paper: first, act: "save" })).status).toBe(
      401,
    );
    const browser = await open();
    const forged = new URLSearchParams({ form_token: browser.formToken, paper: first, act: "save" });
    for (const path of ["/reading-list", "/reading-list/bring", "/reading-list/state"])
      await get(`${path}?${forged}`, browser);
    expect(await marksOf()).toEqual([]);
  });

  test("does one of five things, with a paper that is known", async () => {
    const browser = await open();
    expect((await press(browser, { paper: first, act: "burn" })).status).toBe(400);
    expect((await press(browser, { paper: "2606.99999", act: "save" })).status).toBe(404);
    expect((await press(browser, { paper: "../../etc", act: "save" })).status).toBe(404);
    expect(await marksOf()).toEqual([]);
  });
});

describe("the list", () => {
  test("takes a paper, has it done and undone, takes it off and puts it back as it was", async () => {
    const browser = await open();
    const json = { accept: "application/json" };
    expect(await (await press(browser, { paper: first, act: "save" }, json)).json()).toEqual({
      paper: first,
      isSaved: true,
      isDone: false,
    });
    ctx.clock.advance(2 * dayMs);
    for (let times = 0; times < 2; times += 1) await press(browser, { paper: first, act: "done" });
    const [before] = await listReaderMarks(ctx.db, reader);
    expect(before?.doneAt).toEqual(ctx.clock.now());
    expect(papersIn(await pageOf("/reading-list", browser))).toEqual([]);
    expect(await pageOf("/reading-list?show=done", browser)).toMatch(
      /value="undone" aria-pressed="true"|aria-pressed="true"[^>]*value="undone"/,
    );
    ctx.clock.advance(dayMs);
    const off = await press(browser, { paper: first, act: "unsave", show: "done" });
    expect(await marksOf()).toEqual([]);
    const location = off.headers.get("location") ?? "";
    expect(location).toMatch(/^\/reading-list\?show=done&removed=/);
    const page = await pageOf(location, browser);
    expect(page).toContain("was taken off your list.");
    const [, kept = ""] = /name="kept" value="([^"]+)"/.exec(page) ?? [];
    await press(browser, { paper: first, act: "restore", kept });
    expect(await listReaderMarks(ctx.db, reader)).toEqual([before]);
    expect(await pageOf(location, browser)).not.toContain("was taken off your list.");
    await press(browser, { paper: first, act: "undone" });
    expect((await listReaderMarks(ctx.db, reader))[0]?.doneAt).toBe(null);
  });

  test("is ordered by when papers were saved or by votes, in pages, and counts", async () => {
    for (const id of [first, second, oldPaper]) {
      ctx.clock.advance(1_000);
      await save(id);
    }
    const browser = await open();
    const page = await pageOf("/reading-list", browser);
    expect(papersIn(page)).toEqual([oldPaper, second, first]);
    expect(page).toContain("3 papers to read, 0 done");
    expect(page).toContain("Ricci &lt;i&gt;flow&lt;/i&gt;");
    expect(papersIn(await pageOf("/reading-list?order=votes", browser))).toEqual([second, oldPaper, first]);
    const many = Array.from({ length: 40 }, (_, at) => frozenPaper(1, { id: `2605.${20_000 + at}` }));
    await writePapers(ctx.db, many);
    const lines = many.map(({ id }, at) => `${id} ${1_780_000_000 - at} 0`).join("\n");
    const brought = await post(
      "/reading-list/bring",
      { form_token: browser.formToken, kept: lines },
      { cookie: browser.cookie },
    );
    expect(await brought.json()).toEqual({ added: 40, leftOut: [] });
    expect(papersIn(await pageOf("/reading-list", browser))).toHaveLength(30);
    const last = await pageOf("/reading-list?page=99", browser);
    expect(papersIn(last)).toHaveLength(13);
    expect(last).toContain("Page 2 of 2");
  });

  test("is said in the reader's language, whatever the browser asks for", async () => {
    await updatePreferences(ctx, { subscriberId: reader, preferences: { language: "de" } });
    const page = await pageOf("/reading-list", await open());
    expect(page).toContain('<html lang="de">');
    expect(page).toContain("Leseliste");
  });

  test("tells a page's script which of its papers are saved, and nobody else", async () => {
    await save(second);
    const browser = await open();
    const path = `/reading-list/state?ids=${first},${second}`;
    const answer = await get(path, browser);
    expect(await answer.json()).toEqual({ formToken: browser.formToken, saved: [second] });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("access-control-allow-origin")).toBe(null);
    expect((await app.request(path)).status).toBe(401);
  });

  test("takes over what a browser kept, once, with its times, none of which lies ahead", async () => {
    await save(second);
    const browser = await open();
    const soon = Math.floor(ctx.clock.now().getTime() / 1000) + 9_999;
    const kept = [
      `${first} 1780000000 1780000100`,
      `${oldPaper} ${soon} 0`,
      second,
      "2606.99999 1 0",
      "x y z",
      "<b>",
    ];
    const bring = async () =>
      (
        await post(
          "/reading-list/bring",
          { form_token: browser.formToken, kept: kept.join("\n") },
          { cookie: browser.cookie },
        )
      ).json();
    expect(await bring()).toEqual({ added: 2, leftOut: [] });
    expect(await bring()).toEqual({ added: 0, leftOut: [] });
    const marks = new Map((await listReaderMarks(ctx.db, reader)).map((mark) => [mark.paperId, mark]));
    expect(marks.get(first)).toMatchObject({
      markedAt: new Date(1_780_000_000_000),
      doneAt: new Date(1_780_000_100_000),
    });
    expect(marks.get(oldPaper)).toMatchObject({ markedAt: ctx.clock.now(), doneAt: null });
    const tooMany = Array.from({ length: 501 }, (_, at) => `2606.${10_000 + at}`).join("\n");
    const answer = await post(
      "/reading-list/bring",
      { form_token: browser.formToken, kept: tooMany },
      { cookie: browser.cookie },
    );
    expect(answer.status).toBe(400);
  });
});

describe("an export", () => {
  test("of the reader's own list is where the cookie is seen, with all of what is shown, in its order", async () => {
    for (const id of [first, second, oldPaper]) {
      ctx.clock.advance(1_000);
      await save(id);
    }
    const browser = await open();
    await press(browser, { paper: second, act: "done" });
    for (const format of ["bib", "ris", "json"]) {
      const asked = await get(`/reading-list.${format}?show=all&order=votes`, browser);
      expect([asked.status, asked.headers.get("location")]).toEqual([
        302,
        `/reading-list/mine.${format}?show=all&order=votes`,
      ]);
      const answer = await get(asked.headers.get("location") ?? "", browser);
      expect(answer.headers.get("content-disposition")).toContain(`reading-list.${format}`);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const text = await answer.text();
      const places = [second, oldPaper, first].map((id) => text.indexOf(id));
      expect(places.every((place) => place > 0)).toBe(true);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect((await app.request(`/reading-list/mine.${format}`)).status).toBe(401);
    }
    const { papers } = JSON.parse(await pageOf("/reading-list/mine.json?show=done", browser));
    expect(papers).toEqual([
      expect.objectContaining({
        id: second,
        upvotes: 50,
        url: `https://paperboy.example/papers/${second}`,
        savedAt: expect.any(String),
        doneAt: ctx.clock.now().toISOString(),
      }),
    ]);
  });

  test.each(["bib", "ris", "json"])("of papers by their ids is anybody's, as .%s", async (format) => {
    const answer = await app.request(`/reading-list.${format}?ids=${oldPaper},${first}`);
    const text = await answer.text();
    expect(text.indexOf(oldPaper)).toBeLessThan(text.indexOf(first));
    expect(text).not.toContain(second);
    expect((await app.request(`/reading-list.${format}/../${format}`)).status).toBe(404);
    const none = await app.request(`/reading-list.${format}?ids=nonsense`);
    expect([none.status, (await none.text()).includes(first)]).toEqual([200, false]);
  });
});

describe("papers by their ids, for a list that a browser keeps", () => {
  const ids = `${third}, ${first} 2606.99999 nonsense ${oldPaper},${first}`;

  test.each([
    "GET",
    "POST",
  ])("come by %s as cards in the order in which they are asked for, or by votes", async (method) => {
    const ask = (fields: Record<string, string>) =>
      method === "GET"
        ? app.request(`/reading-list.html?${new URLSearchParams(fields)}`)
        : post("/reading-list.html", fields);
    expect(papersIn(await (await ask({ ids })).text())).toEqual([third, first, oldPaper]);
    expect(papersIn(await (await ask({ ids, order: "votes" })).text())).toEqual([oldPaper, first, third]);
    expect((await ask({})).status).toBe(400);
    expect(await (await ask({ ids: "" })).text()).toContain("Nothing to read.");
  });

  test("are at most 500", async () => {
    const list = (count: number) => Array.from({ length: count }, (_, at) => `2606.${10_000 + at}`).join(" ");
    expect((await post("/reading-list.json", { ids: list(500) })).status).toBe(200);
    expect((await post("/reading-list.json", { ids: list(501) })).status).toBe(400);
    expect((await app.request(`/reading-list.json?ids=${"1".repeat(10_000)}`)).status).toBe(414);
  });

  test("are the same for whoever has a cookie, and may be cached", async () => {
    await save(second);
    const browser = await open();
    const answer = await get(`/reading-list.html?ids=${first}`, browser);
    expect(answer.headers.get("cache-control")).toContain("public");
    expect(papersIn(await answer.text())).toEqual([first]);
  });
});
