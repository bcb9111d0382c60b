import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { createResendMailer } from "../../../src/delivery/mailers/resend.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import {
  approveEdition,
  cancelEdition,
  pauseEdition,
  resumeEdition,
} from "../../../src/delivery/steer/steer-edition.ts";
import { uncancelEdition } from "../../../src/delivery/steer/uncancel-edition.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let resend: FakeResend;
let ctx: TestContext;

beforeAll(async () => {
  resend = await startFakeResend({});
  const env = resendEnv(resend.url, { RESEND_TIMEOUT_MS: "10000" });
  const mailer = createResendMailer(testConfig("postgres://unused", env).mail.resend);
  ctx = await createTestContext({
    env,
    overrides: {
      mailer: {
        name: "resend",
        send: async (request) => {
          await beforeRequest?.();
          return mailer.send(request);
        },
      },
    },
  });
});

afterAll(async () => {
  await ctx.close();
  await resend.close();
});

/** What happens between what is written down and the request. */
let beforeRequest: (() => Promise<void>) | null = null;
let requestsBefore = 0;

beforeEach(async () => {
  await emptyTables(ctx);
  requestsBefore = resend.stats().requests;
  beforeRequest = null;
});

afterEach(async () => {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
});

const requests = () => resend.stats().requests - requestsBefore;

/** An edition of batches of one reader each. */
async function plant(readers: number, isHeld = false) {
  const subscribers = await plantSubscribers(ctx, readers);
  const { id } = await plantEdition(ctx, { isHeld });
  await oneBatchEach(ctx, id);
  return { id, subscribers };
}

describe("approveCommand", () => {
  it("lets a held edition go, once", async () => {
    const { id } = await plant(3, true);
    await deliverDue(ctx);
    expect(requests()).toBe(0);
    expect(await approveEdition(ctx, id)).toMatchObject({ state: "sending", hasChanged: true });
    expect(await approveEdition(ctx, id)).toMatchObject({ hasChanged: false });
    await deliverDue(ctx);
    expect(await approveEdition(ctx, id)).toMatchObject({ state: "sent", hasChanged: false });
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 3, state: "sent" });
  });
});

describe("pauseCommand", () => {
  it("stops jobs that were queued before it, and a seal whose request has not begun", async () => {
    const { id } = await plant(4);
    const queued = await listDueBatches(ctx.db, ctx.clock.now(), 10);
    await deliverBatch(ctx, queued[0]?.id ?? "");
    await pauseEdition(ctx, id, "a look first");
    for (const job of queued) expect(await deliverBatch(ctx, job.id)).toEqual({ kind: "idle" });
    expect(requests()).toBe(1);
    expect(await statusOf(ctx, id)).toMatchObject({
      state: "paused",
      stateReason: "a look first",
      submitted: 1,
    });
  });

  it("and resume: who left in between gets nothing", async () => {
    const { id, subscribers } = await plant(3);
    await pauseEdition(ctx, id, "a look first");
    await unsubscribe(ctx, { subscriberId: subscribers[1] ?? "", source: "one-click" });
    await resumeEdition(ctx, id, false);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 2, excluded: 1 });
  });
});

describe("resumeCommand", () => {
  it("does not wait for a quota that the operator says is lifted", async () => {
    const { id } = await plant(3);
    resend.failNext(refuseWith("daily_quota_exceeded"));
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 0 });
    await resumeEdition(ctx, id, false);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 3, state: "sent" });
  });
});

