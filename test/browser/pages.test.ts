import type { Browser, BrowserContextOptions, ConsoleMessage, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sampleDay, samplePapers } from "../../seeds/sample-day.ts";
import { nameKey } from "../../src/browse/name-key.ts";
import { listOutbox } from "../../src/delivery/mailers/outbox-store.ts";
import { publishEdition } from "../../src/publish/publish-edition.ts";
import { addSubscriber } from "../../src/subscribers/add-subscriber.ts";
import { findOpenChange } from "../../src/subscribers/address-changes-store.ts";
import { makeLinkToken, markPath } from "../../src/subscribers/links.ts";
import { renewPersonalFeed } from "../../src/subscribers/personal-feed.ts";
import { requestAddressChange } from "../../src/subscribers/request-address-change.ts";
import { findSubscriberByKey } from "../../src/subscribers/store.ts";
import { subscribe } from "../../src/subscribers/subscribe.ts";
import type { TokenPurpose } from "../../src/subscribers/tokens.ts";
import { unsubscribe } from "../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../src/subscribers/update-preferences.ts";
import { markPaper } from "../../src/taste/mark-paper.ts";
import { findWrongsInBothSchemes } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { type LiveSite, startLiveSite } from "../support/live-site.ts";

let site: LiveSite;
let browser: Browser;
let phone: OpenWindow;
let desk: OpenWindow;
let scriptless: OpenWindow;
let mailPath: string;
let markToken: string;
const links: Record<string, string> = {};

