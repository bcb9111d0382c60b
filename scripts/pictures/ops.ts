import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../../test/support/browser.ts";
import { type OpsStage, openOpsStage, stagePassword } from "./ops-stage.ts";

type Look = { width: 375 | 1280; scheme: "light" | "dark" };
type Scene = { name: string; path: string; looks: Look[] };

const folder = process.argv[2] ?? "docs/pictures/ops";
/** Every page in every look, to be judged; else those that the folder keeps. */
const isAll = process.argv[3] === "all";
const tallest = isAll ? 1_500 : 1_000;

const desk: Look = { width: 1280, scheme: "light" };
const deskAtNight: Look = { width: 1280, scheme: "dark" };
const phone: Look = { width: 375, scheme: "light" };
const phoneAtNight: Look = { width: 375, scheme: "dark" };
const allLooks = [desk, deskAtNight, phone, phoneAtNight];

/** Takes the pictures of the operators' pages: `npm run pictures:ops -- [folder] [all]`. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stage = await openOpsStage();
  const browser = await openBrowser();
  try {
    for (const look of allLooks) await takeAll(browser, stage, look);
  } finally {
    await browser.close();
    await stage.close();
  }
}

function scenesOf({ sendingId, readerId, batchId }: OpsStage): Scene[] {
  const edition = `/ops/editions/${sendingId}`;
  return [
    { name: "editions", path: "/ops", looks: [desk, deskAtNight, phoneAtNight] },
    { name: "edition", path: edition, looks: [desk, deskAtNight, phone] },
    { name: "edit", path: `${edition}/edit`, looks: [] },
    { name: "settle", path: `${edition}/settle`, looks: [phoneAtNight] },
    { name: "batches", path: `${edition}/batches`, looks: [desk] },
    { name: "batch", path: `/ops/batches/${batchId}`, looks: [] },
    { name: "deliveries", path: `${edition}/deliveries?state=failed`, looks: [deskAtNight] },
    { name: "subscribers", path: "/ops/subscribers", looks: [desk, phoneAtNight] },
    { name: "import", path: "/ops/subscribers/import", looks: [phone] },
    { name: "reader", path: `/ops/readers/${readerId}`, looks: [desk] },
    { name: "suppressions", path: "/ops/suppressions", looks: [desk] },
    { name: "sources", path: "/ops/sources", looks: [deskAtNight] },
    { name: "publish", path: "/ops/publish", looks: [] },
    { name: "ingest", path: "/ops/ingest", looks: [] },
    { name: "ranking", path: "/ops/ranking", looks: [] },
    { name: "sessions", path: "/ops/sessions", looks: [] },
    { name: "audit", path: "/ops/audit", looks: [] },
    { name: "readings", path: `${edition}/readings`, looks: [] },
    { name: "queues", path: "/ops/queues", looks: [desk] },
    { name: "board", path: "/ops/queues/board", looks: [desk] },
    { name: "preview", path: "/ops/preview?date=2026-06-16", looks: [desk, phone] },
  ];
}

async function takeAll(browser: Browser, stage: OpsStage, look: Look): Promise<void> {
  const { width, scheme } = look;
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const shoot = (name: string) => picture(page, `${folder}/${name}-${width}-${scheme}.png`, width);
  await page.goto(`${stage.url}/ops/login`);
  if (isAll || look === desk) await shoot("login");
  await page.fill("#name", "Ada");
  await page.fill("#password", stagePassword);
  await Promise.all([page.waitForURL(`${stage.url}/ops`), page.click("button[type=submit]")]);
  for (const { name, path, looks } of scenesOf(stage)) {
    if (!isAll && !looks.includes(look)) continue;
    await page.goto(stage.url + path);
    if (name === "board") await page.getByText("deliver").first().waitFor();
    if (name === "preview") await page.frameLocator("iframe").first().locator("a").first().waitFor();
    if (name === "import") await rehearse(page);
    await shoot(name);
  }
  await context.close();
}

/** A file as exports are, with what is wrong in it. */
async function rehearse(page: Page): Promise<void> {
  const lines = [
    "email,timezone,hour",
    "ada@example.com,Europe/London,7",
    "no address",
    "gone0@example.com,,",
  ];
  lines.push("grace@example.com,Mars/Olympus,7", "READER0001@example.com,,", "alan@example.com,,31");
  await page.fill("#consent", "signed up for the reading list at the spring fair");
  await page.setInputFiles("#file", {
    name: "readers.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(lines.join("\n")),
  });
  await page.click("main button[type=submit]");
  await page.locator("#report-title").waitFor();
}

/** The page as tall as it is: what lies below the window is not painted in frames. */
async function picture(page: Page, path: string, width: number): Promise<void> {
  const height = Number(await page.evaluate("document.documentElement.scrollHeight"));
  await page.setViewportSize({ width, height: Math.min(height, tallest) });
  await page.screenshot({ path });
  await page.setViewportSize({ width, height: 800 });
}

await main();
