import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/env.ts";
import { privatePage, securityHeaders } from "../../../src/web/http/security.ts";

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

  test("promise no encryption that a site without it cannot keep", async () => {
    expect((await headersOf("/", "http://localhost:4710")).get("strict-transport-security")).toBe(null);
  });
});
