import { sampleDay } from "../../seeds/sample-day.ts";
import { seedSample } from "../../seeds/seed.ts";
import { listDueBatches } from "../../src/delivery/ledger/batches-store.ts";
import { findOutboxMail, listOutbox, type OutboxMail } from "../../src/delivery/mailers/outbox-store.ts";
import { deliverNotices } from "../../src/delivery/notices/deliver-notices.ts";
import { deliverBatch } from "../../src/delivery/send/deliver-batch.ts";
import { insertNotice } from "../../src/notices/store.ts";
import { publishEdition } from "../../src/publish/publish-edition.ts";
import { addSubscriber } from "../../src/subscribers/add-subscriber.ts";
import { confirmSubscription } from "../../src/subscribers/confirm-subscription.ts";
import { makeLinkToken } from "../../src/subscribers/links.ts";
import { renewPersonalFeed } from "../../src/subscribers/personal-feed.ts";
import { requestAddressChange } from "../../src/subscribers/request-address-change.ts";
import { requestPreferencesLink } from "../../src/subscribers/request-preferences-link.ts";
import { findSubscriberByKey } from "../../src/subscribers/store.ts";
import { subscribe } from "../../src/subscribers/subscribe.ts";
import { unsubscribe } from "../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../src/subscribers/update-preferences.ts";
import { startWebServer, type WebServer } from "../../src/web/server.ts";
import { createTestContext, type TestContext } from "./context.ts";
import { createOpsClient, type OpsClient } from "./ops-client.ts";

/** Where the operators of such a site log in. */
export const opsPassword = "a password of the operators";

/** A site whose edition and single mails of all kinds have been mailed, and somebody who is logged in to its `/ops`. */
export type MailedSite = {
  ctx: TestContext;
  server: WebServer;
  visitor: OpsClient;
  mails: OutboxMail[];
  close(): Promise<void>;
};

/** @param prepare what is done before the first mail. */
export async function openMailedSite(
  publicUrl: string,
  prepare: (ctx: TestContext) => Promise<unknown> = async () => {},
): Promise<MailedSite> {
  const ctx = await createTestContext({
    now: "2026-06-17T06:00:00Z",
    env: {
      PUBLIC_URL: publicUrl,
      MAIL_FROM: "Digest <digest@lab.example>",
      MAIL_REPLY_TO: "editor@lab.example",
      OPS_PASSWORD: opsPassword,
      OPS_EMAIL: "operator@lab.example",
      SITE_PICTURES: "true",
    },
  });
  await seedSample(ctx);
  await prepare(ctx);
  await publishEdition(ctx, { cadence: "daily", period: sampleDay, isHeld: false, isNow: true });
  for (const { id } of await listDueBatches(ctx.db, ctx.clock.now(), 100)) await deliverBatch(ctx, id);
  await causeNotices(ctx);
  await deliverNotices(ctx);
  const { mails: entries } = await listOutbox(ctx.db, { limit: 200, offset: 0, recipient: null });
  const found = await Promise.all(entries.map(({ id }) => findOutboxMail(ctx.db, id)));
  const server = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  const visitor = createOpsClient(server.url);
  await visitor.logIn(opsPassword);
  return {
    ctx,
    server,
    visitor,
    mails: found.filter((mail) => mail !== null),
    close: async () => {
      await server.close();
      await ctx.close();
    },
  };
}

