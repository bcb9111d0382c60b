import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { runHousekeeping } from "../../../src/upkeep/housekeeping.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { createOpsClient } from "../../support/ops-client.ts";

const password = "correct horse battery staple";

let ctx: TestContext;
let site: WebServer;

async function rowsOf(table: string): Promise<number> {
  const { rows } = await ctx.db.execute(sql`select from ${sql.identifier(table)}`);
  return rows.length;
}

beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: password, TRUSTED_PROXIES: "1" } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

describe("the operators' pages with a password", () => {
  test("send a stranger to the login, and back to where they wanted to go", async () => {
    const client = createOpsClient(site.url);
    const answer = await client.get("/ops/subscribers?state=active");
    expect(answer.status).toBe(303);
    const login = answer.headers.get("location") ?? "";
    expect(login).toBe("/ops/login?next=%2Fops%2Fsubscribers%3Fstate%3Dactive");
    expect(await client.page(login)).toContain('value="/ops/subscribers?state=active"');
    const entered = await client.post("/ops/login", {
      name: "Ada",
      password,
      next: "/ops/subscribers?state=active",
    });
    expect(entered.headers.get("location")).toBe("/ops/subscribers?state=active");
    expect((await client.get("/ops/subscribers?state=active")).status).toBe(200);
  });

  test("never lead elsewhere after the login", async () => {
    for (const next of ["https://evil.example", "//evil.example", "/ops//evil.example", "/\\evil", "/opsx"]) {
      const answer = await createOpsClient(site.url).post(
        "/ops/login",
        { name: "Ada", password, next },
        { "x-forwarded-for": "192.0.2.77" },
      );
      expect(answer.headers.get("location")).toBe("/ops");
    }
  });

  test("keep the session in a cookie that no script reads and no other site uses", async () => {
    const answer = await createOpsClient(site.url).logIn(password);
    const cookie = answer.headers.getSetCookie().join();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\/ops/);
    // The public address is https.
    expect(cookie).toMatch(/Secure/);
  });

  test("answer a program with 401, and a wrong session as none", async () => {
    const answer = await fetch(`${site.url}/ops`, {
      headers: { accept: "application/json", cookie: "paperboy_ops=AAAA" },
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: "login_needed" });
    const post = await fetch(`${site.url}/ops/suppressions`, { method: "POST", body: new URLSearchParams() });
    expect(post.status).toBe(401);
  });

  test("end a session by logging out, on the server itself", async () => {
    const client = createOpsClient(site.url);
    await client.logIn(password);
    const kept = client.cookies.get("paperboy_ops") ?? "";
    const other = createOpsClient(site.url);
    await other.logIn(password);
    expect((await client.submit("/ops/logout")).headers.get("location")).toBe("/ops/login");
    expect(client.cookies.has("paperboy_ops")).toBe(false);
    client.cookies.set("paperboy_ops", kept);
    const paths = ["/ops", "/ops/queues/board", "/ops/queues/board/api/queues", "/ops/live", "/ops/outbox"];
    for (const path of paths) expect([path, (await client.get(path)).status]).toEqual([path, 303]);
    expect((await client.post("/ops/suppressions", {})).status).toBe(401);
    expect((await other.get("/ops")).status).toBe(200);
  });

  test("end a session by time, and all of them with another password or signing secret", async () => {
    const client = createOpsClient(site.url);
    await client.logIn(password);
    const kept = client.cookies.get("paperboy_ops") ?? "";
    const changes: Record<string, string>[] = [
      { OPS_PASSWORD: "another password" },
      { OPS_PASSWORD: password, TOKEN_SECRET: "another-secret-for-tests-of-32-bytes-or-more" },
    ];
    for (const env of changes) {
      const config = testConfig(ctx.databaseUrl, env);
      const other = await startWebServer({ ...ctx, config }, { port: 0, host: "127.0.0.1" });
      const elsewhere = createOpsClient(other.url);
      elsewhere.cookies.set("paperboy_ops", kept);
      expect((await elsewhere.get("/ops")).status).toBe(303);
      await other.close();
    }
    expect((await client.get("/ops")).status).toBe(200);
    ctx.clock.advance(12 * 3_600_000 + 1000);
    expect((await client.get("/ops")).status).toBe(303);
    const over = await rowsOf("ops_sessions");
    expect(over).toBeGreaterThan(0);
    expect(await runHousekeeping(ctx)).toMatchObject({ sessions: over });
    expect(await rowsOf("ops_sessions")).toBe(0);
  });

  test("take a form only from themselves: with its token, and not through another site", async () => {
    const client = createOpsClient(site.url);
    await client.logIn(password);
    const fields = { email: "x@example.com", explanation: "test" };
    expect((await client.post("/ops/suppressions", fields)).status).toBe(409);
    expect((await client.post("/ops/suppressions", { ...fields, form_token: "wrong" })).status).toBe(409);
    const foreign = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
    expect((await client.submit("/ops/suppressions", fields, foreign)).status).toBe(409);
    expect(await client.page("/ops/suppressions")).not.toContain("x@example.com");
    expect((await client.submit("/ops/suppressions", fields)).status).toBe(303);
    const other = createOpsClient(site.url);
    await other.logIn(password);
    const token = await other.formToken();
    expect((await client.post("/ops/suppressions", { ...fields, form_token: token })).status).toBe(409);
  });

  test("ask again in the browser when another site leads here, since the strict cookie stays behind", async () => {
    const answer = await fetch(`${site.url}/ops`, {
      headers: { accept: "text/html", "sec-fetch-site": "cross-site" },
      redirect: "manual",
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("refresh")).toBe("0");
    expect(await answer.text()).not.toContain("Editions");
  });

  test("are kept out of caches, referrers and search engines, and run no script of others", async () => {
    const client = createOpsClient(site.url);
    await client.logIn(password);
    for (const path of ["/ops", "/ops/subscribers", "/ops/login", "/ops/nowhere"]) {
      const { headers } = await client.get(path);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-robots-tag")).toContain("noindex");
      expect(headers.get("content-security-policy")).toContain("script-src 'self'");
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
    }
  });

  test("say what is not there", async () => {
    const client = createOpsClient(site.url);
    await client.logIn(password);
    for (const path of [
      "/ops/nowhere",
      "/ops/editions/daily-2031-01-01",
      "/ops/editions/daily-2031-01-01/pause",
      "/ops/batches/not-an-id",
      "/ops/batches/00000000-0000-4000-8000-000000000000",
      "/ops/readers/not-an-id",
      "/ops/readers/00000000-0000-4000-8000-000000000000",
      "/ops/suppressions/abc/remove",
    ]) {
      const answer = await client.get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).toContain("Not found");
    }
    expect((await client.submit("/ops/editions/daily-2031-01-01/cancel")).status).toBe(404);
    expect((await client.submit("/ops/readers/not-an-id/erase")).status).toBe(404);
  });
});

