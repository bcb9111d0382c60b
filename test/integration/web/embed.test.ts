import { sql } from "drizzle-orm";
import { HtmlValidate } from "html-validate";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";

const named = "https://lab.example.org";

let ctx: TestContext;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  ctx = await createTestContext({ env: { EMBED_ORIGINS: `${named}, https://blog.example.org/` } });
  app = createApp(ctx);
});
afterAll(() => ctx.close());
beforeEach(() => emptyTables(ctx));

/** What a browser sends when the form is pressed on a page of that site. */
function submit(origin: string, fields: Record<string, string>, path = "/subscribe") {
  return app.request(path, {
    method: "POST",
    headers: { origin, "sec-fetch-site": "cross-site" },
    body: new URLSearchParams(fields),
  });
}

async function subscribers() {
  const { rows } = await ctx.db.execute(sql`select email, state, source, language from subscribers`);
  return rows;
}

/** The snippet as the page gives it, after what HTML escapes in it. */
async function snippet(language = "en"): Promise<string> {
  const page = await (await app.request("/embed", { headers: { "accept-language": language } })).text();
  const escaped = /<textarea[^>]*class="embed-code"[^>]*>([\s\S]*?)<\/textarea>/.exec(page)?.[1] ?? "";
  return escaped
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
}

test("a form of a named site asks for a subscription, which waits for the mailed link", async () => {
  for (const origin of [named, "https://blog.example.org"]) {
    const answer = await submit(origin, {
      email: `ada@${new URL(origin).host}`,
      homepage: "",
      language: "de",
    });
    expect(answer.status).toBe(200);
  }
  expect(await subscribers()).toEqual([
    { email: "ada@lab.example.org", state: "pending", source: "embed", language: "de" },
    { email: "ada@blog.example.org", state: "pending", source: "embed", language: "de" },
  ]);
});

test.each([
  "https://evil.example",
  "http://lab.example.org",
  "https://lab.example.org.evil.example",
  "https://sub.lab.example.org",
  "null",
])("a form of %s is refused in plain words, and nothing is kept", async (origin) => {
  const answer = await submit(origin, { email: "ada@example.org" });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain("Subscriptions from the site you came from are not accepted here.");
  expect(await subscribers()).toEqual([]);
});

test("a named site may subscribe and nothing else, and no script of it may read the answer", async () => {
  expect((await submit(named, { email: "ada@example.org" }, "/preferences/link")).status).toBe(409);
  const answer = await submit(named, { email: "ada@example.org", homepage: "filled by a program" });
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  expect(await subscribers()).toEqual([]);
});

test("the snippet is a whole plain form that posts what the site takes", async () => {
  const html = await snippet("de");
  expect(html).toContain('action="https://paperboy.example/subscribe"');
  expect(html).toContain('name="language" type="hidden" value="de"');
  expect(html).toContain('href="https://paperboy.example/privacy"');
  expect(html).not.toMatch(/<script|style=|on\w+=/);
  const whole = `<!DOCTYPE html><html lang="de"><head><title>x</title></head><body>${html}</body></html>`;
  const { results } = await new HtmlValidate({ extends: ["html-validate:standard"] }).validateString(whole);
  expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
  const names = [...html.matchAll(/<input name="(\w+)"/g)].map(([, name]) => name);
  expect(names).toEqual(["email", "homepage", "language", "consent"]);
});

test("the page says when no site is named, and leads to the feeds", async () => {
  const page = await (await app.request("/embed")).text();
  expect(page).not.toContain("EMBED_ORIGINS");
  for (const path of ["/feed.xml?cadence=weekly", "/feeds/editions.json"])
    expect(page).toContain(`href="${path}"`);
  const none = createApp({
    ...ctx,
    config: { ...ctx.config, site: { ...ctx.config.site, embedOrigins: [] } },
  });
  expect(await (await none.request("/embed")).text()).toContain("EMBED_ORIGINS");
});