describe("cancelCommand", () => {
  it("excludes what is pending with that reason, for good", async () => {
    const { id } = await plant(3);
    const [first] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    await deliverBatch(ctx, first?.id ?? "");
    await cancelEdition(ctx, id);
    expect(await cancelEdition(ctx, id)).toMatchObject({ state: "cancelled", hasChanged: false });
    await expect(resumeEdition(ctx, id, true)).rejects.toThrow(/cancelled/);
    await expect(retryFailed(ctx, id)).rejects.toThrow(/cancelled/);
    await deliverDue(ctx);
    expect(requests()).toBe(1);
    const status = await statusOf(ctx, id);
    expect(status).toMatchObject({ state: "cancelled", submitted: 1, excluded: 2 });
    expect(status.reasons).toMatchObject([{ state: "excluded", code: "cancelled", count: 2 }]);
  });

  it("while a request is under way takes its answer for what it is", async () => {
    const { id } = await plant(2);
    const [accepted, declined] = await listDueBatches(ctx.db, ctx.clock.now(), 2);
    beforeRequest = async () => {
      await cancelEdition(ctx, id);
    };
    await deliverBatch(ctx, accepted?.id ?? "");
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, excluded: 1, uncertain: 0 });
    expect(await deliverBatch(ctx, declined?.id ?? "")).toEqual({ kind: "idle" });
  });

  it("while a request is under way that is declined leaves nothing uncertain", async () => {
    const { id } = await plant(1);
    resend.failNext(refuseWith("rate_limit_exceeded"));
    beforeRequest = async () => {
      await cancelEdition(ctx, id);
    };
    const [only] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    await deliverBatch(ctx, only?.id ?? "");
    expect(await statusOf(ctx, id)).toMatchObject({ excluded: 1, uncertain: 0 });
  });

  it("while a request of several mails is under way that is refused whole leaves nothing uncertain", async () => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    resend.failNext(refuseWith("validation_error"));
    beforeRequest = async () => {
      await cancelEdition(ctx, id);
    };
    await deliverDue(ctx);
    expect(requests()).toBe(1);
    expect(await statusOf(ctx, id)).toMatchObject({ excluded: 3, uncertain: 0, state: "cancelled" });
  });
});

describe("uncancelCommand", () => {
  it("plans again whom the cancel excluded, and nobody else, each at their hour, and waits for approval", async () => {
    const { id, subscribers } = await plant(3);
    const [first, second] = subscribers;
    await unsubscribe(ctx, { subscriberId: first ?? "", source: "one-click" });
    const [gone] = (
      await ctx.db.execute<{ id: string }>(
        sql`select batch_id as id from deliveries where edition_id = ${id} and subscriber_id = ${first}`,
      )
    ).rows;
    await deliverBatch(ctx, gone?.id ?? "");
    const later = new Date(ctx.clock.now().getTime() + 3_600_000);
    await ctx.db.execute(
      sql`update deliveries set due_at = ${later} where edition_id = ${id} and subscriber_id = ${second}`,
    );
    await cancelEdition(ctx, id);
    expect(await uncancelEdition(ctx, id)).toMatchObject({ state: "held", planned: 2, batches: 2 });
    expect(await uncancelEdition(ctx, id)).toMatchObject({ state: "held", hasChanged: false });
    expect(await statusOf(ctx, id)).toMatchObject({ pending: 2, excluded: 1 });
    await deliverDue(ctx);
    expect(requests()).toBe(0);
    await approveEdition(ctx, id);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, pending: 1 });
    ctx.clock.advance(3_600_000);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 2, excluded: 1, state: "sent" });
    expect(requests()).toBe(2);
  });

  it("is refused once a mail has left, and while nobody knows whether one has", async () => {
    const { id } = await plant(2);
    const [first, second] = await listDueBatches(ctx.db, ctx.clock.now(), 2);
    await deliverBatch(ctx, first?.id ?? "");
    await cancelEdition(ctx, id);
    await expect(uncancelEdition(ctx, id)).rejects.toThrow(/final: mails of it have left/);
    await ctx.db.execute(
      sql`update deliveries set state = 'uncertain', reason = 'x' where batch_id = ${first?.id}`,
    );
    await ctx.db.execute(sql`update batches set state = 'uncertain' where id = ${first?.id}`);
    await expect(uncancelEdition(ctx, id)).rejects.toThrow(/or may have/);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "cancelled", excluded: 1, isCancelFinal: true });
    expect(await deliverBatch(ctx, second?.id ?? "")).toEqual({ kind: "idle" });
  });

  it("is possible after a request that was declined, and lets a worker that sealed before send nothing", async () => {
    const { id } = await plant(1);
    resend.failNext(refuseWith("rate_limit_exceeded"));
    const [only] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    await deliverBatch(ctx, only?.id ?? "");
    await cancelEdition(ctx, id);
    expect(await uncancelEdition(ctx, id)).toMatchObject({ planned: 1 });
    await approveEdition(ctx, id);
    ctx.clock.advance(60_000);
    expect(await deliverBatch(ctx, only?.id ?? "")).toEqual({ kind: "idle" });
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, state: "sent" });
  });

  it("works on what is cancelled alone", async () => {
    const { id } = await plant(1);
    await expect(uncancelEdition(ctx, id)).rejects.toThrow(/is sending; uncancel works on/);
    await expect(uncancelEdition(ctx, "daily-2026-06-16")).rejects.toThrow(/There is no edition/);
  });
});

