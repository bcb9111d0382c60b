import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Context } from "../../../src/context.ts";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { insertEvent } from "../../../src/delivery/feedback/events-store.ts";
import { toStoredEvent } from "../../../src/delivery/feedback/provider-event.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import type { MailRequest } from "../../../src/delivery/mailers/mailer.ts";
import { type DeliverOutcome, deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import {
  approveEdition,
  cancelEdition,
  pauseEdition,
  resumeEdition,
} from "../../../src/delivery/steer/steer-edition.ts";
import { uncancelEdition } from "../../../src/delivery/steer/uncancel-edition.ts";
import { RefusedError } from "../../../src/errors.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { resendEnv, statusOf } from "../../support/delivering.ts";
import { type Fate, fates, ModelProvider, senderReason, tempers } from "../../support/model-provider.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runsOf } from "../../support/property-runs.ts";
import { recordMoves, takeMoves, unknownMoves } from "../../support/recorded-moves.ts";

const readers = ["reader0", "reader1", "reader2", "reader3", "reader4"].map((name) => `${name}@example.com`);

/** A batch of three halves twice before it is down to one. */
const firstBatchSize = 3;

const [answeredFate, , lostFate] = fates;

const longerThanAKeyLives = 24 * 3_600;

const steps = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({ do: fc.constant("begin" as const), worker: fc.nat(1), batch: fc.nat(3) }),
  },
  {
    weight: 24,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      worker: fc.nat(1),
      fate: fc.constantFrom(...fates),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      seconds: fc.constantFrom(1, 1, 20, 20, 600, 600, longerThanAKeyLives),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom("pause", "resume", "retry", "dispatch") }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom("leave", "hear"), reader: fc.nat(readers.length - 1) }),
  },
  // About one plan in two is cancelled, and most of these are taken back or tried to be.
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("uncancel", "approve") }) },
);

type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;

class WorkerDied extends Error {}

/** A worker, with the request that it waits for. */
type Hand = {
  ctx: Context;
  open: { request: MailRequest; meet(fate: Fate): void } | null;
  step: Promise<DeliverOutcome | null> | null;
};

let ctx: TestContext;
let editionId: string;
let subscriberIds: string[];
let hands: Hand[] = [];
let provider: ModelProvider;
/** Who left. */
let left: Set<string>;

beforeAll(async () => {
  ctx = await createTestContext({ env: resendEnv("http://127.0.0.1:9") });
  subscriberIds = await plantSubscribers(ctx, readers.length);
  editionId = (await plantEdition(ctx)).id;
  await recordMoves(ctx.db);
});

afterAll(() => ctx.close());

it("never mails a reader twice, and in the end each one once, whatever two workers, a provider and an operator do", async () => {
  const temperament = fc.tuple(...readers.map(() => fc.constantFrom(...tempers)));
  const plans = fc.array(steps, { maxLength: 30, size: "max" });
  await fc.assert(
    fc.asyncProperty(temperament, plans, async (given, plan) => {
      await reset();
      provider = new ModelProvider(
        new Map(readers.map((reader, index) => [reader, given[index] ?? "taken"])),
      );
      left = new Set();
      for (const step of plan) {
        await carryOut(step);
        await expectPromises();
      }
      await finish();
      await expectEnd();
    }),
    { numRuns: runsOf(10), endOnFailure: false },
  );
}, 1_800_000);

async function carryOut(step: Step): Promise<void> {
  switch (step.do) {
    case "begin": {
      const hand = hands[step.worker];
      const ids = await batchIds();
      if (hand && hand.step === null) await begin(hand, ids[step.batch % ids.length] ?? "");
      return;
    }
    case "answer": {
      const hand = hands[step.worker];
      if (hand?.open) await answer(hand, step.fate);
      return;
    }
    case "wait":
      ctx.clock.advance(step.seconds * 1000);
      // Given up before the answer comes.
      if (step.seconds === longerThanAKeyLives) {
        for (const { open } of hands) if (open) provider.doubt(open.request);
      }
      return;
    case "pause":
      return unlessRefused(pauseEdition(ctx, editionId, "a look first"));
    case "resume":
      return unlessRefused(resumeEdition(ctx, editionId, false));
    case "cancel":
      return unlessRefused(cancelEdition(ctx, editionId));
    case "uncancel":
      return takeBackCancel();
    case "approve":
      return unlessRefused(approveEdition(ctx, editionId));
    case "retry":
      return unlessRefused(retryFailed(ctx, editionId));
    case "dispatch":
      await dispatchDue(ctx);
      return;
    case "leave": {
      await unsubscribe(ctx, { subscriberId: subscriberIds[step.reader] ?? "", source: "one-click" });
      left.add(readers[step.reader] ?? "");
      return;
    }
    case "hear":
      return hearOf(step.reader);
  }
}

