import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/env.ts";
import { ownFormsOnly, privatePage, securityHeaders } from "../../../src/web/http/security.ts";

describe("headers of every answer", () => {
  const headersOf = async (path: string, publicUrl = "https://papers.example") => {
    const app = new Hono();
    app.use(securityHeaders(readConfig({ PUBLIC_URL: publicUrl })));
    app.get("/", (c) => c.text("open"));
    app.get("/private", privatePage(), (c) => {
      c.header("content-security-policy", "sandbox");
      return c.text("private");
    });
    app.get("/broken", () => {
      throw new Error("broken");
    });
    app.onError((_, c) => c.text("broken", 500));
    return (await app.request(path)).headers;
  };

  test.each(["/", "/broken", "/nothing"])("of %s say what a page may do", async (path) => {
    const headers = await headersOf(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
      "referrer-policy": "strict-origin-when-cross-origin",
      "strict-transport-security": "max-age=63072000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
    });
    // A webmail may show this site's pictures.
    expect(headers.get("cross-origin-resource-policy")).toBe(null);
  });

  test("leave a route the policy that it gives itself", async () => {
    const headers = await headersOf("/private");
    expect(headers.get("content-security-policy")).toBe("sandbox");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test.each([
    "http://localhost:4710",
    "https://www.example.com/papers",
  ])("promise no encryption for %s, which cannot keep it, or not for its whole host", async (publicUrl) => {
    expect((await headersOf("/", publicUrl)).get("strict-transport-security")).toBe(null);
  });
});

describe("a form", () => {
  const own = "https://papers.example";
  const form = "application/x-www-form-urlencoded";

  async function statusOf(headers: Record<string, string>, given: { path?: string; method?: string } = {}) {
    const { path = "/subscribe", method = "POST" } = given;
    const app = new Hono();
    const config = readConfig({ PUBLIC_URL: own });
    app.use(ownFormsOnly(config, (asked) => asked === "/unsubscribe" || asked.startsWith("/webhooks/")));
    app.all("*", (c) => c.text("done"));
    app.onError((error, c) => c.text(error.message, 409));
    return (await app.request(path, { method, headers: { "content-type": form, ...headers } })).status;
  }

  test.each([
    [{ "sec-fetch-site": "same-origin", origin: "http://inside:4710" }],
    [{ "sec-fetch-site": "none" }],
    [{ origin: own }],
    [{ origin: "null" }],
    [{ origin: "http://inside:4710", host: "inside:4710" }],
    [{ origin: "https://inside:4710", host: "inside:4710" }],
    [{}],
  ])("that says %j is this site's own", async (headers) => {
    expect(await statusOf(headers)).toBe(200);
  });

  test.each([
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "elsewhere" }],
    [{ "sec-fetch-site": "cross-site", origin: own }],
    [{ "sec-fetch-site": "cross-site", origin: "null" }],
    [{ origin: "https://evil.example" }],
    [{ origin: "https://papers.example.evil.example" }],
    [{ origin: "evil", host: "evil" }],
    [{ origin: "https://evil.example", "content-type": "multipart/form-data; boundary=x" }],
    [{ origin: "https://evil.example", "content-type": "text/plain" }],
    [{ origin: "https://evil.example", "content-type": "" }],
  ])("that says %j is another site's", async (headers) => {
    expect(await statusOf(headers)).toBe(409);
    expect(await statusOf(headers, { method: "DELETE" })).toBe(409);
    expect(await statusOf(headers, { method: "GET" })).toBe(200);
  });

  test.each(["/unsubscribe", "/webhooks/resend"])("of another site is taken at %s", async (path) => {
    const headers = { "sec-fetch-site": "cross-site", origin: "https://mail.example" };
    expect(await statusOf(headers, { path })).toBe(200);
  });
});
