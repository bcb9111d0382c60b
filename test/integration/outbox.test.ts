import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutboxMailer } from "../../src/delivery/mailers/outbox.ts";
import { createApp } from "../../src/web/app.ts";
import { createTestContext, type TestContext } from "../support/context.ts";

let ctx: TestContext;
let app: Hono;
let id: string;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  app = createApp(ctx);
  const { answer } = await createOutboxMailer(ctx.db, ctx.clock).send({
    idempotencyKey: "one-mail",
    mails: [
      {
        from: "Paperboy <digest@papers.example>",
        to: "ada@example.com",
        replyTo: null,
        subject: "Zürich’s papers",
        html: `<p><a href="${ctx.config.site.publicUrl}/papers/1">Café</a></p>`,
        text: "Café, in words.",
        headers: { "List-Unsubscribe": "<https://papers.example/unsubscribe?token=t>" },
        tags: [],
      },
    ],
  });
  if (answer.kind !== "answered" || answer.results[0]?.kind !== "accepted") throw new Error("not kept");
  id = answer.results[0].id;
});

afterAll(() => ctx.close());

describe("a mail of the local mailbox", () => {
  it("is listed, and shown as HTML and text", async () => {
    expect(await (await app.request("/outbox")).text()).toContain(`/outbox/${id}`);
    expect(await (await app.request(`/outbox/${id}`)).text()).toContain("Zürich’s papers");
    const html = await app.request(`/outbox/${id}/html`);
    expect(html.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await html.text()).toMatch(/href="\/papers\/1"/);
    expect(await (await app.request(`/outbox/${id}/text`)).text()).toBe("Café, in words.");
  });

  it("is given as a file that a mail client opens", async () => {
    const answer = await app.request(`/outbox/${id}/eml`);
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
      expect((await app.request(`/outbox/${name}${view}`)).status).toBe(404);
    }
  });
});
