import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleDay } from "../../../seeds/sample-day.ts";
import { seedSample } from "../../../seeds/seed.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { findOutboxMail, listOutbox, type OutboxMail } from "../../../src/delivery/mailers/outbox-store.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { insertNotice } from "../../../src/notices/store.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { changeSettings } from "../../../src/settings/change-settings.ts";
import { parseSetting } from "../../../src/settings/parse-setting.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { confirmSubscription } from "../../../src/subscribers/confirm-subscription.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { renewPersonalFeed } from "../../../src/subscribers/personal-feed.ts";
import { requestAddressChange } from "../../../src/subscribers/request-address-change.ts";
import { requestPreferencesLink } from "../../../src/subscribers/request-preferences-link.ts";
import { findSubscriberByKey } from "../../../src/subscribers/store.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";

const publicUrl = "https://papers.lab.example";
const password = "a password of the operators";
const tagline = "What the lab reads & why";
const footer = "Example Lab\nRun by <volunteers>";
const logo = PNG.sync.write(new PNG({ width: 320, height: 80 }));

let ctx: TestContext;
let server: WebServer;
let visitor: OpsClient;
let mails: OutboxMail[];

beforeAll(async () => {
  ctx = await createTestContext({
    now: "2026-06-17T06:00:00Z",
    env: {
      PUBLIC_URL: publicUrl,
      MAIL_FROM: "Digest <digest@lab.example>",
      MAIL_REPLY_TO: "editor@lab.example",
      OPS_PASSWORD: password,
      OPS_EMAIL: "operator@lab.example",
      SITE_PICTURES: "true",
    },
  });
  await seedSample(ctx);
  const parsedLogo = parseSetting("brand.logo", logo);
  await changeSettings(ctx, {
    "brand.name": "Lab Papers",
    "brand.tagline": tagline,
    "brand.accent": "#0b5fff",
    "brand.logo": parsedLogo.kind === "value" ? parsedLogo.value : null,
    "brand.footer": footer,
  });
  await publishEdition(ctx, { cadence: "daily", period: sampleDay, isHeld: false, isNow: true });
  for (const { id } of await listDueBatches(ctx.db, ctx.clock.now(), 100)) await deliverBatch(ctx, id);
  await causeNotices();
  await deliverNotices(ctx);
  const { mails: entries } = await listOutbox(ctx.db, { limit: 200, offset: 0, recipient: null });
  const found = await Promise.all(entries.map(({ id }) => findOutboxMail(ctx.db, id)));
  mails = found.filter((mail) => mail !== null);
  server = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  visitor = createOpsClient(server.url);
  await visitor.logIn(password);
}, 120_000);
afterAll(async () => {
  await server.close();
  await ctx.close();
});

/** Mails of every kind, in both languages. */
async function causeNotices(): Promise<void> {
  await subscribe(ctx, { email: "asked@example.org", source: "site" });
  await subscribe(ctx, { email: "gefragt@example.org", source: "site", language: "de" });
  const staying = await reader("staying@example.org");
  const german = await reader("bleibend@example.org");
  await updatePreferences(ctx, {
    subscriberId: german,
    preferences: { language: "de", keywords: ["agents"] },
  });
  for (const email of ["staying@example.org", "bleibend@example.org"]) {
    await requestPreferencesLink(ctx, { email });
    await subscribe(ctx, { email, source: "site" });
  }
  await renewPersonalFeed(ctx, { subscriberId: staying });
  const moving = await reader("moving@example.org");
  await requestAddressChange(ctx, { subscriberId: moving, email: "moved@example.org", isSure: true });
  await unsubscribe(ctx, { subscriberId: await reader("gone@example.org"), source: "page" });
  const now = ctx.clock.now();
  for (const [id, email] of [
    [staying, "staying@example.org"],
    [german, "bleibend@example.org"],
  ] as const)
    await insertNotice(ctx.db, {
      kind: "still-reading",
      subscriberId: id,
      recipient: email,
      props: { days: 90, graceDays: 14 },
      now,
    });
  const subscriberId = (await subscribed("new@example.org")) ?? "";
  await confirmSubscription(ctx, { token: makeLinkToken(ctx.config, "confirm", { subscriberId, now }) });
  await insertNotice(ctx.db, {
    kind: "operator-alert",
    subscriberId: null,
    recipient: "operator@lab.example",
    props: {
      title: "An edition waits",
      paragraphs: ["Look at it with `paperboy preview`."],
      facts: [],
      action: { label: "Open the operators' pages", url: `${publicUrl}/ops` },
    },
    now,
  });
}

