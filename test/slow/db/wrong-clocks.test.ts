import { afterEach, describe, expect, it, vi } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { startWorkers } from "../../../workers/main.ts";
import { startFakeResend } from "../../fakes/fake-resend.ts";
import { serverError } from "../../fakes/resend-faults.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext } from "../../support/context.ts";
import { oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";
import { startShiftedWorker } from "../../support/shifted-worker.ts";
import { casesOf } from "../short.ts";

const hour = 3_600_000;
const patience = { timeout: 60_000, interval: 100 };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe.each(casesOf(redisUrls()))("a wrong clock and the queue on $backend", ({ url }) => {
  it("workers a day ahead and a day behind do nothing, delay nothing, and go on when they are set right", async () => {
    const resend = await startFakeResend({});
    closers.push(() => resend.close());
    const shared = resendEnv(resend.url, {
      RESEND_TIMEOUT_MS: "2000",
      DISPATCH_EVERY_MS: "500",
      QUEUE_PREFIX: `{test-${Math.random().toString(36).slice(2)}}`,
      ...(url === null ? {} : { REDIS_URL: url }),
    });
    const ctx = await createTestContext({ env: shared, clock: createRunningClock() });
    closers.push(() => ctx.close());
    const env = {
      ...shared,
      DATABASE_URL: ctx.databaseUrl,
      TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
      PUBLIC_URL: "https://paperboy.example",
      MAIL_FROM: "Paperboy <digest@paperboy.example>",
      MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
    };
    const wrong = await Promise.all([
      startShiftedWorker(env, 25 * hour),
      startShiftedWorker(env, -25 * hour),
    ]);
    closers.push(...wrong.map((worker) => () => worker.close()));
    await plantSubscribers(ctx, 8);
    // Lost answers leave batches whose keys a clock ahead would take for expired.
    resend.setFaults(({ number }) => (number <= 4 ? serverError(502, true) : null));
    const edition = await plantEdition(ctx, { period: "2026-06-17" });
    await oneBatchEach(ctx, edition.id);
    const right = await startWorkers(ctx);
    await vi.waitFor(
      async () =>
        expect(await statusOf(ctx, edition.id)).toMatchObject({ submitted: 8, uncertain: 0, state: "sent" }),
      patience,
    );
    for (const worker of wrong) {
      const answer = await fetch(`${worker.url}/readyz`);
      expect([answer.status, await answer.text()]).toEqual([503, expect.stringMatching(/clock is 90000 s/)]);
      expect(worker.log().match(/it runs no job until/g)).toHaveLength(1);
      expect(worker.log()).not.toMatch(/batch answered|alert raised|uncertain/);
    }
    await right.close();
    for (const worker of wrong) worker.setRight();
    const next = await plantEdition(ctx, { period: "2026-06-18" });
    await vi.waitFor(
      async () => expect(await statusOf(ctx, next.id)).toMatchObject({ submitted: 8, state: "sent" }),
      patience,
    );
    for (const worker of wrong) expect(worker.log().match(/is right again/g)).toHaveLength(1);
    expect(resend.stats()).toMatchObject({ accepted: 16, duplicates: 0 });
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  }, 120_000);
});