/** A cancel is taken back exactly when the provider took no mail and nothing is uncertain. */
async function takeBackCancel(): Promise<void> {
  const { state, uncertain } = await statusOf(ctx, editionId);
  const isTaken = await uncancelEdition(ctx, editionId).then(
    ({ hasChanged }) => hasChanged,
    (error) => {
      if (error instanceof RefusedError) return false;
      throw error;
    },
  );
  const isOpen = state === "cancelled" && uncertain === 0 && provider.mailed.size === 0;
  expect(isTaken, "a cancel is taken back").toBe(isOpen);
}

/** A verb refuses an edition that is not in its state. */
async function unlessRefused(steering: Promise<unknown>): Promise<void> {
  await steering.catch((error) => {
    if (!(error instanceof RefusedError)) throw error;
  });
}

/** The provider tells of the mail that it took to a reader, if it took one. */
async function hearOf(reader: number): Promise<void> {
  const mail = provider.mailed.get(readers[reader] ?? "");
  if (!mail) return;
  const tags = { edition: editionId, subscriber: subscriberIds[reader] ?? "" };
  const event = { type: "email.sent", data: { email_id: mail.id, tags } };
  await insertEvent(ctx.db, toStoredEvent(randomUUID(), event, ctx.clock.now()));
  await applyEvents(ctx);
}