beforeAll(async () => {
  site = await startLiveSite();
  browser = await openBrowser();
  phone = await openWindow({ viewport: { width: 320, height: 640 }, reducedMotion: "reduce" });
  desk = await openWindow({});
  scriptless = await openWindow({ javaScriptEnabled: false });
  const { ctx } = site;
  await publishEdition(ctx, { cadence: "daily", period: sampleDay, isHeld: false, isNow: true });
  await vi.waitFor(async () => expect(await mailbox()).not.toEqual([]), { timeout: 30_000 });
  mailPath = `/ops/outbox/${(await mailbox())[0]?.id}`;
  await reader("reading@example.org");
  await reader("gone@example.org");
  await unsubscribe(ctx, { subscriberId: await idOf("gone@example.org"), source: "page" });
  await subscribe(ctx, { email: "asked@example.org", source: "site" });
  links.confirm = await link("confirm", "asked@example.org");
  for (const purpose of ["preferences", "unsubscribe", "erase"] as const)
    links[purpose] = await link(purpose, "reading@example.org");
  links.view = await link("view", "reading@example.org");
  links.undo = await link("undo", "gone@example.org");
  links.gone = await link("unsubscribe", "gone@example.org");
  await reader("marking@example.org");
  const subscriberId = await idOf("marking@example.org");
  for (const [at, kind] of kinds.entries())
    await markPaper(ctx, { subscriberId, paperId: samplePapers[at]?.id ?? "", kind, isSet: true });
  await updatePreferences(ctx, {
    subscriberId,
    preferences: { keywords: ["agents", "reinforcement learning"] },
  });
  await renewPersonalFeed(ctx, { subscriberId });
  links.learned = await link("preferences", "marking@example.org");
  await reader("lesend@example.org");
  await updatePreferences(ctx, {
    subscriberId: await idOf("lesend@example.org"),
    preferences: { language: "de", keywords: ["agents", "zzzzqqqq"] },
  });
  links.german = await link("preferences", "lesend@example.org");
  await reader("moving@example.org");
  await moveOn(await idOf("moving@example.org"));
  links.matches = (await link("view", "lesend@example.org")).replace("/view", "/matches");
  markToken = makeLinkToken(ctx.config, "mark", { subscriberId, now: ctx.clock.now() });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Pauses a reader who asks to be mailed elsewhere. */
async function moveOn(subscriberId: string): Promise<void> {
  const { ctx } = site;
  await updatePreferences(ctx, { subscriberId, preferences: {}, pausedUntil: "2026-12-24" });
  await requestAddressChange(ctx, { subscriberId, email: "moved@example.org", isSure: true });
  const now = ctx.clock.now();
  const subject = (await findOpenChange(ctx.db, subscriberId, now))?.id ?? "";
  const token = (purpose: TokenPurpose) => makeLinkToken(ctx.config, purpose, { subscriberId, now, subject });
  links.paused = await link("preferences", "moving@example.org");
  links.address = links.paused.replace("/preferences", "/preferences/address");
  links.allow = `/address/allow?token=${token("address-allow")}`;
  links.confirmAddress = `/address/confirm?token=${token("address-confirm")}`;
}

const kinds = ["more", "more", "more", "less", "save"] as const;

/** Adds up a page's layout shifts from its first frame on. */
const watchShifts = `
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.shifts += value;
  }).observe({ type: "layout-shift", buffered: true });`;

/** The sum until now, two frames later: by then the observer has heard of what it was to hear. */
const shiftSoFar = `new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.shifts)));
})`;

/** Makes the first word of every text as long as an installation's own wording, or a language, may make it. */
const lengthenWords = `(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.closest("script, style, option")) continue;
    texts.currentNode.data = texts.currentNode.data.replace(/\\p{L}+/u, "Digest".repeat(9));
  }
})()`;

const [firstPaper] = samplePapers;

/** Every page of the site by what it is. */
const pages: Record<string, () => string> = {
  "the first page": () => "/",
  "an edition": () => `/editions/daily/${sampleDay}`,
  "a list that still runs": () => "/editions/daily/2026-06-17",
  "a week": () => "/editions/weekly/2026-W25",
  "a day without papers": () => "/editions/daily/2026-06-13",
  "a filtered day": () => `/editions/daily/${sampleDay}?topic=cs.CV&with=code`,
  "the day that runs": () => "/today",
  "what gains votes": () => "/trending",
  "the calendar of editions": () => "/archive",
  "the papers of a topic": () => "/topics/cs.CV",
  "the papers of a keyword, past their end": () => "/keywords/reinforcement-learning?page=9",
  "the papers of an author": () => `/authors/${nameKey(firstPaper?.authors.split("; ")[0] ?? "")}`,
  "a name that nobody knows": () => "/organizations/nobody-at-all",
  "a paper": () => `/papers/${firstPaper?.id}`,
  "the search": () => "/search",
  "what a search found": () => "/search?q=agents",
  "a search for a slip": () => "/search?q=ineraction",
  "a search that finds nothing": () => "/search?q=zzzzqqqq",
  "a search past its end": () => "/search?q=agents&page=900",
  "a search for a paper that is not here": () => "/search?q=1706.03762",
  "the subscribe form": () => "/subscribe",
  "the lost link": () => "/preferences/link",
  "the reading list that a browser keeps": () => "/reading-list",
  "the privacy page": () => "/privacy",
  "what other sites may take": () => "/embed",
  "an address that leads nowhere": () => "/nothing",
  "a link that is not whole": () => "/preferences?token=x",
  "the confirmation": () => links.confirm ?? "",
  "the preferences": () => links.preferences ?? "",
  "the preferences of who marked papers": () => links.learned ?? "",
  "the preferences in German": () => links.german ?? "",
  "the preferences of who paused": () => links.paused ?? "",
  "asking for another address": () => links.address ?? "",
  "allowing another address": () => links.allow ?? "",
  "confirming another address": () => links.confirmAddress ?? "",
  "an edition's matches, in German": () => links.matches ?? "",
  "the page of a mark": () => markPath(firstPaper?.id ?? "") + markToken,
  "an edition whose papers can be marked": () => `/editions/daily/${sampleDay}?t=${markToken}`,
  "a paper that can be marked": () => `/papers/${firstPaper?.id}?t=${markToken}`,
  "the unsubscribe page": () => links.unsubscribe ?? "",
  "the unsubscribe page of who left": () => links.gone ?? "",
  "the way back": () => links.undo ?? "",
  "the erasure": () => links.erase ?? "",
  "the mailbox": () => "/ops/outbox",
  "a mail in the mailbox": () => mailPath,
};
const named = Object.entries(pages).map(([name, path]) => ({ name, path }));

describe("each page stays still, within 320 px and 60 kB, and axe finds nothing in light and dark", () => {
  test.each(named)("$name", async ({ path }) => {
    await visit(phone, path(), async (page, weigh) => {
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
      expect(await page.evaluate<number>(shiftSoFar)).toBeLessThan(0.05);
      expect(await weigh()).toBeLessThan(60_000);
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
      expect(await findWrongsInBothSchemes(page, { hasTargetSize: true })).toEqual([]);
      await page.evaluate(lengthenWords);
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    });
  });
});

describe("by keyboard", () => {
  test("the first stop skips to the content, and every stop can be seen", async () => {
    await visit(desk, `/editions/daily/${sampleDay}`, async (page) => {
      await page.keyboard.press("Tab");
      expect(await focused(page)).toMatchObject({ text: "Skip to the content", isInView: true });
      for (let stop = 0; stop < 40; stop += 1) {
        const { outlinePx, isInView, text } = await focused(page);
        expect({ text, isSeen: outlinePx >= 2 && isInView }).toEqual({ text, isSeen: true });
        await page.keyboard.press("Tab");
      }
    });
    await visit(desk, `/editions/daily/${sampleDay}`, async (page) => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      expect((await focused(page)).isInMain).toBe(true);
    });
  });

  test("names and abstracts unfold", async () => {
    await visit(desk, `/editions/daily/${sampleDay}`, async (page) => {
      const names = page.locator(".authors summary").first();
      await names.focus();
      await page.keyboard.press("Enter");
      await page.getByText("Jiaqi Wang").first().waitFor({ state: "visible" });
      await page.locator(".abstract summary").first().focus();
      await page.keyboard.press("Space");
      await page.getByText("Most vision-language systems answer").waitFor({ state: "visible" });
    });
  });
});

describe("the search field", () => {
  test("suggests while somebody types, and is chosen from, closed and gone on with by keyboard", async () => {
    await visit(phone, "/subscribe", async (page) => {
      const field = page.getByRole("combobox", { name: "Search all papers" });
      await field.pressSequentially("agen");
      const list = page.getByRole("listbox", { name: "Suggestions" });
      await list.getByRole("option", { name: "agents", exact: true }).waitFor();
      expect(await field.getAttribute("aria-expanded")).toBe("true");
      await page.keyboard.press("ArrowDown");
      const active = `#${await field.getAttribute("aria-activedescendant")}`;
      expect(await page.locator(active).getAttribute("aria-selected")).toBe("true");
      await page.keyboard.press("ArrowUp");
      expect(await field.getAttribute("aria-activedescendant")).toBeNull();
      expect(await findWrongsInBothSchemes(page, { hasTargetSize: true })).toEqual([]);
      await page.keyboard.press("Escape");
      await list.waitFor({ state: "hidden" });
      expect(await field.inputValue()).toBe("agen");
      await page.keyboard.press("ArrowUp");
      const last = (await list.getByRole("option").last().textContent()) ?? "";
      await page.keyboard.press("Enter");
      await page.waitForURL("**/papers/**");
      expect(last).toContain((await page.locator("h1").textContent()) ?? "none");
    });
  });

  test("sends its form without JavaScript", async () => {
    await visit(scriptless, "/subscribe", async (page) => {
      await page.getByRole("searchbox", { name: "Search all papers" }).fill("agents");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/search?q=agents");
    });
  });
});

describe("the preferences' preview", () => {
  test("follows the form while it is filled, before anything is saved", async () => {
    await visit(desk, links.preferences ?? "", async (page) => {
      const digest = page.frameLocator("iframe[name=preview]");
      await digest.getByText("An assistant that watches a live video stream").first().waitFor();
      await page.getByLabel("Each paper with").selectOption("title");
      await digest
        .getByText("An assistant that watches a live video stream")
        .first()
        .waitFor({ state: "detached" });
      await digest
        .getByText(firstPaper?.title ?? "")
        .first()
        .waitFor();
    });
    expect((await findSubscriberByKey(site.ctx.db, "reading@example.org"))?.detail).toBe("summary");
  });

  test("follows its button without JavaScript", async () => {
    await visit(scriptless, links.preferences ?? "", async (page) => {
      const digest = page.frameLocator("iframe[name=preview]");
      await page.getByLabel("Keywords to follow").fill("no paper holds these words");
      await page.getByRole("button", { name: "Update preview" }).click();
      await digest.getByText("you would get no digest").waitFor();
    });
  });
});

test("a paper of an edition is marked in its place with a script, and by the form without one", async () => {
  for (const view of [desk, scriptless]) {
    await visit(view, `/editions/daily/${sampleDay}?t=${markToken}`, async (page) => {
      const marks = page.locator("form.marks").nth(6);
      const more = marks.getByRole("button", { name: "More like this" });
      const less = marks.getByRole("button", { name: "Less like this" });
      expect(await page.locator("form.marks [aria-pressed=true]").count()).toBe(kinds.length);
      await more.click();
      await marks.locator("[aria-pressed=true]").waitFor();
      await less.click();
      await marks.locator("[value=less][aria-pressed=true]").waitFor();
      expect(await more.getAttribute("aria-pressed")).toBe("false");
      await less.click();
      await marks.locator("[value=less][aria-pressed=false]").waitFor();
    });
  }
});

test("on paper only the papers are left", async () => {
  await visit(desk, `/editions/daily/${sampleDay}`, async (page) => {
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".edition-nav").isVisible()).toBe(false);
    expect(await page.locator(".card").first().isVisible()).toBe(true);
  });
});

