import type pg from "pg";
import type { RedisConfig } from "../config/connections.ts";
import type { Config } from "../config/env.ts";
import { isDatabaseOutage } from "../db/client.ts";
import { describeUnreachable, isRefusedConnection } from "../db/connection-fault.ts";
import { queueSchema } from "../db/migrate.ts";
import { createPool } from "../db/pool.ts";
import type { Log } from "../telemetry/log.ts";
import { findRefusedCertificate } from "./redis-certificate.ts";
import { createRedisClient, describeRedisOutage, isRedisOutage, type RedisClient } from "./redis-client.ts";
import { type BullPool, shareListener } from "./shared-listener.ts";

/** The one connection that BullMQ's classes of this process share. */
export type QueueConnection = (
  | { backend: "redis"; client: RedisClient; prefix: string }
  | { backend: "postgres"; client: BullPool }
) & {
  /** The connections to PostgreSQL; null when the queue lies elsewhere. */
  pool: pg.Pool | null;
  /**
   * Why the queue does not answer and what to do; one sentence.
   *
   * @param cause how a command failed; else the last error of a connection tells, as far as it does.
   */
  describeOutage(cause?: unknown): string;
  /** Whether an error of a command says no more than that there was no answer. */
  isOutage(error: unknown): boolean;
  /** A job whose worker shows no sign of life for this long is given to another. */
  lockMs: number;
  /** Writes something for each of these queues and takes it away; rejects with the driver's error. */
  probe(queues: string[]): Promise<void>;
  close(): Promise<void>;
};

/**
 * A connection that is asked and says nothing for so long is dead, though nobody closed it, as after a pulled
 * cable. BullMQ's longest blocking command takes ten seconds.
 */
const silenceMs = 20_000;

const connectTimeoutMs = 5_000;

/**
 * Connects BullMQ to Redis when one is configured, else to its tables in PostgreSQL.
 * Connections are made when first needed and made again whenever they break.
 *
 * @param databaseUrl leads to the server itself, not to a pooler.
 * @param name how connections to PostgreSQL call themselves.
 */
export function openQueueConnection(
  config: Config,
  databaseUrl: string,
  name: string,
  log: Log,
): QueueConnection {
  const onError = throttled((error: Error) =>
    log.warn({ code: codeOf(error) }, "the queue's connection broke; it is made again"),
  );
  const { redis, poolSize, prefix, lockMs } = config.queue;
  const opened =
    redis === null
      ? openPostgres(config.database, { url: databaseUrl, name, poolSize, onError })
      : openRedis(redis, prefix, onError);
  return { ...opened, lockMs };
}

function openRedis(config: RedisConfig, prefix: string, onError: (error: Error) => void) {
  const client = createRedisClient(config, { connectTimeoutMs, silenceMs, isLasting: true });
  let lastError: Error | null = null;
  let refused: Error | null = null;
  const lookAtCertificates = throttled(() => {
    findRefusedCertificate(config, connectTimeoutMs).then(
      (found) => {
        refused = found;
      },
      // The CA's file, which the client has read, may be gone since: then nothing more is known.
      () => {},
    );
  });
  client.on("error", (error) => {
    lastError = error;
    lookAtCertificates(error);
    onError(error);
  });
  client.on("ready", () => {
    lastError = refused = null;
  });
  return {
    backend: "redis" as const,
    client,
    pool: null,
    prefix,
    probe: (queues: string[]) => probeRedis(client, prefix, queues),
    describeOutage: (cause?: unknown) => describeRedisOutage(config, refused ?? lastError ?? cause),
    isOutage: isRedisOutage,
    close: async () => {
      client.disconnect();
    },
  };
}

/** Long enough to be written, short enough to leave nothing behind when the process dies in between. */
const probeLifeMs = 10_000;

/** One key for each queue: a node of a cluster refuses only the keys that are not its own. */
export async function probeRedis(client: RedisClient, prefix: string, queues: string[]): Promise<void> {
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

type QueuePool = { url: string; name: string; poolSize: number; onError(error: Error): void };

function openPostgres({ directUrl }: Config["database"], { url, name, poolSize, onError }: QueuePool) {
  // BullMQ leaves the search path of a pool that it is given to its owner.
  const pool = createPool(url, { size: poolSize, name, settings: { search_path: queueSchema } });
  // Each queue and worker listens for its errors too.
  pool.setMaxListeners(0);
  let lastError: Error | null = null;
  pool.on("error", (error) => {
    lastError = error;
    onError(error);
  });
  pool.on("connect", () => {
    lastError = null;
  });
  let isClosed = false;
  return {
    backend: "postgres" as const,
    client: shareListener(pool),
    pool,
    probe: () => probePostgres(pool),
    describeOutage: (cause?: unknown) => describePostgresOutage(cause ?? lastError, directUrl !== null),
    isOutage: (error: unknown) => isDatabaseOutage(error) || isRefusedConnection(error),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await pool.end();
    },
  };
}

function describePostgresOutage(cause: unknown, isDirect: boolean): string {
  return cause === null || cause === undefined
    ? "The queue does not answer: check that PostgreSQL runs, in which it lies."
    : describeUnreachable(cause, isDirect ? "DATABASE_DIRECT_URL" : "DATABASE_URL");
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
