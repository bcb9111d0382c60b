import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { listEditionStatus } from "../../src/delivery/progress/edition-status.ts";
import { importSubscribers } from "../../src/subscribers/lists/import-subscribers.ts";
import { startWebServer, type WebServer } from "../../src/web/server.ts";
import { type RunningWorkers, startWorkers } from "../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../fakes/fake-resend.ts";
import { findWrongsInBothSchemes, findWrongsInLight } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { createTestContext, type TestContext } from "../support/context.ts";
import { plantEdition, plantSubscribers } from "../support/planted-edition.ts";

const password = "a password of the operators";
/** A batch a second leaves: twelve seconds in which the send can be stopped. */
const readers = 1_212;

let resend: FakeResend;
let ctx: TestContext;
let workers: RunningWorkers;
let site: WebServer;
let browser: Browser;
/** A window that is logged in and goes from test to test: a new one takes longer than most of them. */
let page: Page;

beforeAll(async () => {
  resend = await startFakeResend({ keep: "digest" });
  ctx = await createTestContext({
    env: {
      OPS_PASSWORD: password,
      PUBLIC_URL: "http://127.0.0.1:3000",
      MAIL_TRANSPORT: "resend",
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: resend.url,
      RESEND_REQUESTS_PER_SECOND: "1",
      DISPATCH_EVERY_MS: "1000",
    },
  });
  await plantSubscribers(ctx, 12);
  await plantReaders(readers - 12);
  // The test's own clock stands still, and a lease would never end by it.
  const running = { ...ctx, clock: systemClock };
  site = await startWebServer(running, { port: 0, host: "127.0.0.1" });
  workers = await startWorkers(running, ["dispatch", "deliver"]);
  browser = await openBrowser();
  page = await open();
  await logIn(page);
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await workers.close();
  await ctx.close();
  await resend.close();
});

async function plantReaders(count: number): Promise<void> {
  async function* lines() {
    yield "email\n";
    for (let index = 0; index < count; index += 1) yield `many${index}@example.com\n`;
  }
  await importSubscribers(ctx, { lines: lines(), consent: "a test", isDryRun: false });
}

async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  return page;
}

async function logIn(stranger: Page): Promise<void> {
  await stranger.goto(`${site.url}/ops`);
  await stranger.fill("#name", "Ada");
  await stranger.fill("#password", password);
  await stranger.click("main button[type=submit]");
  await stranger.waitForURL(`${site.url}/ops`);
}

const submitted = async () =>
  Number(
    (await page.locator("#live-ledger .state-counts a", { hasText: "submitted" }).innerText())
      .replaceAll(/\D/g, "")
      .trim(),
  );

