import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createContext } from "../../../src/context.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { createRefusals } from "../../../src/telemetry/refusals.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { createTestDatabase } from "../../support/database.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";

const password = "correct horse battery staple";
const second = 1000;
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

let ctx: TestContext;
let site: WebServer;
let logged = "";

beforeAll(async () => {
  const write = (line: string) => {
    logged += line;
  };
  const log = createLog({ logLevel: "warn" }, { write });
  const clock = createTestClock("2026-06-18T04:00:00Z");
  ctx = await createTestContext({
    clock,
    env: { OPS_PASSWORD: password, TRUSTED_PROXIES: "1" },
    overrides: { log, refusals: createRefusals(log, () => clock.now().getTime()) },
  });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});
beforeEach(async () => {
  // Away from what the test before left behind.
  ctx.clock.advance(60 * second);
  logged = "";
  await ctx.db.execute(sql`delete from log_in_tries`);
  await ctx.db.execute(sql`delete from ops_sessions`);
});

/** Tries a password from an address, keeping the client's cookies when it is one. */
function tryFrom(address: string, word: string, client: OpsClient = createOpsClient(site.url)) {
  return client.post(
    "/ops/login",
    { name: "Ada", password: word, next: "/ops" },
    { "x-forwarded-for": address },
  );
}

async function guessTenTimes(address: string): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    expect((await tryFrom(address, `guess ${tries}`)).status).toBe(403);
  }
}

async function tries(): Promise<number> {
  return (await ctx.db.execute(sql`select from log_in_tries`)).rows.length;
}

