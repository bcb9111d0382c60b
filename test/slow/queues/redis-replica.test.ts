import { Redis } from "ioredis";
import { afterEach, describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { createRedisClient, type RedisClient } from "../../../src/queues/redis-client.ts";
import { type Cable, layCable } from "../../support/cable.ts";
import { testConfig } from "../../support/context.ts";
import { inTime } from "../../support/in-time.ts";
import { type RedisServer, startRedisServer } from "../../support/redis-server.ts";

let cable: Cable | null = null;
const servers: RedisServer[] = [];
const clients: (RedisClient | Redis)[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await cable?.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  cable = null;
});

async function startServer() {
  const server = await startRedisServer();
  const client = new Redis(server.url);
  servers.push(server);
  clients.push(client);
  return { url: server.url, client };
}

/** The queue's client of a worker, by a way that can lead elsewhere. */
function openClient(url: string): RedisClient {
  const { redis } = testConfig("postgres://127.0.0.1/none", { REDIS_URL: url }).queue;
  if (redis === null) throw new Error("the queue is not in Redis");
  const client = createRedisClient(redis, { connectTimeoutMs: 5_000, isLasting: true });
  clients.push(client);
  return client.on("error", () => {});
}

describe.skipIf(inject("redisUrl") === null)("a server that became a replica and lives on", () => {
  it("is left for the one that its address leads to since, and says what it is until then", async () => {
    const [former, next] = await Promise.all([startServer(), startServer()]);
    cable = await layCable(former.url);
    const client = openClient(cable.url);
    expect(await client.set("key", "before")).toBe("OK");
    const { hostname, port } = new URL(next.url);
    await former.client.replicaof(hostname, port);
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const many = await Promise.allSettled(Array.from({ length: 50 }, () => client.set("key", "after")));
    for (const answer of many)
      expect(answer).toMatchObject({
        status: "rejected",
        reason: { message: expect.stringContaining("READONLY") },
      });
    cable.leadTo(next.url);
    await vi.waitFor(async () => expect(await client.set("key", "after")).toBe("OK"), inTime);
    expect(await next.client.get("key")).toBe("after");
    expect(warnings).toEqual([]);
  });
});
