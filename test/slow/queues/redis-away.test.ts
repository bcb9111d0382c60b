import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import {
  approveEdition,
  cancelEdition,
  pauseEdition,
  resumeEdition,
} from "../../../src/delivery/steer/steer-edition.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith } from "../../fakes/resend-faults.ts";
import { type Cable, layCable } from "../../support/cable.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";
import { runCli } from "../../support/run-cli.ts";
import { casesOf } from "../short.ts";

const patience = { timeout: 60_000, interval: 100 };

let resend: FakeResend;
let ctx: TestContext;
let workers: RunningWorkers | null = null;
let cable: Cable;

beforeEach(async () => {
  resend = await startFakeResend({});
});

afterEach(async () => {
  await workers?.close();
  workers = null;
  await ctx.close();
  await cable.close();
  await resend.close();
});

type Verb = "approve" | "pause" | "resume" | "retry" | "cancel";
type Act = (verb: Verb, editionId: string) => Promise<unknown>;

const actHere: Act = (verb, id) => {
  switch (verb) {
    case "approve":
      return approveEdition(ctx, id);
    case "pause":
      return pauseEdition(ctx, id, "a look first");
    case "resume":
      return resumeEdition(ctx, id, false);
    case "retry":
      return retryFailed(ctx, id);
    case "cancel":
      return cancelEdition(ctx, id);
  }
};

const actByCommand: Act = async (verb, id) => {
  const { code, stdout, stderr } = await runCli([verb, "--edition", id, "--json"], {
    DATABASE_URL: ctx.databaseUrl,
    REDIS_URL: cable.url,
    QUEUE_PREFIX: ctx.config.queue.prefix,
    TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};

describe.each(redisUrls().flatMap(({ url }) => url ?? []))("steering while Redis is away", (redisUrl) => {
  it.each(
    casesOf([
      ["commands that are refused", "refused", actByCommand],
      ["a process that knew it and is refused", "refused", actHere],
      ["a process that knew it and hears nothing any more", "silent", actHere],
    ] as const),
  )(
    "takes effect and ends in time, and the send goes on within a minute of its return: %s",
    async (_, how, act) => {
      cable = await layCable(redisUrl);
      const env = resendEnv(resend.url, {
        DISPATCH_EVERY_MS: "500",
        RESEND_TIMEOUT_MS: "10000",
        QUEUE_PREFIX: `{test-${Math.random().toString(36).slice(2)}}`,
        REDIS_URL: cable.url,
      });
      ctx = await createTestContext({ env, clock: createRunningClock() });
      const { tried, held, unwanted } = await plantThree();
      workers = await startWorkers(ctx, ["dispatch", "deliver"]);
      await vi.waitFor(
        async () => expect(await statusOf(ctx, tried)).toMatchObject({ failed: 1, state: "sent" }),
        patience,
      );
      const steer: Act = async (verb, id) => {
        const startedAt = performance.now();
        const result = await act(verb, id);
        expect(performance.now() - startedAt, `${verb} took`).toBeLessThan(45_000);
        return result;
      };
      await cable.cut(how);
      const others = Promise.all([steer("retry", tried), steer("cancel", unwanted)]);
      expect(await steer("approve", held)).toMatchObject({ state: "sending" });
      expect(await steer("pause", held)).toMatchObject({ state: "paused" });
      expect(await statusOf(ctx, held)).toMatchObject({ state: "paused", pending: 4 });
      expect(await steer("resume", held)).toMatchObject({ state: "sending" });
      expect(await others).toMatchObject([{ planned: 1 }, { state: "cancelled" }]);
      expect(await statusOf(ctx, unwanted)).toMatchObject({ excluded: 4, state: "cancelled" });
      expect(resend.stats().accepted).toBe(3);
      await cable.mend();
      const sent = { submitted: 4, failed: 0, state: "sent" };
      await vi.waitFor(async () => {
        expect(await statusOf(ctx, tried)).toMatchObject(sent);
        expect(await statusOf(ctx, held)).toMatchObject(sent);
      }, patience);
      expect(resend.stats()).toMatchObject({ accepted: 8, duplicates: 0 });
      expect(await listBrokenLedgers(ctx.db)).toEqual([]);
    },
    180_000,
  );

  /** Three editions for the same readers, a request for each: one is under way, and its first mail will fail; two are held. */
  async function plantThree() {
    await plantSubscribers(ctx, 4);
    resend.failNext(refuseWith("validation_error"));
    const plant = async (period: string, isHeld: boolean) =>
      (await plantEdition(ctx, { period, isHeld, isOneBatchEach: true })).id;
    return {
      tried: await plant("2026-06-15", false),
      held: await plant("2026-06-16", true),
      unwanted: await plant("2026-06-17", true),
    };
  }
});
