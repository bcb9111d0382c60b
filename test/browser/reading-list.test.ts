import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sampleDay } from "../../seeds/sample-day.ts";
import { publishEdition } from "../../src/publish/publish-edition.ts";
import { addSubscriber } from "../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../src/subscribers/links.ts";
import { endReadingSessions } from "../../src/subscribers/reading-sessions.ts";
import { markPaper } from "../../src/taste/mark-paper.ts";
import { listReaderMarks } from "../../src/taste/marks-store.ts";
import { findWrongsInBothSchemes } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { type LiveSite, startLiveSite } from "../support/live-site.ts";

let site: LiveSite;
let browser: Browser;
let readers = 0;
const contexts: BrowserContext[] = [];
const edition = `/editions/daily/${sampleDay}`;

beforeAll(async () => {
  site = await startLiveSite();
  browser = await openBrowser();
  await publishEdition(site.ctx, { cadence: "daily", period: sampleDay, isHeld: false, isNow: true });
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** A page in a browser that has kept nothing yet. */
async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  contexts.push(context);
  const page = await context.newPage();
  await page.addInitScript(watchShifts);
  await page.goto(site.url + path);
  return page;
}

const watchShifts = `
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.shifts += value;
  }).observe({ type: "layout-shift", buffered: true });`;

async function newReader(): Promise<{ id: string; preferences: string }> {
  readers += 1;
  const email = `list${readers}@example.org`;
  const result = await addSubscriber(site.ctx, { email, source: "test", consent: { wording: "x" } });
  if (result.kind !== "added") throw new Error(result.kind);
  const given = { subscriberId: result.subscriber.id, now: site.ctx.clock.now() };
  return {
    id: result.subscriber.id,
    preferences: `/preferences?token=${makeLinkToken(site.ctx.config, "preferences", given)}`,
  };
}

const savedBy = async (subscriberId: string) =>
  (await listReaderMarks(site.ctx.db, subscriberId)).map(({ paperId }) => paperId);

const card = (page: Page, at: number) => page.locator("article.card").nth(at);
const idOf = async (page: Page, at: number) => (await card(page, at).getAttribute("data-paper")) ?? "";
const saveButton = (page: Page, at: number) => card(page, at).getByRole("button", { name: "Save" });
const pressed = (page: Page, at: number) => saveButton(page, at).getAttribute("aria-pressed");
const currentPaper = (page: Page) => page.locator("article[aria-current=true]").getAttribute("data-paper");
const focusedPaper = (page: Page) =>
  page.evaluate<string | null>("document.activeElement.closest('article')?.dataset.paper ?? null");

describe("keys", () => {
  test("move between papers in sight of the reader, save and open them", async () => {
    const page = await visit(edition);
    const [first, second] = [await idOf(page, 0), await idOf(page, 1)];
    await page.keyboard.press("j");
    expect([await currentPaper(page), await focusedPaper(page)]).toEqual([first, first]);
    await page.keyboard.press("j");
    expect([await currentPaper(page), await focusedPaper(page)]).toEqual([second, second]);
    for (let times = 0; times < 6; times += 1) await page.keyboard.press("j");
    const { top, bottom } = await page.evaluate<{ top: number; bottom: number }>(
      "document.activeElement.getBoundingClientRect().toJSON()",
    );
    expect([top >= 0, bottom <= 720]).toEqual([true, true]);
    for (let times = 0; times < 6; times += 1) await page.keyboard.press("k");
    await page.keyboard.press("s");
    await saveButton(page, 1).and(page.locator("[aria-pressed=true]")).waitFor();
    await page.keyboard.press("s");
    await saveButton(page, 1).and(page.locator("[aria-pressed=false]")).waitFor();
    await page.keyboard.press("o");
    await page.waitForURL(`**/papers/${second}`);
    await page.keyboard.press("s");
    await page.locator("article.paper [data-keep][aria-pressed=true]").waitFor();
  });

  test("leave fields, other keys and input methods alone", async () => {
    const page = await visit(edition);
    await page.keyboard.press("/");
    await page.keyboard.type("jks?o/");
    const field = page.getByLabel("Search all papers");
    expect(await field.inputValue()).toBe("jks?o/");
    await field.blur();
    for (const keys of ["Control+j", "Alt+j", "Meta+j", "J"]) await page.keyboard.press(keys);
    await page.evaluate(
      "dispatchEvent(new KeyboardEvent('keydown', { key: 'j', isComposing: true, bubbles: true }))",
    );
    expect(await page.locator("article[aria-current]").count()).toBe(0);
  });

  test("are told by a dialog that gives the focus back, and are off for who wants", async () => {
    const page = await visit(edition);
    await page.keyboard.press("j");
    const link = await focusedPaper(page);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await help.waitFor();
    await page.keyboard.press("j");
    expect(await page.evaluate("document.activeElement.closest('dialog') !== null")).toBe(true);
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
    expect(await focusedPaper(page)).toBe(link);
    await page.keyboard.press("?");
    await help.getByLabel("Use these keys").uncheck();
    await help.getByRole("button", { name: "Close" }).click();
    await page.keyboard.press("j");
    await page.keyboard.press("?");
    expect(await currentPaper(page)).toBe(link);
    expect(await help.isVisible()).toBe(false);
    await page.reload();
    await page.keyboard.press("j");
    expect(await page.locator("article[aria-current]").count()).toBe(0);
    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    expect(await findWrongsInBothSchemes(page, { hasTargetSize: true })).toEqual([]);
    await help.getByLabel("Use these keys").check();
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    expect(await page.locator("article[aria-current]").count()).toBe(1);
  });
});

describe("a list that the browser keeps", () => {
  test("is saved to from cards, and shown, done, taken off, exported and emptied on its page", async () => {
    const page = await visit(edition);
    const ids = [await idOf(page, 0), await idOf(page, 3)];
    for (const at of [0, 3]) {
      await saveButton(page, at).click();
      await page.getByText("Saved to your reading list.").waitFor();
    }
    await page.reload();
    await card(page, 3).locator("[aria-pressed=true]").waitFor();
    expect([await pressed(page, 0), await pressed(page, 1)]).toEqual(["true", "false"]);

    await page.goto(`${site.url}/reading-list`);
    await page.getByText("This list lives in this browser only.").waitFor();
    await card(page, 1).waitFor();
    expect([await idOf(page, 0), await idOf(page, 1)]).toEqual(ids.toReversed());
    const done = card(page, 0).getByRole("button", { name: "Done" });
    await done.click();
    expect(await done.getAttribute("aria-pressed")).toBe("true");
    const remove = card(page, 1).getByRole("button", { name: "Remove" });
    await remove.click();
    await remove.click();
    await page.goto(`${site.url}/reading-list?show=done`);
    await card(page, 0).locator("[data-kept-done][aria-pressed=true]").waitFor();
    expect(await page.locator("article.card").count()).toBe(1);
    await page.goto(`${site.url}/reading-list?show=all&order=votes`);
    await card(page, 1).waitFor();
    for (let times = 0; times < 2; times += 1) {
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "JSON" }).click(),
      ]);
      const text = await readFile(await file.path(), "utf8");
      expect(
        JSON.parse(text)
          .papers.map(({ id }: { id: string }) => id)
          .sort(),
      ).toEqual(ids.toSorted());
    }
    await card(page, 0).getByRole("button", { name: "Remove" }).click();
    await page.reload();
    await card(page, 0).waitFor();
    expect(await page.locator("article.card").count()).toBe(1);
    await page.getByText("Remove all papers from this browser").click();
    await page.getByRole("button", { name: "Remove all" }).click();
    await page.getByText("Nothing is saved yet.").waitFor();
  });

  test("says what to do where no script runs", async () => {
    const page = await visit("/reading-list", { javaScriptEnabled: false });
    expect(await page.locator("noscript p").isVisible()).toBe(true);
    expect(await page.getByText("This list lives in this browser only.").isVisible()).toBe(false);
    await page.goto(site.url + edition);
    expect(await saveButton(page, 0).isVisible()).toBe(false);
    expect(await page.getByRole("button", { name: "Keyboard shortcuts" }).isVisible()).toBe(false);
  });

  test("says so when it is full, or when the browser keeps nothing", async () => {
    const page = await visit(edition);
    await page.evaluate(`localStorage.setItem("paperboy-reading-list", JSON.stringify(
      Array.from({ length: 500 }, (_, at) => ({ id: "2601." + (10000 + at), saved: 1, done: 0 }))))`);
    await page.reload();
    await saveButton(page, 0).click();
    await page.getByText("This browser keeps at most 500 papers.").waitFor();
    expect(await pressed(page, 0)).toBe("false");
    await page.addInitScript(
      "Object.defineProperty(window, 'localStorage', { get() { throw new Error('not here'); } })",
    );
    await page.reload();
    await saveButton(page, 0).click();
    await page.getByText("does not let the site keep anything").waitFor();
    await page.keyboard.press("j");
    expect(await page.locator("article[aria-current]").count()).toBe(1);
  });

  test("is left as it is when what is kept cannot be read", async () => {
    const page = await visit(edition);
    for (const broken of ["{", "null", "7", '[null, 3, {"id": 4}]', '{"a": 1}']) {
      await page.evaluate(`localStorage.setItem("paperboy-reading-list", ${JSON.stringify(broken)})`);
      await page.reload();
      await saveButton(page, 0).click();
      await card(page, 0).locator("[data-keep][aria-pressed=true]").waitFor();
    }
  });
});

