import { Redis } from "ioredis";
import pg from "pg";
import type { Config } from "../config/env.ts";
import { queueSchema } from "../db/migrate.ts";
import type { Log } from "../telemetry/log.ts";

/** The one connection that BullMQ's classes of this process share. */
export type QueueConnection = (
  | { backend: "redis"; client: Redis; prefix: string }
  | { backend: "postgres"; client: pg.Pool }
) & {
  /** A job whose worker shows no sign of life for this long is given to another. */
  lockMs: number;
  /** Writes something for each of these queues and takes it away; rejects with the driver's error. */
  probe(queues: string[]): Promise<void>;
  close(): Promise<void>;
};

/** Each worker keeps a LISTEN connection; the rest serve the queues' own statements. */
const queuePoolSize = 24;

/**
 * A connection that is asked and says nothing for so long is dead, though nobody closed it, as after a pulled
 * cable. BullMQ's longest blocking command takes ten seconds.
 */
const silenceMs = 20_000;

/**
 * Connects BullMQ to Redis when `REDIS_URL` is set, else to its tables in PostgreSQL.
 * Connections are made when first needed and made again whenever they break.
 */
export function openQueueConnection(config: Config, databaseUrl: string, log: Log): QueueConnection {
  const onError = throttled((error: Error) =>
    log.warn({ code: codeOf(error) }, "the queue's connection broke; it is made again"),
  );
  const { redisUrl, prefix, lockMs } = config.queue;
  const opened =
    redisUrl === null ? openPostgres(databaseUrl, onError) : openRedis(redisUrl, prefix, onError);
  return { ...opened, lockMs };
}

function openRedis(url: string, prefix: string, onError: (error: Error) => void) {
  const client = new Redis(url, {
    // BullMQ's blocking commands must outlast an outage.
    maxRetriesPerRequest: null,
    lazyConnect: true,
    connectTimeout: 5_000,
    socketTimeout: silenceMs,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  });
  client.on("error", onError);
  return {
    backend: "redis" as const,
    client,
    prefix,
    probe: (queues: string[]) => probeRedis(client, prefix, queues),
    close: async () => {
      client.disconnect();
    },
  };
}

/** Long enough to be written, short enough to leave nothing behind when the process dies in between. */
const probeLifeMs = 10_000;

/** One key for each queue: a node of a cluster refuses only the keys that are not its own. */
export async function probeRedis(client: Redis, prefix: string, queues: string[]): Promise<void> {
  const commands = client.pipeline();
  for (const queue of queues) {
    const key = `${prefix}:${queue}:probe`;
    commands.set(key, "1", "PX", probeLifeMs).del(key);
  }
  for (const [error] of (await commands.exec()) ?? []) if (error) throw error;
}

/** Commits a write to BullMQ's own table of settings, of which none is named so. */
export async function probePostgres(client: pg.Pool): Promise<void> {
  await client.query(`
    insert into ${queueSchema}.meta (queue, field, value) values ('probe', 'probe', clock_timestamp()::text)
    on conflict (queue, field) do update set value = excluded.value`);
}

function openPostgres(url: string, onError: (error: Error) => void) {
  const client = new pg.Pool({
    connectionString: url,
    max: queuePoolSize,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // BullMQ leaves the search path of a pool that it is given to its owner.
    options: `-c search_path=${queueSchema} -c timezone=UTC`,
  });
  // Each queue and worker listens for its errors too.
  client.setMaxListeners(0);
  client.on("error", onError);
  // A connection that is lent out and breaks between two statements would end the process.
  client.on("connect", (lent) => lent.on("error", () => {}));
  let isClosed = false;
  return {
    backend: "postgres" as const,
    client,
    probe: () => probePostgres(client),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await client.end();
    },
  };
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** Passes on one call in ten seconds: a lost server is reported by every connection, over and over. */
function throttled(report: (error: Error) => void): (error: Error) => void {
  let quietUntil = 0;
  return (error) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + 10_000;
    report(error);
  };
}