/** Asks for a subscription; gives the subscriber's id. */
async function subscribed(email: string): Promise<string | undefined> {
  await subscribe(ctx, { email, source: "site" });
  return (await findSubscriberByKey(ctx.db, email))?.id;
}

async function reader(email: string): Promise<string> {
  await addSubscriber(ctx, { email, source: "operator", consent: { wording: "Asked on paper." } });
  return (await findSubscriberByKey(ctx.db, email))?.id ?? "";
}

/** Names of the program itself that nobody reads as a sender's: commands to be typed, keys of requests to the provider, what scripts keep. */
function withoutProgram(text: string): string {
  return text
    .replaceAll(/(?<=<code>|`)paperboy (?=[a-z])/g, "")
    .replaceAll(/paperboy-[0-9a-f-]{36}/g, "")
    .replaceAll(/"paperboy-(?:reading-list|reading-list-opened|keys)"/g, "");
}

const oldName = /.{0,60}paperboy.{0,40}/i;

describe("an installation with a name of its own", () => {
  it("says the old name in none of its mails", () => {
    const kinds = new Set(mails.map(({ tags }) => tags.kind ?? "digest"));
    expect([...kinds].sort()).toEqual([
      "address-allow",
      "address-confirm",
      "confirm",
      "digest",
      "goodbye",
      "operator-alert",
      "preferences-link",
      "still-reading",
      "welcome",
    ]);
    for (const { subject, sender, replyTo, html, text, headers } of mails) {
      expect(
        oldName.exec(withoutProgram(JSON.stringify([subject, sender, replyTo, html, text, headers])))?.[0],
      ).toBeUndefined();
    }
  });

  it("looks as its own in every mail, in HTML and in plain text", () => {
    for (const { html, text } of mails) {
      expect(html).toContain(`src="${publicUrl}/brand/logo.`);
      expect(html).toContain('alt="Lab Papers" height="44"');
      expect(html).toContain("#0b5fff");
      expect(html).not.toMatch(/#b5371b|#ff9a76/);
      expect(html).toContain("What the lab reads &amp; why");
      expect(html).toContain("Example Lab<br/>Run by &lt;volunteers&gt;");
      expect(text).toMatch(/^LAB PAPERS\nWhat the lab reads & why\n/);
      expect(text).toContain("\nExample Lab\nRun by <volunteers>\n1 Example Street");
    }
  });

  it("says the old name on no page, in no feed and in no file that is asked for", async () => {
    const { seen, found } = await crawl(visitor, ["/", "/nothing", "/ops", "/ops/outbox", ...mailedPaths()]);
    expect(found).toEqual([]);
    const visited = [...seen];
    for (const kind of [
      /^\/preferences\?/,
      /^\/unsubscribe\?/,
      /^\/view\?/,
      /^\/undo\?/,
      /^\/confirm\?/,
      /^\/m\//,
      /^\/papers\//,
      /^\/topics\//,
      /^\/feed\.xml/,
      /^\/feeds\//,
      /^\/assets\/site.*css/,
      /^\/assets\/accent-0b5fff/,
      /^\/assets\/icon-0b5fff/,
      /^\/brand\/logo/,
      /^\/ops\/preview/,
      /^\/ops\/queues\/board/,
      /^\/ops\/editions\/daily/,
    ])
      expect(
        visited.some((path) => kind.test(path)),
        String(kind),
      ).toBe(true);
  }, 120_000);

  it("names and shows itself on its pages", async () => {
    const page = await visitor.page("/");
    expect(page).toMatch(
      /<img class="logo" src="\/brand\/logo\.[0-9a-f]{16}\.png" alt="Lab Papers" width="136" height="34"\/>/,
    );
    expect(page).toContain('<p class="tagline" dir="auto">What the lab reads &amp; why</p>');
    expect(page).toContain("Example Lab\nRun by &lt;volunteers&gt;");
    const style = /href="(\/assets\/accent-0b5fff\.[0-9a-f]{10}\.css)"/.exec(page)?.[1] ?? "";
    const answer = await visitor.get(style);
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(await answer.text()).toMatch(/^:root\{--accent:#0b5fff;--accent-ink:#ffffff;/);
  });

  it("hands out its logo as the picture that it is, and an address that names none as nothing", async () => {
    const [path = ""] = /\/brand\/logo\.[0-9a-f]{16}\.png/.exec(await visitor.page("/")) ?? [];
    const answer = await visitor.get(path);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(Buffer.from(await answer.arrayBuffer()).equals(logo)).toBe(true);
    for (const other of [path.replace(".png", ".jpg"), "/brand/logo.0123456789abcdef.png", "/brand/x"])
      expect((await visitor.get(other)).status).toBe(404);
    for (const other of ["accent-ffd400.0123456789.css", "accent-0b5fff.css", "icon-zzzzzz.0123456789.svg"])
      expect((await visitor.get(`/assets/${other}`)).status).toBe(404);
  });

  it("tells feeds its tagline and its logo", async () => {
    const atom = await visitor.page("/feed.xml");
    expect(atom).toContain("<subtitle>What the lab reads &amp; why</subtitle>");
    expect(atom).toContain(`<logo>${publicUrl}/brand/logo.`);
    expect(JSON.parse(await visitor.page("/feed.json"))).toMatchObject({
      description: tagline,
      icon: expect.stringContaining("/brand/logo."),
    });
  });

  it("shows old mails their logo when another one is set, and goes back to what was shipped", async () => {
    const [path = ""] = /\/brand\/logo\.[0-9a-f]{16}\.png/.exec(mails[0]?.html ?? "") ?? [];
    await changeSettings(ctx, { "brand.logo": null, "brand.accent": null });
    expect((await visitor.get(path)).status).toBe(200);
    const page = await visitor.page("/");
    expect(page).not.toMatch(/brand\/logo|assets\/accent-/);
    expect(page).toContain("Lab Papers");
  });
});

/** The paths of this site that mails lead to, with their tokens. */
function mailedPaths(): string[] {
  return mails.flatMap(({ html }) => sitePaths(html));
}

/** Paths of this site in a document or a feed. */
function sitePaths(text: string): string[] {
  const found = text.matchAll(
    /(?:href|src|action)="([^"]+)"|<(?:loc|logo|link)>([^<]+)<|"(?:url|icon)":"([^"]+)"/g,
  );
  return [...found].flatMap(([, attribute, loc, json]) => {
    const url = (attribute ?? loc ?? json ?? "").replaceAll("&amp;", "&").replace(/#.*$/, "");
    const path = url.startsWith(publicUrl) ? url.slice(publicUrl.length) || "/" : url;
    return path.startsWith("/") && !path.startsWith("//") ? [path] : [];
  });
}

/** Pages that are one with another paper, name, reader or day; of each kind a few tell of all. */
function kindOf(path: string): string {
  return (
    path
      .replace(/(?<=[?&](?:t|token)=)[\w.~-]+/g, "T")
      .replace(/(?<=\/(?:papers|topics|keywords|organizations|authors|m|outbox|readers|batches)\/)[^?]+/, "X")
      .replace(/\d{4}-(?:W?\d{2})(?:-\d{2})?/g, "D")
      .replace(/(?<=[?&](?:q|page|topic|with|category|as|start|cursor|after)=)[^&]*/g, "V")
      // Each mail was read already: of its looks in the preview one of each page tells of all.
      .replace(/(?<=^\/ops\/preview[^?]*)\?.*/, "")
  );
}

async function crawl(client: OpsClient, from: string[]): Promise<{ seen: Set<string>; found: string[] }> {
  const seen = new Set<string>();
  const kinds = new Map<string, number>();
  const found: string[] = [];
  const queue = [...from];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path);
    const count = kinds.get(kind) ?? 0;
    // Operators' pages are in one language.
    const most = path.startsWith("/ops") ? 1 : 2;
    if (seen.has(path) || count >= most || path.startsWith("/ops/logout")) continue;
    seen.add(path);
    kinds.set(kind, count + 1);
    // One of each kind in each language that there is.
    const answer = await client.get(path, { "accept-language": count === 0 ? "en" : "de" });
    const name = oldName.exec(answer.headers.get("content-disposition") ?? "")?.[0];
    if (name !== undefined) found.push(`${path}: ${name}`);
    const location = answer.headers.get("location");
    if (location !== null) queue.push(...sitePaths(`href="${location}"`));
    if (!/text|json|xml|script|svg/.test(answer.headers.get("content-type") ?? "")) {
      await answer.body?.cancel();
      continue;
    }
    const text = await answer.text();
    const excerpt = oldName.exec(withoutProgram(text))?.[0];
    if (excerpt !== undefined) found.push(`${path}: ${excerpt}`);
    if (/html|xml|json/.test(answer.headers.get("content-type") ?? "")) queue.push(...sitePaths(text));
  }
  return { seen, found };
}