describe("the operators' pages in a browser", () => {
  test("let a send be watched without reload, paused in its middle and resumed, all by hand", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-16", isHeld: true });
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(`${site.url}/ops`);
    await page.click(`text=${id}`);
    await page.click("text=Approve");
    await page.click("main button[type=submit]");
    await page.getByText(`${id} is sending now.`).waitFor();

    await expect.poll(submitted, { timeout: 60_000 }).toBeGreaterThan(0);
    const before = await submitted();
    await expect.poll(submitted, { timeout: 60_000 }).toBeGreaterThan(before);

    await page.locator(".verbs a", { hasText: "Pause" }).click();
    await page.fill("#reason", "a look at the first replies");
    await page.click("main button[type=submit]");
    await page.getByText(`${id} is paused now.`).waitFor();
    await page.getByText("a look at the first replies").first().waitFor();
    const paused = (await listEditionStatus(ctx.db, id))[0];
    expect(paused?.state).toBe("paused");
    expect(paused?.pending).toBeGreaterThan(0);

    await page.locator(".verbs a", { hasText: "Resume" }).click();
    await page.click("main button[type=submit]");
    await page.locator("#live-state", { hasText: "sent" }).waitFor();
    expect((await listEditionStatus(ctx.db, id))[0]).toMatchObject({ planned: readers, submitted: readers });
    expect(resend.stats()).toMatchObject({ accepted: readers, duplicates: 0 });
    expect(problems).toEqual([]);
    page.removeAllListeners("pageerror").removeAllListeners("console");
  });

  test("steer an edition without JavaScript, and show by reload how it stands", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-15", isHeld: true });
    const scriptless = await open({ javaScriptEnabled: false });
    await logIn(scriptless);
    await scriptless.goto(`${site.url}/ops/editions/${id}`);
    for (const [verb, state] of [
      ["Pause", "paused"],
      ["Resume", "sending"],
      ["Pause", "paused"],
      ["Cancel", "cancelled"],
    ] as const) {
      await scriptless.locator(".verbs a", { hasText: verb }).click();
      await scriptless.click("main button[type=submit]");
      await scriptless.getByText(`${id} is ${state} now.`).waitFor();
      await scriptless.reload();
      await scriptless.locator("#live-state", { hasText: state }).waitFor();
      expect(await scriptless.getByText(`${id} is ${state} now.`).count()).toBe(0);
    }
    await scriptless.context().close();
  });

  test("import a file by the form, after a rehearsal of it", async () => {
    await page.goto(`${site.url}/ops/subscribers/import`);
    const file = {
      name: "readers.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("email\nnew@example.com\nnonsense\n"),
    };
    await page.fill("#consent", "signed up at the fair");
    await page.setInputFiles("#file", file);
    await page.click("main button[type=submit]");
    await page.getByText("nothing was changed").waitFor();
    const download = page.waitForEvent("download");
    await page.click("a[download]");
    expect((await download).suggestedFilename()).toBe("refused-lines.csv");
    await page.click("main button[type=submit]");
    await page.locator("h2", { hasText: /^Imported$/ }).waitFor();
    await page.goto(`${site.url}/ops/readers`);
    await page.fill("#email", "NEW@example.com");
    await page.click("main button[type=submit]");
    await page.locator("h1", { hasText: "new@example.com" }).waitFor();
  });

  test("search with the address in no address line, through reload and the way back", async () => {
    await page.goto(`${site.url}/ops/subscribers`);
    await page.fill("#search", "many7@example.com");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL(/find=/);
    expect(page.url()).not.toMatch(/many7|@|%40/);
    const found = page.getByText("1 match");
    await found.waitFor();
    await page.reload();
    await found.waitFor();
    await page.click("text=many7@example.com");
    await page.click("text=Preview their digest");
    await page.locator("#as").waitFor();
    expect(page.url()).not.toMatch(/many7|@|%40/);
    await page.goBack();
    await page.goBack();
    await found.waitFor();
  });

  test("open from another site's link though the strict cookie stays behind", async () => {
    await page.route("http://mail.example/**", (route) =>
      route.fulfill({ contentType: "text/html", body: `<a href="${site.url}/ops/sources">alert</a>` }),
    );
    await page.goto("http://mail.example/");
    await page.click("a");
    await page.locator("h1", { hasText: "Sources" }).waitFor();
    await page.unrouteAll();
  });

  test("show BullMQ's board with nothing from another host", async () => {
    const hosts = new Set<string>();
    const refused: string[] = [];
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
    });
    await page.goto(`${site.url}/ops/queues/board`);
    await page.getByText("housekeeping").first().waitFor();
    expect([...hosts]).toEqual([new URL(site.url).host]);
    expect(refused).toEqual([]);
    page.removeAllListeners("request").removeAllListeners("console");
  });

  test("lead to the login soon after the session was ended elsewhere", async () => {
    const other = await open();
    await logIn(other);
    await page.goto(`${site.url}/ops`);
    await other.goto(`${site.url}/ops/sessions`);
    await other.getByRole("button", { name: "End all others" }).click();
    await other.getByText("was ended").or(other.getByText("were ended")).waitFor();
    await page.waitForURL(/\/ops\/login/);
    expect(await other.getByText("this one").count()).toBe(1);
    await other.context().close();
    await logIn(page);
  });
});

describe("axe-core finds nothing to mend in light and dark, and nothing is wider than its window, on a desk and on a phone", () => {
  const id = "daily-2026-06-16";

  test("before the log-in", async () => {
    await page.context().clearCookies();
    await page.goto(`${site.url}/ops/login`);
    await expectNothingWrong();
    await logIn(page);
  });

  test.each([
    "/ops",
    `/ops/editions/${id}`,
    `/ops/editions/${id}/edit`,
    `/ops/editions/${id}/cancel`,
    `/ops/editions/${id}/settle`,
    `/ops/editions/${id}/batches`,
    `/ops/editions/${id}/deliveries`,
    "/ops/subscribers",
    "/ops/subscribers/import",
    "/ops/readers",
    "/ops/suppressions",
    "/ops/sources",
    "/ops/publish",
    "/ops/ingest",
    "/ops/queues",
    "/ops/sessions",
    "/ops/settings",
    "/ops/preview?date=2026-06-16",
    "/ops/nowhere",
  ])("on %s", async (path) => {
    await page.goto(site.url + path);
    await expectNothingWrong();
  });
});

async function expectNothingWrong(): Promise<void> {
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 });
    // The colours of a scheme are the same in both windows.
    const wrongs = width === 375 ? await findWrongsInLight(page) : await findWrongsInBothSchemes(page);
    const wide = Number(await page.evaluate("document.documentElement.scrollWidth"));
    expect({ width, wrongs, isTooWide: wide > width }).toEqual({ width, wrongs: [], isTooWide: false });
  }
}
