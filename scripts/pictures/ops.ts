import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../../test/support/browser.ts";
import { type OpsStage, openOpsStage, stagePassword } from "./ops-stage.ts";

/** Takes the pictures of the operators' pages: `npm run pictures:ops [folder] [name]`. */
const folder = process.argv[2] ?? "docs/pictures/ops";
const only = process.argv[3] ?? "";
const tallest = 1_500;

await mkdir(folder, { recursive: true });
const stage = await openOpsStage();
const browser = await openBrowser();
try {
  for (const scheme of ["light", "dark"] as const) {
    for (const width of [1280, 375]) await takeAll(browser, stage, { scheme, width });
  }
} finally {
  await browser.close();
  await stage.close();
}

function scenes({ sendingId, readerId, batchId }: OpsStage): Record<string, string> {
  return {
    editions: "/ops",
    edition: `/ops/editions/${sendingId}`,
    settle: `/ops/editions/${sendingId}/settle`,
    batches: `/ops/editions/${sendingId}/batches`,
    batch: `/ops/batches/${batchId}`,
    deliveries: `/ops/editions/${sendingId}/deliveries?state=failed`,
    subscribers: "/ops/subscribers",
    import: "/ops/subscribers/import",
    reader: `/ops/readers/${readerId}`,
    suppressions: "/ops/suppressions",
    sources: "/ops/sources",
    queues: "/ops/queues",
    board: "/ops/queues/board",
    preview: "/ops/preview?date=2026-06-16",
  };
}

async function takeAll(
  chromium: Browser,
  ops: OpsStage,
  { scheme, width }: { scheme: "light" | "dark"; width: number },
): Promise<void> {
  const context = await chromium.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const shoot = (name: string) => picture(page, `${folder}/${name}-${width}-${scheme}.png`, width);
  await page.goto(`${ops.url}/ops/login`);
  if ("login".startsWith(only)) await shoot("login");
  await page.fill("#password", stagePassword);
  await Promise.all([page.waitForURL(`${ops.url}/ops`), page.click("button[type=submit]")]);
  for (const [name, path] of Object.entries(scenes(ops))) {
    if (!name.startsWith(only)) continue;
    await page.goto(ops.url + path);
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
