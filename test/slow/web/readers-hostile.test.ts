import { XMLValidator } from "fast-xml-parser";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOutboxMailer } from "../../../src/delivery/mailers/outbox.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { planDeliveries } from "../../../src/delivery/plan/plan-deliveries.ts";
import { outboxMails } from "../../../src/delivery/tables.ts";
import type { Edition } from "../../../src/editions/edition.ts";
import { parseExplanation } from "../../../src/editions/frozen-explanation.ts";
import { notices } from "../../../src/notices/tables.ts";
import { papers } from "../../../src/papers/tables.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { linkLifeMs, makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriberByKey } from "../../../src/subscribers/store.ts";
import { consents, subscribers, suppressions } from "../../../src/subscribers/tables.ts";
import { makeToken, type TokenPurpose } from "../../../src/subscribers/tokens.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition } from "../../support/site-papers.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const hostile = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `'-alert(1)-'`,
  `</title></textarea><svg onload=alert(1)>`,
  `]]><x:y xmlns:x="z">`,
  `a\r\nSet-Cookie: stolen=1\r\n\r\n<b>`,
  `\u202egnp.exe\u2066`,
  `javascript:alert(1)`,
  `{{7*7}} \${7*7} %00 %s &amp; &lt;b&gt;`,
].join(" ");
/** What must not stand in a page, however it was written: it would run. */
const running = /<script>alert|<img src=x|<svg onload|href="javascript:|<x:y/i;

let ctx: TestContext;
let app: Hono;
let edition: Edition;
beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  ctx = { ...ctx, mailer: createOutboxMailer(ctx.db, ctx.clock) };
  app = createApp(ctx);
  edition = await writeEdition(ctx.db, {
    period: "2026-06-17",
    papers: [
      frozenPaper(1, {
        id: "2606.66601",
        title: hostile,
        abstract: `${hostile} `.repeat(5),
        summary: hostile,
        authors: [hostile, hostile, hostile, hostile, hostile],
        organization: hostile,
        primaryCategory: hostile,
        categories: [hostile],
        keywords: [hostile],
        explanation: parseExplanation({ reason: hostile }),
        links: {
          arxiv: "https://arxiv.org/abs/2606.66601",
          pdf: `https://arxiv.org/pdf/"onmouseover="alert(1)`,
          discussion: "javascript:alert(1)",
          code: "data:text/html,<script>alert(1)</script>",
          project: "//evil.example/x",
        },
      }),
      frozenPaper(2),
    ],
  });
  await ctx.db.update(papers).set({ doi: hostile, comment: hostile });
});
afterAll(() => ctx.close());

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });

async function reader(email: string): Promise<string> {
  await addSubscriber(ctx, { email, source: "test", consent: { wording: "a test" } });
  return (await findSubscriberByKey(ctx.db, email.toLowerCase()))?.id ?? "";
}

const token = (purpose: TokenPurpose, subscriberId: string, subject = "") =>
  makeLinkToken(ctx.config, purpose, { subscriberId, now: ctx.clock.now(), subject });