describe("a list that the browser was let open", () => {
  test("takes over what the browser kept, and cards save to it until it is forgotten", async () => {
    const reader = await newReader();
    const page = await visit(edition);
    const [first, second, third] = [await idOf(page, 0), await idOf(page, 1), await idOf(page, 2)];
    await saveButton(page, 0).click();
    await card(page, 0).locator("[data-keep][aria-pressed=true]").waitFor();
    await page.goto(site.url + reader.preferences);
    await page.getByRole("button", { name: "Open my reading list in this browser" }).click();
    await page.waitForURL("**/reading-list");
    await page.getByRole("button", { name: "Add the papers that only this browser keeps" }).click();
    await page.getByText("1 paper was added to your list.").waitFor();
    expect(await savedBy(reader.id)).toEqual([first]);
    expect(await page.evaluate("localStorage.getItem('paperboy-reading-list')")).toBe(null);

    await page.goto(site.url + edition);
    await card(page, 0).locator("[data-keep][aria-pressed=true]").waitFor();
    await saveButton(page, 1).click();
    await card(page, 1).locator("[data-keep][aria-pressed=true]").waitFor();
    expect((await savedBy(reader.id)).sort()).toEqual([first, second].sort());
    await saveButton(page, 0).click();
    await card(page, 0).locator("[data-keep][aria-pressed=false]").waitFor();
    expect(await savedBy(reader.id)).toEqual([second]);

    await endReadingSessions(site.ctx, { subscriberId: reader.id });
    await saveButton(page, 2).click();
    await page.getByText("so the paper is kept in this browser only").waitFor();
    expect(await savedBy(reader.id)).toEqual([second]);
    await page.goto(`${site.url}/reading-list`);
    await card(page, 0).waitFor();
    expect(await idOf(page, 0)).toBe(third);
  });

  test("works by its forms where no script runs", async () => {
    const reader = await newReader();
    const page = await visit(reader.preferences, { javaScriptEnabled: false });
    const paperId = await savedPaperOf(reader.id);
    await page.getByRole("button", { name: "Open my reading list in this browser" }).click();
    await card(page, 0).getByRole("button", { name: "Done" }).click();
    await page.getByText("0 papers to read, 1 done").or(page.getByText("Nothing to read, 1 done")).waitFor();
    await page.getByRole("link", { name: "Done" }).click();
    await card(page, 0).getByRole("button", { name: "Done" }).click();
    await page.getByRole("link", { name: "To read" }).click();
    await card(page, 0).getByRole("button", { name: "Remove" }).click();
    await page.getByRole("button", { name: "Put it back" }).click();
    expect(await idOf(page, 0)).toBe(paperId);
    await page.getByRole("button", { name: "Forget this browser" }).click();
    await page.getByText("This browser does not open your reading list any more.").waitFor();
  });
});