test("nothing moves for who asked for less motion", async () => {
  await visit(desk, "/", async (page) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const moving = await page.evaluate<number>(
      "[...document.querySelectorAll('a, button')].filter((one) => getComputedStyle(one).transitionDuration !== '0s').length",
    );
    expect(moving).toBe(0);
  });
});

type OpenWindow = { page: Page; look: Pick<BrowserContextOptions, "reducedMotion"> };

/** A window for many visits, since a new one takes longer than most of them. It keeps no file from one to the next. */
async function openWindow(options: BrowserContextOptions): Promise<OpenWindow> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.addInitScript(watchShifts);
  const inspector = await context.newCDPSession(page);
  await inspector.send("Network.enable");
  await inspector.send("Network.setCacheDisabled", { cacheDisabled: true });
  return { page, look: { reducedMotion: options.reducedMotion ?? null } };
}

/** Visits a page; `weigh` gives the bytes that came for it over the wire, its style and script with it. */
async function visit(
  { page, look }: OpenWindow,
  path: string,
  during: (page: Page, weigh: () => Promise<number>) => Promise<void>,
): Promise<void> {
  const complaints: string[] = [];
  const sizes: Promise<number>[] = [];
  const onError = (error: Error) => complaints.push(error.message);
  const onLine = (line: ConsoleMessage) => {
    if (/Content.Security.Policy/i.test(line.text())) complaints.push(line.text());
  };
  const onRequest = (request: Request) => {
    // What a frame shows is a mail.
    if (request.frame() === page.mainFrame())
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  };
  page.on("pageerror", onError).on("console", onLine).on("requestfinished", onRequest);
  await page.emulateMedia({ media: null, colorScheme: "light", ...look });
  await page.goto(site.url + path);
  await during(page, async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0));
  page.off("pageerror", onError).off("console", onLine).off("requestfinished", onRequest);
  expect(complaints).toEqual([]);
}

