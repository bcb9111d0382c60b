import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { plainTrouble, wordedTrouble } from "../../../src/delivery/codes.ts";
import type { SealedRecipient } from "../../../src/delivery/kept-shapes.ts";
import {
  excludeFailed,
  markUncertain,
  recordDecline,
  settleBatch,
  splitBatch,
} from "../../../src/delivery/ledger/answers-store.ts";
import { setApart } from "../../../src/delivery/ledger/apart-store.ts";
import {
  closeEmptyBatch,
  leaseBatch,
  releaseBatch,
  writeSeal,
} from "../../../src/delivery/ledger/batches-store.ts";
import { excludeDeliveries } from "../../../src/delivery/ledger/deliveries-store.ts";
import {
  finishEditions,
  pauseByBreaker,
  reopenEditions,
} from "../../../src/delivery/ledger/editions-store.ts";
import {
  closeSettledBatches,
  holdRestored,
  settleByWord,
  undoSeal,
} from "../../../src/delivery/ledger/endings-store.ts";
import { applyFeedback } from "../../../src/delivery/ledger/feedback-store.ts";
import { writeDeadline } from "../../../src/delivery/ledger/holds-store.ts";
import { planFailed } from "../../../src/delivery/ledger/plans-store.ts";
import { excludeOutdated, putOff } from "../../../src/delivery/ledger/warm-up-store.ts";
import type { MailResult } from "../../../src/delivery/mailers/mailer.ts";
import { nameRefusal } from "../../../src/delivery/mailers/refusal-key.ts";
import { endHolds } from "../../../src/delivery/send/end-holds.ts";
import {
  approveEdition,
  cancelEdition,
  pauseEdition,
  resumeEdition,
} from "../../../src/delivery/steer/steer-edition.ts";
import { uncancelEdition } from "../../../src/delivery/steer/uncancel-edition.ts";
import type { BreakerFacts } from "../../../src/editions/pause-facts.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { ledgerMoves, recordMoves, takeMoves } from "../../support/recorded-moves.ts";

type Given = { edition?: string; batch?: string; delivery?: string; attempts?: number; reason?: string };

let ctx: TestContext;
let editionId: string;
let subscriberIds: string[];
let batchId: string;

beforeAll(async () => {
  ctx = await createTestContext();
  await recordMoves(ctx.db);
});

afterAll(() => ctx.close());

