import { createElement } from "react";
import { describe, expect, it } from "vitest";
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
  const html = renderDocument(createElement(CheckYourMailPage), german);

  it("names its language, and says in it what it can", () => {
    expect(html).toContain('<html lang="de">');
    expect(html).toContain("Sieh in dein Postfach</h1>");
  });

  it("says the rest in English", () => {
    expect(html).toContain("Skip to the content");
  });
});