/** All batches in an order that repeats: the open ones first, by their readers. */
async function batchIds(): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select b.id from batches b left join deliveries d on d.batch_id = b.id
      left join subscribers s on s.id = d.subscriber_id
    group by b.edition_id, b.id order by b.state in ('planned', 'sealed') desc, min(s.email)`);
  return rows.map(({ id }) => id);
}

/** Lets a worker take a batch, as far as its request or its end. */
async function begin(hand: Hand, batchId: string): Promise<void> {
  const atRequest = new Promise<void>((resolve) => {
    hand.ctx = {
      ...hand.ctx,
      mailer: {
        name: "resend",
        send: (request) =>
          new Promise((reply, die) => {
            const meet = (fate: Fate) => {
              const heard = provider.meet(request, fate);
              if (heard === null) die(new WorkerDied());
              else reply({ answer: heard, limits: null });
            };
            hand.open = { request, meet };
            resolve();
          }),
      },
    };
  });
  hand.step = deliverBatch(hand.ctx, batchId).catch((error) => {
    if (error instanceof WorkerDied) return null;
    throw error;
  });
  await Promise.race([atRequest, hand.step]);
  if (hand.open === null) return end(hand);
  expect((await statusOf(ctx, editionId)).state, "a request leaves").toBe("sending");
  doubtSameRequests(hand.open.request);
}

/** While two requests under one key are on their way, what one of them hears says nothing of the other. */
function doubtSameRequests({ idempotencyKey }: MailRequest): void {
  const same = hands.flatMap(({ open }) =>
    open?.request.idempotencyKey === idempotencyKey ? [open.request] : [],
  );
  if (same.length > 1) for (const request of same) provider.doubt(request);
}

async function answer(hand: Hand, fate: Fate): Promise<void> {
  hand.open?.meet(fate);
  await end(hand);
}

async function end(hand: Hand): Promise<void> {
  await hand.step;
  hand.open = null;
  hand.step = null;
}

/** What holds at every instant. */
async function expectPromises(): Promise<void> {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  expect(unknownMoves(await takeMoves(ctx.db)), "moves that no table knows").toEqual([]);
  for (const [reader, { times }] of provider.mailed) expect(times, `mails to ${reader}`).toBe(1);
  for (const { email, state, reason, isCancelled } of await ledger()) {
    const isMailed = provider.mailed.has(email);
    if (state === "submitted") expect(isMailed, `${email} is submitted`).toBe(true);
    if (isMailed) expect(["sealed", "submitted", "uncertain"], `${email} is mailed`).toContain(state);
    if (state === "failed") expect(reason, `${email} has failed`).not.toBe(senderReason);
    if (isCancelled) expect(["pending", "sealed"], `${email} is cancelled`).not.toContain(state);
    if (state === "excluded" && !left.has(email)) expect({ reason, isCancelled }).toEqual(cancelled);
  }
}

const cancelled = { reason: "cancelled", isCancelled: true };

/**
 * The faults are over: all requests are answered, what failed is tried again, the provider tells of every
 * mail that it took, and of what is uncertain all the same the operator says truly that it was not.
 */
async function finish(): Promise<void> {
  for (const hand of hands) if (hand.open) await answer(hand, answeredFate);
  await unlessRefused(resumeEdition(ctx, editionId, false));
  await unlessRefused(approveEdition(ctx, editionId));
  await deliverAll();
  await retryAll();
  // What is refused after a lost answer is asked for while its key lives, and then it is uncertain.
  ctx.clock.advance(longerThanAKeyLives * 1000);
  await dispatchDue(ctx);
  await deliverAll();
  for (const reader of readers.keys()) await hearOf(reader);
  const uncertain = (await ledger()).filter(({ state }) => state === "uncertain");
  for (const { email } of uncertain) expect(provider.doubted, `${email} is uncertain`).toContain(email);
  await settleUncertain(ctx, editionId, "failed");
  if (uncertain.length > 0) await retryAll();
}

async function retryAll(): Promise<void> {
  await unlessRefused(retryFailed(ctx, editionId));
  await expectPromises();
  await deliverAll();
}

/** A patient worker, and more than an hour if it takes that long. */
async function deliverAll(): Promise<void> {
  const [hand] = hands;
  for (let round = 0; hand && round < 16; round += 1) {
    ctx.clock.advance(5 * 60_000);
    await dispatchDue(ctx);
    const { pending, sealed } = await statusOf(ctx, editionId);
    if (pending + sealed === 0) return;
    for (const { id } of await listDueBatches(ctx.db, ctx.clock.now(), 10)) {
      await begin(hand, id);
      if (hand.open) await answer(hand, answeredFate);
    }
  }
}

/** Everybody was mailed once to whom the provider takes, but who left or was cancelled before. */
async function expectEnd(): Promise<void> {
  await expectPromises();
  const { state: ended } = await statusOf(ctx, editionId);
  expect(["sent", "cancelled"]).toContain(ended);
  for (const { email, state } of await ledger()) {
    const mayFail = ended === "cancelled" || !provider.takesTo(email);
    const ends = provider.mailed.has(email) ? ["submitted"] : ["excluded", ...(mayFail ? ["failed"] : [])];
    expect(ends, `in the end ${email} is`).toContain(state);
  }
}

type LedgerRow = { email: string; state: string; reason: string | null; isCancelled: boolean };

async function ledger(): Promise<LedgerRow[]> {
  const { rows } = await ctx.db.execute<LedgerRow>(sql`
    select s.email, d.state, d.reason, e.state = 'cancelled' as "isCancelled"
    from deliveries d join subscribers s on s.id = d.subscriber_id join editions e on e.id = d.edition_id
    where d.edition_id = ${editionId}`);
  return rows;
}

/** The planned edition as it was at first, in two batches. */
async function reset(): Promise<void> {
  for (const hand of hands) if (hand.open) await answer(hand, lostFate);
  // The second worker's clock is wrong by more than a lease.
  const skewed = { now: () => new Date(ctx.clock.now().getTime() + 20_000) };
  hands = [ctx.clock, skewed].map((clock) => ({ ctx: { ...ctx, clock }, open: null, step: null }));
  await ctx.db.execute(sql`update subscribers set state = 'active'`);
  await ctx.db.execute(sql`update editions set state = 'sending', state_reason = null, finished_at = null`);
  await ctx.db.execute(sql`delete from send_gates`);
  await ctx.db.execute(sql`update deliveries set state = 'pending', batch_id = null, reason = null,
    provider_id = null, submitted_at = null, choice = null`);
  await ctx.db.execute(sql`delete from batches`);
  const ids = [randomUUID(), randomUUID()];
  const [first = "", second = ""] = ids;
  const now = ctx.clock.now();
  await ctx.db.execute(sql`insert into batches (id, edition_id, state, due_at)
    values (${first}, ${editionId}, 'planned', ${now}), (${second}, ${editionId}, 'planned', ${now})`);
  const ofFirst = sql.param(subscriberIds.slice(0, firstBatchSize));
  await ctx.db.execute(sql`update deliveries set
    batch_id = case when subscriber_id = any(${ofFirst}::uuid[]) then ${first}::uuid else ${second}::uuid end`);
  await takeMoves(ctx.db);
}