describe("hostile text", () => {
  test.each([
    "/",
    "/editions/daily/2026-06-17",
    "/papers/2606.66601",
    "/papers/2606.10002",
    "/search?q=alert",
    `/search?q=${encodeURIComponent(hostile)}&category=${encodeURIComponent(hostile)}&time=${encodeURIComponent(hostile)}`,
    `/subscribe?email=${encodeURIComponent(hostile)}`,
    `/preferences?token=${encodeURIComponent(hostile)}`,
    `/editions?cadence=daily&date=${encodeURIComponent(hostile)}`,
    `/${encodeURIComponent(hostile)}`,
  ])("of a paper or an address stays text in %s", async (path) => {
    const answer = await app.request(path);
    const html = await answer.text();
    expect(html).not.toMatch(running);
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(html).toMatch(/^<!doctype html>/);
  });

  test.each([
    "",
    "?cadence=daily",
    `?q=${encodeURIComponent(hostile)}`,
    "?q=alert",
  ])("stays text in the feeds%s", async (query) => {
    const atom = await (await app.request(`/feed.xml${query}`)).text();
    expect(XMLValidator.validate(atom)).toBe(true);
    expect(atom).not.toMatch(running);
    const answer = await app.request(`/feed.json${query}`);
    expect(await answer.json()).toMatchObject({ version: "https://jsonfeed.org/version/1.1" });
  });

  test("of a reader stays text in the preferences and the page that erases them", async () => {
    const id = await reader("a'onload=alert&x@example.com");
    const link = token("preferences", id);
    const fields = {
      token: link,
      keywords: hostile.slice(0, 90),
      mutedAuthors: hostile.slice(0, 90),
      authors: hostile,
    };
    const refused = await post("/preferences", fields);
    expect(refused.status).toBe(422);
    expect(await refused.text()).not.toMatch(running);
    expect((await post("/preferences", { ...fields, authors: hostile.slice(0, 60) })).status).toBe(303);
    for (const path of ["preferences", "erase", "export"]) {
      const answer = await app.request(`/${path}?token=${link}`);
      expect(answer.status).toBe(200);
      if (path !== "export") expect(await answer.text()).not.toMatch(running);
    }
  });

  test("of a paper stays text in a digest that a browser shows", async () => {
    const id = await reader("view'><script>alert(1)</script>@example.com".replaceAll(/[<>()]/g, ""));
    await ctx.db.transaction((tx) => planDeliveries(ctx, tx, edition, true));
    for (const path of [
      `/view?token=${token("view", id, edition.id)}`,
      `/preferences/preview?token=${token("preferences", id)}`,
      `/preferences/preview?token=${token("preferences", id)}&detail=abstract&keywords=${encodeURIComponent(hostile)}`,
    ]) {
      const answer = await app.request(path);
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(html).not.toMatch(running);
      expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/);
    }
    expect(await (await app.request(`/view?token=${token("view", id, edition.id)}`)).text()).toContain(
      "alert(1)",
    );
  });

  test("that is too long to be an address is shown again in part only", async () => {
    for (const path of ["/subscribe", "/preferences/link"]) {
      const answer = await post(path, { email: '"'.repeat(60_000) });
      expect([answer.status, (await answer.text()).length < 30_000]).toEqual([422, true]);
    }
  });

  test("in an address causes no mail and no header", async () => {
    for (const email of [
      hostile,
      "a@example.com\r\nBcc: b@example.com",
      "a@example.com,b@example.com",
      '"x" <a@example.com>',
      "a@[127.0.0.1]",
      "a@b@example.com",
      "a@example.com\0",
    ]) {
      const answer = await post("/subscribe", { email });
      expect([answer.status, answer.headers.get("bcc"), answer.headers.get("set-cookie")]).toEqual([
        422,
        null,
        null,
      ]);
      expect(await answer.text()).not.toMatch(running);
    }
    expect(await findSubscriberByKey(ctx.db, "b@example.com")).toBeNull();
  });

  test("leads nowhere else: no answer redirects off the site", async () => {
    for (const path of [
      "//evil.example",
      "/\\evil.example",
      "/editions?cadence=daily&date=2026-06-17%0d%0aLocation:%20https://evil.example",
      "/editions?cadence=//evil.example&date=2026-06-17",
      "/editions///evil.example",
      "/preferences?token=&next=https://evil.example",
    ]) {
      const where = (await app.request(path)).headers.get("location");
      expect(where ?? "/").toMatch(/^\/(?![/\\])/);
    }
  });
});

describe("a signed link", () => {
  test("forged in any byte, for another purpose, or of another secret opens nothing", async () => {
    const id = await reader("forged@example.com");
    for (const page of ["confirm", "preferences", "unsubscribe", "undo", "view"] as const) {
      const good = token(page, id, "daily-2026-06-17");
      const bytes = Buffer.from(good, "base64url");
      const flipped = [0, 15, 16, 17, 33, bytes.length - 1].map((at) => {
        const copy = Buffer.from(bytes);
        copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
        return copy.toString("base64url");
      });
      const others = (["confirm", "preferences", "unsubscribe", "undo", "view"] as const).filter(
        (one) => one !== page,
      );
      const wrong = [
        ...flipped,
        ...others.map((one) => token(one, id, "daily-2026-06-17")),
        makeToken(["x".repeat(40)], page, { subscriberId: id, subject: "", expiresAt: null }),
        `${good}=`,
        `${good} `,
        good.toUpperCase(),
        "",
      ].filter((one) => one !== good);
      for (const one of wrong) {
        const path = `/${page}?token=${encodeURIComponent(one)}`;
        const [shown, acted] = [await app.request(path), page === "view" ? null : await post(path, {})];
        // A page without any token may ask for one instead.
        expect([302, 410]).toContain(shown.status);
        if (acted) expect([path, acted.status]).toEqual([path, 410]);
      }
    }
    expect((await findSubscriberByKey(ctx.db, "forged@example.com"))?.state).toBe("active");
  });

  test("ends when it should: confirming after three days, undoing after a week; leaving never", async () => {
    await post("/subscribe", { email: "late@example.com" });
    const id = (await findSubscriberByKey(ctx.db, "late@example.com"))?.id ?? "";
    const links = {
      confirm: token("confirm", id),
      undo: token("undo", id),
      unsubscribe: token("unsubscribe", id),
    };
    ctx.clock.advance(linkLifeMs.confirm ?? 0);
    expect((await post("/confirm", { token: links.confirm })).status).toBe(410);
    expect(await (await app.request(`/confirm?token=${links.confirm}`)).text()).toContain("expired");
    ctx.clock.advance(5 * day);
    expect((await post("/undo", { token: links.undo })).status).toBe(410);
    ctx.clock.advance(900 * day);
    expect((await app.request(`/unsubscribe?token=${links.unsubscribe}`)).status).toBe(200);
  });
});

