import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { samplePapers } from "../../seeds/sample-day.ts";
import { findOutboxMail, listOutbox } from "../../src/delivery/mailers/outbox-store.ts";
import { listEditionStatus } from "../../src/delivery/progress/edition-status.ts";
import { publishEdition } from "../../src/publish/publish-edition.ts";
import { isShort } from "../slow/short.ts";
import { openBrowser } from "../support/browser.ts";
import { type LiveSite, startLiveSite } from "../support/live-site.ts";

const address = "new+reader@example.org";

type Device = { device: string; options: BrowserContextOptions };
const phone = { viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true };
const desk = { viewport: { width: 1280, height: 900 } };
const devices: Device[] = [
  { device: "a phone", options: { ...phone, timezoneId: "Asia/Kolkata" } },
  { device: "a desk without JavaScript", options: { ...desk, javaScriptEnabled: false } },
  { device: "a phone without JavaScript", options: { ...phone, javaScriptEnabled: false } },
  { device: "a desk", options: { ...desk, timezoneId: "Asia/Kolkata", colorScheme: "dark" } },
];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

// A short run takes the first of both kinds: with a script, and without one.
describe.each(isShort ? devices.slice(0, 2) : devices)("a reader at $device", ({ options }) => {
  let site: LiveSite;
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    site = await startLiveSite();
    context = await browser.newContext(options);
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await site.close();
  });

  test("subscribes, confirms, chooses, reads a digest that obeys, leaves in one click, and gets nothing more", async () => {
    await page.goto(site.url);
    await page.getByLabel("Your email address").fill(address);
    await page.locator("main").getByRole("button", { name: "Subscribe" }).click();
    await page.getByRole("heading", { name: "Check your email" }).waitFor();

    page = await follow(await nextMail(1), "/confirm");
    await page.getByRole("button", { name: "Yes, send me the digest" }).click();
    await page.getByRole("heading", { name: "You are subscribed" }).waitFor();
    await nextMail(2);

    await page.getByRole("link", { name: "Choose topics, hour and length" }).click();
    // A list that is still arriving has another choice for a moment.
    if (options.timezoneId)
      await expect.poll(() => page.getByLabel("Time zone").inputValue()).toBe("Asia/Kolkata");
    await page.getByLabel("Robotics").check();
    await page.getByLabel("Each paper with").selectOption("title");
    await page.getByLabel("At most this many papers").fill("2");
    await page.getByLabel("Late risers").uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    expect(await page.getByLabel("Robotics").isChecked()).toBe(true);

    await publish("2026-06-16");
    const digest = await mailOf(await nextMail(3));
    const robotics = samplePapers.filter((paper) => paper.categories.split(" ").includes("cs.RO"));
    const shown = samplePapers.filter(({ title }) => digest.text.replaceAll(/\s+/g, " ").includes(title));
    expect(shown).toHaveLength(2);
    for (const paper of shown) expect(robotics).toContain(paper);

    const target = /<(http[^>]+)>/.exec(digest.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
    expect(digest.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    // As a mail provider does it: no cookie, no page, no redirect.
    const left = await fetch(target, {
      method: "POST",
      redirect: "error",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect(left.status).toBe(200);

    await publish("2026-06-15");
    expect((await mailsToReader()).length).toBe(3);
    await page.reload();
    await page.getByText("You are unsubscribed").waitFor();
  });

  async function publish(period: string): Promise<void> {
    const { editionId } = await publishEdition(site.ctx, {
      cadence: "daily",
      period,
      isHeld: false,
      isNow: true,
    });
    await expect
      .poll(async () => (await listEditionStatus(site.ctx.db, editionId))[0]?.state, { timeout: 30_000 })
      .toBe("sent");
  }

  async function mailsToReader() {
    return (await listOutbox(site.ctx.db, { limit: 50, offset: 0, recipient: address })).mails;
  }

  /** Waits until the mailbox holds that many mails to the reader; the id of the one that came last. */
  async function nextMail(count: number): Promise<string> {
    await expect.poll(async () => (await mailsToReader()).length, { timeout: 30_000 }).toBe(count);
    const known = new Set(seen);
    const fresh = (await mailsToReader()).find(({ id }) => !known.has(id));
    if (!fresh) throw new Error("no new mail");
    seen.push(fresh.id);
    return fresh.id;
  }

  async function mailOf(id: string) {
    const mail = await findOutboxMail(site.ctx.db, id);
    if (!mail) throw new Error("no such mail");
    return mail;
  }

  /** Opens a mail in the mailbox and follows its link, which opens beside it. */
  async function follow(mailId: string, path: string): Promise<Page> {
    await page.goto(`${site.url}/ops/outbox/${mailId}`);
    const link = page.frameLocator("iframe").locator(`a[href*="${path}?token="]`).first();
    const [opened] = await Promise.all([context.waitForEvent("page"), link.click()]);
    return opened;
  }

  const seen: string[] = [];
});