test("both pages stay still, within 320 px, and axe finds nothing in light and dark", async () => {
  const reader = await newReader();
  await savedPaperOf(reader.id);
  const narrow = { viewport: { width: 320, height: 640 } };
  const page = await visit(edition, narrow);
  for (const at of [0, 1]) await saveButton(page, at).click();
  await card(page, 1).locator("[data-keep][aria-pressed=true]").waitFor();
  await page.goto(`${site.url}/reading-list`);
  await card(page, 1).waitFor();
  await expectGood(page);
  await page.goto(site.url + reader.preferences);
  await expectGood(page);
  await page.getByRole("button", { name: "Open my reading list in this browser" }).click();
  await page.waitForURL("**/reading-list");
  await page.goto(`${site.url}/reading-list?show=all&removed=${await idOf(page, 0)}+1780000000+0`);
  await expectGood(page);
});

async function savedPaperOf(subscriberId: string): Promise<string> {
  const page = await visit(edition);
  const paperId = await idOf(page, 4);
  await markPaper(site.ctx, { subscriberId, paperId, kind: "save", isSet: true });
  return paperId;
}

async function expectGood(page: Page): Promise<void> {
  expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
  const shifts = `new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.shifts)));
  })`;
  expect(await page.evaluate<number>(shifts)).toBeLessThan(0.05);
  expect(await findWrongsInBothSchemes(page, { hasTargetSize: true })).toEqual([]);
}