describe("a mail-bomber", () => {
  test("gets one mail to a mailbox in ten minutes and five a day, from however many places and spellings", async () => {
    const proxied = createApp({
      ...ctx,
      config: { ...ctx.config, site: { ...ctx.config.site, trustedProxies: 1 } },
    });
    const ask = (n: number) =>
      proxied.request(n % 2 === 0 ? "/subscribe" : "/preferences/link", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": `203.0.113.${n}` },
        body: new URLSearchParams({ email: `Vic.Tim+${n % 7}@gmail.com` }).toString(),
      });
    const before = await ctx.db.$count(notices);
    await Promise.all(Array.from({ length: 20 }, (_, n) => ask(n)));
    expect((await ctx.db.$count(notices)) - before).toBe(1);
    for (let step = 0; step < 60; step += 1) {
      ctx.clock.advance(11 * minute);
      await ask(step);
    }
    expect((await ctx.db.$count(notices)) - before).toBe(5);
  });

  test("behind a trusted proxy is one client, whatever it writes before the proxy and with any port", async () => {
    const proxied = createApp({
      ...ctx,
      config: { ...ctx.config, site: { ...ctx.config.site, trustedProxies: 1 } },
    });
    const statuses: number[] = [];
    for (let n = 0; n < 32; n += 1) {
      const answer = await proxied.request("/preferences/link", {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-forwarded-for": `192.0.2.${n}, 198.51.100.7:${4000 + n}`,
        },
        body: `email=nobody${n}@example.com`,
      });
      statuses.push(answer.status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
  });
});

test("a link scanner that follows every link of every mail and page, twice, changes nothing", async () => {
  ctx.clock.advance(day);
  await post("/subscribe", { email: "scanned@example.com" });
  const id = (await findSubscriberByKey(ctx.db, "scanned@example.com"))?.id ?? "";
  await deliverNotices(ctx);
  await post("/confirm", { token: token("confirm", id) });
  ctx.clock.advance(11 * minute);
  await post("/preferences/link", { email: "scanned@example.com" });
  await deliverNotices(ctx);
  const mails = await ctx.db.select().from(outboxMails);
  expect(mails.length).toBeGreaterThanOrEqual(3);
  const found = new Set(mails.flatMap(({ html, text }) => linksIn(`${html} ${text}`)));
  const before = await state();
  const visited = new Set<string>();
  for (const path of found) {
    if (visited.size > 300) break;
    visited.add(path);
    for (const method of ["HEAD", "GET", "GET"]) {
      const answer = await app.request(path, { method });
      expect(answer.status).toBeLessThan(500);
      if (method === "GET" && visited.size < 100)
        for (const next of linksIn(await answer.text())) found.add(next);
    }
  }
  expect([...visited].filter((path) => path.includes("token=")).length).toBeGreaterThan(4);
  expect(await state()).toEqual(before);
});

/** Paths of this site in a page or mail, those that only a form sends among them. */
function linksIn(html: string): string[] {
  const urls = [
    ...html.matchAll(/(?:href|src|action)="([^"]+)"|(https:\/\/paperboy\.example\/[^\s<>"]+)/g),
  ].map(([, attribute, bare]) => (attribute ?? bare ?? "").replaceAll("&amp;", "&"));
  return urls
    .map((url) => url.replace("https://paperboy.example", ""))
    .filter((url) => /^\/(?!\/)/.test(url));
}

async function state() {
  return {
    subscribers: await ctx.db.select().from(subscribers).orderBy(subscribers.id),
    consents: await ctx.db.select().from(consents).orderBy(consents.id),
    notices: await ctx.db.select().from(notices).orderBy(notices.id),
    suppressions: await ctx.db.select().from(suppressions).orderBy(suppressions.addressHash),
  };
}
