import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { sampleDay, samplePapers } from "../../seeds/sample-day.ts";
import { seedSample } from "../../seeds/seed.ts";
import { readConfig } from "../../src/config/env.ts";
import { type Context, createContext } from "../../src/context.ts";
import { openDatabase } from "../../src/db/client.ts";
import { migrateDatabase } from "../../src/db/migrate.ts";
import { listDueBatches } from "../../src/delivery/ledger/batches-store.ts";
import { listOutbox } from "../../src/delivery/mailers/outbox-store.ts";
import { deliverBatch } from "../../src/delivery/send/deliver-batch.ts";
import { drawPictures } from "../../src/editions/pictures/draw-pictures.ts";
import { insertSourceRun } from "../../src/papers/runs-store.ts";
import { publishEdition } from "../../src/publish/publish-edition.ts";
import { changeSettings } from "../../src/settings/change-settings.ts";
import { parseSetting } from "../../src/settings/parse-setting.ts";
import { makeLinkToken } from "../../src/subscribers/links.ts";
import { findSubscriberByKey } from "../../src/subscribers/store.ts";
import { startWebServer } from "../../src/web/server.ts";
import { openBrowser } from "../../test/support/browser.ts";
import { openTemporaryDatabase } from "../../test/support/temporary-database.ts";
import { labBrand } from "./lab-brand.ts";

type Look = { width: 375 | 1280; scheme: "light" | "dark" };
type Scene = { name: string; path: string; looks: Look[]; kept?: string[] };

const folder = new URL("../../docs/pictures/site/", import.meta.url);
/** When the list of votes was seen last: what gained votes is told from then. */
const lastLook = new Date("2026-06-17T05:45:00Z");
const reader = "diego+papers@example.org";

const desk: Look = { width: 1280, scheme: "light" };
const deskAtNight: Look = { width: 1280, scheme: "dark" };
const phone: Look = { width: 375, scheme: "light" };
const phoneAtNight: Look = { width: 375, scheme: "dark" };

