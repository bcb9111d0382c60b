import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { createContext } from "../../../src/context.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { startFakeResend } from "../../fakes/fake-resend.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext, testConfig } from "../../support/context.ts";
import { oneBatchEach, resendEnv } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { numberedPapers } from "../../support/ranked-papers.ts";
import { redisUrls } from "../../support/redis.ts";
import { casesOf } from "../short.ts";

/** The numbers of the papers that a text shows. */
const papersIn = (text: string) =>
  [...text.matchAll(/^ *\d+\. Made-up paper number (\d+)$/gm)].map(([, number]) => Number(number));

describe.each(casesOf(redisUrls()))("workers on $backend", ({ url }) => {
  it("that send editions to the same readers at once mail each paper once", async () => {
    const resend = await startFakeResend({});
    const env = resendEnv(resend.url, {
      DISPATCH_EVERY_MS: "500",
      RESEND_TIMEOUT_MS: "20000",
      QUEUE_PREFIX: `{test-${Math.random().toString(36).slice(2)}}`,
      ...(url === null ? {} : { REDIS_URL: url }),
    });
    const running = await createTestContext({ env, clock: createRunningClock() });
    const twin = await createContext(testConfig(running.databaseUrl, env), { clock: running.clock });
    const workers: RunningWorkers[] = [];
    try {
      await plantSubscribers(running, 8);
      for (const [period, top] of [
        ["2026-06-15", [1, 2, 3]],
        ["2026-06-16", [3, 2, 4]],
        ["2026-06-17", [4, 5, 1]],
      ] as const) {
        const { id } = await plantEdition(running, { period, ranked: numberedPapers([...top]) });
        await oneBatchEach(running, id);
      }
      workers.push(
        await startWorkers(running, ["dispatch", "deliver"]),
        await startWorkers(twin, ["deliver"]),
      );
      const underWay = sql`select id from editions where state <> 'sent'`;
      await vi.waitFor(async () => expect((await running.db.execute(underWay)).rows).toEqual([]), {
        timeout: 60_000,
        interval: 100,
      });
      for (let index = 0; index < 8; index += 1) {
        const shown = resend
          .mailsTo(`reader${index}@example.com`)
          .flatMap(({ text }) => papersIn(text ?? ""));
        expect(shown.toSorted()).toEqual([1, 2, 3, 4, 5]);
      }
      expect(await listBrokenLedgers(running.db)).toEqual([]);
    } finally {
      for (const one of workers) await one.close();
      await twin.close();
      await running.close();
      await resend.close();
    }
  }, 120_000);
});
