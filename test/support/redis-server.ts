import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findFreePort } from "../../src/db/ports.ts";

export type RedisServer = { url: string; close(): Promise<void> };

/**
 * The Redis that the run's tests use: `TEST_REDIS_URL`, else one started on a free port, else none. In CI a
 * missing one is a failure; elsewhere the run says that those tests do not run.
 */
export async function openTestRedis(): Promise<RedisServer | null> {
  const given = process.env.TEST_REDIS_URL;
  if (given) return { url: given, close: async () => {} };
  if (spawnSync("redis-server", ["--version"]).status === 0) return startRedisServer();
  const sentence = "redis-server is not on the PATH and TEST_REDIS_URL is not set";
  if (process.env.CI === "true") throw new Error(`${sentence}: the tests on Redis cannot run.`);
  process.stderr.write(`\nNOT RUN: the tests on Redis, since ${sentence}.\n\n`);
  return null;
}

/** Starts a Redis with the settings that production needs, and others on top, in a folder of its own. */
export async function startRedisServer(settings: string[] = []): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-redis-"));
  const port = await findFreePort();
  const server = spawn(
    "redis-server",
    [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--dir",
      folder,
      "--appendonly",
      "yes",
      "--maxmemory-policy",
      "noeviction",
      ...settings,
    ],
    { stdio: "ignore" },
  );
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on("error", () => {}); // it is not up yet
  await client.ping();
  client.disconnect();
  return {
    url,
    close: async () => {
      await ended(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill("SIGTERM");
  });
}
