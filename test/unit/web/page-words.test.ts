import { Hono } from "hono";
import { createElement } from "react";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/db/client.ts";
import { createSettings } from "../../../src/settings/current-settings.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { knowSettings } from "../../../src/web/http/known-settings.ts";
import { languageOf } from "../../../src/web/http/page-words.tsx";
import { renderDocument } from "../../../src/web/http/send-page.ts";
import { CheckYourMailPage } from "../../../src/web/site/pages/subscribe-pages.tsx";
import { createWords } from "../../../words/words.ts";

const german = createWords("de", [
  {
    locale: "de-DE",
    messages: {
      "site.check.title": "Sieh in dein Postfach",
      "site.subscribe.again": "<link>Schick mir den Link</link>, falls du schon dabei bist",
    },
  },
]);

describe("a page in another language", () => {
  const html = renderDocument(createElement(CheckYourMailPage), german, null);

  it("names its language, and says in it what it can", () => {
    expect(html).toContain('<html lang="de">');
    expect(html).toContain("Sieh in dein Postfach</h1>");
  });

  it("says the rest in English", () => {
    expect(html).toContain("Skip to the content");
  });
});

describe("the language that a request asks for", () => {
  // Settings as they come: nothing is ever read of this database.
  const { db } = openDatabase("postgres://unused.invalid/x", 1, () => {});
  const settings = createSettings(db, {}, "digest@example.org", createLog({ logLevel: "silent" }));
  const app = new Hono().use(knowSettings({ settings })).get("/", (c) => c.text(languageOf(c)));

  it.each([
    ["nothing", ""],
    ["any", "*"],
    ["a weight that is no number", "fr;q=abc"],
    ["one that is not spoken here", "tlh, fr;q=0.9"],
    ["ten thousand", "xx-yy;q=0.5,".repeat(10_000)],
    ["spaces and quotation marks", `${" ".repeat(50_000)}"\\"=;,;=`],
  ])("is the default one for %s", async (_, asked) => {
    const answer = await app.request("/", { headers: { "accept-language": asked } });
    expect(await answer.text()).toBe("en");
  });

  it("is the first that is spoken here", async () => {
    const answer = await app.request("/", { headers: { "accept-language": "tlh, de-AT;q=0.9, en;q=0.5" } });
    expect(await answer.text()).toBe("de");
  });
});