beforeEach(async () => {
  await emptyTables(ctx);
  subscriberIds = await plantSubscribers(ctx, 2);
  editionId = (await plantEdition(ctx)).id;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from batches`);
  batchId = rows[0]?.id ?? "";
  await takeMoves(ctx.db);
});

const now = () => ctx.clock.now();
const batch = () => ({ id: batchId, editionId });
const seen = (attempts = 1) => ({ ...batch(), idempotencyKey: "key", attempts: attempts - 1, declined: 0 });
const accepted: MailResult = { kind: "accepted", id: "id" };
const refused: MailResult = { kind: "refused", reason: "bad address" };

const recipients = (): SealedRecipient[] =>
  subscriberIds.map((subscriberId) => ({
    subscriberId,
    to: "reader@example.com",
    choice: { detail: "title", forYou: [], top: [1], late: [] },
    tokens: { unsubscribe: "u", preferences: "p", view: "v" },
  }));

const answer = (result: MailResult, attempts = 1) =>
  settleBatch(ctx.db, seen(attempts), recipients(), [result, result], now());

const accept = async () => {
  const proof = { providerId: null, isAccepted: true, outcome: null, outcomeAt: null, heardAt: null };
  const feedback = subscriberIds.map((subscriberId) => ({
    editionId,
    subscriberId,
    ...proof,
    isDelivered: false,
    isEngaged: false,
  }));
  await applyFeedback(ctx.db, feedback, now());
  await closeSettledBatches(ctx.db, [editionId], now());
};

const seal = () =>
  writeSeal(ctx.db, batch(), {
    recipients: recipients(),
    setId: null,
    sender: { from: "a@example.com", replyTo: null, unsubscribeTo: null },
    idempotencyKey: "key",
    bodyHash: "hash",
    sealedAt: now(),
    leasedUntil: now(),
  });

const endHoldNow = async () => {
  await writeDeadline(ctx.db, editionId, { endsAt: now(), atEnd: "go" });
  await endHolds(ctx, now());
};

const exclude = () =>
  excludeDeliveries(
    ctx.db,
    editionId,
    subscriberIds.map((subscriberId) => ({ subscriberId, reason: "paused" as const })),
  );

const putAllOff = () =>
  putOff(
    ctx.db,
    { id: batchId, editionId },
    subscriberIds.map((subscriberId) => ({ subscriberId, dueAt: now() })),
    now(),
  );

/** As if a later edition had come out while both wait. */
const waitUntilNextEdition = async () => {
  await ctx.db.execute(sql`
    insert into warm_up_waits (subscriber_id, since, due_at) select id, '2026-06-18', now() from subscribers on conflict do nothing`);
  await ctx.db.execute(sql`alter table editions disable trigger record_move`);
  await ctx.db.execute(sql`
    insert into editions (id, cadence, period, number, state, published_at, planned, missing_sources)
    select 'daily-2026-06-30', cadence, '2026-06-30', 99, 'sent', published_at, 0, missing_sources from editions
    where id = ${editionId}`);
  await ctx.db.execute(sql`alter table editions enable trigger record_move`);
  await excludeOutdated(ctx.db, now());
  await ctx.db.execute(sql`delete from editions where id = 'daily-2026-06-30'`);
};

const facts: BreakerFacts = {
  measure: "permanent bounces",
  count: 40,
  submitted: 1_000,
  limitRatio: 0.04,
  editionId: null,
  windowDays: 7,
  heardSince: null,
};

const sealed = { batch: "sealed", delivery: "sealed" };
const uncertain = { batch: "uncertain", delivery: "uncertain" };

/** What makes a move, from which states, and how. */
const scenarios: [by: string, given: Given, act: () => Promise<unknown>][] = [
  ["approve", { edition: "held" }, () => approveEdition(ctx, editionId)],
  ["pause", { edition: "held" }, () => pauseEdition(ctx, editionId, "a look")],
  ["pause", { edition: "sending" }, () => pauseEdition(ctx, editionId, "a look")],
  ["resume", { edition: "paused" }, () => resumeEdition(ctx, editionId, false)],
  ["breaker", {}, () => pauseByBreaker(ctx.db, { id: editionId, resumedAt: null }, facts, "bounces")],
  ["finish", { batch: "settled", delivery: "submitted" }, () => finishEditions(ctx.db, now())],
  ["reopen", { edition: "sent" }, () => reopenEditions(ctx.db)],
  ["cancel", { edition: "held" }, () => cancelEdition(ctx, editionId)],
  ["cancel", { edition: "paused", ...sealed }, () => cancelEdition(ctx, editionId)],
  ["cancel", { ...sealed, attempts: 1 }, () => cancelEdition(ctx, editionId)],
  [
    "uncancel",
    { edition: "cancelled", batch: "cancelled", delivery: "excluded", reason: "cancelled" },
    () => uncancelEdition(ctx, editionId),
  ],
  ["deadline", { edition: "held" }, endHoldNow],
  ["restore", { edition: "held" }, () => holdRestored(ctx.db)],
  ["restore", sealed, () => holdRestored(ctx.db)],
  ["seal", {}, seal],
  ["seal", {}, exclude],
  ["seal", sealed, exclude],
  ["seal", {}, () => closeEmptyBatch(ctx.db, batch(), now())],
  ["seal", sealed, () => closeEmptyBatch(ctx.db, batch(), now())],
  ["answer", { ...sealed, attempts: 1 }, () => answer(accepted)],
  ["answer", { ...sealed, attempts: 1 }, () => answer(refused)],
  ["answer", { ...sealed, attempts: 2 }, () => answer(refused, 2)],
  ["answer", { ...uncertain, attempts: 1 }, () => answer(accepted)],
  ["answer", { ...uncertain, attempts: 1 }, () => answer(refused)],
  [
    "answer",
    { batch: "settled", delivery: "failed", reason: "bad sender" },
    () => excludeFailed(ctx.db, batch(), nameRefusal("bad sender").key),
  ],
  [
    "decline",
    { edition: "cancelled", ...uncertain, attempts: 1 },
    () => recordDecline(ctx.db, seen(), now(), plainTrouble("rate-limit")),
  ],
  [
    "split",
    { ...sealed, attempts: 1 },
    () =>
      splitBatch(ctx.db, { ...seen(), dueAt: now() }, recipients(), now(), wordedTrouble("refused", "bad")),
  ],
  [
    "give up",
    { ...sealed, attempts: 1 },
    () => markUncertain(ctx.db, seen(), plainTrouble("key-expired"), now()),
  ],
  ["feedback", {}, accept],
  ["feedback", { ...sealed, attempts: 1 }, accept],
  ["feedback", { batch: "settled", delivery: "failed" }, accept],
  ["feedback", uncertain, accept],
  ["settle", uncertain, () => settleByWord(ctx.db, editionId, "submitted", now())],
  ["settle", uncertain, () => settleByWord(ctx.db, editionId, "failed", now())],
  [
    "retry",
    { edition: "sent", batch: "settled", delivery: "failed" },
    () => planFailed(ctx.db, editionId, now()),
  ],
  ["put off", sealed, () => putAllOff()],
  [
    "set apart",
    {},
    () => ctx.db.transaction((tx) => setApart(tx, editionId, subscriberIds.slice(0, 1), now())),
  ],
  ["end wait", {}, waitUntilNextEdition],
  ["erase", sealed, () => undoSeal(ctx.db, batch())],
];

/** Brings the edition, its batch and its two deliveries into given states. */
async function give({
  edition = "sending",
  batch = "planned",
  delivery = "pending",
  attempts = 0,
  reason = "a reason",
}: Given): Promise<void> {
  await ctx.db.execute(sql`update editions set state = ${edition}, finished_at = null`);
  await ctx.db.execute(sql`
    update batches set state = ${batch}, parent_id = null, idempotency_key = 'key', body_hash = 'hash', recipients = '[]', attempts = ${attempts},
      declined = 0, first_attempt_at = ${attempts > 0 ? now() : null}`);
  await ctx.db.execute(sql`update deliveries set state = ${delivery}, reason = ${reason},
    reason_code = ${reason === "cancelled" ? reason : null}, choice = null`);
  await takeMoves(ctx.db);
}

it.each(
  scenarios.map((scenario) => [scenario[0], JSON.stringify(scenario[1]), scenario] as const),
)("writes by %s from %s only what the tables of moves let it write", async (_by, _given, [
  by,
  given,
  act,
]) => {
  await give(given);
  await act();
  const moves = await takeMoves(ctx.db);
  expect(moves.length).toBeGreaterThan(0);
  for (const { of, from, to } of moves) {
    expect(ledgerMoves[of], `${of}: ${from} to ${to}`).toContainEqual({ from, to, by });
  }
});

it("writes each move of the tables that changes a state", async () => {
  const written = new Set<string>();
  const note = (by: string, moves: Awaited<ReturnType<typeof takeMoves>>) => {
    for (const { of, from, to } of moves) written.add(`${of}: ${from} to ${to} by ${by}`);
  };
  for (const [by, given, act] of scenarios) {
    await give(given);
    await act();
    note(by, await takeMoves(ctx.db));
    await ctx.db.execute(sql`update deliveries set batch_id = ${batchId}`);
    await ctx.db.execute(sql`delete from batches where id <> ${batchId}`);
  }
  for (const [period, isHeld] of [
    ["2026-06-15", true],
    ["2026-06-16", false],
  ] as const) {
    await plantEdition(ctx, { period, isHeld });
  }
  for (const move of await takeMoves(ctx.db)) note(move.of === "editions" ? "publish" : "plan", [move]);
  const allowed = Object.entries(ledgerMoves).flatMap(([of, moves]) =>
    moves.filter(({ from, to }) => from !== to).map(({ from, to, by }) => `${of}: ${from} to ${to} by ${by}`),
  );
  expect([...written].sort()).toEqual(allowed.sort());
});

it("lets a worker that lost its lease free no batch that another one has begun to send", async () => {
  await give({ ...sealed, attempts: 1 });
  const lease = new Date(now().getTime() + 15_000);
  await leaseBatch(ctx.db, batch(), lease);
  const before = { ...batch(), idempotencyKey: "key", attempts: 0, declined: 0 };
  await releaseBatch(ctx.db, before, now(), plainTrouble("clock-off"));
  const leasedUntil = async () => {
    const { rows } = await ctx.db.execute<{ until: string | null }>(
      sql`select leased_until as until from batches where id = ${batchId}`,
    );
    return rows[0]?.until ?? null;
  };
  expect(await leasedUntil()).not.toBeNull();
  await releaseBatch(ctx.db, { ...before, attempts: 1 }, now(), plainTrouble("rate-limit"));
  expect(await leasedUntil()).toBeNull();
});
