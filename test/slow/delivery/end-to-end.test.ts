import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listEditionStatus } from "../../../src/delivery/progress/edition-status.ts";
import { rankEdition } from "../../../src/editions/rank-edition.ts";
import { ingestDay } from "../../../src/papers/ingest.ts";
import { createPaperSources } from "../../../src/papers/sources/source.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { queueNames } from "../../../src/queues/contracts.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { type FakeArxiv, startFakeArxiv } from "../../fakes/fake-arxiv.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { awkwardDay } from "../../fixtures/papers/daily-items.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";

const day = "2026-06-17";

/** A picture takes seconds, is drawn by the same code whatever rings for it, and is part of no mail. */
const withoutPictures = queueNames.filter((name) => name !== "pictures");

let huggingface: FakeHuggingFace;
let arxiv: FakeArxiv;
let resend: FakeResend;
let ctx: TestContext;
let workers: RunningWorkers;

describe.each(redisUrls())("a day, from the sources to the readers, with the queue in $backend", ({
  url,
}) => {
  beforeEach(async () => {
    huggingface = await startFakeHuggingFace({ days: { [day]: awkwardDay() } });
    arxiv = await startFakeArxiv({ any: true });
    resend = await startFakeResend({});
    const env = {
      MAIL_TRANSPORT: "resend",
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: resend.url,
      RESEND_REQUESTS_PER_SECOND: "100",
      HF_BASE_URL: huggingface.url,
      ARXIV_BASE_URL: arxiv.url,
      ARXIV_FEED_URL: arxiv.url,
      ARXIV_SPACING_MS: "0",
      ...(url === null ? {} : { REDIS_URL: url, QUEUE_PREFIX: `{test-${process.pid}-${Date.now()}}` }),
    };
    const config = testConfig("postgres://unused.invalid/x", env);
    // One that is down is asked again as often as ever, only sooner.
    const sources = createPaperSources(config, createLog({ logLevel: "silent" }), { backoffMs: 1 });
    ctx = await createTestContext({ now: "2026-06-18T04:00:00Z", env, overrides: { sources } });
  });

  afterEach(async () => {
    await workers.close();
    await ctx.close();
    await Promise.all([huggingface.close(), arxiv.close(), resend.close()]);
  });

  it("brings every active subscriber exactly one mail with the right papers in the right order", async () => {
    await plantSubscribers(ctx, 120, { detail: "abstract", maxPapers: 5 });
    await plantSubscribers(ctx, 5, { cadence: "weekly" }, "weekly");
    const report = await ingestDay(ctx, { day });
    expect(report.sources.huggingface?.ok).toBe(true);
    for (const rejected of report.rejected) expect(rejected.reason).not.toBe("");

    const ranked = await rankEdition(ctx.db, { cadence: "daily", period: day, now: ctx.clock.now() });
    const published = await publishEdition(ctx, {
      cadence: "daily",
      period: day,
      isHeld: false,
      isNow: true,
    });
    expect(published).toMatchObject({ planned: 120, batches: 2 });
    workers = await startWorkers(ctx, url === null ? queueNames : withoutPictures);
    await expect
      .poll(async () => (await listEditionStatus(ctx.db, published.editionId))[0]?.state, { timeout: 60_000 })
      .toBe("sent");

    const recipients = resend.mails.map((mail) => mail.to[0] ?? "").toSorted();
    expect(recipients).toEqual(
      Array.from({ length: 120 }, (_, index) => `reader${index}@example.com`).toSorted(),
    );
    const expected = ranked.slice(0, 5).map((paper) => paper.id);
    for (const mail of resend.mails) {
      expect(idsIn(mail.text ?? "")).toEqual(expected);
      expect(idsIn(mail.html ?? "")).toEqual(expected);
      expect(Buffer.byteLength(mail.html ?? "")).toBeLessThan(102_400);
      expect(mail.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
      expect(mail.headers?.["List-Unsubscribe"]).toMatch(
        /<https:\/\/paperboy\.example\/unsubscribe\?token=[\w-]+>/,
      );
    }
    expect(await publishEdition(ctx, { cadence: "daily", period: day, isHeld: false, isNow: true })).toEqual({
      ...published,
      state: "sent",
    });
    expect(resend.stats()).toMatchObject({ accepted: 120, duplicates: 0, rejectedMails: 0 });
  });

  it("publishes without a source that is down, and says so", async () => {
    await plantSubscribers(ctx, 3);
    await arxiv.close();
    const report = await ingestDay(ctx, { day });
    expect(report.sources.arxiv).toMatchObject({ ok: false, error: expect.stringMatching(/\w/) });
    const published = await publishEdition(ctx, {
      cadence: "daily",
      period: day,
      isHeld: false,
      isNow: true,
    });
    expect(published.papers).toBeGreaterThan(0);
    workers = await startWorkers(ctx, withoutPictures);
    await expect.poll(() => resend.stats().accepted, { timeout: 60_000 }).toBe(3);
  });
});

/** arXiv identifiers in the order in which a mail first names them. */
function idsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/arxiv\.org\/abs\/(\d{4}\.\d{4,5})/g)].map(([, id]) => id ?? ""))];
}
