import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createContext } from "../../../src/context.ts";
import { openDatabase } from "../../../src/db/client.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { judgeRedis } from "../../../src/upkeep/doctor/check-queue.ts";
import type { DoctorLine } from "../../../src/upkeep/doctor/doctor-line.ts";
import { type DoctorOptions, runDoctor } from "../../../src/upkeep/doctor.ts";
import { migrateTables } from "../../../src/upkeep/migrate-tables.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { startFakeChat } from "../../fakes/fake-chat.ts";
import { startFakeCollector } from "../../fakes/fake-collector.ts";
import { startFakeResend } from "../../fakes/fake-resend.ts";
import { answerJson, listen, type RunningFake } from "../../fakes/http-fake.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { createTestDatabase } from "../../support/database.ts";

const secret = `whsec_${Buffer.from("a secret for the doctor!").toString("base64")}`;
const good: Record<string, string[]> = {
  "send.paperboy.example": ["v=spf1 include:amazonses.com ~all"],
  "resend._domainkey.paperboy.example": ["p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB"],
  "_dmarc.paperboy.example": ["v=DMARC1; p=quarantine"],
};

let ctx: TestContext;
let site: WebServer;
let provider: RunningFake;
let folder: string;
let domains: unknown;
let status: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "paperboy-doctor-"));
  provider = await listen((_: IncomingMessage, response: ServerResponse) =>
    answerJson(response, status, domains),
  );
  ctx = await createTestContext({ env: { RESEND_WEBHOOK_SECRET: secret } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});

/** The lines of a sound installation, with what a test changes of it. */
async function examine(
  env: Record<string, string> = {},
  readTxt: DoctorOptions["readTxt"] = async (name) => good[name] ?? [],
  readMailHosts: DoctorOptions["readMailHosts"] = async () => ({
    exchanges: ["mx.e.org"],
    hasAddress: false,
  }),
): Promise<DoctorLine[]> {
  const config = testConfig(ctx.databaseUrl, {
    DATA_DIR: folder,
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_hunter2",
    RESEND_BASE_URL: provider.url,
    RESEND_WEBHOOK_SECRET: secret,
    PUBLIC_URL: site.url,
    OPS_PASSWORD: "a-long-password",
    ...env,
  });
  const lines = await runDoctor(config, { readTxt, readMailHosts });
  expect(JSON.stringify(lines)).not.toMatch(/hunter2|whsec_\w/);
  for (const { level, mend } of lines) expect(mend !== null).toBe(level !== "ok");
  return lines;
}

const levels = (lines: DoctorLine[], check: string) =>
  lines.filter((line) => line.check === check).map(({ level }) => level);

function answer(nextStatus: number, body: unknown): void {
  status = nextStatus;
  domains = body;
}
const verified = { object: "list", data: [{ id: "d-1", name: "paperboy.example", status: "verified" }] };

