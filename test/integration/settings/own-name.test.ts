import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { mailSite } from "../../../src/delivery/plan/plan-deliveries.ts";
import { outboxMails } from "../../../src/delivery/tables.ts";
import { changeSettings } from "../../../src/settings/change-settings.ts";
import { noSettings } from "../../../src/settings/registry.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, oneBatchEach } from "../../support/delivering.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
let site: WebServer;
let client: OpsClient;

beforeAll(async () => {
  ctx = await createTestContext({
    env: { OPS_PASSWORD: "a password of the operators", BRAND_TAGLINE: "Fixed by the host" },
  });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  client = createOpsClient(site.url);
});
afterEach(async () => {
  await emptyTables(ctx);
  await changeSettings(ctx, { "brand.name": null });
  client.cookies.clear();
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

const acme = {
  "brand.name": "Acme, täglich",
  words: { en: { "confirm.subject": "Is it you, asks {brand}?" } },
};

async function mails() {
  const rows = await ctx.db.select().from(outboxMails).orderBy(outboxMails.id);
  return rows.map(({ sender, subject, html, text, headers }) => ({ sender, subject, html, text, headers }));
}

it("stands in every part of a digest that is compiled under it, whatever it becomes before the mail leaves", async () => {
  await plantSubscribers(ctx, 2);
  await changeSettings(ctx, acme);
  const edition = await plantEdition(ctx);
  await oneBatchEach(ctx, edition.id);
  await changeSettings(ctx, { "brand.name": "Another" });
  await deliverDue(ctx);
  const sent = await mails();
  expect(sent).toHaveLength(2);
  for (const mail of sent) {
    expect(mail.sender).toBe('"Acme, täglich" <digest@paperboy.example>');
    expect(mail.html).toContain("Acme, täglich");
    expect(mail.text).toContain("ACME, TÄGLICH");
    expect(mail.headers).toMatchObject({ "Feedback-ID": "daily-2026-06-17:daily:digest:acme-taglich" });
    expect(JSON.stringify(mail).replaceAll("paperboy.example", "")).not.toMatch(/paperboy|Another/i);
  }
});

it("leaves the sender as the environment sets it where no name is set", async () => {
  await plantSubscribers(ctx, 1);
  await plantEdition(ctx);
  await deliverDue(ctx);
  const [mail] = await mails();
  expect(mail?.sender).toBe("Paperboy <digest@paperboy.example>");
  expect(mail?.headers).toMatchObject({ "Feedback-ID": "daily-2026-06-17:daily:digest:paperboy" });
  expect(mailSite(ctx)).not.toHaveProperty("name");
});

it("and the installation's own sentences stand in single mails, in the consent that is kept, and on pages and feeds at once", async () => {
  const before = await (await fetch(`${site.url}/subscribe`)).text();
  expect(before).toContain("<title>Subscribe · Paperboy</title>");
  await changeSettings(ctx, acme);
  await subscribe(ctx, { email: "ada@example.com", source: "site" });
  await deliverNotices(ctx);
  const [mail] = await mails();
  expect(mail).toMatchObject({
    sender: '"Acme, täglich" <digest@paperboy.example>',
    subject: "Is it you, asks Acme, täglich?",
  });
  expect(JSON.stringify(mail).replaceAll("paperboy.example", "")).not.toMatch(/paperboy/i);
  const { rows } = await ctx.db.execute(sql`select wording from consents`);
  expect(rows).toEqual([
    { wording: expect.stringContaining("Subscribe me to Acme, täglich's digest of trending papers.") },
  ]);
  for (const path of ["/", "/subscribe", "/feed.xml", "/feeds/editions.json", "/nowhere"]) {
    const text = await (await fetch(site.url + path)).text();
    expect(text, path).toContain("Acme, täglich");
    expect(text.replaceAll("paperboy.example", ""), path).not.toMatch(/Paperboy/);
  }
});

it("comes with a language for whoever asks for none of ours", async () => {
  await changeSettings(ctx, { "brand.language": "de" });
  const asking = (language: string) => fetch(site.url, { headers: { "accept-language": language } });
  expect(await (await asking("fr")).text()).toContain('<html lang="de"');
  expect(await (await asking("en")).text()).toContain('<html lang="en"');
  await subscribe(ctx, { email: "ada@example.com", source: "api" });
  const { rows } = await ctx.db.execute(sql`select language, wording from subscribers join consents on true`);
  expect(rows).toEqual([{ language: "de", wording: expect.stringContaining("Ich möchte") }]);
});

const fields = async () => {
  const page = await client.page("/ops/settings");
  const [, token = ""] = /name="form_token" value="([^"]+)"/.exec(page) ?? [];
  const [, version = ""] = /name="version" value="([^"]+)"/.exec(page) ?? [];
  return { form_token: token, version };
};

it("is changed at /ops/settings, where a refused form comes back as it was typed", async () => {
  await client.logIn("a password of the operators");
  const page = await client.page("/ops/settings");
  expect(page).toContain("Fixed by <code>BRAND_TAGLINE</code>");
  const typed = { "brand.name": "Acme <b>", "brand.accent": "#b5371b", "brand.footer": "Line 1\r\nLine 2" };
  const refused = await client.post("/ops/settings", { ...(await fields()), ...typed });
  expect(refused.status).toBe(400);
  const shown = await refused.text();
  expect(shown).toContain("Name must not have any of");
  expect(shown).toContain("Acme &lt;b&gt;");
  expect(shown).toContain("#b5371b");
  expect(ctx.settings.current().values).toEqual({ ...noSettings, "brand.tagline": "Fixed by the host" });

  const old = await fields();
  const taken = await client.post("/ops/settings", { ...old, ...typed, "brand.name": "Acme" });
  expect(taken.status).toBe(303);
  expect(ctx.settings.current().brand).toMatchObject({ name: "Acme", footerText: "Line 1\nLine 2" });
  expect(await client.page("/ops/settings")).toContain("Saved: Name, Accent colour, Footer.");

  const late = await client.post("/ops/settings", { ...old, "brand.name": "Mine" });
  expect(late.status).toBe(409);
  const told = await late.text();
  expect(told).toContain("Somebody has changed settings since this page was opened");
  expect(told).toContain('value="Mine"');
  expect(told).toContain('Set now: <pre dir="auto">Acme</pre>');
  const fixed = await client.post("/ops/settings", { ...(await fields()), "brand.tagline": "Mine" });
  expect(fixed.status).toBe(409);
  expect(ctx.settings.current().brand).toMatchObject({ name: "Acme", tagline: "Fixed by the host" });
});

it("refuses there a wording that would break a sentence, and a logo that is a page", async () => {
  await client.logIn("a password of the operators");
  const words = '{"en": {"confirm.subject": "{nobody}"}}';
  const refused = await client.post("/ops/settings/words", { ...(await fields()), words });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain("Own wording must be filled with {brand} (text) as the sentence is");
  const form = new FormData();
  for (const [name, value] of Object.entries(await fields())) form.set(name, value);
  form.set("brand.logo", new Blob(["<html><script>alert(1)</script></html>"]), "logo.png");
  const logo = await client.post("/ops/settings/logo", form);
  expect(logo.status).toBe(400);
  expect(await logo.text()).toContain("Logo must be a");
  expect(ctx.settings.current().values).toMatchObject({ words: null, "brand.logo": null });
});
