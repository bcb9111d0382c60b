import { expect, it } from "vitest";
import { readConfig } from "../../../src/config/env.ts";
import { describeRedisOutage, isRedisOutage } from "../../../src/queues/redis-client.ts";

const server = { REDIS_URL: "redis://u:hunter2@redis" };
const cluster = { REDIS_CLUSTER: "redis-1:6379", REDIS_PASSWORD: "hunter2" };
const sentinel = { REDIS_SENTINELS: "a:26379", REDIS_SENTINEL_NAME: "queue", REDIS_PASSWORD: "hunter2" };

const wrongPassword = "WRONGPASS invalid username-password pair or user is disabled.";
const noSentinel = "All sentinels are unreachable. Retrying from scratch after 10ms. Last error:";
const allFailed = (lastNodeError: Error) =>
  Object.assign(new Error("Failed to refresh slots cache."), { lastNodeError });
const refused = Object.assign(new Error("self-signed certificate"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });

it.each([
  [server, null, /^The queue does not answer: check REDIS_URL and that Redis runs\.$/],
  [
    server,
    new Error(wrongPassword),
    /^Redis refuses the log-in \(WRONGPASS\): check the log-in in REDIS_URL\.$/,
  ],
  [server, refused, /^Redis shows a certificate that is signed by nobody who is believed .* REDIS_CA/],
  [cluster, allFailed(new Error("NOAUTH Authentication required.")), /\(NOAUTH\): check REDIS_USERNAME and/],
  [cluster, allFailed(refused), /^Redis shows a certificate/],
  [
    cluster,
    allFailed(new Error("connect ECONNREFUSED")),
    /^The queue does not answer: check REDIS_CLUSTER and/,
  ],
  [sentinel, new Error(wrongPassword), /^Redis refuses the log-in .* REDIS_USERNAME and REDIS_PASSWORD\.$/],
  [
    sentinel,
    new Error(`${noSentinel} ${wrongPassword}`),
    /^The Sentinels refuse .* REDIS_SENTINEL_PASSWORD\.$/,
  ],
  [
    sentinel,
    new Error(`${noSentinel} ERR No such master with that name`),
    /by the name that REDIS_SENTINEL_NAME has/,
  ],
])("what is told of %o after %s", (env, error, sentence) => {
  const { redis } = readConfig(env).queue;
  if (redis === null) throw new Error("a Redis is configured");
  const told = describeRedisOutage(redis, error);
  expect(told).toMatch(sentence);
  expect(told).not.toContain("hunter2");
});

it("takes a log-in that is refused in the middle of the work for an outage, whose sentence tells it, and a full server not", () => {
  expect(isRedisOutage(new Error(wrongPassword))).toBe(true);
  expect(isRedisOutage(new Error("NOAUTH Authentication required."))).toBe(true);
  expect(isRedisOutage(new Error("OOM command not allowed when used memory > 'maxmemory'."))).toBe(false);
});
