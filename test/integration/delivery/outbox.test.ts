import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createContext } from "../../../src/context.ts";
import { requestBody } from "../../../src/delivery/mailers/body.ts";
import { createOutboxMailer } from "../../../src/delivery/mailers/outbox.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { createOpsClient } from "../../support/ops-client.ts";

const password = "a password of the operators";
const hostile = `<script>alert(1)</script>"'`;

let ctx: TestContext;
let site: WebServer;
let id: string;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  id = await keepMail("ada@example.com", "one-mail");
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

async function keepMail(to: string, idempotencyKey: string): Promise<string> {
  const { answer } = await createOutboxMailer(ctx.db, ctx.clock).send({
    idempotencyKey,
    body: requestBody([
      {
        from: "Paperboy <digest@papers.example>",
        to,
        replyTo: null,
        subject: `Zürich’s papers ${hostile}`,
        html: `<html><head><title>x</title></head><body><p><a href="${ctx.config.site.publicUrl}/papers/1">Café</a></p></body></html>`,
        text: "Café, in words.",
        headers: { "List-Unsubscribe": "<https://papers.example/unsubscribe?token=t>" },
        tags: [],
      },
    ]),
  });
  if (answer.kind !== "answered" || answer.results[0]?.kind !== "accepted") throw new Error("not kept");
  return answer.results[0].id;
}

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(site.url + path, { redirect: "manual", headers });

describe("a mail of the local mailbox", () => {
  it("is listed, and shown as HTML and text; nothing in it runs and its links lead to this site", async () => {
    expect(await (await get("/ops/outbox")).text()).toContain(`/ops/outbox/${id}`);
    const shown = await (await get(`/ops/outbox/${id}`)).text();
    expect(shown).toContain("Zürich’s papers");
    expect(shown).toContain("List-Unsubscribe");
    expect(shown).not.toContain("<script>alert");
    const html = await get(`/ops/outbox/${id}/html`);
    expect(html.headers.get("content-security-policy")).toContain("default-src 'none'");
    const text = await html.text();
    expect(text).toMatch(/href="\/papers\/1"/);
    expect(text).toContain('<base target="_blank">');
    expect(await (await get(`/ops/outbox/${id}/text`)).text()).toBe("Café, in words.");
  });

  it("is given as a file that a mail client opens", async () => {
    const answer = await get(`/ops/outbox/${id}/eml`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^message\/rfc822/);
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${id}.eml"`);
    const eml = await answer.text();
    expect(eml).toMatch(/^To: ada@example\.com\r$/m);
    expect(eml).toMatch(/^Subject: =\?utf-8\?/im);
    expect(eml).toMatch(/^List-Unsubscribe: <https:\/\/papers\.example\/unsubscribe\?token=t>\r$/m);
    expect(eml).toContain(Buffer.from("Café, in words.").toString("base64"));
  });

  it.each(["", "/html", "/text", "/eml"])("answers 404 when there is none%s", async (view) => {
    for (const name of ["nothing", "00000000-0000-4000-8000-000000000000"]) {
      expect((await get(`/ops/outbox/${name}${view}`)).status).toBe(404);
    }
  });

  it("is found by its recipient, page by page, with the address in no address line", async () => {
    for (let index = 0; index < 60; index += 1) await keepMail(`many${index}@paging.example`, `m${index}`);
    const client = createOpsClient(site.url);
    const search = async (to: string) => {
      const answer = await client.submit("/ops/outbox", { to });
      expect(answer.status).toBe(303);
      const path = answer.headers.get("location") ?? "";
      expect(path).not.toMatch(/@|%40|paging/i);
      return { path, page: await client.page(path) };
    };
    const { path, page } = await search("@PAGING.example");
    expect(page).toContain("60 mails are kept here for this recipient");
    expect(page).toContain('value="@PAGING.example"');
    const [, next = ""] = /rel="next" href="([^"]*)"/.exec(page) ?? [];
    expect(next).not.toMatch(/@|%40|paging/i);
    expect(await client.page(next.replaceAll("&amp;", "&"))).toContain("Page 2 of 2");
    expect(await client.page(path)).toContain("60 mails are kept here");
    expect((await search("nobody@elsewhere.example")).page).toContain("No mail here yet");
    expect((await search(hostile)).page).not.toContain("<script>alert");
    expect((await client.submit("/ops/outbox", { to: " " })).headers.get("location")).toBe("/ops/outbox");
  });

  it("is not looked for by an address line that holds the address, nor by a search that is over", async () => {
    const typed = await get("/ops/outbox?to=ada@example.com");
    expect(typed.status).toBe(400);
    expect(await typed.text()).toContain("No address may stand in an address line");
    expect((await get("/ops/outbox?find=nonsense")).status).toBe(410);
    const client = createOpsClient(site.url);
    const path = (await client.submit("/ops/outbox", { to: "ada" })).headers.get("location") ?? "";
    const ofSubscribers = path.replace("/outbox", "/subscribers");
    expect((await client.get(ofSubscribers)).status).toBe(410);
    ctx.clock.advance(12 * 3_600_000);
    const over = await client.get(path);
    expect(over.status).toBe(410);
    expect(await over.text()).toContain("This search is over");
  });
});

