import { readdirSync, readFileSync } from "node:fs";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { createPathReader, placeLinks, placeRedirects } from "../../../src/web/http/base-path.ts";

const publicUrl = "https://lab.example/papers";
const names = ["papers", "search", "ops", "feed.xml"];

/** A site with some pages, which answers with the path by which it knows the request. */
function siteAt(address: string): Hono {
  const app: Hono = new Hono({ getPath: createPathReader(address, () => app.routes) });
  app.use(placeRedirects(address));
  app.get("/", (c) => c.text(c.req.path));
  app.get("/papers/:id", (c) => c.text(c.req.path));
  for (const name of names.slice(1)) app.get(`/${name}`, (c) => c.text(c.req.path));
  app.get("/search/old", (c) => c.redirect("/search?q=a", 301));
  app.get("/search/other", (c) => c.redirect("https://other.example/papers"));
  return app;
}

const ask = async (app: Hono, path: string) => {
  const answer = await app.request(`http://127.0.0.1${path}`);
  return answer.status === 200 ? answer.text() : answer.status;
};

describe("a site below a path of its host", () => {
  it.each([
    ["/papers", "/"],
    ["/papers/", "/"],
    ["/", "/"],
    ["/papers/search?q=1", "/search"],
    ["/search?q=1", "/search"],
    ["/papers/papers/2406.01234", "/papers/2406.01234"],
    ["/papers/2406.01234", "/papers/2406.01234"],
    ["/papers/feed.xml", "/feed.xml"],
    ["/papers/ops", "/ops"],
    ["/papersearch", 404],
    ["/other/search", 404],
    ["/papers/papers/papers/1", 404],
  ])("knows %s as %s, whether or not the proxy took its path off", async (asked, known) => {
    expect(await ask(siteAt(publicUrl), asked)).toBe(known);
  });

  it("knows a deeper path as well, and one that is written with codes", async () => {
    const app = siteAt("https://lab.example/a/b");
    expect(await ask(app, "/a/b/search")).toBe("/search");
    expect(await ask(app, "/a/%62/search")).toBe("/search");
    expect(await ask(app, "/a/search")).toBe(404);
  });

  it("redirects below its path, and elsewhere as it was said", async () => {
    const app = siteAt(publicUrl);
    const to = async (path: string) => (await app.request(path)).headers.get("location");
    expect(await to("/papers/search/old")).toBe("/papers/search?q=a");
    expect(await to("/search/old")).toBe("/papers/search?q=a");
    expect(await to("/search/other")).toBe("https://other.example/papers");
  });

  it("puts its path before what a page names of the site, and before nothing else", () => {
    const page = `<a href="/">a</a><a href="//other.example/">b</a><a href="#top">c</a><form action="/search"><button formAction="/ops?a=1"><input value="/search"/></form><img src="/a.png"/><p> href=&quot;/x</p><body data-follow="/ops/live">`;
    expect(placeLinks(page, "/papers")).toBe(
      `<a href="/papers/">a</a><a href="//other.example/">b</a><a href="#top">c</a><form action="/papers/search"><button formAction="/papers/ops?a=1"><input value="/search"/></form><img src="/papers/a.png"/><p> href=&quot;/x</p><body data-follow="/papers/ops/live">`,
    );
    expect(placeLinks(page, "")).toBe(page);
  });
});

describe("the code of the site", () => {
  const folder = new URL("../../../src/web/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:tsx?|js|css)$/.test(file))
    .map((file) => ({ file: file.replaceAll("\\", "/"), text: readFileSync(new URL(file, folder), "utf8") }));
  const findIn = (pattern: RegExp, allowed: string[] = []) =>
    files.filter(({ file, text }) => pattern.test(text) && !allowed.includes(file)).map(({ file }) => file);

  it("sends no page but through where links get the path", () => {
    expect(findIn(/renderToStaticMarkup|renderToString/, ["http/send-page.ts"])).toEqual([]);
    // Mails, whose links are whole addresses, and a document without any.
    const mails = [
      "site/routes/view.tsx",
      "site/routes/preferences.tsx",
      "ops/routes/outbox.tsx",
      "ops/access.tsx",
    ];
    expect(findIn(/\bc\.html\(/, mails)).toEqual([]);
    expect(findIn(/dangerouslySetInnerHTML|srcSet=|httpEquiv=/)).toEqual([]);
  });

  it("gives no cookie to the whole host, and asks it for nothing from scripts and styles", () => {
    for (const { file, text } of files.filter((one) => /\b(?:set|delete)(?:Signed)?Cookie\(/.test(one.text)))
      expect(/\bpath: ["'`]\//.exec(text)?.[0], file).toBeUndefined();
    const browsers = files.filter(({ file }) => /assets\/.*\.(?:js|css)$/.test(file));
    expect(browsers.length).toBeGreaterThan(3);
    for (const { file, text } of browsers)
      expect(text.match(/(?:fetch|assign|EventSource|url)\(["'`]?\/(?!\/)/)?.[0], file).toBeUndefined();
  });

  it("reads the path of a request where the site's own is taken off", () => {
    expect(
      findIn(/pathname[^;]*new URL\(c\.req\.url\)|new URL\(c\.req\.url\)\.pathname/, ["http/base-path.ts"]),
    ).toEqual([]);
  });
});
