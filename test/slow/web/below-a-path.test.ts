import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { namesWithin, pageNames } from "../../../src/config/values.ts";
import { type Context, createContext } from "../../../src/context.ts";
import { createApp } from "../../../src/web/app.ts";
import { firstNames } from "../../../src/web/http/base-path.ts";
import { startWatchServer, startWebServer, type WebServer } from "../../../src/web/server.ts";
import { testConfig } from "../../support/context.ts";
import { type Front, type FrontKind, hasFront, startFront } from "../../support/front-proxy.ts";
import {
  crawl,
  type Look,
  type MailedSite,
  mailedPaths,
  openMailedSite,
  opsPassword,
} from "../../support/mailed-site.ts";

const publicUrl = "https://www.example.com/papers";
const basePath = "/papers";

let site: MailedSite;

beforeAll(async () => {
  site = await openMailedSite(publicUrl);
}, 120_000);
afterAll(() => site.close());

/** What is missing of the addresses to which pages lead; forms' are not there for who only looks. */
const missing = new Map<string, number>();
const formAddresses = new Set<string>();

/** Addresses that a page's browser would ask of the host beside the path. */
const strays: Look = (path, answer, text) => {
  const found: string[] = [];
  const type = answer.headers.get("content-type") ?? "";
  if (answer.status >= 400) missing.set(path, answer.status);
  for (const [, address = ""] of text.matchAll(/action="([^"#]*)/gi))
    formAddresses.add(address.replaceAll("&amp;", "&"));
  const location = answer.headers.get("location") ?? basePath;
  if (!isBelow(location)) found.push(`location ${location}`);
  for (const cookie of answer.headers.getSetCookie())
    if (!/; Path=\/papers\//i.test(cookie)) found.push(cookie);
  if (type.includes("html")) {
    // What a hidden field says is a path of the site to itself.
    for (const [, name = "", address = ""] of text.matchAll(/ ([\w-]+)="(\/[^"]*)"/g))
      if (name !== "value" && !isBelow(address)) found.push(`${name}="${address}"`);
    // What the board's script reads.
    for (const [, address = ""] of text.matchAll(/"(?:url|path|boardLogo)":"(\/[^"]*)"/g))
      if (!isBelow(address)) found.push(address);
  }
  if (type.includes("css"))
    for (const [, address = ""] of text.matchAll(/url\(["']?(\/[^)]*)\)/g)) found.push(address);
  for (const [address] of text.matchAll(/https:\/\/www\.example\.com[^\s"'<&)]*/g))
    if (!address.startsWith(publicUrl) && !/^https:\/\/www\.example\.com$/.test(address)) found.push(address);
  return found;
};

const isBelow = (address: string) => address === basePath || address.startsWith(`${basePath}/`);

const first = () => [
  "/papers",
  "/papers/nothing",
  "/papers/ops",
  "/papers/ops/outbox",
  "/papers/healthz",
  "/papers/robots.txt",
  "/papers/favicon.ico",
  "/papers/sitemap.xml",
  "/papers/feed.json",
  ...mailedPaths(site),
];

describe("a site below a path", () => {
  it.each([
    ["is handed on", (path: string) => path],
    ["is taken off on the way", (path: string) => path.slice(basePath.length) || "/"],
  ])(
    "leads to no address beside it and to none that is missing, where the path %s",
    async (_, pass) => {
      const ask = (path: string, headers?: Record<string, string>) => site.visitor.get(pass(path), headers);
      missing.clear();
      formAddresses.clear();
      const { seen, found } = await crawl(ask, publicUrl, first(), strays);
      expect(found).toEqual([]);
      for (const path of [...formAddresses, "/papers/nothing"]) missing.delete(path);
      expect([...missing].filter(([path]) => !/^\/papers\/pictures\//.test(path))).toEqual([]);
      for (const kind of [
        /^\/papers\/preferences\?/,
        /^\/papers\/unsubscribe\?/,
        /^\/papers\/view\?/,
        /^\/papers\/papers\//,
        /^\/papers\/topics\//,
        /^\/papers\/feed\.xml/,
        /^\/papers\/assets\/site.*css/,
        /^\/papers\/ops\/preview/,
        /^\/papers\/ops\/queues\/board/,
        /^\/papers\/ops\/editions\/daily/,
        /^\/papers\/ops\/outbox\//,
        /^\/papers\/sitemaps\//,
      ])
        expect(
          [...seen].some((path) => kind.test(path)),
          String(kind),
        ).toBe(true);
    },
    240_000,
  );

  it("is what every mail leads to, and what it names for leaving", () => {
    for (const { html, text, headers } of site.mails) {
      for (const [, address = ""] of html.matchAll(/(?:href|src)="([^"]+)"/g))
        if (address.includes("www.example.com"))
          expect(address).toMatch(/^https:\/\/www\.example\.com\/papers\//);
      for (const [address] of text.matchAll(/https:\/\/www\.example\.com[^\s)]*/g))
        expect(address).toMatch(/^https:\/\/www\.example\.com\/papers\//);
      const { "List-Unsubscribe": leaving, "List-Id": list } = headers;
      if (leaving) expect(leaving).toMatch(/^<https:\/\/www\.example\.com\/papers\/unsubscribe\?token=/);
      if (list) expect(list).toBe("<daily.papers.www.example.com>");
    }
  });

  it("shows a mail of the local mailbox with links that lead to where it is read", async () => {
    const { id = "" } = site.mails.find(({ tags }) => tags.kind === "confirm") ?? {};
    const html = await site.visitor.page(`/papers/ops/outbox/${id}/html`);
    expect(html).toContain('href="/papers/confirm?token=');
    expect(html).not.toMatch(/(?:href|src)="https:\/\/www\.example\.com/);
  });

  it("refuses as first name of a path each behind which another first name may stand", () => {
    const { routes } = createApp(site.ctx);
    const names = firstNames(routes);
    const double = routes.flatMap(({ path }) => {
      const [, first = "", second = ""] = path.split("/");
      return names.has(second) ? [first] : [];
    });
    // Behind these stands whatever a paper calls itself.
    const free = ["authors", "keywords", "organizations"];
    expect([...new Set([...double, ...free])].sort()).toEqual(namesWithin);
  });

  it("refuses as the whole path that of each page which is one name", () => {
    const pages = createApp(site.ctx).routes.map(({ path }) => /^\/([^/:*]+)$/.exec(path)?.[1] ?? "");
    const refused = [...namesWithin, ...pageNames];
    expect(pages.filter((name) => name !== "" && !refused.includes(name))).toEqual([]);
    expect(pageNames.filter((name) => !pages.includes(name))).toEqual([]);
  });

  it("watches a worker by both of its paths", async () => {
    const watched = await startWatchServer(site.ctx, 0);
    try {
      for (const path of ["/healthz", "/papers/healthz", "/metrics", "/papers/metrics"])
        expect((await fetch(watched.url + path)).status).toBe(200);
    } finally {
      await watched.close();
    }
  });
});

const examples: [FrontKind, string, string][] = [
  ["nginx", "below-a-path.conf", publicUrl],
  ["nginx", "below-a-path-stripped.conf", publicUrl],
  ["nginx", "whole-host.conf", "https://papers.example.com"],
  ["caddy", "below-a-path.Caddyfile", publicUrl],
  ["caddy", "below-a-path-stripped.Caddyfile", publicUrl],
  ["caddy", "whole-host.Caddyfile", "https://papers.example.com"],
];

describe.each(examples)("behind %s as %s says", (kind, example, address) => {
  const isHere = hasFront(kind);
  const { origin, pathname } = new URL(address);
  const below = pathname.replace(/\/$/, "");
  let ctx: Context;
  let server: WebServer;
  let front: Front;

  beforeAll(async () => {
    if (!isHere) return;
    const env = { PUBLIC_URL: address, OPS_PASSWORD: opsPassword, TRUSTED_PROXIES: "1" };
    ctx = await createContext(testConfig(site.ctx.databaseUrl, env), { clock: site.ctx.clock });
    server = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
    front = await startFront(kind, example, server.port);
  }, 60_000);
  afterAll(async () => {
    await front?.close();
    await server?.close();
    await ctx?.close();
  });

  it.skipIf(!isHere)("opens pages with their style and script", async () => {
    const answer = await front.ask(`${below}/`);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain("Get trending papers in your email inbox!");
    const files = [...page.matchAll(/(?:href|src)="([^"]*\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) expect((await front.ask(path)).status, path).toBe(200);
    expect((await front.ask(`${below}/papers/2606.00001x`)).status).toBe(404);
    // A keyword with signs that addresses have their own sense for.
    expect((await front.ask(`${below}/keywords/c%2B%2B`)).status).not.toBe(500);
  });

  it.skipIf(!isHere)(
    "takes forms of its own pages, and a one-click unsubscribe without a redirect",
    async () => {
      const form = "application/x-www-form-urlencoded";
      const asked = await front.ask(`${below}/subscribe`, {
        method: "POST",
        headers: { "content-type": form, origin, "sec-fetch-site": "same-origin" },
        body: `email=${encodeURIComponent(`by-${example}@example.org`)}`,
      });
      expect(asked.status).toBe(200);
      const leaving = await front.ask(`${below}/unsubscribe?token=none`, {
        method: "POST",
        headers: { "content-type": form },
        body: "List-Unsubscribe=One-Click",
      });
      expect([200, 410]).toContain(leaving.status);
      const hook = await front.ask(`${below}/webhooks/resend`, { method: "POST", body: "{}" });
      expect(hook.status).toBe(401);
    },
  );

  it.skipIf(!isHere)("lets an operator in, whose cookie stays below the path, and to the board", async () => {
    const sent = await front.ask(`${below}/ops/queues`);
    expect(sent.status).toBe(303);
    const login = sent.headers.get("location") ?? "";
    expect(login).toBe(`${below}/ops/login?next=${encodeURIComponent("/ops/queues")}`);
    expect((await front.ask(login)).status).toBe(200);
    const entered = await front.ask(`${below}/ops/login`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin,
        // Whom the client says it asks for counts for nothing.
        "x-forwarded-for": "203.0.113.9",
      },
      body: new URLSearchParams({ name: "Ada", password: opsPassword, next: "/ops/queues" }).toString(),
    });
    expect(entered.headers.get("location")).toBe(`${below}/ops/queues`);
    const cookies = entered.headers.getSetCookie();
    expect(cookies.every((one) => one.includes(`; Path=${below}/ops`) && /; Secure/.test(one))).toBe(true);
    const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
    const board = await front.ask(`${below}/ops/queues/board`, { headers: { cookie } });
    const page = await board.text();
    expect(page).toContain(`<base href="${below}/ops/queues/board/"`);
    const [, script = ""] = /src="(static\/js\/main[^"]+)"/.exec(page) ?? [];
    expect((await front.ask(`${below}/ops/queues/board/${script}`, { headers: { cookie } })).status).toBe(
      200,
    );
    const queues = await front.ask(`${below}/ops/queues/board/api/queues`, { headers: { cookie } });
    expect(await queues.json()).toMatchObject({ queues: expect.anything() });
    const { rows } = await ctx.db.execute(
      sql`select actor_from from audit_entries where verb = 'session.log-in' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ actor_from: "127.0.0.1" }]);
  });

  it.skipIf(!isHere)(
    "says whom it talks to, whatever a client says of itself, and gives nobody the metrics",
    async () => {
      const answer = await front.ask(`${below}/metrics`, { headers: { "x-forwarded-for": "203.0.113.9" } });
      expect(answer.status).toBe(404);
      expect((await front.ask(`${below}/healthz`)).status).toBe(200);
    },
  );

  it.runIf(isHere && below !== "")("leaves the rest of the host to the other site", async () => {
    expect(await (await front.ask("/index.html")).text()).toBe("the other site\n");
    expect((await front.ask("/ops/login")).status).toBe(404);
    const whole = await front.ask("/papers");
    expect([200, 301, 302]).toContain(whole.status);
    expect(whole.headers.get("location") ?? "/papers/").toMatch(/\/papers\/$/);
  });
});