describe("wrong passwords", () => {
  test("slow their client down after ten, by seconds, and nobody else", async () => {
    await guessTenTimes("203.0.113.5");
    const limited = await tryFrom("203.0.113.5", password);
    expect(limited.status).toBe(429);
    expect(limited.headers.get("retry-after")).toBe("1");
    expect(limited.headers.getSetCookie().join()).not.toContain("paperboy_ops=");
    expect(await limited.text()).toContain("Too many wrong passwords were tried. Wait a second");
    expect((await tryFrom("203.0.113.6", password)).status).toBe(303);
    ctx.clock.advance(second);
    expect((await tryFrom("203.0.113.5", password)).status).toBe(303);
  });

  test("cost a wait that grows to four seconds, and no more while the client goes on", async () => {
    await guessTenTimes("203.0.113.5");
    const waits: string[] = [];
    for (let tried = 0; tried < 6; tried += 1) {
      const answer = await tryFrom("203.0.113.5", "guess");
      const wait = answer.headers.get("retry-after") ?? "";
      waits.push(wait);
      ctx.clock.advance(Number(wait) * second);
      expect((await tryFrom("203.0.113.5", "guess")).status).toBe(403);
    }
    expect(waits).toEqual(["1", "2", "4", "4", "4", "4"]);
    ctx.clock.advance(4 * second);
    expect((await tryFrom("203.0.113.5", password)).status).toBe(303);
  });

  test("are forgotten after a quarter of an hour", async () => {
    await guessTenTimes("203.0.113.5");
    ctx.clock.advance(15 * 60 * second);
    await guessTenTimes("203.0.113.5");
  });

  test("of a stranger at the same address keep nobody out for more than seconds", async () => {
    await guessTenTimes("203.0.113.5");
    const operator = createOpsClient(site.url);
    const told = await tryFrom("203.0.113.5", password, operator);
    expect(told.status).toBe(429);
    let seen = 0;
    const hammer = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 100) {
        ctx.clock.advance(100);
        if ((await tryFrom("203.0.113.5", `guess ${passed}`)).status === 403) seen += 1;
      }
    };
    await hammer(Number(told.headers.get("retry-after")) * second);
    expect((await tryFrom("203.0.113.5", password, operator)).status).toBe(303);
    await hammer(10 * second);
    expect(seen).toBeLessThanOrEqual(5);
    // A browser that knew the password before is not even slowed down.
    await operator.submit("/ops/logout");
    expect((await tryFrom("203.0.113.5", password, operator)).status).toBe(303);
  });

  test("that wait their turn by cookie are slowed down as well", async () => {
    await guessTenTimes("203.0.113.5");
    const guesser = createOpsClient(site.url);
    let seen = 0;
    for (let passed = 0; passed < 60; passed += 1) {
      if ((await tryFrom("203.0.113.5", "guess", guesser)).status === 403) seen += 1;
      ctx.clock.advance(second);
    }
    expect(seen).toBeLessThanOrEqual(2 + 60 / 4 + 60 / 4);
  });

  test("from many addresses are bounded together, in rows too, and disturb no operator", async () => {
    const operator = createOpsClient(site.url);
    await operator.logIn(password);
    let seen = 0;
    for (let client = 0; client < 260; client += 1) {
      if (client % 8 === 0) ctx.clock.advance(second / 10);
      const answer = await tryFrom(`203.0.${client >> 7}.${client & 127}`, `guess ${client}`);
      if (answer.status === 403) seen += 1;
    }
    expect(seen).toBeGreaterThanOrEqual(100);
    expect(seen).toBeLessThanOrEqual(105);
    expect(await tries()).toBeLessThanOrEqual(seen + 2);
    expect((await operator.get("/ops")).status).toBe(200);
    expect((await tryFrom("203.0.113.99", password, operator)).status).toBe(303);
    ctx.clock.advance(20 * 60 * second);
    await tryFrom("203.0.113.100", "guess");
    expect(await tries()).toBeLessThanOrEqual(2);
  });

  test("are counted by all processes together, and at one instant are never one too many", async () => {
    const twin = await createContext(
      testConfig(ctx.databaseUrl, { OPS_PASSWORD: password, TRUSTED_PROXIES: "1" }),
      { clock: ctx.clock },
    );
    const other = await startWebServer(twin, { port: 0, host: "127.0.0.1" });
    const urls = [site.url, other.url];
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        tryFrom("203.0.113.5", `guess ${index}`, createOpsClient(urls[index % 2] ?? "")),
      ),
    );
    expect(answers.filter(({ status }) => status === 403).length).toBeLessThanOrEqual(10);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(14);
    await other.close();
    await twin.close();
  });

  test("shut nobody out when a process whose clock is ahead counted them", async () => {
    await guessTenTimes("203.0.113.5");
    await ctx.db.execute(sql`
      update log_in_tries set last_at = last_at + interval '25 hours', next_at = next_at + interval '25 hours'`);
    expect((await tryFrom("203.0.113.5", password)).status).toBe(303);
  });

  test("are told to the log, without an address, and a flood of them in few lines", async () => {
    await guessTenTimes("203.0.113.5");
    for (let more = 0; more < 30; more += 1) await tryFrom("203.0.113.5", "guess");
    const lines = logged
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ reason }) => reason === "wrong password")).toHaveLength(10);
    // Of the thirty tries that were not looked at, the first ones of the minute are told.
    expect(lines.filter(({ reason }) => reason === "too many tries")).toHaveLength(10);
    expect(logged).not.toMatch(/203\.0\.113|guess/);
  });

  test("of a program are answered as JSON", async () => {
    await guessTenTimes("203.0.113.5");
    const answer = await fetch(`${site.url}/ops/login`, {
      method: "POST",
      headers: { "x-forwarded-for": "203.0.113.5", "content-type": "application/json" },
      body: JSON.stringify({ name: "Ada", password }),
    });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(await answer.json()).toMatchObject({ error: "too_many_tries" });
  });
});

