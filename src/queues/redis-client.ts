import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { Cluster, type CommonRedisOptions, Redis, type RedisOptions } from "ioredis";
import type { RedisConfig } from "../config/connections.ts";
import { certificateFault, certificateWords } from "../config/tls-fault.ts";
import { RefusedError } from "../errors.ts";

export type RedisClient = Redis | Cluster;

/** How patient a client is. */
type RedisPatience = {
  connectTimeoutMs: number;
  /** What is asked and says nothing for so long is dead; never, unless said. */
  silenceMs?: number;
  /** Whether a lost server is looked for again, and commands wait for it meanwhile, for ever. */
  isLasting: boolean;
};

/** A fail-over is noticed and voted on meanwhile; BullMQ's own commands must not give up before. */
const failOverMs = 30_000;
const retryMs = 250;
const longestRetryMs = 2_000;

/**
 * A client of whichever Redis is configured, that connects when it is first used. Who makes it listens for "error".
 *
 * @throws {RefusedError} when the file of the CA cannot be read.
 */
export function createRedisClient(config: RedisConfig, patience: RedisPatience): RedisClient {
  const { connectTimeoutMs, silenceMs, isLasting } = patience;
  const tls = readTls(config);
  const retry = isLasting ? (times: number) => Math.min(times * 100, longestRetryMs) : () => null;
  const common: CommonRedisOptions = {
    // BullMQ's blocking commands must outlast an outage.
    maxRetriesPerRequest: isLasting ? null : 0,
    connectTimeout: connectTimeoutMs,
    ...(silenceMs === undefined ? {} : { socketTimeout: silenceMs }),
    ...(tls === null ? {} : { tls }),
  };
  const logIn = { ...named("username", config.username), ...named("password", config.password) };
  switch (config.kind) {
    case "server":
      return new Redis(config.url, {
        ...common,
        lazyConnect: true,
        retryStrategy: retry,
        // The command fails all the same: of a server that is a replica for good, whoever asks has to hear it.
        ...(isLasting ? { reconnectOnError: leaveReplica() } : {}),
      });
    case "sentinel":
      return new Redis({
        ...common,
        ...logIn,
        ...sentinelOptions(config, tls, connectTimeoutMs / 2),
        lazyConnect: true,
        retryStrategy: retry,
      });
    case "cluster":
      return new Cluster(config.nodes, {
        lazyConnect: true,
        // A check that fails, as in the second in which a primary's place is empty, has ioredis connect again and never
        // settles the first attempt, for which a BullMQ worker would wait for ever. Commands wait for the cluster anyhow.
        enableReadyCheck: false,
        clusterRetryStrategy: retry,
        maxRedirections: isLasting ? failOverMs / retryMs : 3,
        retryDelayOnFailover: retryMs,
        retryDelayOnClusterDown: retryMs,
        slotsRefreshTimeout: connectTimeoutMs,
        redisOptions: { ...common, ...logIn },
        // A certificate is of a name: an address that a node tells of another would fit none.
        ...(tls === null ? {} : { dnsLookup: (address, done) => done(null, address) }),
      });
  }
}

function sentinelOptions(
  config: Extract<RedisConfig, { kind: "sentinel" }>,
  tls: ConnectionOptions | null,
  answerTimeoutMs: number,
): RedisOptions {
  return {
    sentinels: config.sentinels,
    name: config.name,
    ...named("sentinelUsername", config.sentinelUsername),
    ...named("sentinelPassword", config.sentinelPassword),
    ...(tls === null ? {} : { enableTLSForSentinelMode: true, sentinelTLS: tls }),
    sentinelRetryStrategy: (times) => Math.min(times * 100, longestRetryMs),
    // One that takes connections and says nothing, as a frozen machine does, would be waited for by itself for ever. Its
    // time, with that of connecting, leaves some for the next one: whoever rings waits for 5 s in all.
    sentinelCommandTimeout: answerTimeoutMs,
    // A primary that was replaced and lives on as a replica: the Sentinels are asked anew, and the command goes there.
    reconnectOnError: (error) => (isOfReplica(error) ? 2 : false),
  };
}

/** Whether a write met a replica. Servers before Redis 7 put the word in the middle, when a script wrote. */
function isOfReplica(error: Error): boolean {
  return /\bREADONLY\b/.test(error.message);
}

/**
 * Connects anew when a write met a replica, since the address may lead elsewhere by now. ioredis does so for each answer,
 * with one more listener each, and hundreds may be on their way: once in a while is enough.
 */
function leaveReplica(): NonNullable<RedisOptions["reconnectOnError"]> {
  const quietUntil = new WeakMap<object, number>();
  // The options are a client's own, while those that BullMQ makes of it for its workers share this function.
  return function (this: object, error: Error) {
    if (!isOfReplica(error) || Date.now() < (quietUntil.get(this) ?? 0)) return false;
    quietUntil.set(this, Date.now() + retryMs);
    return true;
  };
}

function named<K extends string>(name: K, value: string | null): Partial<Record<K, string>> {
  return value === null ? {} : ({ [name]: value } as Record<K, string>);
}

/**
 * What TLS to Redis is made with; null where it is not guarded.
 *
 * @throws {RefusedError} as above.
 */
export function readTls({ isGuarded, caFile }: RedisConfig): ConnectionOptions | null {
  if (!isGuarded) return null;
  if (caFile === null) return {};
  try {
    return { ca: readFileSync(caFile, "utf8") };
  } catch (cause) {
    throw new RefusedError("The file of REDIS_CA cannot be read: name the CA's certificate in PEM form.", {
      cause,
    });
  }
}

/** Why Redis cannot be used and what to do, by the last error of its client; one sentence without any secret. */
export function describeRedisOutage(config: RedisConfig, lastError: unknown): string {
  const error = innermost(lastError);
  const certificate = certificateFault(error);
  if (certificate !== null) {
    const words = certificateWords(certificate, "name its CA by REDIS_CA, or by NODE_EXTRA_CA_CERTS");
    return `Redis ${words}.`;
  }
  const said = error instanceof Error ? error.message : "";
  const logIn = /\b(?:NOAUTH|WRONGPASS|NOPERM)\b/.exec(said)?.[0];
  if (logIn !== undefined) {
    const isSentinel = /sentinels? (?:is|are) unreachable/.test(said);
    const [who, where] = isSentinel
      ? ["The Sentinels refuse", "REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD"]
      : [
          "Redis refuses",
          config.kind === "server" ? "the log-in in REDIS_URL" : "REDIS_USERNAME and REDIS_PASSWORD",
        ];
    return `${who} the log-in (${logIn}): check ${where}.`;
  }
  if (/No such master with that name/.test(said))
    return "The Sentinels watch no primary by the name that REDIS_SENTINEL_NAME has: name the one that they do.";
  return `The queue does not answer: check ${variables[config.kind]} and that Redis runs.`;
}

/** Where the queue is. */
const variables = { server: "REDIS_URL", cluster: "REDIS_CLUSTER", sentinel: "REDIS_SENTINELS" };

/** A cluster's client tells that all nodes failed, and apart from that how the last one did. */
function innermost(error: unknown): unknown {
  return error instanceof Error && "lastNodeError" in error && error.lastNodeError instanceof Error
    ? error.lastNodeError
    : error;
}

/** Whether a command was never answered, since its client found no server, lost it or was not let in. */
export function isRedisOutage(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(?:NOAUTH|WRONGPASS|Connection is closed|None of startup nodes is available|Failed to refresh slots cache|Too many Cluster redirections|All sentinels are unreachable)/.test(
      error.message,
    )
  );
}