describe("the former addresses of the mailbox", () => {
  it.each([
    ["/outbox", "/ops/outbox"],
    ["/outbox?to=ada@example.com", "/ops/outbox"],
    ["/outbox/00000000-0000-4000-8000-000000000000", "/ops/outbox/00000000-0000-4000-8000-000000000000"],
    ["/outbox/abc/html", "/ops/outbox/abc/html"],
    ["/outbox/%2F%2Fevil.example/eml", "/ops/outbox/%2F%2Fevil.example/eml"],
  ])("lead from %s to %s", async (from, to) => {
    const answer = await get(from);
    expect([answer.status, answer.headers.get("location")]).toEqual([308, to]);
  });

  it("lead nowhere when mail is really sent", async () => {
    const config = testConfig(ctx.databaseUrl, { MAIL_TRANSPORT: "resend", RESEND_API_KEY: "re_test" });
    const sending = await createContext(config, { sources: ctx.sources });
    const server = await startWebServer(sending, { port: 0, host: "127.0.0.1" });
    for (const path of ["/outbox", "/ops/outbox"]) {
      const answer = await fetch(server.url + path);
      expect(answer.status).toBe(404);
      await answer.text();
    }
    await server.close();
    await sending.close();
  });
});

describe("the mailbox is closed to strangers", () => {
  const views = () => ["", `/${id}`, `/${id}/html`, `/${id}/text`, `/${id}/eml`];

  it.each<Record<string, string>>([
    { "x-forwarded-for": "192.0.2.1" },
    { "x-real-ip": "192.0.2.1" },
    { forwarded: "for=192.0.2.1" },
    { via: "1.1 proxy" },
    { "x-forwarded-proto": "https" },
    { "cf-connecting-ip": "192.0.2.1" },
  ])("on this machine without a password, through a proxy that says %o", async (headers) => {
    for (const view of views()) expect((await get(`/ops/outbox${view}`, headers)).status).toBe(404);
  });

  it("in production, where it wants the log-in, and is not there without a password", async () => {
    const production = { NODE_ENV: "production", MAIL_TRANSPORT: "outbox" };
    for (const given of [production, { ...production, OPS_PASSWORD: password }]) {
      const own = await createContext(testConfig(ctx.databaseUrl, given), { clock: ctx.clock });
      const server = await startWebServer(own, { port: 0, host: "127.0.0.1" });
      const hasPassword = "OPS_PASSWORD" in given;
      for (const view of views()) {
        const answer = await fetch(`${server.url}/ops/outbox${view}`, { redirect: "manual" });
        expect(answer.status).toBe(hasPassword ? 303 : 404);
        expect(await answer.text()).not.toContain("Café");
      }
      const client = createOpsClient(server.url);
      await (await client.logIn(password)).text();
      if (hasPassword) expect(await client.page(`/ops/outbox/${id}`)).toContain("Zürich’s papers");
      await server.close();
      await own.close();
    }
  });
});
