import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { offerSetup } from "../../src/setup/enter-setup.ts";
import { startWebServer, type WebServer } from "../../src/web/server.ts";
import { type FakeArxiv, startFakeArxiv } from "../fakes/fake-arxiv.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake-huggingface.ts";
import { type FakeResend, startFakeResend } from "../fakes/fake-resend.ts";
import { awkwardDay } from "../fixtures/papers/daily-items.ts";
import { findWrongsInBothSchemes } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { createTestContext, type TestContext } from "../support/context.ts";

let resend: FakeResend;
let huggingface: FakeHuggingFace;
let arxiv: FakeArxiv;
let ctx: TestContext;
let site: WebServer;
let browser: Browser;

beforeAll(async () => {
  resend = await startFakeResend({
    apiKey: "re_good",
    domains: [{ name: "lab.example", status: "not_started", becomes: "verified" }],
  });
  [huggingface, arxiv] = await Promise.all([
    startFakeHuggingFace({ days: { "2026-06-17": awkwardDay() } }),
    startFakeArxiv(),
  ]);
  const sources = { HF_BASE_URL: huggingface.url, ARXIV_BASE_URL: arxiv.url, ARXIV_FEED_URL: arxiv.url };
  ctx = await createTestContext({
    env: { RESEND_BASE_URL: resend.url, ARXIV_SPACING_MS: "0", ...sources },
  });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await ctx.close();
  await Promise.all([resend.close(), huggingface.close(), arxiv.close()]);
});

const wrongs: string[] = [];

/** A page as it stands: nothing that axe finds, and no scrolling to the side on a narrow screen. */
async function judge(page: Page, name: string): Promise<void> {
  wrongs.push(...(await findWrongsInBothSchemes(page)).map((wrong) => `${name}: ${wrong}`));
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  if (width > 320) wrongs.push(`${name}: ${width} px wide`);
  const folder = process.env.SETUP_PICTURES;
  if (folder === undefined) return;
  await page.screenshot({ path: `${folder}/${name}-320-dark.png`, fullPage: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.screenshot({ path: `${folder}/${name}-1280-light.png`, fullPage: true });
  await page.setViewportSize({ width: 320, height: 700 });
}

test("every step of the set-up can be read and used on a narrow screen, in light and dark", async () => {
  const context = await browser.newContext({
    viewport: { width: 320, height: 700 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(`${site.url}/ops/setup?token=${await offerSetup(ctx)}`);
  expect(page.url()).toBe(`${site.url}/ops/setup/sender`);
  await page.fill("#name", "Lab Papers");
  await page.fill("#from", "digest@lab.example");
  await page.fill("#postalAddress", "1 Example Street, Exampleton");
  await page.fill("#opsEmail", "ada@lab.example");
  await page.fill("#publicUrl", "https://lab.example/../papers");
  await page.click("main button");
  expect(await page.textContent(".problem")).toContain("must be the address of the site");
  await judge(page, "sender-refused");
  await page.fill("#publicUrl", "https://lab.example/papers");
  await page.click("main button");
  await page.fill("#key", "re_bad");
  await page.click("text=Check the key");
  expect(await page.textContent(".problem")).toContain("Resend refuses this key");
  await page.fill("#key", "re_good");
  await page.click("text=Check the key");
  await page.waitForSelector("text=Resend takes the key");
  await page.click("text=Make the webhook");
  await page.waitForSelector("text=its signing secret is known");
  await judge(page, "provider");
  await page.click("text=Check now");
  await page.waitForSelector("text=lab.example is verified");
  await page.click("text=Go on");
  await page.fill("#categories", "cs.CL");
  await judge(page, "schedule");
  await page.click("main button");
  await judge(page, "readers");
  await page.fill("#consent", "signed up for the former list");
  const list = "email,name\nada@readers.example,Ada\nnobody,Nobody\n";
  await page.setInputFiles("#file", { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await page.click("text=Read the file");
  await page.waitForSelector("text=Rehearsal: nothing was changed");
  await judge(page, "readers-rehearsed");
  await page.click("main button:text-is('Import')");
  await page.waitForSelector("text=1 reader was imported");
  await judge(page, "readers-imported");
  await page.click("text=Go on");
  await judge(page, "edition");
  await page.click("text=Make it, and send me a test");
  await page.waitForSelector("text=The edition of 2026-06-17 is made and held");
  expect(resend.mailsTo("ada@lab.example")).toHaveLength(1);
  await judge(page, "edition-made");
  await page.click("text=Go on");
  await judge(page, "finish");
  await page.check("input[value=show]");
  await page.click("text=Finish the set-up");
  await page.waitForSelector("text=The set-up is over");
  await judge(page, "finished");
  expect(wrongs).toEqual([]);
  await context.close();
});
