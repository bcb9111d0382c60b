import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { openEmbeddedDatabase } from "../../src/db/embedded.ts";
import { findFreePort } from "../../src/db/ports.ts";
import { databaseUrl, prepareTemplate, runOn } from "../support/template-database.ts";
import { type Actor, startActor, until } from "./actor.ts";

export const backends = ["redis", "postgres"] as const;
export type Backend = (typeof backends)[number];

/** The servers of a chaos run: they can be ended in any way and come back by themselves. */
export type Stage = {
  backend: Backend;
  folder: string;
  /** A migrated database of its own; returns its URL. The queue in Redis is told apart by its prefix. */
  newDatabase(): Promise<string>;
  /** Variables that choose the queue. */
  queueEnv: Record<string, string>;
  /** Ends PostgreSQL: fast (clients are cut off), at once, or by kill. It comes back within seconds. */
  strikePostgres(signal: "SIGINT" | "SIGQUIT" | "SIGKILL"): Promise<void>;
  /** Ends Redis and starts it again after a while. */
  strikeRedis(signal: "SIGTERM" | "SIGKILL", absentMs: number): Promise<void>;
  /** Stops Redis's time: it neither answers nor refuses. */
  freezeRedis(ms: number): Promise<void>;
  /** Throws away everything that the queue holds. */
  wipeQueue(database: string): Promise<void>;
  close(): Promise<void>;
};

export async function openStage(backend: Backend): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-chaos-"));
  const postgres = await openEmbeddedDatabase({ dataDir: join(folder, "data"), durable: false });
  const { name: template } = await prepareTemplate(postgres.url);
  const redis = backend === "redis" ? await openRedis(folder) : null;
  let made = 0;
  // Two copies of one template at the same instant refuse each other.
  let making: Promise<unknown> = Promise.resolve();
  return {
    backend,
    folder,
    queueEnv: redis ? { REDIS_URL: redis.url } : {},
    newDatabase: async () => {
      made += 1;
      const name = `chaos_${made}`;
      const copied = making.then(() => runOn(postgres.url, `create database ${name} template ${template}`));
      making = copied.catch(() => {});
      await copied;
      return databaseUrl(postgres.url, name);
    },
    strikePostgres: async (signal) => {
      process.kill(postgres.pid, signal);
      await until(() => answers(postgres.url), "PostgreSQL comes back", 60_000);
    },
    strikeRedis: async (signal, absentMs) => redis?.strike(signal, absentMs),
    freezeRedis: async (ms) => redis?.freeze(ms),
    wipeQueue: async (url) => (redis ? redis.wipe() : truncateQueue(url)),
    close: async () => {
      await redis?.close();
      await postgres.close();
      if (!process.env.CHAOS_KEEP) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    await runOn(url, "select 1");
    return true;
  } catch {
    return false; // it is down or starts up
  }
}

/** All tables of the queue's schema but the one that says which migrations ran. */
async function truncateQueue(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname = 'bullmq' and tablename <> 'migration'`,
    );
    await client.query(`truncate ${rows.map(({ name }) => name).join(", ")} cascade`);
  } finally {
    await client.end();
  }
}

/** With the settings that production needs: nothing evicted, everything appended to a file. */
async function openRedis(folder: string) {
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = [
    ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
    ...["--appendonly", "yes", "--maxmemory-policy", "noeviction"],
  ];
  const start = async () => {
    const server = startActor(folder, "redis", "redis-server", args);
    await until(() => pings(url), "Redis answers", 30_000);
    return server;
  };
  let server: Actor = await start();
  return {
    url,
    strike: async (signal: NodeJS.Signals, absentMs: number) => {
      server.signal(signal);
      await server.ended;
      await new Promise((resolve) => setTimeout(resolve, absentMs));
      server = await start();
    },
    freeze: async (ms: number) => {
      server.signal("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, ms));
      server.signal("SIGCONT");
    },
    wipe: () => withRedis(url, (client) => client.flushall()),
    close: async () => {
      server.signal("SIGKILL");
      await server.ended;
    },
  };
}

async function pings(url: string): Promise<boolean> {
  try {
    await withRedis(url, (client) => client.ping());
    return true;
  } catch {
    return false; // it is down or reads its file
  }
}

async function withRedis(url: string, work: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on("error", () => {});
  try {
    await client.connect();
    await work(client);
  } finally {
    client.disconnect();
  }
}
