import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { insertEvent } from "../../../src/delivery/feedback/events-store.ts";
import { toStoredEvent } from "../../../src/delivery/feedback/provider-event.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { type AnswerFault, refuseWith } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const forEver = Number.POSITIVE_INFINITY;

let resend: FakeResend;
let ctx: TestContext;

beforeEach(async () => {
  resend = await startFakeResend({
    refuse: (address) =>
      address === "reader1@example.com" && isListed ? "Recipient is on the suppression list" : null,
  });
  isListed = false;
  ctx = await createTestContext({ env: resendEnv(resend.url, { RESEND_TIMEOUT_MS: "20000" }) });
});

afterEach(async () => {
  await ctx.close();
  await resend.close();
});

/** Whether the provider keeps reader1 on its own suppression list. */
let isListed = false;

const answer200 = (body: unknown): AnswerFault => ({
  kind: "raw",
  status: 200,
  body: JSON.stringify(body),
  accepted: false,
});

const allRefused = (count: number) =>
  answer200({ data: [], errors: Array.from({ length: count }, (_, index) => ({ index, message: "no" })) });

/** Readers whose one batch was accepted, its answer lost, and every later request under its key refused. */
async function deniedEdition(readers: number, refusal: AnswerFault, times = forEver): Promise<string> {
  await plantSubscribers(ctx, readers);
  const { id } = await plantEdition(ctx);
  resend.failNext({ kind: "accept-then-refuse", times, refusal });
  await deliverDue(ctx);
  return id;
}

async function passTime(ms: number, stepMs: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    ctx.clock.advance(stepMs);
    await dispatchDue(ctx);
    await deliverDue(ctx);
  }
}

const keys = () => new Set(resend.requests.map(({ key }) => key)).size;

async function hear(editionId: string, subscriberId: string): Promise<void> {
  const event = { type: "email.delivered", data: { tags: { edition: editionId, subscriber: subscriberId } } };
  await insertEvent(ctx.db, toStoredEvent(randomUUID(), event, ctx.clock.now()));
  await applyEvents(ctx);
}

