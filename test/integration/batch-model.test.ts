import { createHash, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Context } from "../../src/context.ts";
import { type DeliverOutcome, deliverBatch } from "../../src/delivery/deliver-batch.ts";
import { dispatchDue } from "../../src/delivery/dispatch-due.ts";
import { brokenLedgers } from "../../src/delivery/edition-status.ts";
import type { MailAnswer, MailRequest } from "../../src/delivery/mailers/mailer.ts";
import { pauseEdition, resumeEdition } from "../../src/delivery/steer-edition.ts";
import { dueBatches } from "../../src/delivery/store.ts";
import { createTestContext, type TestContext } from "../support/context.ts";
import { resendEnv, statusOf } from "../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../support/planted-edition.ts";

/** What may become of a request; `taken` says whether the provider accepted it. */
const fates = [
  { name: "answered", taken: true },
  { name: "lost answer", taken: true },
  { name: "lost request", taken: false },
  { name: "incomplete answer", taken: true },
  { name: "limited", taken: false },
  { name: "worker dies", taken: true },
  { name: "worker dies", taken: false },
] as const;

type Fate = (typeof fates)[number];

const steps = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("begin" as const), worker: fc.nat(1), batch: fc.nat(1) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      worker: fc.nat(1),
      fate: fc.constantFrom(...fates),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("wait" as const), seconds: fc.constantFrom(1, 20, 600) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("pause" as const, "resume" as const, "dispatch" as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave" as const), reader: fc.nat(3) }) },
);

/** The whole of what is expected: a provider that keeps its keys, and who was mailed how often. */
class Model {
  readonly mailed = new Map<string, number>();
  readonly #known = new Map<string, { hash: string; answer: MailAnswer }>();

  /** What the provider says of a request that reaches it. */
  take({ mails, body, idempotencyKey }: MailRequest): MailAnswer {
    const hash = createHash("sha256")
      .update(body ?? "")
      .digest("hex");
    const known = this.#known.get(idempotencyKey);
    if (known) return known.hash === hash ? known.answer : { kind: "key-reused", reason: "other body" };
    for (const { to } of mails) this.mailed.set(to, (this.mailed.get(to) ?? 0) + 1);
    const answer: MailAnswer = {
      kind: "answered",
      results: mails.map(() => ({ kind: "accepted", id: randomUUID() })),
    };
    this.#known.set(idempotencyKey, { hash, answer });
    return answer;
  }
}

class WorkerDied extends Error {}

/** A worker, with the request that it waits for. */
type Hand = {
  ctx: Context;
  open: { request: MailRequest; answer(fate: Fate, model: Model): void } | null;
  step: Promise<DeliverOutcome | null> | null;
};

let ctx: TestContext;
let editionId: string;
let subscriberIds: string[];
let hands: Hand[];

beforeAll(async () => {
  ctx = await createTestContext({ env: resendEnv("http://127.0.0.1:9") });
  subscriberIds = await plantSubscribers(ctx, 4);
  editionId = (await plantEdition(ctx)).id;
});

afterAll(() => ctx.close());

it("never mails a reader twice, and in the end each one once, whatever two workers and a provider do", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 30, size: "max" }), async (plan) => {
      const model = new Model();
      const batchIds = await reset();
      const left = new Set<string>();
      for (const step of plan) {
        await carryOut(step, model, batchIds, left);
        await expectPromises(model);
      }
      await finish(model);
      await expectEnd(model, left);
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 40), endOnFailure: false },
  );
}, 300_000);

type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;

async function carryOut(step: Step, model: Model, batchIds: string[], left: Set<string>): Promise<void> {
  switch (step.do) {
    case "begin": {
      const hand = hands[step.worker];
      if (hand && hand.step === null) await begin(hand, batchIds[step.batch] ?? "");
      return;
    }
    case "answer": {
      const hand = hands[step.worker];
      if (hand?.open) await answer(hand, step.fate, model);
      return;
    }
    case "wait":
      ctx.clock.advance(step.seconds * 1000);
      return;
    case "pause":
      return ignoreRefusal(pauseEdition(ctx, editionId, "a look first"));
    case "resume":
      return ignoreRefusal(resumeEdition(ctx, editionId, false));
    case "dispatch":
      await dispatchDue(ctx);
      return;
    case "leave": {
      const id = subscriberIds[step.reader] ?? "";
      await ctx.db.execute(sql`update subscribers set state = 'unsubscribed' where id = ${id}`);
      left.add(`reader${step.reader}@example.com`);
    }
  }
}

