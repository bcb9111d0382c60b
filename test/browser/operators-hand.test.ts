import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { startWebServer, type WebServer } from "../../src/web/server.ts";
import { type RunningWorkers, startWorkers } from "../../workers/main.ts";
import { openBrowser } from "../support/browser.ts";
import { createTestContext, type TestContext } from "../support/context.ts";
import { plantEdition, plantSubscribers } from "../support/planted-edition.ts";

const password = "a password of the operators";

let ctx: TestContext;
let site: WebServer;
let workers: RunningWorkers;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  ctx = await createTestContext({
    env: { OPS_PASSWORD: password, PUBLIC_URL: "http://127.0.0.1:3000", DISPATCH_EVERY_MS: "1000" },
  });
  await plantSubscribers(ctx, 2);
  // The test's own clock stands still, and a lease would never end by it.
  const running = { ...ctx, clock: systemClock };
  site = await startWebServer(running, { port: 0, host: "127.0.0.1" });
  workers = await startWorkers(running, ["dispatch", "deliver"]);
  browser = await openBrowser();
  const phone = { viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true };
  page = await (await browser.newContext({ ...phone, reducedMotion: "reduce" })).newPage();
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await workers.close();
  await ctx.close();
});

/** Where the head of a section stands on the screen. */
const topOf = async (id: string) => (await page.locator(`#${id}`).boundingBox())?.y ?? Number.NaN;

test("an edition is edited, looked at, approved and read in the mailbox, from the operators' pages on a phone", async () => {
  const { id, papers } = await plantEdition(ctx, { isHeld: true });
  const [first, second, third] = papers;
  if (!first || !second || !third) throw new Error("too few papers");
  await page.goto(`${site.url}/ops/editions/${id}`);
  await page.fill("#name", "Ada");
  await page.fill("#password", password);
  await page.tap("main button[type=submit]");
  await page.locator(".verbs a", { hasText: "Edit" }).tap();

  await page.getByRole("button", { name: `Drop: ${first.title}` }).tap();
  await page.fill(`[id="reason-${first.id}"]`, "withdrawn by its authors");
  await page.getByRole("button", { name: `Lead: ${third.title}` }).tap();
  await page.locator(".pill", { hasText: "leads" }).waitFor();
  await page.fill("#note", "Read **this** first: <script>document.title = 'no'</script>");
  await page.fill("#subject", "By hand \u200b& by eye");
  await page.getByRole("button", { name: "Show it first" }).tap();
  await page.locator(".inbox-line", { hasText: "By hand \u200b& by eye" }).first().waitFor();
  await expect.poll(() => topOf("edit-inbox")).toBeLessThan(100);
  await page.getByRole("button", { name: "Follows topics" }).tap();
  await page.waitForURL(/#edit-mail$/);
  const shown = page.frameLocator("iframe.edit-mail").locator("body");
  await shown.getByText("Read this first").waitFor();
  await expect.poll(() => topOf("edit-mail")).toBeLessThan(100);
  await page.getByRole("button", { name: "Save as revision 2" }).tap();
  await page.getByText("Saved as revision 2. It reaches 2 readers.").waitFor();

  await page.goto(`${site.url}/ops/editions/${id}`);
  await page.locator(".verbs a", { hasText: "Approve" }).tap();
  await page.getByText("saved by Ada").waitFor();
  await page.getByRole("button", { name: "Approve" }).tap();
  await page.locator("#live-state", { hasText: "sent" }).waitFor();

  await page.goto(`${site.url}/ops/outbox`);
  await page.getByText("By hand \u200b& by eye").first().tap();
  const mail = page.frameLocator("iframe").first().locator("body");
  await mail.getByText("Read this first: <script>").waitFor();
  const words = await mail.innerText();
  expect(words.indexOf(third.title)).toBeGreaterThan(0);
  expect(words.indexOf(third.title)).toBeLessThan(words.indexOf(second.title));
  expect(words).not.toContain(first.title);
  expect(await page.title()).not.toBe("no");
});
