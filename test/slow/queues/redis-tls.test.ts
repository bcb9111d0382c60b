import { spawn } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { findFreePort } from "../../../src/db/ports.ts";
import { runDoctor } from "../../../src/upkeep/doctor.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { makeOwnCa } from "../../support/own-ca.ts";
import {
  fleetPassword,
  sentinelName,
  sentinelPassword,
  startRedisCluster,
  startSentinels,
} from "../../support/redis-fleet.ts";

const own = makeOwnCa();
let port: number;
let server: ReturnType<typeof spawn>;
let ctx: TestContext | null = null;

beforeAll(async () => {
  port = await findFreePort();
  const files = ["--tls-cert-file", own.certificate, "--tls-key-file", own.key, "--tls-ca-cert-file", own.ca];
  server = spawn(
    "redis-server",
    [
      "--port",
      "0",
      "--tls-port",
      String(port),
      "--tls-auth-clients",
      "no",
      "--save",
      "",
      "--dir",
      own.folder,
      ...files,
    ],
    { stdio: "ignore" },
  );
});
afterEach(async () => {
  await ctx?.close();
  ctx = null;
});
afterAll(() => {
  server?.kill("SIGKILL");
  own.close();
});

describe.skipIf(inject("redisUrl") === null)("Redis with a certificate of an own CA", () => {
  it("keeps the queue where the CA is named, and its certificate is told as refused where it is not", async () => {
    const known = { REDIS_URL: `rediss://localhost:${port}`, REDIS_CA: own.ca };
    ctx = await createTestContext({ env: known });
    await expect.poll(() => ctx?.queues.probe(), { timeout: 60_000 }).toBeUndefined();
    const of = async (env: Record<string, string>) =>
      (await runDoctor(testConfig(ctx?.databaseUrl ?? "", env))).filter(({ check }) =>
        check.startsWith("queue"),
      );
    expect((await of(known)).map(({ level }) => level)).toEqual(["ok", "ok"]);
    expect(await of({ REDIS_URL: known.REDIS_URL })).toMatchObject([
      {
        level: "fail",
        mend: expect.stringMatching(/^Redis shows a certificate that is signed by nobody .* REDIS_CA/),
      },
    ]);
    expect(await of({ ...known, REDIS_URL: `rediss://127.0.0.1:${port}` })).toMatchObject([
      { level: "fail", mend: expect.stringMatching(/^Redis shows a certificate of another name/) },
    ]);
  });

  it("is told as such by whoever rings, too", async () => {
    ctx = await createTestContext({ env: { REDIS_URL: `rediss://localhost:${port}` } });
    await expect(ctx.queues.ring("dispatch", {})).rejects.toThrow(/signed by nobody who is believed/);
  });
});

const fleets = [
  {
    kind: "a cluster",
    start: startRedisCluster,
    env: (addresses: string) => ({ REDIS_CLUSTER: addresses, REDIS_PASSWORD: fleetPassword }),
  },
  {
    kind: "servers that Sentinels watch",
    start: startSentinels,
    env: (addresses: string) => ({
      REDIS_SENTINELS: addresses,
      REDIS_SENTINEL_NAME: sentinelName,
      REDIS_SENTINEL_PASSWORD: sentinelPassword,
      REDIS_PASSWORD: fleetPassword,
    }),
  },
];

describe.skipIf(inject("redisUrl") === null).each(fleets)(
  "$kind with certificates of an own CA",
  ({ start, env }) => {
    it("keeps the queue where the CA is named, and is told as not believed where it is not", async () => {
      const fleet = await start(own);
      try {
        const guarded = { ...env(fleet.addresses), REDIS_TLS: "true" };
        ctx = await createTestContext({ env: { ...guarded, REDIS_CA: own.ca } });
        await expect.poll(() => ctx?.queues.probe(), { timeout: 20_000 }).toBeUndefined();
        await ctx.queues.ring("dispatch", {});
        expect(await ctx.queues.counts("dispatch")).toMatchObject({ waiting: 1 });
        const looked = await runDoctor(testConfig(ctx.databaseUrl, guarded));
        expect(looked.filter(({ check }) => check.startsWith("queue"))).toMatchObject([
          { level: "fail", mend: expect.stringMatching(/signed by nobody who is believed/) },
        ]);
      } finally {
        await ctx?.close();
        ctx = null;
        await fleet.close();
      }
    }, 90_000);
  },
);
