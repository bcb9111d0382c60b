import { describe, expect, it } from "vitest";
import { parseDatabaseTls } from "../../../src/config/database-tls.ts";
import { readConfig } from "../../../src/config/env.ts";
import { InvalidConfigError } from "../../../src/errors.ts";

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof InvalidConfigError) return error.problems;
    throw error;
  }
}

describe("the place of the queue", () => {
  it("is a cluster by some of its nodes, an IPv6 address in brackets", () => {
    const { redis } = readConfig({
      REDIS_CLUSTER: "redis-1:6379, [fd00::2]:7000",
      REDIS_PASSWORD: "hunter2",
      REDIS_TLS: "true",
    }).queue;
    expect(redis).toMatchObject({
      kind: "cluster",
      nodes: [
        { host: "redis-1", port: 6379 },
        { host: "fd00::2", port: 7000 },
      ],
      password: "hunter2",
      isGuarded: true,
    });
  });

  it("is what Sentinels name, with a log-in for both", () => {
    const { redis } = readConfig({
      REDIS_SENTINELS: "a:26379,b:26379",
      REDIS_SENTINEL_NAME: "queue",
      REDIS_SENTINEL_PASSWORD: "watch",
      REDIS_PASSWORD: "keep",
    }).queue;
    expect(redis).toMatchObject({
      kind: "sentinel",
      name: "queue",
      sentinelPassword: "watch",
      password: "keep",
    });
  });

  it("is guarded by the scheme of its address, however that is written", () => {
    expect(readConfig({ REDIS_URL: "REDISS://redis" }).queue.redis).toMatchObject({ isGuarded: true });
    expect(readConfig({ REDIS_URL: "redis://redis" }).queue.redis).toMatchObject({ isGuarded: false });
  });

  it.each([
    [{ REDIS_CLUSTER: "redis-1" }, /^REDIS_CLUSTER must be servers with commas between/],
    [{ REDIS_CLUSTER: "redis-1:99999" }, /^REDIS_CLUSTER must be servers/],
    [{ REDIS_CLUSTER: "a:1", QUEUE_PREFIX: "paperboy" }, /^QUEUE_PREFIX must have a part in braces/],
    [{ REDIS_CLUSTER: "a:1", QUEUE_PREFIX: "{}paperboy" }, /^QUEUE_PREFIX must have a part in braces/],
    [{ REDIS_CLUSTER: "a:1", REDIS_URL: "redis://b" }, /^REDIS_CLUSTER must not be set beside REDIS_URL/],
    [{ REDIS_SENTINELS: "a:1" }, /^REDIS_SENTINEL_NAME must be set/],
    [{ REDIS_SENTINEL_NAME: "queue" }, /^REDIS_SENTINEL_NAME must not be set without/],
    [{ REDIS_URL: "redis://b", REDIS_PASSWORD: "hunter2" }, /^REDIS_PASSWORD is for REDIS_CLUSTER/],
    [{ REDIS_URL: "redis://b", REDIS_TLS: "true" }, /^REDIS_TLS .* say rediss:\/\//],
    [{ DATABASE_DIRECT_URL: "postgres://a/b" }, /^DATABASE_DIRECT_URL must not be set without DATABASE_URL$/],
    [{ DATABASE_POOL_SIZE: "1" }, /^DATABASE_POOL_SIZE must be a whole number from 2 to 200$/],
    [{ REDIS_URL: "redis://me:hunter2%@redis" }, /^REDIS_URL must say %25 for a percent sign/],
    [{ DATABASE_URL: "postgres://me:hunter2%zz@db/papers" }, /^DATABASE_URL must say %25 for a percent sign/],
    [{ HTTPS_PROXY: "proxy:3128" }, /^HTTPS_PROXY must be a URL such as/],
  ])("refuses %o in one sentence", (env, sentence) => {
    const problems = problemsOf(env);
    expect(problems).toEqual([expect.stringMatching(sentence)]);
    expect(problems.join()).not.toContain("hunter2");
  });
});

describe("what the address of a database says of TLS", () => {
  const of = (query: string) => parseDatabaseTls(`postgres://u:p@db/paperboy${query}`);

  it.each([
    ["", null],
    ["?sslmode=disable", { mode: "disable", rootCert: null }],
    ["?sslmode=require", { mode: "require", rootCert: null }],
    ["?sslmode=require&sslrootcert=/ca.pem", { mode: "verify-ca", rootCert: "/ca.pem" }],
    ["?sslmode=verify-full&sslrootcert=/ca.pem", { mode: "verify-full", rootCert: "/ca.pem" }],
    ["?sslrootcert=/ca.pem", { mode: "verify-full", rootCert: "/ca.pem" }],
    ["?sslmode=verify-full&sslrootcert=system", { mode: "verify-full", rootCert: null }],
    ["?sslmode=no-verify", { mode: "no-verify" }],
    ["?uselibpqcompat=true&sslmode=require", { mode: "require" }],
    ["?ssl=true", { mode: "verify-full", rootCert: null }],
    ["?ssl=0", { mode: "disable" }],
    ["?ssl=0&sslmode=verify-full", { mode: "verify-full" }],
    ["?ssl=no-verify&sslmode=verify-full", { mode: "verify-full" }],
  ])("%s", (query, tls) => {
    const parsed = of(query);
    if (tls === null) expect(parsed).toBeNull();
    else expect(parsed).toMatchObject(tls);
  });

  it.each([
    ["sslmode=prefer", /sslmode one of disable, require, verify-ca, verify-full, no-verify/],
    ["sslmode=Require", /sslmode one of/],
    ["ssl=yes", /must say sslmode: its ssl is none of true, 1, false, 0, no-verify/],
    ["sslmode=verify-ca", /must name the file of the CA by sslrootcert/],
    ["sslmode=require&sslrootcert=system", /must have sslmode=verify-full beside sslrootcert=system/],
  ])("%s is refused in one sentence, which repeats no password", (query, sentence) => {
    const problems = problemsOf({ DATABASE_URL: `postgres://u:hunter2@db/paperboy?${query}` });
    expect(problems).toEqual([expect.stringMatching(sentence)]);
    expect(problems[0]).toMatch(/^DATABASE_URL /);
    expect(problems[0]).not.toContain("hunter2");
  });
});

describe("a proxy", () => {
  it("is read in either case, the lower one first, and none is the default", () => {
    expect(readConfig({}).proxy).toBeNull();
    expect(
      readConfig({ HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:1", no_proxy: ".internal" })
        .proxy,
    ).toEqual({ https: "http://lower:1", http: null, except: ".internal" });
  });
});
