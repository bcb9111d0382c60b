import { Cluster, type Redis } from "ioredis";
import type pg from "pg";
import { within } from "../../calendar/within.ts";
import type { RedisConfig } from "../../config/connections.ts";
import type { Config } from "../../config/env.ts";
import { queueSchema } from "../../db/migrate.ts";
import { probePostgres, probeRedis } from "../../queues/connection.ts";
import { queueNames } from "../../queues/contracts.ts";
import { findRefusedCertificate } from "../../queues/redis-certificate.ts";
import { createRedisClient, describeRedisOutage } from "../../queues/redis-client.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { type DoctorLine, fail, ok, warn } from "./doctor-line.ts";

const timeoutMs = 5_000;
const leastRedisVersion = [6, 2];

/** The queue on whichever backend. */
export async function checkQueue(
  config: Config["queue"],
  pool: pg.Pool | null,
  isEmbedded: boolean,
): Promise<DoctorLine[]> {
  if (config.redis !== null) return checkRedis(config.redis, config.prefix);
  if (pool === null)
    return [
      fail("queue", "The queue lies in the database, which cannot be used.", "Mend the database first."),
    ];
  const { rows } = await pool.query<{ is_there: boolean }>(
    "select exists (select from information_schema.tables where table_schema = $1) as is_there",
    [queueSchema],
  );
  if (rows[0]?.is_there) {
    return [ok("queue", "BullMQ's tables are in PostgreSQL"), await checkWrite(() => probePostgres(pool))];
  }
  return isEmbedded
    ? [ok("queue", "BullMQ's tables are made at the next start")]
    : [fail("queue", "BullMQ's tables are missing.", "Run `paperboy migrate`.")];
}

/** Does what a worker does first: a server that only answers is no queue. */
async function checkWrite(probe: () => Promise<void>): Promise<DoctorLine> {
  try {
    await within(timeoutMs, probe());
    return ok("queue write", "a write is taken");
  } catch (error) {
    return fail(
      "queue write",
      `The queue takes no write: ${reasonOf(error)}.`,
      "READONLY: name the primary. OOM: give Redis memory. MOVED: it is a node of a cluster; name some of its nodes in REDIS_CLUSTER, instead of one in REDIS_URL.",
    );
  }
}

async function checkRedis(config: RedisConfig, prefix: string): Promise<DoctorLine[]> {
  const redis = createRedisClient(config, { connectTimeoutMs: timeoutMs, isLasting: false });
  let lastError: unknown = null;
  redis.on("error", (error) => {
    lastError = error;
  });
  try {
    await within(timeoutMs, redis.connect());
    const servers = redis instanceof Cluster ? redis.nodes("master") : [redis];
    const lines = await Promise.all(servers.map(askServer));
    const size = redis instanceof Cluster ? [ok("queue", `a cluster of ${servers.length} primaries`)] : [];
    return [
      ...size,
      ...withoutRepetition(lines.flat()),
      await checkWrite(() => probeRedis(redis, prefix, queueNames)),
    ];
  } catch (error) {
    const fault = (await findRefusedCertificate(config, timeoutMs)) ?? lastError ?? error;
    return [
      fail(
        "queue",
        `Redis cannot be used: ${reasonOf(fault)}.`,
        `${describeRedisOutage(config, fault)} Delivery goes on once Redis does.`,
      ),
    ];
  } finally {
    redis.disconnect();
  }
}

async function askServer(server: Redis): Promise<DoctorLine[]> {
  return judgeRedis(readInfo(await within(timeoutMs, server.info())));
}

/** What all nodes of a cluster say alike is said once. */
function withoutRepetition(lines: DoctorLine[]): DoctorLine[] {
  return [...new Map(lines.map((line) => [`${line.check} ${line.message}`, line])).values()];
}

/** Lines of `INFO` (https://redis.io/docs/latest/commands/info/) as a record. */
function readInfo(text: string): Record<string, string> {
  const fields = text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(":");
    return line.startsWith("#") || colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
  });
  return Object.fromEntries(fields);
}

/** What BullMQ needs of a Redis or Valkey server: nothing evicted, everything kept over a restart. */
export function judgeRedis(info: Record<string, string>): DoctorLine[] {
  const isValkey = info.server_name === "valkey";
  const version = (isValkey ? info.valkey_version : info.redis_version) ?? "of unknown version";
  const name = `${isValkey ? "Valkey" : "Redis"} ${version}`;
  const lines = [
    isOld(info.redis_version ?? "")
      ? fail(
          "queue",
          `${name} is too old for BullMQ.`,
          `Run Redis ${leastRedisVersion.join(".")} or later, or Valkey.`,
        )
      : ok("queue", `${name} answers`),
  ];
  const policy = info.maxmemory_policy;
  lines.push(
    policy === undefined
      ? warn(
          "redis eviction",
          "The server does not tell its eviction policy.",
          "Make sure that it is noeviction.",
        )
      : policy === "noeviction"
        ? ok("redis eviction", "maxmemory-policy is noeviction")
        : fail(
            "redis eviction",
            `maxmemory-policy is ${policy}: a full Redis drops jobs.`,
            "Set `maxmemory-policy noeviction` in redis.conf, or CONFIG SET maxmemory-policy noeviction.",
          ),
  );
  lines.push(
    info.aof_enabled === "1"
      ? ok("redis persistence", "AOF is on")
      : warn(
          "redis persistence",
          "AOF is off: a restart loses waiting jobs. No mail is lost, but what is due waits up to half a minute.",
          "Set `appendonly yes` in redis.conf.",
        ),
  );
  return lines;
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  const [leastMajor = 0, leastMinor = 0] = leastRedisVersion;
  return version !== "" && (major < leastMajor || (major === leastMajor && minor < leastMinor));
}