/** Mails of every kind, in both languages. */
async function causeNotices(ctx: TestContext): Promise<void> {
  await subscribe(ctx, { email: "asked@example.org", source: "site" });
  await subscribe(ctx, { email: "gefragt@example.org", source: "site", language: "de" });
  const staying = await reader(ctx, "staying@example.org");
  const german = await reader(ctx, "bleibend@example.org");
  await updatePreferences(ctx, {
    subscriberId: german,
    preferences: { language: "de", keywords: ["agents"] },
  });
  for (const email of ["staying@example.org", "bleibend@example.org"]) {
    await requestPreferencesLink(ctx, { email });
    await subscribe(ctx, { email, source: "site" });
  }
  await renewPersonalFeed(ctx, { subscriberId: staying });
  const moving = await reader(ctx, "moving@example.org");
  await requestAddressChange(ctx, { subscriberId: moving, email: "moved@example.org", isSure: true });
  await unsubscribe(ctx, { subscriberId: await reader(ctx, "gone@example.org"), source: "page" });
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
  const subscriberId = (await subscribed(ctx, "new@example.org")) ?? "";
  await confirmSubscription(ctx, { token: makeLinkToken(ctx.config, "confirm", { subscriberId, now }) });
  await insertNotice(ctx.db, {
    kind: "operator-alert",
    subscriberId: null,
    recipient: "operator@lab.example",
    props: {
      title: "An edition waits",
      paragraphs: ["Look at it with `paperboy preview`."],
      facts: [],
      action: { label: "Open the operators' pages", url: `${ctx.config.site.publicUrl}/ops` },
    },
    now,
  });
}

/** Asks for a subscription; gives the subscriber's id. */
async function subscribed(ctx: TestContext, email: string): Promise<string | undefined> {
  await subscribe(ctx, { email, source: "site" });
  return (await findSubscriberByKey(ctx.db, email))?.id;
}

async function reader(ctx: TestContext, email: string): Promise<string> {
  await addSubscriber(ctx, { email, source: "operator", consent: { wording: "Asked on paper." } });
  return (await findSubscriberByKey(ctx.db, email))?.id ?? "";
}

/** Paths of this site in a document or a feed. */
function sitePaths(publicUrl: string, text: string): string[] {
  const found = text.matchAll(
    /(?:href|src|action)="([^"]+)"|<(?:loc|logo|link)>([^<]+)<|"(?:url|icon)":"([^"]+)"/g,
  );
  return [...found].flatMap(([, attribute, loc, json]) => {
    const url = (attribute ?? loc ?? json ?? "").replaceAll("&amp;", "&").replace(/#.*$/, "");
    const { origin } = new URL(publicUrl);
    const path = url.startsWith(publicUrl) ? url.slice(origin.length) || "/" : url;
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

/** What is wrong with an answer, in words; its text where it is one. */
export type Look = (path: string, answer: Response, text: string) => string[];

/**
 * Follows links, forms' addresses, pictures, scripts and redirects from some paths on, of each kind of page a few in each
 * language.
 *
 * @param ask gets a path as the public knows it.
 */
export async function crawl(
  ask: OpsClient["get"],
  publicUrl: string,
  from: string[],
  look: Look,
): Promise<{ seen: Set<string>; found: string[] }> {
  const basePath = new URL(publicUrl).pathname.replace(/\/$/, "");
  const seen = new Set<string>();
  const kinds = new Map<string, number>();
  const found: string[] = [];
  const queue = [...from];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const own = path.startsWith(basePath) ? path.slice(basePath.length) : path;
    const kind = kindOf(own);
    const count = kinds.get(kind) ?? 0;
    // Operators' pages are in one language.
    const most = own.startsWith("/ops") ? 1 : 2;
    if (seen.has(path) || count >= most || own.startsWith("/ops/logout")) continue;
    seen.add(path);
    kinds.set(kind, count + 1);
    // One of each kind in each language that there is.
    const answer = await ask(path, { "accept-language": count === 0 ? "en" : "de" });
    const location = answer.headers.get("location");
    if (location !== null) queue.push(...sitePaths(publicUrl, `href="${location}"`));
    const type = answer.headers.get("content-type") ?? "";
    const isText = /text|json|xml|script|svg/.test(type) && !type.includes("event-stream");
    if (!isText) await answer.body?.cancel();
    const text = isText ? await answer.text() : "";
    found.push(...look(path, answer, text).map((one) => `${path}: ${one}`));
    if (/html|xml|json/.test(type)) queue.push(...sitePaths(publicUrl, text));
  }
  return { seen, found };
}

/** The paths of a site that its mails lead to, with their tokens, as the public knows them. */
export function mailedPaths({ ctx, mails }: Pick<MailedSite, "ctx" | "mails">): string[] {
  return mails.flatMap(({ html }) => sitePaths(ctx.config.site.publicUrl, html));
}
