import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listActiveAlerts } from "../../../src/alerts/store.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import type { Mailer } from "../../../src/delivery/mailers/mailer.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { findGateBlock } from "../../../src/delivery/provider/gate-store.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { checkAlerts } from "../../../src/watch/alerts.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { type ResendError, resendError, senderRefusals } from "../../fakes/resend-errors.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

const minuteMs = 60_000;
/** Names no field. */
const odd = "Something is wrong with this email.";

let resend: FakeResend;
let ctx: TestContext;
let forAll: { error: ResendError; as: "strict" | "permissive" } | null;
let refuse: (address: string) => string | null;

beforeEach(async () => {
  forAll = null;
  refuse = () => null;
  resend = await startFakeResend({
    refuseAll: () => forAll,
    refuse: (address) => refuse(address),
  });
  ctx = await createTestContext({ env: resendEnv(resend.url, { RESEND_TIMEOUT_MS: "20000" }) });
});

afterEach(async () => {
  await ctx.close();
  await resend.close();
});

async function passPause(): Promise<void> {
  ctx.clock.advance(5 * minuteMs);
  await dispatchDue(ctx);
  await deliverDue(ctx);
}

const requests = () => resend.stats().requests;
const numberOf = (address: string) => Number(/\d+/.exec(address)?.[0]);
const refuseBelow = (limit: number) => (address: string) => (numberOf(address) < limit ? odd : null);
const keys = () => new Set(resend.requests.map(({ key }) => key)).size;

async function expectLedger(editionId: string, counts: object): Promise<void> {
  expect(await statusOf(ctx, editionId)).toMatchObject({ failed: 0, uncertain: 0, ...counts });
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
}

const kinds = Object.entries(senderRefusals).map(([name, error]) => ({ as: "strict" as const, name, error }));
/** Of the second way to refuse one kind tells of all: which error concerns whom is one rule for both. */
const modes = [...kinds, ...kinds.slice(0, 1).map((kind) => ({ ...kind, as: "permissive" as const }))];

const longForManyReaders = { readers: 110, batches: 2, pauses: 4 };
const briefly = { readers: 12, batches: 1, pauses: 2 };

describe("a refusal of what all mails share", () => {
  it.each(
    modes.map((mode, index) => ({ ...mode, ...(index === 0 ? longForManyReaders : briefly) })),
  )("($name, $as, $readers readers, $pauses pauses) costs few requests, and delivery goes on by itself", async ({
    as,
    error,
    readers,
    batches,
    pauses,
  }) => {
    await plantSubscribers(ctx, readers);
    const { id } = await plantEdition(ctx);
    forAll = { as, error };
    await deliverDue(ctx);
    expect(requests()).toBe(1);
    for (let pause = 0; pause < pauses; pause += 1) await passPause();
    expect(requests()).toBe(1 + pauses);
    const { pending, sealed } = await statusOf(ctx, id);
    expect(pending + sealed).toBe(readers);
    await expectLedger(id, { state: "sending", submitted: 0, batches });
    await checkAlerts(ctx);
    const [alert] = await listActiveAlerts(ctx.db);
    expect(alert).toMatchObject({ kind: "provider-blocked" });
    expect(alert?.message).toContain(error.message.slice(0, 25));
    forAll = null;
    await passPause();
    await expectLedger(id, { state: "sent", submitted: readers, batches });
    expect(resend.stats()).toMatchObject({ accepted: readers, duplicates: 0 });
  });

  it.each(["strict", "permissive"] as const)("(%s) that is answered once costs one pause", async (as) => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    forAll = { as, error: senderRefusals["malformed sender"] };
    await deliverDue(ctx);
    forAll = null;
    await passPause();
    await expectLedger(id, { state: "sent", submitted: 3 });
    expect(keys()).toBe(2);
  });

  it("(permissive) after a request of unknown outcome pauses once, and keeps its key", async () => {
    await plantSubscribers(ctx, 4);
    const { id } = await plantEdition(ctx);
    forAll = { as: "permissive", error: senderRefusals["malformed sender"] };
    resend.failNext({ kind: "truncated" });
    await deliverDue(ctx);
    await passPause();
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toMatchObject({
      code: "refused",
      words: expect.stringMatching(/^Invalid `from` field/),
    });
    await passPause();
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toBeNull();
    await expectLedger(id, { sealed: 4, state: "sending" });
    expect(keys()).toBe(1);
  });

  it.each([
    "strict",
    "permissive",
  ] as const)("(%s) lets a single mail of the site wait, and go when it is mended", async (as) => {
    await subscribe(ctx, { email: "new@example.com", source: "site" });
    forAll = { as, error: senderRefusals["malformed sender"] };
    await deliverNotices(ctx);
    for (let pause = 0; pause < 3; pause += 1) {
      ctx.clock.advance(5 * minuteMs);
      await deliverNotices(ctx);
    }
    const { rows } = await ctx.db.execute(sql`select state from notices`);
    expect(rows).not.toContainEqual({ state: "failed" });
    expect(requests()).toBe(4);
    forAll = null;
    ctx.clock.advance(5 * minuteMs);
    expect(await deliverNotices(ctx)).toMatchObject({ submitted: 1 });
    expect(resend.stats()).toMatchObject({ accepted: 1 });
  });
});