/** Takes a picture of every page of the readers' site into `docs/pictures/site`, from the sample day. */
async function main(): Promise<void> {
  const server = await openTemporaryDatabase();
  const browser = await openBrowser();
  try {
    const ctx = await openSample(server.url);
    const site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
    await mkdir(folder, { recursive: true });
    for (const scene of await scenesOf(ctx)) {
      for (const look of scene.looks) await photograph(browser, site.url, scene, look);
    }
    await keepSharePicture(site.url);
    await lookLikeALab(ctx, browser);
    for (const scene of labScenes) {
      for (const look of scene.looks) await photograph(browser, site.url, scene, look);
    }
    await site.close();
    await ctx.close();
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The sample day as it stands on the morning after, its digests delivered into the local mailbox. */
async function openSample(url: string): Promise<Context> {
  const { pool } = openDatabase(url, 2, () => {});
  await migrateDatabase(pool);
  await pool.end();
  const now = new Date("2026-06-17T06:00:00Z");
  const config = readConfig({
    DATABASE_URL: url,
    LOG_LEVEL: "silent",
    TOKEN_SECRET: "a-secret-for-pictures-of-32-bytes-or-more",
    MAIL_POSTAL_ADDRESS: "Example Lab, 1 Research Road, Exampleton",
  });
  const ctx = await createContext(config, { clock: { now: () => now } });
  await seedSample(ctx);
  await publishEdition(ctx, { cadence: "daily", period: sampleDay, isHeld: false, isNow: true });
  for (const { id } of await listDueBatches(ctx.db, now, 100)) await deliverBatch(ctx, id);
  await drawPictures(ctx);
  await insertSourceRun(ctx.db, {
    source: "huggingface",
    day: sampleDay,
    startedAt: lastLook,
    finishedAt: lastLook,
    isOk: true,
    papers: samplePapers.length,
    rejected: 0,
  });
  return ctx;
}

async function scenesOf(ctx: Context): Promise<Scene[]> {
  const subscriberId = (await findSubscriberByKey(ctx.db, reader))?.id ?? "";
  const link = (page: "confirm" | "preferences" | "unsubscribe") =>
    `/${page}?token=${makeLinkToken(ctx.config, page, { subscriberId, now: ctx.clock.now() })}`;
  const { mails } = await listOutbox(ctx.db, { limit: 1, offset: 0, recipient: reader });
  return [
    { name: "first-page", path: "/", looks: [desk, deskAtNight, phone, phoneAtNight] },
    { name: "running-list", path: "/editions/daily/2026-06-17", looks: [phone] },
    { name: "week", path: "/editions/weekly/2026-W25", looks: [desk] },
    { name: "paper", path: `/papers/${samplePapers[0]?.id}`, looks: [desk, phoneAtNight] },
    { name: "search", path: "/search?q=agents", looks: [desk, phone] },
    { name: "topic", path: "/topics/cs.CL", looks: [desk, phone] },
    { name: "trending", path: "/trending", looks: [deskAtNight] },
    { name: "archive", path: "/archive", looks: [phone] },
    {
      name: "reading-list",
      path: "/reading-list",
      looks: [desk],
      kept: samplePapers.slice(0, 4).map(({ id }) => id),
    },
    { name: "subscribe", path: "/subscribe", looks: [desk, phone] },
    { name: "confirm", path: link("confirm"), looks: [phone] },
    { name: "preferences", path: link("preferences"), looks: [desk, deskAtNight, phone] },
    { name: "unsubscribe", path: link("unsubscribe"), looks: [desk, phone] },
    { name: "lost-link", path: "/preferences/link", looks: [phone] },
    { name: "privacy", path: "/privacy", looks: [desk] },
    { name: "mailbox", path: "/ops/outbox", looks: [desk] },
    { name: "mail", path: `/ops/outbox/${mails[0]?.id}`, looks: [desk] },
  ];
}

/** A name and a look of an invented lab, as its operators would set them. */
async function lookLikeALab(ctx: Context, browser: Browser): Promise<void> {
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  await page.setContent(
    '<div id="logo" style="display:inline-flex;gap:10px;align-items:center;padding:2px;font:600 30px Inter,sans-serif;color:#0f3d3e"><svg width="36" height="36" viewBox="0 0 36 36"><path d="M2 30 13 8l7 13 4-7 10 16z" fill="#0f766e"/></svg>Fjord Lab</div>',
  );
  const logo = parseSetting(
    "brand.logo",
    await page.locator("#logo").screenshot({ omitBackground: true, type: "png" }),
  );
  await page.close();
  await changeSettings(ctx, {
    "brand.name": labBrand.name,
    "brand.tagline": labBrand.tagline,
    "brand.accent": labBrand.accent,
    "brand.logo": logo.kind === "value" ? logo.value : null,
    "brand.footer": labBrand.footerText,
  });
}

const labScenes: Scene[] = [{ name: "own-look", path: "/", looks: [desk, deskAtNight, phone] }];

/** What is seen without scrolling, on a somewhat tall screen. */
async function photograph(browser: Browser, siteUrl: string, scene: Scene, look: Look): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: look.width, height: look.width === 375 ? 812 : 1000 },
    colorScheme: look.scheme,
    timezoneId: "America/Argentina/Buenos_Aires",
  });
  const kept = scene.kept?.map((id) => ({ id, saved: 1, done: 0 })) ?? [];
  const written = JSON.stringify(JSON.stringify(kept));
  await page.addInitScript(`localStorage.setItem("paperboy-reading-list", ${written})`);
  await page.goto(siteUrl + scene.path, { waitUntil: "networkidle" });
  if ((await page.locator("iframe").count()) > 0)
    await page.frameLocator("iframe").locator("a").first().waitFor();
  const name = `${scene.name}-${look.width}-${look.scheme}.png`;
  await writeFile(new URL(name, folder), await page.screenshot());
  process.stdout.write(`${fileURLToPath(new URL(name, folder))}\n`);
  await page.close();
}

/** What other sites show of an edition that is shared there. */
async function keepSharePicture(siteUrl: string): Promise<void> {
  const answer = await fetch(`${siteUrl}/pictures/edition/daily/${sampleDay}.png`);
  await writeFile(new URL("share.png", folder), Buffer.from(await answer.arrayBuffer()));
}

await main();