type Focused = { text: string; outlinePx: number; isInView: boolean; isInMain: boolean };

function focused(page: Page): Promise<Focused> {
  return page.evaluate<Focused>(`(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom } = element.getBoundingClientRect();
    return {
      text: element.id || element.textContent.trim().slice(0, 60),
      outlinePx: outlineStyle === "none" ? 0 : parseFloat(outlineWidth),
      isInView: bottom > 0 && top < innerHeight,
      isInMain: element.closest("main") !== null,
    };
  })()`);
}

async function mailbox() {
  return (await listOutbox(site.ctx.db, { limit: 10, offset: 0, recipient: null })).mails;
}

async function reader(email: string): Promise<void> {
  await addSubscriber(site.ctx, { email, source: "test", consent: { wording: "a test" } });
}

async function idOf(email: string): Promise<string> {
  return (await findSubscriberByKey(site.ctx.db, email))?.id ?? "";
}

async function link(page: TokenPurpose | "erase", email: string): Promise<string> {
  const token = makeLinkToken(site.ctx.config, page === "erase" ? "preferences" : page, {
    subscriberId: await idOf(email),
    now: site.ctx.clock.now(),
    subject: page === "view" ? `daily-${sampleDay}` : "",
  });
  return `/${page}?token=${token}`;
}