async function ignoreRefusal(steering: Promise<unknown>): Promise<void> {
  await steering.catch(() => {}); // a sent edition is not paused
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
            hand.open = {
              request,
              answer: (fate, model) => settle(fate, model, request, reply, die),
            };
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
  if (hand.open === null) await end(hand);
}

function settle(
  fate: Fate,
  model: Model,
  request: MailRequest,
  reply: (answered: { answer: MailAnswer; limits: null }) => void,
  die: (error: Error) => void,
): void {
  const said = fate.taken ? model.take(request) : null;
  if (fate.name === "worker dies") die(new WorkerDied());
  else reply({ answer: heard(fate, said), limits: null });
}

function heard(fate: Fate, said: MailAnswer | null): MailAnswer {
  if (fate.name === "limited") return { kind: "limited", retryAfterMs: null };
  if (fate.name === "incomplete answer") return { kind: "incomplete", reason: "an id is missing" };
  return fate.name === "answered" && said ? said : { kind: "unknown", reason: "a reset" };
}

async function answer(hand: Hand, fate: Fate, model: Model): Promise<void> {
  hand.open?.answer(fate, model);
  await end(hand);
}

async function end(hand: Hand): Promise<void> {
  await hand.step;
  hand.open = null;
  hand.step = null;
}

/** What holds at every instant. */
async function expectPromises(model: Model): Promise<void> {
  expect(await brokenLedgers(ctx.db)).toEqual([]);
  for (const [reader, times] of model.mailed) expect(times, `mails to ${reader}`).toBe(1);
  for (const row of await ledger()) {
    const isMailed = model.mailed.has(row.email);
    if (row.state === "submitted") expect(isMailed, `${row.email} is submitted`).toBe(true);
    if (isMailed) expect(["sealed", "submitted", "uncertain"]).toContain(row.state);
  }
}

/** The faults are over: a provider that answers, a patient worker, an hour. */
async function finish(model: Model): Promise<void> {
  const [whole] = fates;
  for (const hand of hands) if (hand.open) await answer(hand, whole, model);
  await ignoreRefusal(resumeEdition(ctx, editionId, false));
  const [hand] = hands;
  for (let round = 0; hand && round < 12; round += 1) {
    ctx.clock.advance(5 * 60_000);
    await dispatchDue(ctx);
    for (const { id } of await dueBatches(ctx.db, ctx.clock.now(), 10)) {
      await begin(hand, id);
      if (hand.open) await answer(hand, whole, model);
    }
  }
}

/** Everybody was mailed once, but who left before, and what nobody can know is reported as such. */
async function expectEnd(model: Model, left: Set<string>): Promise<void> {
  await expectPromises(model);
  const status = await statusOf(ctx, editionId);
  expect(status).toMatchObject({ pending: 0, sealed: 0, failed: 0, state: "sent" });
  for (const row of await ledger()) {
    if (row.state === "excluded") expect(left).toContain(row.email);
    else expect(model.mailed.get(row.email)).toBe(1);
  }
}

async function ledger(): Promise<{ email: string; state: string }[]> {
  const { rows } = await ctx.db.execute<{ email: string; state: string }>(sql`
    select s.email, d.state from deliveries d join subscribers s on s.id = d.subscriber_id
    where d.edition_id = ${editionId}`);
  return rows;
}

/** The planned edition as it was at first, in two batches of two readers. */
async function reset(): Promise<string[]> {
  for (const hand of hands ?? []) if (hand.open) await answer(hand, fates[2], new Model());
  // The second worker's clock is wrong by more than a lease.
  const skewed = { now: () => new Date(ctx.clock.now().getTime() + 20_000) };
  hands = [ctx.clock, skewed].map((clock) => ({ ctx: { ...ctx, clock }, open: null, step: null }));
  await ctx.db.execute(sql`update subscribers set state = 'active'`);
  await ctx.db.execute(sql`update editions set state = 'sending', state_reason = null, finished_at = null`);
  await ctx.db.execute(sql`truncate send_gates`);
  await ctx.db.execute(sql`update deliveries set state = 'pending', batch_id = null, reason = null,
    provider_id = null, submitted_at = null`);
  await ctx.db.execute(sql`delete from batches`);
  const ids = [randomUUID(), randomUUID()];
  const [first = "", second = ""] = ids;
  const now = ctx.clock.now();
  await ctx.db.execute(sql`insert into batches (id, edition_id, state, due_at)
    values (${first}, ${editionId}, 'planned', ${now}), (${second}, ${editionId}, 'planned', ${now})`);
  const half = sql.param(subscriberIds.slice(0, 2));
  await ctx.db.execute(sql`update deliveries set
    batch_id = case when subscriber_id = any(${half}::uuid[]) then ${first}::uuid else ${second}::uuid end`);
  return ids;
}