describe("sessions", () => {
  test("are listed with browser and times, and ended one by one or all others", async () => {
    const clients = [
      createOpsClient(site.url),
      createOpsClient(site.url),
      createOpsClient(site.url),
    ] as const;
    for (const client of clients)
      await client.post("/ops/login", { name: "Ada", password, next: "/ops" }, { "user-agent": firefox });
    const [own, first, last] = clients;
    const page = await own.page("/ops/sessions");
    expect(page.match(/<td>Firefox on Linux/g)).toHaveLength(3);
    expect(page.match(/this one/g)).toHaveLength(1);
    const ends = [...page.matchAll(/action="(\/ops\/sessions\/[0-9a-f-]{36}\/end)"/g)].map(
      ([, path]) => path,
    );
    expect(ends).toHaveLength(2);
    const said = await own.submit(ends[0] ?? "");
    expect(await own.page(said.headers.get("location") ?? "")).toContain("The session is ended.");
    const again = await own.submit(ends[0] ?? "");
    expect(await own.page(again.headers.get("location") ?? "")).toContain("had ended already");
    const open = async () =>
      (await Promise.all([first, last].map((client) => client.get("/ops")))).map(({ status }) => status);
    expect((await open()).sort()).toEqual([200, 303]);
    const others = await own.submit("/ops/sessions/end-others");
    expect(await own.page(others.headers.get("location") ?? "")).toContain("One session was ended.");
    expect(await open()).toEqual([303, 303]);
    expect((await own.get("/ops")).status).toBe(200);
    expect((await own.post("/ops/sessions/end-others", {})).status).toBe(409);
    expect((await own.submit("/ops/sessions/not-an-id/end")).status).toBe(303);
  });

  test("are kept by hash, with neither cookie nor address nor the whole user agent", async () => {
    const client = createOpsClient(site.url);
    await client.post(
      "/ops/login",
      { name: "Ada", password, next: "/ops" },
      { "user-agent": firefox, "x-forwarded-for": "203.0.113.5" },
    );
    await tryFrom("203.0.113.5", "guess");
    const { rows } = await ctx.db.execute(
      sql`select to_jsonb(s)::text as kept from ops_sessions s union all select to_jsonb(t)::text from log_in_tries t`,
    );
    const kept = JSON.stringify(rows);
    expect(rows.length).toBeGreaterThan(1);
    expect(kept).not.toMatch(/203\.0\.113|Gecko/);
    expect(kept).not.toContain(client.cookies.get("paperboy_ops"));
  });

  test("note when they were last seen, with one write a minute at most", async () => {
    const client = createOpsClient(site.url);
    await client.logIn(password);
    const version = async () =>
      (await ctx.db.execute<{ v: string }>(sql`select xmin::text as v from ops_sessions`)).rows[0]?.v;
    const began = await version();
    ctx.clock.advance(59 * second);
    for (let page = 0; page < 3; page += 1) await client.get("/ops/readers");
    expect(await version()).toBe(began);
    ctx.clock.advance(second);
    await client.get("/ops/readers");
    const noted = await version();
    expect(noted).not.toBe(began);
    await client.get("/ops/readers");
    expect(await version()).toBe(noted);
    ctx.clock.advance(5 * 60 * second);
    const other = createOpsClient(site.url);
    await other.logIn(password);
    expect(await other.page("/ops/sessions")).toContain("5 min ago");
  });

  test("end what goes on for long: a live page hears no more", async () => {
    const client = createOpsClient(site.url);
    await client.logIn(password);
    const live = await client.get("/ops/live");
    const reader = live.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toContain("event: hello");
    await client.submit("/ops/logout");
    for (let part = await reader?.read(); part && !part.done; ) part = await reader?.read();
    expect((await client.get("/ops/live", { accept: "application/json" })).status).toBe(401);
  });
});

describe("while the database is away", () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let away: Awaited<ReturnType<typeof createContext>>;
  let server: WebServer;

  beforeEach(async () => {
    database = await createTestDatabase();
    const config = testConfig(database.url, { OPS_PASSWORD: password });
    away = await createContext(config, { clock: ctx.clock, log: ctx.log });
    server = await startWebServer(away, { port: 0, host: "127.0.0.1" });
  });
  afterEach(async () => {
    await server.close();
    await away.close();
    await database.close();
  });

  test("nobody is let in: 503 and a sentence, for who was logged in and for who logs in", async () => {
    const client = createOpsClient(server.url);
    await client.logIn(password);
    expect((await client.get("/ops/readers")).status).toBe(200);
    const admin = new pg.Client({ connectionString: database.url.replace(/\/[^/]*$/, "/postgres") });
    await admin.connect();
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`alter database ${name} with allow_connections false`);
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    for (const path of ["/ops", "/ops/readers", "/ops/queues/board", "/ops/outbox", "/ops/live"]) {
      const answer = await client.get(path);
      expect([path, answer.status]).toEqual([path, 503]);
      const text = await answer.text();
      expect(text).toContain("nobody&#x27;s log-in can be checked");
      expect(text).not.toContain("Log out");
    }
    expect((await createOpsClient(server.url).logIn(password)).status).toBe(503);
    await admin.query(`alter database ${name} with allow_connections true`);
    await admin.end();
    expect((await client.get("/ops/readers")).status).toBe(200);
  });
});
