import { z } from "zod";
import { parseUrl } from "../parse-url.ts";
import { databaseTlsProblem } from "./database-tls.ts";
import { list, urlSetting, wholeNumber } from "./values.ts";

export type ServerAddress = { host: string; port: number };

/** Which Redis keeps the queue, and how it is reached. */
export type RedisConfig = (
  | { kind: "server"; url: string }
  /** Some of its nodes; the others are found by them. */
  | { kind: "cluster"; nodes: ServerAddress[] }
  /** Who tell which server is the primary. */
  | {
      kind: "sentinel";
      sentinels: ServerAddress[];
      name: string;
      sentinelUsername: string | null;
      sentinelPassword: string | null;
    }
) & {
  /** Of the servers that keep the queue; of one server alone they stand in its URL. */
  username: string | null;
  password: string | null;
  isGuarded: boolean;
  /** The file of the CA that alone is believed; null takes those that Node knows. */
  caFile: string | null;
};

export type ConnectionsConfig = {
  database: {
    url: string | null;
    /** Past a pooler, for what needs a session of its own; null where `url` leads to the server itself. */
    directUrl: string | null;
    poolSize: number;
  };
  redis: RedisConfig | null;
  /** The most connections of a process to a queue that lies in PostgreSQL. */
  queuePoolSize: number;
  /** Through which outgoing requests go; null when none is named. */
  proxy: ProxyConfig | null;
};

export type ProxyConfig = {
  /** For https; null takes that of http. */
  https: string | null;
  /** Null goes straight. */
  http: string | null;
  /** Hosts with commas between that are asked without it. */
  except: string;
};

const serverAddresses = z
  .string()
  .transform((text) => list(text).map(parseServerAddress))
  .refine((servers) => servers.length > 0 && servers.every((server) => server !== null), {
    message: "must be servers with commas between, such as redis-1:6379,redis-2:6379",
  })
  .transform((servers) => servers.filter((server) => server !== null));

/** `host:port`, an IPv6 address in brackets; null for anything else. */
function parseServerAddress(text: string): ServerAddress | null {
  const [, address, name, port] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = address ?? name;
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return null;
  return { host, port: Number(port) };
}

const databaseUrl = urlSetting(/^postgres(ql)?:$/, "postgres://user:password@host:5432/paperboy").check(
  (given) => {
    const problem = parseUrl(given.value) ? databaseTlsProblem(given.value) : null;
    if (problem !== null) given.issues.push({ code: "custom", message: problem, input: "" });
  },
);

const proxyUrl = urlSetting(/^https?:$/, "http://user:password@proxy.example.com:3128");

/** One word of a log-in, which travels as it is. */
const word = z.string().regex(/^\S+$/, "must not hold blanks");

/** Each connection to another server. */
export const connectionVariables = {
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_DIRECT_URL: databaseUrl.optional(),
  DATABASE_POOL_SIZE: wholeNumber(2, 200).default(8),
  QUEUE_POOL_SIZE: wholeNumber(4, 200).default(12),
  REDIS_URL: urlSetting(/^rediss?:$/, "redis://host:6379").optional(),
  REDIS_CLUSTER: serverAddresses.optional(),
  REDIS_SENTINELS: serverAddresses.optional(),
  REDIS_SENTINEL_NAME: word.optional(),
  REDIS_SENTINEL_USERNAME: word.optional(),
  REDIS_SENTINEL_PASSWORD: word.optional(),
  REDIS_USERNAME: word.optional(),
  REDIS_PASSWORD: word.optional(),
  REDIS_TLS: z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((text) => text === "true"),
  REDIS_CA: z.string().optional(),
  HTTPS_PROXY: proxyUrl.optional(),
  HTTP_PROXY: proxyUrl.optional(),
  NO_PROXY: z.string().default(""),
};

type Connections = z.infer<z.ZodObject<typeof connectionVariables>>;