describe("retryCommand", () => {
  it("takes up an edition that was marked as sent while it was being planned anew", async () => {
    const { id } = await plant(2);
    await ctx.db.execute(sql`update editions set state = 'sent', finished_at = now() where id = ${id}`);
    await dispatchDue(ctx);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 2, state: "sent" });
  });

  it("mails only who failed", async () => {
    const mailsBefore = resend.mails.length;
    const { id, subscribers } = await plant(3);
    const [first] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    resend.failNext(refuseWith("validation_error"));
    await deliverBatch(ctx, first?.id ?? "");
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ failed: 1, submitted: 2, state: "sent" });
    expect(await retryFailed(ctx, id)).toMatchObject({ planned: 1, batches: 1 });
    expect(await retryFailed(ctx, id)).toMatchObject({ planned: 0, batches: 0 });
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({
      failed: 0,
      submitted: subscribers.length,
      state: "sent",
    });
    expect(resend.mails.slice(mailsBefore).map((mail) => mail.to[0])).toHaveLength(3);
  });
});

describe("a reader who leaves before the seal", () => {
  it("gets nothing, and one who stays does", async () => {
    const { id, subscribers } = await plant(2);
    await unsubscribe(ctx, { subscriberId: subscribers[0] ?? "", source: "one-click" });
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, excluded: 1 });
    expect((await statusOf(ctx, id)).reasons).toMatchObject([{ code: "unsubscribed" }]);
  });
});

describe("the command line", () => {
  const paperboy = (...args: string[]) =>
    runCliHere([...args, "--json"], { DATABASE_URL: ctx.databaseUrl, ...resendEnv(resend.url), ...mailEnv });
  const mailEnv = {
    MAIL_FROM: "Paperboy <digest@paperboy.example>",
    MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
    PUBLIC_URL: "https://paperboy.example",
    TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
  };

  it("steers an edition, safe to repeat, and says what came of it", async () => {
    const { id } = await plant(2, true);
    for (const [verb, state, hasChanged] of [
      ["approve", "sending", true],
      ["pause", "paused", true],
      ["pause", "paused", false],
      ["resume", "sending", true],
      ["cancel", "cancelled", true],
      ["cancel", "cancelled", false],
    ] as const) {
      const { code, stdout } = await paperboy(verb, "--edition", id);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ editionId: id, state, hasChanged });
    }
    const refused = await paperboy("approve", "--edition", id);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/is cancelled; approve works on an edition that is held/);
    const status = await paperboy("status", "--edition", id);
    expect(JSON.parse(status.stdout)).toMatchObject({ planned: 2, excluded: 2, state: "cancelled" });
  }, 120_000);

  it("resumes what an operator paused, whatever words they paused it with, and shows those words", async () => {
    const { id } = await plant(1);
    const reason = "breaker: I only want to look";
    expect((await paperboy("pause", "--edition", id, "--reason", reason)).code).toBe(0);
    const { stdout } = await paperboy("status", "--edition", id);
    const shown = { state: "paused", pausedBy: "operator", stateReason: reason, isPausedByBreaker: false };
    expect(JSON.parse(stdout)).toMatchObject(shown);
    expect(await paperboy("resume", "--edition", id)).toMatchObject({ code: 0 });
    expect((await paperboy("pause", "--edition", id)).code).toBe(0);
    expect(await statusOf(ctx, id)).toMatchObject({ stateReason: "paused by the operator" });
  });

  it("wants --force past the breaker, and settles and retries in figures", async () => {
    const { id } = await plant(2);
    await ctx.db.execute(sql`update editions set state = 'paused', state_reason = 'breaker: 5 complaints'`);
    const refused = await paperboy("resume", "--edition", id);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/--force/);
    expect((await paperboy("resume", "--force", "--edition", id)).code).toBe(0);
    resend.failNext(refuseWith("invalid_idempotent_request"), refuseWith("invalid_idempotent_request"));
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ uncertain: 2 });
    const settled = await paperboy("settle", "--edition", id, "--as", "failed");
    expect(JSON.parse(settled.stdout)).toEqual({ editionId: id, settled: 2 });
    const retried = await paperboy("retry", "--edition", id);
    expect(JSON.parse(retried.stdout)).toEqual({ editionId: id, planned: 2, batches: 1 });
    const again = await paperboy("retry", "--edition", id);
    expect(JSON.parse(again.stdout)).toEqual({ editionId: id, planned: 0, batches: 0 });
  }, 120_000);
});
