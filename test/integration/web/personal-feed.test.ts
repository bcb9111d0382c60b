import { XMLParser, XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { exportOwnData } from "../../../src/privacy/export-own-data.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber } from "../../../src/subscribers/store.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
let app: ReturnType<typeof createApp>;
let reader: string;
beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await emptyTables(ctx);
  [reader = ""] = await plantSubscribers(ctx, 1, { keywords: ["paper number 2"], fillUp: "no" });
});

const preferencesToken = () =>
  makeLinkToken(ctx.config, "preferences", { subscriberId: reader, now: ctx.clock.now() });

async function press(wish: string): Promise<Response> {
  const body = new URLSearchParams({ token: preferencesToken(), do: wish });
  return app.request("/preferences/feed", { method: "POST", body });
}

/** The path of the feed as the page of the preferences shows it, or null. */
async function shownPath(): Promise<string | null> {
  const page = await (await app.request(`/preferences?token=${preferencesToken()}`)).text();
  return /value="https:\/\/paperboy\.example(\/feed\/[^"]+\.atom)"/.exec(page)?.[1] ?? null;
}

async function makeFeed(): Promise<string> {
  expect((await press("renew")).status).toBe(303);
  const path = await shownPath();
  if (path === null) throw new Error("no address is shown");
  return path;
}

const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === "entry" });

async function entriesAt(
  path: string,
): Promise<{ id: string; title: string; content: { "#text": string } }[]> {
  const text = await (await app.request(path)).text();
  expect(XMLValidator.validate(text)).toBe(true);
  return parser.parse(text).feed.entry ?? [];
}

test("a reader's address gives their own digests as they were sent, and why each paper is there", async () => {
  await plantEdition(ctx);
  await deliverDue(ctx);
  await updatePreferences(ctx, { subscriberId: reader, preferences: { keywords: ["paper number 4"] } });
  const [entry, ...others] = await entriesAt(await makeFeed());
  expect(others).toEqual([]);
  expect(entry?.content["#text"]).toContain("Made-up paper number 2");
  expect(entry?.content["#text"]).toContain("you\u00a0follow “paper number 2”");
  expect(entry?.content["#text"]).not.toContain("Made-up paper number 4");
});

test("before the first digest it is what the preferences make of the latest edition", async () => {
  await plantEdition(ctx);
  const [entry] = await entriesAt(await makeFeed());
  expect(entry?.content["#text"]).toContain("Made-up paper number 2");
});

test("it is out of caches, search engines and other sites' reach, and leads to public pages alone", async () => {
  await plantEdition(ctx);
  const path = await makeFeed();
  const answer = await app.request(path);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("x-robots-tag")).toBe("noindex, nofollow");
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  const etag = answer.headers.get("etag") ?? "";
  expect((await app.request(path, { headers: { "if-none-match": etag } })).status).toBe(304);
  const text = await answer.text();
  expect(text).not.toMatch(/token=|[?&]t=|\/preferences|\/unsubscribe/);
  const subscriber = await findSubscriber(ctx.db, reader);
  expect(text).not.toContain(subscriber?.email);
  expect(text).not.toContain(reader);
});

test("renewing ends the address before and keeps the entries, ending it ends all", async () => {
  await plantEdition(ctx);
  const first = await makeFeed();
  const idsBefore = (await entriesAt(first)).map(({ id }) => id);
  const second = await makeFeed();
  expect(second).not.toBe(first);
  expect((await app.request(first)).status).toBe(410);
  expect((await entriesAt(second)).map(({ id }) => id)).toEqual(idsBefore);
  await press("end");
  await press("end");
  expect(await shownPath()).toBeNull();
  expect((await app.request(second)).status).toBe(410);
  expect((await press("something")).status).toBe(400);
});

test("leaving and erasing end it, and the export says that it exists", async () => {
  const path = await makeFeed();
  const subscriber = await findSubscriber(ctx.db, reader);
  if (!subscriber) throw new Error("the reader is gone");
  expect(await exportOwnData(ctx, subscriber)).toMatchObject({ feed: { madeAt: ctx.clock.now() } });
  await unsubscribe(ctx, { subscriberId: reader, source: "one-click" });
  expect((await app.request(path)).status).toBe(410);
  await press("renew");
  expect((await app.request(path)).status).toBe(410);
  await eraseEverywhere(ctx, { subscriberId: reader });
  expect((await app.request(path)).status).toBe(410);
});

test("no other link opens a feed, and a forged or cut address says so", async () => {
  const path = await makeFeed();
  for (const wrong of [
    `/feed/${preferencesToken()}.atom`,
    `/feed/${makeLinkToken(ctx.config, "feed", { subscriberId: reader, now: ctx.clock.now(), subject: "x" })}.atom`,
    path.replace(".atom", "x.atom"),
    path.replace(".atom", "").slice(0, -3).concat(".atom"),
  ])
    expect((await app.request(wrong)).status).toBe(410);
  expect((await app.request(path.replace(".atom", ".rss"))).status).toBe(404);
  expect((await app.request(path.replace(".atom", ""))).status).toBe(404);
});