describe("the operators' pages without a password", () => {
  const open = async (env: Record<string, string>): Promise<{ context: Context; server: WebServer }> => {
    const context = await createContext(testConfig(ctx.databaseUrl, env), { clock: ctx.clock });
    return { context, server: await startWebServer(context, { port: 0, host: "127.0.0.1" }) };
  };

  test("are open on this machine in development, asked for by a local name and through no proxy", async () => {
    const { context, server } = await open({});
    expect((await fetch(`${server.url}/ops`)).status).toBe(200);
    expect((await fetch(`${server.url}/ops/login`)).status).toBe(404);
    const through = await fetch(`${server.url}/ops`, { headers: { "x-forwarded-for": "192.0.2.1" } });
    expect(through.status).toBe(404);
    expect(await through.text()).not.toContain("Operations");
    const page = await (await fetch(`${server.url}/ops`)).text();
    expect(page).not.toContain("Log out");
    await server.close();
    await context.close();
  });

  test("are not there in production", async () => {
    const { context, server } = await open({ NODE_ENV: "production", MAIL_TRANSPORT: "outbox" });
    for (const path of ["/ops", "/ops/queues/board"]) {
      const answer = await fetch(server.url + path);
      expect(answer.status).toBe(404);
      await answer.text();
    }
    await server.close();
    await context.close();
  });
});
