import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../../src/context.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { pauseEdition, resumeEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { nothingSeen } from "../../../src/digest/seen-papers.ts";
import { draftEdition } from "../../../src/publish/draft-edition.ts";
import { draftMail, usualSubscriber } from "../../../src/publish/draft-mail.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { type ResendError, senderRefusals } from "../../fakes/resend-errors.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

const pauseMs = 5 * 60_000;
const wrong = "Lab <digest@wrong.example>";
const right = "Lab <digest@right.example>";

let resend: FakeResend;
let ctx: TestContext;
let forAll: { error: ResendError; as: "strict" | "permissive" } | null;
let refuse: (address: string) => string | null;

beforeEach(async () => {
  forAll = null;
  refuse = () => null;
  resend = await startFakeResend({ refuseAll: () => forAll, refuse: (address) => refuse(address) });
  ctx = await createTestContext({ env: envOf(wrong) });
});

afterEach(async () => {
  await ctx.close();
  await resend.close();
});

const envOf = (from: string) => resendEnv(resend.url, { MAIL_FROM: from, RESEND_TIMEOUT_MS: "20000" });

/** The worker as it starts again after the operator has set another sender and address for answers. */
function restarted(from: string): TestContext {
  const changes = { ...envOf(from), MAIL_REPLY_TO: "answers@right.example" };
  return { ...ctx, config: testConfig(ctx.databaseUrl, changes) };
}

const senders = () => {
  const counts: Record<string, number> = {};
  for (const { from } of resend.mails) counts[from] = (counts[from] ?? 0) + 1;
  return counts;
};

async function expectSent(id: string, submitted: number): Promise<void> {
  expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted, failed: 0, uncertain: 0 });
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  expect(resend.stats()).toMatchObject({ accepted: submitted, duplicates: 0 });
}

async function passPause(worker: Context): Promise<void> {
  ctx.clock.advance(pauseMs);
  await dispatchDue(worker);
}

describe("an edition under way whose sender is mended", () => {
  it.each([
    "strict",
    "permissive",
  ] as const)("goes out from the new one, what was refused and what was not sealed yet (%s)", async (as) => {
    await plantSubscribers(ctx, 250);
    const { id } = await plantEdition(ctx);
    const [first] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    await deliverBatch(ctx, first?.id ?? "");
    const before = resend.mails.length;
    forAll = { as, error: senderRefusals["domain not verified"] };
    await deliverDue(ctx);
    await pauseEdition(ctx, id, "the sender is wrong");
    const mended = restarted(right);
    forAll = null;
    await resumeEdition(mended, id, false);
    await passPause(mended);
    await deliverDue(mended);
    await expectSent(id, 250);
    expect(senders()).toEqual({ [wrong]: before, [right]: 250 - before });
    const last = resend.mails.at(-1);
    expect(last?.replyTo).toEqual(["answers@right.example"]);
    expect(last?.headers?.["List-Unsubscribe"]).toContain("mailto:answers@right.example");
  });

  it("goes out from the new one for those alone who were refused in an answer that accepted others", async () => {
    await plantSubscribers(ctx, 40);
    const { id } = await plantEdition(ctx);
    refuse = (address) => (/[02468]@/.test(address) ? "Invalid `from` field." : null);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 20, pending: 20 });
    refuse = () => null;
    const mended = restarted(right);
    await passPause(mended);
    await deliverDue(mended);
    await expectSent(id, 40);
    expect(senders()).toEqual({ [wrong]: 20, [right]: 20 });
  });

  it("keeps the sealed sender of a request of which nobody knows whether it was accepted", async () => {
    await plantSubscribers(ctx, 150);
    const { id } = await plantEdition(ctx);
    const [first] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    resend.failNext({ kind: "truncated" });
    await deliverBatch(ctx, first?.id ?? "");
    const before = resend.mails.length;
    const mended = restarted(right);
    await passPause(mended);
    await deliverDue(mended);
    await expectSent(id, 150);
    expect(senders()).toEqual({ [wrong]: before, [right]: 150 - before });
  });

  it("goes on at a resume, also where a request of unknown outcome met the refusal after it", async () => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(ctx);
    ctx.clock.advance(pauseMs);
    forAll = { as: "strict", error: senderRefusals["domain not verified"] };
    await deliverDue(ctx);
    forAll = null;
    await resumeEdition(ctx, id, false);
    await deliverDue(ctx);
    await expectSent(id, 3);
  });

  it("keeps it when the sender was changed twice, and when nothing of the request had arrived", async () => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    const second = restarted("Lab <second@lab.example>");
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(second);
    const third = restarted(right);
    await passPause(third);
    await deliverDue(third);
    await expectSent(id, 3);
    expect(senders()).toEqual({ "Lab <second@lab.example>": 3 });
  });

  it("is sent as a worker of the release before has sealed it, which writes no sender down", async () => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(ctx);
    const left = { from: "Lab <second@lab.example>", replyTo: null, unsubscribeTo: null };
    await ctx.db.execute(sql`update batches set sender = ${JSON.stringify(left)}::jsonb`);
    const mended = restarted(right);
    await passPause(mended);
    await deliverDue(mended);
    await expectSent(id, 3);
    expect(senders()).toEqual({ [wrong]: 3 });
  });

  it("is drafted, previewed and tried from the new one", async () => {
    await plantSubscribers(ctx, 1);
    await plantEdition(ctx, { period: "2026-06-17" });
    const mended = restarted(right);
    const draft = await draftEdition(mended, { cadence: "daily", period: "2026-06-17" });
    expect(
      await draftMail(mended, draft, {
        reader: usualSubscriber("me@lab.example"),
        subscriber: null,
        seen: nothingSeen,
      }),
    ).toMatchObject({
      mail: { from: right, replyTo: "answers@right.example" },
    });
  });
});
