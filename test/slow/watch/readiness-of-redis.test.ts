import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { runDoctor } from "../../../src/upkeep/doctor.ts";
import { startWatchServer } from "../../../src/web/server.ts";
import { layCable } from "../../support/cable.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { readExposition, sampleValue } from "../../support/exposition.ts";
import { redisUrls } from "../../support/redis.ts";
import { startRedisServer } from "../../support/redis-server.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(env: Record<string, string>): Promise<TestContext> {
  const ctx = await createTestContext({ env });
  closers.push(() => ctx.close());
  return ctx;
}

async function serve(ctx: TestContext): Promise<string> {
  const server = await startWatchServer(ctx, 0);
  closers.push(() => server.close());
  return server.url;
}

const serveReadiness = async (ctx: TestContext) => `${await serve(ctx)}/readyz`;

async function ask(url: string): Promise<[number, string]> {
  const answer = await fetch(url);
  return [answer.status, await answer.text()];
}

describe.skipIf(redisUrls().length < 2)("a Redis that answers but is no queue", () => {
  async function openRedis(settings: string[] = []) {
    const server = await startRedisServer(settings);
    closers.push(() => server.close());
    const client = new Redis(server.url);
    closers.push(async () => client.disconnect());
    return { url: server.url, client };
  }

  it.each([
    ["is a replica", ["replicaof", "127.0.0.1", "9"], /READONLY/],
    ["is over its memory", ["config", "set", "maxmemory", "1"], /OOM/],
  ])("fails /readyz and the doctor when it %s", async (_, [command = "", ...args], words) => {
    const { url, client } = await openRedis();
    const ctx = await open({ REDIS_URL: url });
    const readyz = await serveReadiness(ctx);
    expect((await ask(readyz))[0]).toBe(200);
    await client.call(command, ...args);
    await expect.poll(() => ask(readyz), { timeout: 60_000 }).toEqual([503, expect.stringMatching(words)]);
    const doctor = await runDoctor(testConfig(ctx.databaseUrl, { REDIS_URL: url }));
    expect(doctor.filter(({ check }) => check === "queue write")).toMatchObject([
      { level: "fail", message: expect.stringMatching(words) },
    ]);
  });

  it("fails when another node of its cluster keeps the queue", async () => {
    const cluster = ["--cluster-enabled", "yes"];
    const [one, two] = [await openRedis(cluster), await openRedis(cluster)];
    await one.client.call("cluster", "meet", "127.0.0.1", new URL(two.url).port);
    await one.client.call("cluster", "addslotsrange", "0", "8191");
    await two.client.call("cluster", "addslotsrange", "8192", "16383");
    const isWhole = async ({ client }: { client: Redis }) =>
      /cluster_state:ok[\s\S]*cluster_slots_assigned:16384/.test(
        String(await client.call("cluster", "info")),
      );
    await expect
      .poll(async () => (await isWhole(one)) && (await isWhole(two)), { timeout: 60_000, interval: 200 })
      .toBe(true);
    const answers = await Promise.all(
      [one, two].map(async ({ url }) => ask(await serveReadiness(await open({ REDIS_URL: url })))),
    );
    expect(answers.map(([status]) => status).sort()).toEqual([200, 503]);
    expect(answers.find(([status]) => status === 503)?.[1]).toMatch(/MOVED \d/);
    const spread = await open({ REDIS_URL: one.url, QUEUE_PREFIX: "no-braces" });
    expect(await ask(await serveReadiness(spread))).toEqual([503, expect.stringMatching(/MOVED \d/)]);
  }, 60_000);
});

it("/readyz tells a Redis that does not answer, without its address", async () => {
  const ctx = await open({ REDIS_URL: "redis://user:hunter2@127.0.0.1:9" });
  const [status, text] = await ask(await serveReadiness(ctx));
  expect(status).toBe(503);
  expect(text).toMatch(/"queue","isOk":false/);
  expect(text).not.toMatch(/hunter2/);
});

const redisUrl = redisUrls().find(({ url }) => url !== null)?.url ?? "";
it.skipIf(redisUrl === "").each(["refused", "silent"] as const)(
  "/metrics answers soon while Redis is away (%s), and says that the queue is not known",
  async (how) => {
    const cable = await layCable(redisUrl);
    closers.push(() => cable.close());
    const ctx = await open({ REDIS_URL: cable.url });
    // Answers are kept for two seconds: a port of its own has none yet.
    const [before, after] = [await serve(ctx), await serve(ctx)];
    const scrape = async (url: string) => readExposition((await ask(`${url}/metrics`))[1]);
    expect(sampleValue(await scrape(before), "paperboy_up", { part: "queue" })).toBe(1);
    await cable.cut(how);
    const askedAt = performance.now();
    const samples = await scrape(after);
    // What Prometheus gives a scrape.
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    expect(sampleValue(samples, "paperboy_up", { part: "queue" })).toBe(0);
    expect(sampleValue(samples, "paperboy_up", { part: "database" })).toBe(1);
    expect(sampleValue(samples, "paperboy_queue_jobs", {})).toBeNull();
  },
);
