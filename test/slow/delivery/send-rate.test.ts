import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let resend: FakeResend;
let ctx: TestContext;
const others: Context[] = [];

afterEach(async () => {
  for (const other of others.splice(0)) await other.close();
  await ctx.close();
  await resend.close();
});

async function open(requestsPerSecond: number): Promise<void> {
  const env = resendEnv(resend.url, {
    RESEND_REQUESTS_PER_SECOND: String(requestsPerSecond),
    RESEND_TIMEOUT_MS: "10000",
  });
  ctx = await createTestContext({ env });
  for (let count = 0; count < 2; count += 1) {
    others.push(await createContext(testConfig(ctx.databaseUrl, env), { clock: ctx.clock }));
  }
}

/**
 * Three workers of four hands each take what is due, until nothing is; what a 429 put off is due a minute later.
 */
async function deliverWithAll(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await takeDue();
    ctx.clock.advance(60_000);
  }
}

async function takeDue(): Promise<void> {
  const ids = (await listDueBatches(ctx.db, ctx.clock.now(), 1000)).map(({ id }) => id);
  const takeAll = async (worker: Context) => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) await deliverBatch(worker, id);
  };
  const workers = [ctx, ...others];
  await Promise.all(workers.flatMap((worker) => [1, 2, 3, 4].map(() => takeAll(worker))));
}

/**
 * Of requests. One that this process, which is all workers and the provider, holds up for longer than a request is taken
 * to travel meets the next ones' second. Workers with a pace of their own each would send three times the limit.
 */
const heldUp = 0.5;

describe("the pace of requests", () => {
  beforeEach(async () => {
    resend = await startFakeResend({});
  });

  it("is one for all workers, not one for each", async () => {
    await open(10);
    await plantSubscribers(ctx, 35);
    const { id } = await plantEdition(ctx);
    await oneBatchEach(ctx, id);
    await deliverWithAll();
    expect(resend.stats().requests).toBe(35);
    expect(resend.stats().maxRequestsInAnySecond).toBeLessThanOrEqual(10 * (1 + heldUp));
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 35, state: "sent" });
  });

  it("is lowered by the provider's headers, for all workers", async () => {
    resend.setRequestsPerSecond(4);
    await open(50);
    await plantSubscribers(ctx, 12);
    const { id } = await plantEdition(ctx);
    await oneBatchEach(ctx, id);
    const [first] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    await deliverBatch(ctx, first?.id ?? "");
    await deliverWithAll();
    expect(resend.stats().maxRequestsInAnySecond).toBeLessThanOrEqual(4 * (1 + heldUp));
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 12, state: "sent" });
  });

  it("does not hold up a local mailbox", async () => {
    ctx = await createTestContext();
    await plantSubscribers(ctx, 30);
    const { id } = await plantEdition(ctx);
    await oneBatchEach(ctx, id);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 30, state: "sent" });
  });
});