describe("a refusal that names a recipient", () => {
  it.each([
    "Invalid `to` field. The domain is not verified, see the `from` field.",
    "The recipient is blocked by your account.",
    "reader1@example.com is not a valid address.",
  ])("fails that mail alone and stops nobody: %s", async (message) => {
    await plantSubscribers(ctx, 20);
    const { id } = await plantEdition(ctx);
    refuse = (address) => (numberOf(address) === 1 ? message : null);
    await deliverDue(ctx);
    await expectLedger(id, { state: "sent", submitted: 19, failed: 1 });
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toBeNull();
  });

  it("fails as many mails as it is said of, for one reason", async () => {
    await plantSubscribers(ctx, 100);
    const { id } = await plantEdition(ctx);
    refuse = (address) => (numberOf(address) < 40 ? "Invalid `to` field." : null);
    await deliverDue(ctx);
    await expectLedger(id, { state: "sent", submitted: 60, failed: 40 });
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toBeNull();
  });

  it.each([
    "strict",
    "permissive",
  ] as const)("of one bad address alone in its batch (%s) fails alone", async (as) => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    await oneBatchEach(ctx, id);
    forAll = { as, error: resendError("validation_error", { message: odd }) };
    const [first] = (await ctx.db.execute<{ id: string }>(sql`select id from batches order by id`)).rows;
    await deliverBatch(ctx, first?.id ?? "");
    forAll = null;
    await deliverDue(ctx);
    await expectLedger(id, { state: "sent", submitted: 2, failed: 1 });
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toBeNull();
  });
});

describe("a reason that names no field", () => {
  it("of ten mails or more pauses: who was accepted is submitted, the others wait under a key of their own", async () => {
    await plantSubscribers(ctx, 300);
    const { id } = await plantEdition(ctx);
    const refused = new Set((await inOrder()).slice(0, 12));
    refuse = (address) => (refused.has(address) ? odd : null);
    await deliverDue(ctx);
    expect(requests()).toBe(1);
    await expectLedger(id, { state: "sending", pending: 212, submitted: 88 });
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toMatchObject({ code: "refused", words: odd });
    for (let pause = 0; pause < 3; pause += 1) await passPause();
    await expectLedger(id, { state: "sending", submitted: 288 });
    refuse = () => null;
    await passPause();
    await expectLedger(id, { state: "sent", submitted: 300 });
    expect(resend.stats()).toMatchObject({ accepted: 300, duplicates: 0 });
  });

  it("of nine mails fails them, and the next batch that meets it too has all of them planned again", async () => {
    await plantSubscribers(ctx, 300);
    const { id } = await plantEdition(ctx);
    const counted = new Map<string, number>();
    refuse = () => {
      const key = String(resend.requests.length);
      counted.set(key, (counted.get(key) ?? 0) + 1);
      return (counted.get(key) ?? 0) <= 9 ? odd : null;
    };
    await deliverDue(ctx);
    expect(requests()).toBe(2);
    await expectLedger(id, { submitted: 182, pending: 118 });
    refuse = () => null;
    await passPause();
    await expectLedger(id, { state: "sent", submitted: 300 });
    expect(resend.stats()).toMatchObject({ accepted: 300, duplicates: 0, requests: 4 });
  });

  it.each([
    "strict",
    "permissive",
  ] as const)("(%s) that every mail meets, each in a batch of its own, fails nobody while it lasts", async (as) => {
    await plantSubscribers(ctx, 5);
    const { id } = await plantEdition(ctx);
    await oneBatchEach(ctx, id);
    forAll = { as, error: resendError("validation_error", { message: odd }) };
    await deliverDue(ctx);
    expect(requests()).toBe(2);
    for (let pause = 0; pause < 8; pause += 1) await passPause();
    expect(requests()).toBeLessThan(15);
    const { pending, sealed } = await statusOf(ctx, id);
    expect(pending + sealed).toBe(5);
    forAll = null;
    await passPause();
    await expectLedger(id, { state: "sent", submitted: 5 });
  });

  it("of two bad addresses one after the other costs a pause, and then they fail alone", async () => {
    await plantSubscribers(ctx, 6);
    const { id } = await plantEdition(ctx);
    await oneBatchEach(ctx, id);
    const bad = new Set((await inOrder()).slice(0, 2));
    refuse = (address) => (bad.has(address) ? odd : null);
    await deliverDue(ctx);
    await expectLedger(id, { pending: 5, sealed: 1 });
    await passPause();
    await expectLedger(id, { state: "sent", submitted: 4, failed: 2 });
    expect(resend.stats()).toMatchObject({ accepted: 4, duplicates: 0 });
  });

  it("in an edition that is cancelled in the pause leaves nothing to send", async () => {
    await plantSubscribers(ctx, 100);
    const { id } = await plantEdition(ctx);
    refuse = refuseBelow(20);
    await deliverDue(ctx);
    await cancelEdition(ctx, id);
    refuse = () => null;
    await passPause();
    await expectLedger(id, { state: "cancelled", submitted: 80, excluded: 20, pending: 0 });
  });

  it("in an edition that is cancelled before it comes plans nobody again who failed for it", async () => {
    await plantSubscribers(ctx, 2);
    const { id } = await plantEdition(ctx);
    await oneBatchEach(ctx, id);
    refuse = () => odd;
    const [first, second] = await listDueBatches(ctx.db, ctx.clock.now(), 2);
    await deliverBatch(ctx, first?.id ?? "");
    const send: Mailer["send"] = async (request) => {
      await cancelEdition(ctx, id);
      return ctx.mailer.send(request);
    };
    await deliverBatch({ ...ctx, mailer: { ...ctx.mailer, send } }, second?.id ?? "");
    await expectLedger(id, { state: "cancelled", failed: 1, excluded: 1, pending: 0 });
  });

  /** Readers in the order in which their batches are taken. */
  async function inOrder(): Promise<string[]> {
    const { rows } = await ctx.db.execute<{ email: string }>(sql`
      select s.email from deliveries d join subscribers s on s.id = d.subscriber_id order by d.batch_id`);
    return rows.map(({ email }) => email);
  }
});