describe("the doctor", () => {
  it("finds nothing to fail in a sound installation", async () => {
    answer(200, verified);
    const lines = await examine();
    expect(lines.filter(({ level }) => level === "fail")).toEqual([]);
    for (const check of [
      "database",
      "migrations",
      "clock",
      "queue",
      "provider",
      "sending domain",
      "spf",
      "dkim",
      "dmarc",
      "one-click",
      "webhook address",
      "webhook secret",
      "disk",
    ]) {
      expect([check, levels(lines, check)[0]]).toEqual([check, check === "disk" ? expect.any(String) : "ok"]);
    }
  });

  it("says that a newer release has made the tables, beside which this one goes on", async () => {
    answer(200, verified);
    await ctx.db.execute(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a newer release', 4000000000000)",
    );
    try {
      const lines = await examine();
      expect(lines.filter(({ check }) => check === "migrations")).toEqual([
        {
          check: "migrations",
          level: "fail",
          message: expect.stringMatching(
            /^The database has a migration that this release \(\d+\.\d+\.\d+\) does not/,
          ),
          mend: expect.stringContaining("docs/upgrading.md"),
        },
      ]);
      const told: string[] = [];
      const stream = { write: (line: string) => told.push(line) };
      const older = await createContext(testConfig(ctx.databaseUrl), {
        log: createLog({ logLevel: "warn" }, stream),
        isMigrating: true,
      });
      const migrated = await migrateTables(older);
      await older.close();
      expect(migrated).toEqual({ applied: 0, unknown: 1 });
      expect(told.map((line) => JSON.parse(line).msg)).toEqual([expect.stringContaining("a newer release")]);
    } finally {
      await ctx.db.execute("delete from drizzle.__drizzle_migrations where created_at = 4000000000000");
    }
  });

  it("leaves no trace of the event that it signs", async () => {
    answer(200, verified);
    await examine();
    const { rows } = await ctx.db.execute("select from provider_events");
    expect(rows).toEqual([]);
  });

  it.each([
    [
      "a key that is refused",
      401,
      { name: "invalid_api_key", message: "no", statusCode: 401 },
      "provider",
      "fail",
    ],
    [
      "a key that may only send",
      401,
      { name: "restricted_api_key", message: "no", statusCode: 401 },
      "provider",
      "warn",
    ],
    [
      "a provider that is down",
      500,
      { name: "internal", message: "no", statusCode: 500 },
      "provider",
      "warn",
    ],
    [
      "a domain that is not verified",
      200,
      { data: [{ id: "d-1", name: "paperboy.example", status: "pending" }] },
      "sending domain",
      "fail",
    ],
    ["a domain that is not there", 200, { data: [] }, "sending domain", "fail"],
    ["an answer that is none", 200, { hello: 1 }, "provider", "fail"],
  ] as const)("tells %s", async (_, nextStatus, body, check, level) => {
    answer(nextStatus, body);
    expect(levels(await examine(), check)).toEqual([level]);
  });

  it("reads what an account has to its end", async () => {
    const many = Array.from({ length: 130 }, (_, number) => number);
    const crowded = await startFakeResend({
      domains: many.map((number) => ({
        name: number === 129 ? "paperboy.example" : `other-${number}.example`,
        status: "verified",
      })),
      webhooks: many.map((number) => ({
        id: `hook-${number}`,
        endpoint: number === 0 ? `${site.url}/webhooks/resend` : `https://other.example/${number}`,
        events: ["email.bounced", "email.complained", "suppression.added", "suppression.removed"],
      })),
    });
    const lines = await examine({ RESEND_BASE_URL: crowded.url });
    expect(levels(lines, "sending domain")).toEqual(["ok"]);
    expect(lines.map(({ message }) => message)).toContain(
      "the webhook of this site is there and hears what it needs",
    );
    await crowded.close();
  });

  it.each([
    ["no SPF", { "send.paperboy.example": [] }, "spf", "fail"],
    ["two SPF records", { "send.paperboy.example": ["v=spf1 a", "v=spf1 b"] }, "spf", "fail"],
    [
      "an SPF record of others",
      { "send.paperboy.example": ["v=spf1 include:other.example -all"] },
      "spf",
      "warn",
    ],
    ["no DKIM key", { "resend._domainkey.paperboy.example": [] }, "dkim", "fail"],
    ["a revoked DKIM key", { "resend._domainkey.paperboy.example": ["v=DKIM1; p="] }, "dkim", "fail"],
    ["no DMARC", { "_dmarc.paperboy.example": [] }, "dmarc", "fail"],
    ["a DMARC record without policy", { "_dmarc.paperboy.example": ["v=DMARC1"] }, "dmarc", "fail"],
  ] as [string, Record<string, string[]>, string, string][])("tells %s", async (_, records, check, level) => {
    answer(200, verified);
    const lines = await examine({}, async (name) => ({ ...good, ...records })[name] ?? []);
    expect(levels(lines, check)).toEqual([level]);
  });

  it.each([
    ["no MX record and no address", { exchanges: [], hasAddress: false }, ["warn"]],
    ["an empty MX record (RFC 7505)", { exchanges: [""], hasAddress: true }, ["warn"]],
    ["an address alone (RFC 5321)", { exchanges: [], hasAddress: true }, ["ok"]],
    ["an MX record", { exchanges: ["mx.e.org"], hasAddress: false }, ["ok"]],
  ])("judges whether leaving by mail can arrive: %s", async (_, hosts, level) => {
    const asked: string[] = [];
    const lookUp = (env: Record<string, string>) =>
      examine(env, undefined, async (domain) => {
        asked.push(domain);
        return hosts;
      });
    answer(200, verified);
    expect(levels(await lookUp({}), "leaving by mail")).toEqual(level);
    await lookUp({ MAIL_UNSUBSCRIBE_TO: "leave@In.Paperboy.example" });
    expect(asked).toEqual(["paperboy.example", "in.paperboy.example"]);
  });

  it("asks for no MX record when digests offer no leaving by mail", async () => {
    answer(200, verified);
    const lines = await examine({ MAIL_REPLY_TO: "" }, undefined, async () => {
      throw new Error("asked");
    });
    expect(levels(lines, "leaving by mail")).toEqual(["ok"]);
  });

  it("warns of a resolver that does not answer", async () => {
    answer(200, verified);
    const lines = await examine({}, async () => {
      throw Object.assign(new Error("queryTxt ETIMEOUT"), { code: "ETIMEOUT" });
    });
    expect(["spf", "dkim", "dmarc"].flatMap((check) => levels(lines, check))).toEqual([
      "warn",
      "warn",
      "warn",
    ]);
  });

  it("tells a site that is out of reach, and one that is another", async () => {
    answer(200, verified);
    expect(levels(await examine({ PUBLIC_URL: "http://127.0.0.1:9" }), "one-click")).toEqual(["fail"]);
    expect(levels(await examine({ PUBLIC_URL: provider.url }), "one-click")).toEqual(["fail"]);
  });

  it("tells whether the site is of this database and reads the links that are signed here", async () => {
    answer(200, verified);
    await fetch(`${site.url}/.well-known/paperboy`);
    expect(levels(await examine(), "installation")).toEqual(["ok"]);
    const lines = await examine({ TOKEN_SECRET: "another-secret-for-tests-of-at-least-32-bytes" });
    expect(lines.filter(({ check }) => check === "installation")).toMatchObject([
      { level: "fail", message: expect.stringMatching(/TOKEN_SECRET differs/) },
    ]);
  });

  it("asks the collector of traces when one is named, and fails over none", async () => {
    answer(200, verified);
    let isOpen = true;
    const collector = await startFakeCollector({ fault: () => (isOpen ? null : 401) });
    const named = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "api-key=whsec_hunter2",
    };
    expect(levels(await examine(), "traces")).toEqual([]);
    expect(levels(await examine(named), "traces")).toEqual(["ok"]);
    expect(collector.requests).toMatchObject([
      { path: "/v1/traces", headers: { "api-key": "whsec_hunter2" } },
    ]);
    isOpen = false;
    const refused = (await examine(named)).find(({ check }) => check === "traces");
    expect(refused).toMatchObject({
      level: "warn",
      message: expect.stringMatching(/the collector answers 401/),
    });
    await collector.close();
    const gone = (await examine(named)).find(({ check }) => check === "traces");
    expect(gone).toMatchObject({ level: "warn", message: expect.stringMatching(/ECONNREFUSED/) });
  });

  it("asks the endpoint of the language model when one is named, and fails over none", async () => {
    answer(200, verified);
    const chat = await startFakeChat({ apiKey: "hunter2" });
    const named = { SUMMARY_BASE_URL: chat.url, SUMMARY_MODEL: "fern-8b", SUMMARY_API_KEY: "hunter2" };
    expect(levels(await examine(), "summaries")).toEqual([]);
    expect(levels(await examine(named), "summaries")).toEqual(["ok"]);
    const refused = await examine({ ...named, SUMMARY_API_KEY: "wrong" });
    expect(refused.find(({ check }) => check === "summaries")).toMatchObject({
      level: "warn",
      message: expect.stringMatching(/answers 401/),
    });
    await chat.close();
    const gone = (await examine(named)).find(({ check }) => check === "summaries");
    expect(gone).toMatchObject({ level: "warn", message: expect.stringMatching(/ECONNREFUSED/) });
  });

  it("tells a webhook secret that is missing or spoilt", async () => {
    answer(200, verified);
    expect(levels(await examine({ RESEND_WEBHOOK_SECRET: "" }), "webhook secret")).toEqual(["fail"]);
    expect(levels(await examine({ RESEND_WEBHOOK_SECRET: `${secret},whsec_` }), "webhook secret")).toEqual([
      "ok",
      "fail",
    ]);
  });

  it.each([
    ["that were never made", "drop schema public cascade; drop schema drizzle cascade; create schema public"],
    [
      "of a release before",
      "delete from drizzle.__drizzle_migrations where id > 3; drop table provider_events cascade",
    ],
  ])("has one advice for tables %s: migrate", async (_, change) => {
    answer(200, verified);
    const database = await createTestDatabase();
    try {
      const { pool } = openDatabase(database.url, 1, () => {});
      await pool.query(change);
      await pool.end();
      const failed = (await examine({ DATABASE_URL: database.url })).filter(({ level }) => level !== "ok");
      expect(failed.map(({ check }) => check)).toEqual(
        expect.arrayContaining(["migrations", "webhook secret"]),
      );
      for (const { check, message, mend } of failed) {
        if (/^(migrations|webhook secret|queue)$/.test(check)) expect(mend).toBe("Run `paperboy migrate`.");
        expect(message).not.toMatch(/insert|select|params|\n/);
      }
    } finally {
      await database.close();
    }
  });

  it("never blames the webhook's secret for a database that takes no write", async () => {
    answer(200, verified);
    const database = await createTestDatabase();
    try {
      const lines = await examine({
        DATABASE_URL: `${database.url}${database.url.includes("?") ? "&" : "?"}options=-c%20default_transaction_read_only=on`,
      });
      const line = lines.find(({ check }) => check === "webhook secret");
      expect(line).toMatchObject({ level: "fail", mend: "Mend the database first." });
      expect(line?.message).toMatch(/read-only/);
    } finally {
      await database.close();
    }
  });

  it("tells a database that is out of reach, and goes on with the rest", async () => {
    answer(200, verified);
    const lines = await examine({ DATABASE_URL: "postgres://user:hunter2@127.0.0.1:9/paperboy" });
    expect(levels(lines, "database")).toEqual(["fail"]);
    expect(levels(lines, "provider")).toEqual(["ok"]);
  });

  it("tells a Redis that is out of reach", async () => {
    answer(200, verified);
    expect(levels(await examine({ REDIS_URL: "redis://u:hunter2@127.0.0.1:9" }), "queue")).toEqual(["fail"]);
  });

  it.skipIf(inject("redisUrl") === null)("asks a real Redis for its settings", async () => {
    answer(200, verified);
    const lines = await examine({ REDIS_URL: inject("redisUrl") ?? "" });
    expect(levels(lines, "queue")).toEqual(["ok"]);
    expect(levels(lines, "redis eviction")).toEqual(["ok"]);
    expect(levels(lines, "redis persistence")).toHaveLength(1);
  });
});

describe("a Redis", () => {
  it("that evicts fails, that appends to no file warns, that is too old fails", () => {
    const info = { redis_version: "7.0.15", maxmemory_policy: "noeviction", aof_enabled: "1" };
    expect(judgeRedis(info).map(({ level }) => level)).toEqual(["ok", "ok", "ok"]);
    const spoilt = { redis_version: "5.0.7", maxmemory_policy: "allkeys-lru", aof_enabled: "0" };
    expect(judgeRedis(spoilt).map(({ level }) => level)).toEqual(["fail", "fail", "warn"]);
  });
});