/** What contradicts itself among the variables of connections. */
export function contradictingConnections(given: Record<string, string | undefined>): string[] {
  const ways = ["REDIS_URL", "REDIS_CLUSTER", "REDIS_SENTINELS"].filter((name) => given[name]);
  const problems: string[] = [];
  const [first, second] = ways;
  if (first && second) problems.push(`${second} must not be set beside ${first}: the queue has one place`);
  if (given.REDIS_SENTINELS && !given.REDIS_SENTINEL_NAME)
    problems.push("REDIS_SENTINEL_NAME must be set when REDIS_SENTINELS is: the name of the primary there");
  for (const name of ["REDIS_SENTINEL_NAME", "REDIS_SENTINEL_USERNAME", "REDIS_SENTINEL_PASSWORD"])
    if (given[name] && !given.REDIS_SENTINELS)
      problems.push(`${name} must not be set without REDIS_SENTINELS`);
  for (const name of ["REDIS_USERNAME", "REDIS_PASSWORD"])
    if (given[name] && (given.REDIS_URL || ways.length === 0))
      problems.push(`${name} is for REDIS_CLUSTER and REDIS_SENTINELS: of one server it stands in REDIS_URL`);
  if (given.REDIS_TLS === "true" && given.REDIS_URL && !isGuardedUrl(given.REDIS_URL))
    problems.push("REDIS_TLS is for REDIS_CLUSTER and REDIS_SENTINELS: say rediss:// in REDIS_URL");
  if (given.REDIS_CLUSTER && given.QUEUE_PREFIX && !/^[^{]*\{[^}]+\}/.test(given.QUEUE_PREFIX))
    problems.push(
      "QUEUE_PREFIX must have a part in braces, such as {paperboy}, beside REDIS_CLUSTER: it keeps a queue's keys on one node",
    );
  if (given.DATABASE_DIRECT_URL && !given.DATABASE_URL)
    problems.push("DATABASE_DIRECT_URL must not be set without DATABASE_URL");
  return problems;
}

export function toConnections(env: Connections): ConnectionsConfig {
  return {
    database: {
      url: env.DATABASE_URL ?? null,
      directUrl: env.DATABASE_DIRECT_URL ?? null,
      poolSize: env.DATABASE_POOL_SIZE,
    },
    redis: toRedis(env),
    queuePoolSize: env.QUEUE_POOL_SIZE,
    proxy: toProxy(env),
  };
}

function toRedis(env: Connections): RedisConfig | null {
  const shared = {
    username: env.REDIS_USERNAME ?? null,
    password: env.REDIS_PASSWORD ?? null,
    isGuarded: env.REDIS_TLS,
    caFile: env.REDIS_CA ?? null,
  };
  if (env.REDIS_CLUSTER) return { kind: "cluster", nodes: env.REDIS_CLUSTER, ...shared };
  if (env.REDIS_SENTINELS) {
    return {
      kind: "sentinel",
      sentinels: env.REDIS_SENTINELS,
      name: env.REDIS_SENTINEL_NAME ?? "",
      sentinelUsername: env.REDIS_SENTINEL_USERNAME ?? null,
      sentinelPassword: env.REDIS_SENTINEL_PASSWORD ?? null,
      ...shared,
    };
  }
  if (env.REDIS_URL === undefined) return null;
  return { kind: "server", url: env.REDIS_URL, ...shared, isGuarded: isGuardedUrl(env.REDIS_URL) };
}

/** A scheme is the same in capitals, as ioredis does not know. */
function isGuardedUrl(url: string): boolean {
  return parseUrl(url)?.protocol === "rediss:";
}

function toProxy(env: Connections): ProxyConfig | null {
  if (env.HTTPS_PROXY === undefined && env.HTTP_PROXY === undefined) return null;
  return { https: env.HTTPS_PROXY ?? null, http: env.HTTP_PROXY ?? null, except: env.NO_PROXY };
}

/** Programs commonly read these in lower case, and that one first (curl, wget, Node). */
export function withLowerCaseProxies(
  given: Record<string, string | undefined>,
): Record<string, string | undefined> {
  const named = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].map((name) => [
    name,
    given[name.toLowerCase()] || given[name],
  ]);
  return { ...given, ...Object.fromEntries(named.filter(([, value]) => value)) };
}