describe("what was accepted, its answer lost, and refused from then on under its key", () => {
  it.each([
    ["422", () => refuseWith("validation_error")],
    ["400", () => refuseWith("validation_error", { statusCode: 400 })],
    ["413", () => refuseWith("validation_error", { statusCode: 413 })],
    ["a 200 that refuses each mail", () => allRefused(4)],
  ])("(%s) is never split or sent under another key, and is uncertain when the key ends", async (_, refusal) => {
    const id = await deniedEdition(4, refusal());
    await passTime(22 * hourMs, 2 * hourMs);
    expect(await statusOf(ctx, id)).toMatchObject({ sealed: 4, batches: 1 });
    await passTime(2 * hourMs, hourMs);
    expect(await statusOf(ctx, id)).toMatchObject({ uncertain: 4, batches: 1, state: "sent" });
    expect(await retryFailed(ctx, id)).toMatchObject({ planned: 0 });
    await passTime(24 * hourMs, 12 * hourMs);
    expect(resend.stats()).toMatchObject({ accepted: 4, duplicates: 0 });
    expect(keys()).toBe(1);
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select subscriber_id as id from deliveries`);
    for (const row of rows) await hear(id, row.id);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 4, uncertain: 0 });
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  });

  it("of one reader is not failed, so that no retry mails it again", async () => {
    const id = await deniedEdition(1, refuseWith("validation_error"));
    await passTime(hourMs, 10 * minuteMs);
    expect(await retryFailed(ctx, id)).toMatchObject({ planned: 0 });
    await passTime(24 * hourMs, 6 * hourMs);
    expect(await statusOf(ctx, id)).toMatchObject({ uncertain: 1, failed: 0 });
    expect(resend.stats()).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  it("is submitted once the provider remembers, each mail once", async () => {
    const id = await deniedEdition(100, refuseWith("validation_error"), 7);
    await passTime(2 * hourMs, 10 * minuteMs);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 100, state: "sent" });
    expect(resend.stats()).toMatchObject({ accepted: 100, duplicates: 0, replays: 1 });
    expect(keys()).toBe(1);
  });

  it("is asked for ever more rarely, and the status tells that it waits, why, and until when", async () => {
    const id = await deniedEdition(3, refuseWith("validation_error", { message: "Invalid field." }));
    await passTime(minuteMs, 5_000);
    const { repeated } = await statusOf(ctx, id);
    expect(repeated).toEqual([
      {
        code: "refused",
        reason: "validation_error: Invalid field.",
        count: 3,
        batches: 1,
        uncertainAt: new Date("2026-06-19T03:00:00.000Z"),
      },
    ]);
    await passTime(2 * hourMs, 4 * minuteMs);
    expect(resend.stats().requests).toBeGreaterThan(15);
    expect(resend.stats().requests).toBeLessThan(100);
  });

  it("but for single mails leaves those alone uncertain", async () => {
    const ids = [1, 2, 3].map((n) => ({ id: `id-${n}` }));
    const id = await deniedEdition(
      4,
      answer200({ data: ids, errors: [{ index: 2, message: "bad address" }] }),
    );
    await passTime(hourMs, 20 * minuteMs);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 3, uncertain: 1, failed: 0, state: "sent" });
    expect(await retryFailed(ctx, id)).toMatchObject({ planned: 0 });
    expect(await settleUncertain(ctx, id, "failed")).toMatchObject({ settled: 1 });
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
    expect(resend.stats()).toMatchObject({ accepted: 4, duplicates: 0 });
  });

  it("of a single mail of the site is asked for under its key too", async () => {
    await subscribe(ctx, { email: "new@example.com", source: "site" });
    resend.failNext({ kind: "accept-then-refuse", times: 4 });
    for (let step = 0; step < 12; step += 1) {
      await deliverNotices(ctx);
      ctx.clock.advance(10 * minuteMs);
    }
    const { rows } = await ctx.db.execute(sql`select state from notices`);
    expect(rows).toEqual([{ state: "submitted" }]);
    expect(resend.stats()).toMatchObject({ accepted: 1 });
  });
});

describe("a batch of the release before", () => {
  it("cannot be split by a worker of it once it may have been accepted", async () => {
    await deniedEdition(4, refuseWith("validation_error"));
    await passTime(hourMs, 20 * minuteMs);
    const splitting = ctx.db.execute(sql`update batches set state = 'split' where state = 'sealed'`);
    await expect(splitting).rejects.toMatchObject({ cause: { constraint: "batches_split_not_accepted" } });
  });

  it("that was split although it may have been accepted has its unsent halves uncertain after the upgrade", async () => {
    await plantSubscribers(ctx, 4);
    const { id } = await plantEdition(ctx);
    await ctx.db.execute(sql`alter table batches drop constraint batches_split_not_accepted`);
    await ctx.db.execute(sql`
      with parent as (
        insert into batches (edition_id, state, due_at, attempts, declined, refusals)
        values (${id}, 'split', ${ctx.clock.now()}, 4, 0, 2) returning id)
      update batches set parent_id = parent.id from parent where edition_id = ${id} and state = 'planned'`);
    await upgrade();
    await passTime(hourMs, 20 * minuteMs);
    expect(resend.stats().requests).toBe(0);
    expect(await statusOf(ctx, id)).toMatchObject({ uncertain: 4, pending: 0, state: "sent" });
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  });

  it("that was split for a plain refusal goes on after the upgrade", async () => {
    await plantSubscribers(ctx, 4);
    const { id } = await plantEdition(ctx);
    await ctx.db.execute(sql`
      with parent as (
        insert into batches (edition_id, state, due_at, attempts, declined)
        values (${id}, 'split', ${ctx.clock.now()}, 3, 2) returning id)
      update batches set parent_id = parent.id from parent where edition_id = ${id} and state = 'planned'`);
    await upgrade();
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 4 });
  });

  /** The part of the migration that looks at rows. */
  async function upgrade(): Promise<void> {
    const file = new URL("../../../src/db/migrations/0008_never_split.sql", import.meta.url);
    const statement = readFileSync(file, "utf8").split("--> statement-breakpoint").at(-1) ?? "";
    await ctx.db.execute(sql.raw(statement));
  }
});

describe("an address that the provider keeps on its own suppression list", () => {
  it("is suppressed here as the provider's when a batch is refused it, and is not asked for again", async () => {
    await plantSubscribers(ctx, 3);
    isListed = true;
    const { id } = await plantEdition(ctx);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 2, failed: 1 });
    const { rows } = await ctx.db.execute(sql`select email, reason, explanation from suppressions`);
    expect(rows).toEqual([
      {
        email: "reader1@example.com",
        reason: "provider",
        explanation: "Recipient is on the suppression list",
      },
    ]);
    await retryFailed(ctx, id);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 2, excluded: 1 });
    expect(resend.stats().requests).toBe(1);
  });
});
