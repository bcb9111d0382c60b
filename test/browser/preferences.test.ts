import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleDay, samplePapers } from "../../seeds/sample-day.ts";
import { publishEdition } from "../../src/publish/publish-edition.ts";
import { addSubscriber } from "../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../src/subscribers/links.ts";
import { findSubscriber } from "../../src/subscribers/store.ts";
import { openBrowser } from "../support/browser.ts";
import { type LiveSite, startLiveSite } from "../support/live-site.ts";

let site: LiveSite;
let browser: Browser;
const [first] = samplePapers.map(({ title }) => title);

beforeAll(async () => {
  site = await startLiveSite();
  browser = await openBrowser();
  await publishEdition(site.ctx, { cadence: "daily", period: sampleDay, isHeld: false, isNow: true });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

type Choosing = { page: Page; context: BrowserContext; readerId: string };

/** Opens the preferences of a new reader from the home page, and closes them whatever comes of it. */
async function choose(options: BrowserContextOptions, work: (choosing: Choosing) => Promise<void>) {
  const email = `reader${Math.random()}@choosing.example`;
  const added = await addSubscriber(site.ctx, { email, source: "test", consent: { wording: "a test" } });
  if (added.kind === "refused") throw new Error(added.reason);
  const readerId = added.subscriber.id;
  const now = site.ctx.clock.now();
  const token = makeLinkToken(site.ctx.config, "preferences", { subscriberId: readerId, now });
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(site.url);
    await page.goto(`${site.url}/preferences?token=${token}`);
    await digestIn(page)
      .getByText(first ?? "")
      .first()
      .waitFor();
    await work({ page, context, readerId });
  } finally {
    await context.close();
  }
}

const digestIn = (page: Page) => page.frameLocator("iframe[name=preview]");
const focused = (page: Page) => page.evaluate("document.activeElement?.id");
const desk = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true };

describe("the live preview", () => {
  test("follows the choices without an entry in the history", async () => {
    await choose(desk, async ({ page }) => {
      const entries = await page.evaluate("history.length");
      for (const words of ["no such words", "still no such words"]) {
        await page.getByLabel("Keywords to follow").fill(words);
        await digestIn(page).getByText("you would get no digest").waitFor();
        await page.getByLabel("Keywords to follow").fill("");
        await digestIn(page)
          .getByText(first ?? "")
          .first()
          .waitFor();
      }
      await page.getByText("The preview shows your choices.").waitFor();
      for (const zone of ["Asia/Kolkata", "UTC"]) {
        await page.getByLabel("Time zone").selectOption(zone);
        await page.getByText(`your time (${zone})`).waitFor();
      }
      expect(await page.evaluate("history.length")).toBe(entries);
      await page.goBack();
      expect(new URL(page.url()).pathname).toBe("/");
    });
  });

  test("waits for a field that is half typed, says so, and leaves the focus where it is", async () => {
    await choose(desk, async ({ page }) => {
      await page.getByLabel("At most this many papers").fill("");
      await page.getByLabel("Keywords to follow").pressSequentially("no such words");
      await page.getByText("waits until this field is complete: At most this many papers").waitFor();
      expect(await focused(page)).toBe("keywords");
      await digestIn(page)
        .getByText(first ?? "")
        .first()
        .waitFor();
      await page.getByLabel("At most this many papers").fill("5");
      await digestIn(page).getByText("you would get no digest").waitFor();
      expect(await focused(page)).toBe("max-papers");
    });
  });

  test("is reached on a phone by its button, which scrolls to it and says so", async () => {
    await choose(phone, async ({ page }) => {
      await page.getByLabel("Keywords to follow").fill("no such words");
      await page.getByRole("button", { name: "See preview below" }).click();
      await digestIn(page).getByText("you would get no digest").waitFor();
      expect(await focused(page)).toBe("preview");
      const place = await page.locator("#preview").boundingBox();
      expect(place?.y).toBeGreaterThanOrEqual(-1);
      expect(place?.y).toBeLessThan(740);
    });
  });

  test("is made by the form, and reached by a link, without JavaScript", async () => {
    await choose({ ...phone, javaScriptEnabled: false }, async ({ page }) => {
      await page.getByLabel("Keywords to follow").fill("no such words");
      await page.getByRole("button", { name: "See preview below" }).click();
      await digestIn(page).getByText("you would get no digest").waitFor();
      await page.getByRole("link", { name: "Go to the preview" }).click();
      expect((await page.locator("#preview").boundingBox())?.y).toBeLessThan(740);
    });
  });
});

describe("what is not saved", () => {
  test("is told, and warned of before the page is left, but not when it is saved", async () => {
    await choose(desk, async ({ page, readerId }) => {
      const asked: string[] = [];
      page.on("dialog", (dialog) => {
        asked.push(dialog.type());
        return dialog.dismiss();
      });
      await page.getByLabel("Each paper with").selectOption("title");
      await page.getByText("Not saved yet").waitFor();
      await page.getByRole("link", { name: "Privacy" }).click();
      await expect.poll(() => asked).toEqual(["beforeunload"]);
      expect(new URL(page.url()).pathname).toBe("/preferences");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved.").waitFor();
      expect(await page.getByText("Not saved yet").count()).toBe(0);
      expect((await findSubscriber(site.ctx.db, readerId))?.detail).toBe("title");
      await page.getByRole("link", { name: "Privacy" }).click();
      await page.waitForURL("**/privacy");
      expect(asked).toEqual(["beforeunload"]);
    });
  });

  test("is nothing when a choice is taken back", async () => {
    await choose(desk, async ({ page }) => {
      await page.getByLabel("Robotics").check();
      await page.getByText("Not saved yet").waitFor();
      await page.getByLabel("Robotics").uncheck();
      await page.getByText("Not saved yet").waitFor({ state: "detached" });
    });
  });

  test("stays so where it could not be saved, and why has the focus", async () => {
    await choose(desk, async ({ page }) => {
      await page.evaluate("document.forms.choices.noValidate = true");
      await page.getByLabel("Pause until").fill("2020-01-01");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Not saved yet").waitFor();
      expect(await page.evaluate("document.activeElement?.textContent")).toContain("must end after today");
      await page.getByRole("link", { name: "The pause must end after today." }).click();
      expect(await focused(page)).toBe("paused-until");
    });
  });
});
