import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plainTrouble } from "../../../src/delivery/codes.ts";
import { recordDecline } from "../../../src/delivery/ledger/answers-store.ts";
import { beginAttempt, listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { insertDeliveries } from "../../../src/delivery/ledger/plans-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { requestBody } from "../../../src/delivery/mailers/body.ts";
import { createResendMailer } from "../../../src/delivery/mailers/resend.ts";
import type { EditionStatus } from "../../../src/delivery/progress/edition-status.ts";
import { findGateBlock } from "../../../src/delivery/provider/gate-store.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { keyAliveSince } from "../../../src/delivery/send/key-life.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { cancelEdition, pauseEdition, resumeEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { assembleDigest } from "../../../src/digest/assemble.ts";
import type { CompiledDigest } from "../../../src/digest/compiled-digest.ts";
import { templateOf } from "../../../src/digest/edition-templates.ts";
import { eraseSubscriber } from "../../../src/privacy/erase-subscriber.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith, serverError } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { numberedPapers } from "../../support/ranked-papers.ts";

const hourMs = 3_600_000;

const page = (status: number, accepted = false) =>
  ({ kind: "raw", status, body: "<html>Please wait</html>", accepted }) as const;
const notJson = (accepted: boolean) => page(200, accepted);

let resend: FakeResend;
let ctx: TestContext;

beforeEach(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({
    env: resendEnv(resend.url),
  });
});

afterEach(async () => {
  await ctx.close();
  await resend.close();
});

const deliverAllDue = () => deliverDue(ctx);
const status = (editionId: string) => statusOf(ctx, editionId);

async function expectLedger(editionId: string, counts: Partial<EditionStatus>): Promise<void> {
  expect(await status(editionId)).toMatchObject(counts);
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
}

describe("a plan", () => {
  it("leaves out nobody who chose another hour since the hours were read", async () => {
    const edition = await plantEdition(ctx);
    await plantSubscribers(ctx, 1, { wantsAtOnce: true });
    await plantSubscribers(ctx, 1, { cadence: "weekly" }, "weekly");
    const cadences = ["daily" as const, "weekdays" as const];
    await insertDeliveries(ctx.db, edition, { cadences, hours: [] });
    await deliverAllDue();
    expect(resend.mails.map(({ to }) => to)).toEqual([["reader0@example.com"]]);
  });
});

describe("a batch", () => {
  it("reaches each active subscriber once, in requests of at most 100", async () => {
    await plantSubscribers(ctx, 250);
    const { id, planned, batches } = await plantEdition(ctx);
    expect({ planned, batches }).toEqual({ planned: 250, batches: 3 });
    await deliverAllDue();
    expect(new Set(resend.mails.map((mail) => mail.to[0])).size).toBe(250);
    expect(resend.stats()).toMatchObject({ accepted: 250, batches: 3, duplicates: 0 });
    await expectLedger(id, { state: "sent", submitted: 250, pending: 0 });
  });

  it("is sent once by two workers that take it at the same time", async () => {
    await plantSubscribers(ctx, 100);
    const { id } = await plantEdition(ctx);
    const [due] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    const batchId = due?.id ?? "";
    await Promise.all([deliverBatch(ctx, batchId), deliverBatch(ctx, batchId), deliverBatch(ctx, batchId)]);
    expect(resend.stats()).toMatchObject({ accepted: 100, requests: 1 });
    await expectLedger(id, { submitted: 100 });
  });

  it("leaves out who was suppressed, left or paused after planning, with the reason", async () => {
    const [, second = "", third = ""] = await plantSubscribers(ctx, 4);
    const { id } = await plantEdition(ctx);
    await suppressAddress(ctx, { email: "READER0@example.com", reason: "operator", explanation: null });
    await unsubscribe(ctx, { subscriberId: second, source: "one-click" });
    await updatePreferences(ctx, { subscriberId: third, preferences: {}, pausedUntil: "2026-07-01" });
    await deliverAllDue();
    expect(resend.mails.map((mail) => mail.to[0])).toEqual(["reader3@example.com"]);
    await expectLedger(id, { submitted: 1, excluded: 3 });
    const reasons = (await status(id)).reasons.map(({ code }) => code).toSorted();
    expect(reasons).toEqual(["paused", "suppressed", "unsubscribed"]);
  });

  it("leaves out who chose another cadence after planning", async () => {
    const [, second = ""] = await plantSubscribers(ctx, 2);
    const { id } = await plantEdition(ctx);
    await updatePreferences(ctx, { subscriberId: second, preferences: { cadence: "weekly" } });
    await deliverAllDue();
    expect(resend.mails.map((mail) => mail.to)).toEqual([["reader0@example.com"]]);
    await expectLedger(id, { state: "sent", submitted: 1, excluded: 1 });
  });

  it("settles when all who are in it are left out", async () => {
    const [only = ""] = await plantSubscribers(ctx, 1);
    const { id } = await plantEdition(ctx);
    await eraseSubscriber(ctx, { subscriberId: only });
    await deliverAllDue();
    expect(resend.stats().requests).toBe(0);
    await expectLedger(id, { state: "sent", excluded: 1 });
  });
});

describe("an answer of the provider", () => {
  it("of permissive errors fails just the mails that it names", async () => {
    await resend.close();
    resend = await startFakeResend({
      refuse: (address) => (address === "reader1@example.com" ? "bad address" : null),
    });
    await useProvider();
    await plantSubscribers(ctx, 5);
    const { id } = await plantEdition(ctx);
    await deliverAllDue();
    expect(resend.mails.map((mail) => mail.to[0]).toSorted()).toEqual([
      "reader0@example.com",
      "reader2@example.com",
      "reader3@example.com",
      "reader4@example.com",
    ]);
    await expectLedger(id, { submitted: 4, failed: 1 });
    const rows = await providerIds(id);
    for (const mail of resend.mails) expect(rows.get(mail.to[0] ?? "")).toBe(mail.id);
  });

  it("of 422 for the whole batch splits it down to the bad address", async () => {
    await resend.close();
    resend = await startFakeResend({ poison: (address) => address === "reader37@example.com" });
    await useProvider();
    await plantSubscribers(ctx, 100);
    const { id } = await plantEdition(ctx);
    await deliverAllDue();
    expect(resend.stats()).toMatchObject({ accepted: 99, duplicates: 0 });
    await expectLedger(id, { submitted: 99, failed: 1, state: "sent" });
  });

  it.each([
    ["500 before acceptance", () => serverError(500, false)],
    ["503 after acceptance", () => serverError(503, true)],
    ["a reset before acceptance", () => ({ kind: "reset", when: "before-acceptance" }) as const],
    ["a reset after acceptance", () => ({ kind: "reset", when: "after-acceptance" }) as const],
    ["no answer though accepted", () => ({ kind: "hang", accepted: true }) as const],
    ["no answer and not accepted", () => ({ kind: "hang", accepted: false }) as const],
    ["a truncated 200", () => ({ kind: "truncated" }) as const],
    ["a reset before the body was read", () => ({ kind: "reset", when: "before-body" }) as const],
    ["a 200 that is no JSON, accepted", () => notJson(true)],
    ["a 200 that is no JSON, not accepted", () => notJson(false)],
    [
      "a 200 that drips for longer than the time limit",
      () => ({ kind: "drip", pieces: 40, pauseMs: 50 }) as const,
    ],
    ["a proxy's page with 502", () => serverError(502, false)],
    ["a 408 of a proxy", () => page(408)],
    ["fewer ids than mails", () => ({ kind: "fewer-ids", missing: 3 }) as const],
  ])("of unknown outcome (%s) is repeated with the same bytes under the same key", async (_, fault) => {
    await plantSubscribers(ctx, 10);
    const { id } = await plantEdition(ctx);
    resend.failNext(fault());
    await deliverAllDue();
    await expectLedger(id, { sealed: 10, state: "sending" });
    ctx.clock.advance(10_000);
    await deliverAllDue();
    expect(resend.stats()).toMatchObject({ accepted: 10, duplicates: 0, conflicts: 0 });
    const keys = new Set(resend.requests.map((request) => request.key));
    expect(keys.size).toBe(1);
    await expectLedger(id, { submitted: 10, state: "sent" });
  });

  it.each([
    ["401", () => refuseWith("missing_api_key")],
    ["403", () => refuseWith("invalid_api_key")],
    ["451", () => refuseWith("security_error")],
    ["403 of an unverified domain", () => refuseWith("validation_error", { statusCode: 403 })],
    ["422 of the sender's address", () => refuseWith("invalid_from_address")],
    ["404", () => refuseWith("not_found")],
  ])("of %s stops all requests, fails nothing, and goes on once it is mended", async (_, fault) => {
    await plantSubscribers(ctx, 150);
    const { id } = await plantEdition(ctx);
    resend.failNext(fault());
    await deliverAllDue();
    expect(resend.stats().requests).toBe(1);
    expect(await findGateBlock(ctx.db, ctx.clock.now())).not.toBeNull();
    await expectLedger(id, { failed: 0, submitted: 0 });
    ctx.clock.advance(6 * 60_000);
    await deliverAllDue();
    await expectLedger(id, { submitted: 150, state: "sent" });
    expect(resend.stats().duplicates).toBe(0);
  });

  it.each([
    ["daily", "daily_quota_exceeded", 20 * hourMs],
    ["monthly", "monthly_quota_exceeded", (12 * 24 + 20) * hourMs],
  ] as const)("of a used-up %s quota pauses until the reset and goes on by itself", async (_, name, untilReset) => {
    await plantSubscribers(ctx, 10);
    const { id } = await plantEdition(ctx);
    resend.failNext(refuseWith(name));
    await deliverAllDue();
    ctx.clock.advance(untilReset - 2 * hourMs);
    await deliverAllDue();
    // Beside the question when the quota is filled again.
    expect(resend.requests.filter(({ path }) => path === "/emails/batch")).toHaveLength(1);
    ctx.clock.advance(3 * hourMs);
    await deliverAllDue();
    await expectLedger(id, { submitted: 10, state: "sent" });
  });

  it.each([
    ["and a retry-after of 30 s", 30],
    ["without a retry-after", undefined],
  ])("of 429 %s waits and uses up no attempt", async (_, retryAfterSeconds) => {
    await plantSubscribers(ctx, 10);
    const { id } = await plantEdition(ctx);
    resend.failNext(refuseWith("rate_limit_exceeded", { retryAfterSeconds }));
    await deliverAllDue();
    if (retryAfterSeconds) {
      ctx.clock.advance((retryAfterSeconds - 1) * 1000);
      await deliverAllDue();
      expect(resend.stats().requests).toBe(1);
    }
    ctx.clock.advance(2_000);
    await deliverAllDue();
    await expectLedger(id, { submitted: 10, state: "sent" });
  });

  it("of 409 for a key that is under way waits and keeps the key", async () => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    resend.failNext(refuseWith("concurrent_idempotent_requests"));
    await deliverAllDue();
    ctx.clock.advance(10_000);
    await deliverAllDue();
    expect(new Set(resend.requests.map((request) => request.key)).size).toBe(1);
    await expectLedger(id, { submitted: 3 });
  });

  it("of 409 for a key with another body leaves the batch uncertain and repeats nothing", async () => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    resend.failNext(refuseWith("invalid_idempotent_request"));
    await deliverAllDue();
    ctx.clock.advance(48 * hourMs);
    await deliverAllDue();
    expect(resend.stats().requests).toBe(1);
    await expectLedger(id, { uncertain: 3 });
  });

  it("that refuses the whole batch once, after a request of unknown outcome, is not believed", async () => {
    await plantSubscribers(ctx, 10);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "after-acceptance" }, refuseWith("validation_error"));
    for (let step = 0; step < 4; step += 1) {
      await deliverAllDue();
      ctx.clock.advance(10_000);
    }
    expect(resend.stats()).toMatchObject({ accepted: 10, duplicates: 0 });
    await expectLedger(id, { submitted: 10 });
  });
});

describe("two requests of one batch", () => {
  /** A worker that was frozen between what it wrote down and its request, as the ledger shows it. */
  async function beginInOtherWorker(): Promise<void> {
    await ctx.db.execute(sql`update batches set attempts = attempts + 1, first_attempt_at = ${ctx.clock.now()},
      leased_until = null where state = 'sealed'`);
  }

  it("split nothing when one is refused while the other may be accepted", async () => {
    await resend.close();
    resend = await startFakeResend({ poison: () => true });
    const env = resendEnv(resend.url);
    const mailer = createResendMailer(testConfig(ctx.databaseUrl, env).mail.resend);
    await ctx.close();
    ctx = await createTestContext({
      env,
      overrides: {
        mailer: {
          name: "resend",
          send: async (request) => {
            await beginInOtherWorker();
            return mailer.send(request);
          },
        },
      },
    });
    await plantSubscribers(ctx, 4);
    const { id } = await plantEdition(ctx);
    const [due] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    expect(await deliverBatch(ctx, due?.id ?? "")).toMatchObject({ kind: "later" });
    await expectLedger(id, { sealed: 4, batches: 1 });
  });

  it("free a seal only when both were declined, however often a decline is written down", async () => {
    await plantSubscribers(ctx, 3);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "after-acceptance" }, refuseWith("rate_limit_exceeded"));
    await deliverAllDue();
    const [batch] = (await ctx.db.select().from(batches)).map((row) => ({
      ...row,
      idempotencyKey: row.idempotencyKey ?? "",
    }));
    if (!batch) throw new Error("no batch");
    ctx.clock.advance(10_000);
    await deliverAllDue();
    // The answer to the first writing was lost with the database's connection: it is written again.
    await recordDecline(ctx.db, batch, ctx.clock.now(), plainTrouble("rate-limit"));
    ctx.clock.advance(10_000);
    await deliverAllDue();
    expect(resend.stats()).toMatchObject({ accepted: 3, duplicates: 0 });
    expect(new Set(resend.requests.map(({ key }) => key)).size).toBe(1);
    await expectLedger(id, { submitted: 3, state: "sent" });
  });
});

describe("an unknown outcome", () => {
  it("of which the answer never names all mails ends uncertain, asked for under one key", async () => {
    await plantSubscribers(ctx, 5);
    const { id } = await plantEdition(ctx);
    resend.setFaults(() => ({ kind: "fewer-ids", missing: 1 }));
    for (let hour = 0; hour < 8; hour += 1) {
      await deliverAllDue();
      ctx.clock.advance(hourMs);
    }
    expect(resend.stats()).toMatchObject({ accepted: 5, requests: 6 });
    expect(new Set(resend.requests.map(({ key }) => key)).size).toBe(1);
    await expectLedger(id, { uncertain: 5 });
  });

  it("does not begin again when its worker slept past the life of the key", async () => {
    await plantSubscribers(ctx, 5);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverAllDue();
    const [batch] = await ctx.db.select().from(batches);
    if (!batch) throw new Error("no batch");
    const seen = { ...batch, idempotencyKey: batch.idempotencyKey ?? "" };
    ctx.clock.advance(24 * hourMs);
    const now = ctx.clock.now();
    expect(await beginAttempt(ctx.db, seen, now, now, keyAliveSince(now))).toBe(false);
    await expectLedger(id, { sealed: 5 });
  });

  it("becomes uncertain when its key has expired, and is never repeated by itself", async () => {
    await plantSubscribers(ctx, 5);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverAllDue();
    ctx.clock.advance(24 * hourMs);
    await dispatchDue(ctx);
    await deliverAllDue();
    expect(resend.stats()).toMatchObject({ requests: 1, accepted: 5 });
    await expectLedger(id, { uncertain: 5, sealed: 0 });
  });

  it("is settled by the operator's word, and what was not accepted can be tried again", async () => {
    await plantSubscribers(ctx, 5);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "hang", accepted: false });
    await deliverAllDue();
    ctx.clock.advance(24 * hourMs);
    await dispatchDue(ctx);
    expect(await settleUncertain(ctx, id, "failed")).toMatchObject({ settled: 5 });
    expect(await settleUncertain(ctx, id, "submitted")).toMatchObject({ settled: 0 });
    expect(await retryFailed(ctx, id)).toMatchObject({ planned: 5, batches: 1 });
    expect(await retryFailed(ctx, id)).toMatchObject({ planned: 0, batches: 0 });
    await deliverAllDue();
    await expectLedger(id, { submitted: 5, state: "sent" });
    expect(resend.stats()).toMatchObject({ accepted: 5, duplicates: 0 });
  });

  it("of a request of the release before is repeated with its bytes, its header for leaving too", async () => {
    await plantSubscribers(ctx, 2);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverAllDue();
    // As if sealed by a worker that knows no address for leaving, no sender of a batch and no words of an edition.
    const { templates } = await ctx.editions.newest(id);
    const [sealed] = await ctx.db.select().from(batches);
    const mails = (sealed?.recipients ?? []).map((slots) => {
      const { unsubscribeTo: _, facts, ...before } = templateOf(templates, slots.choice);
      return assembleDigest({ ...before, facts: { ...facts, words: undefined } }, slots);
    });
    await ctx.db.update(batches).set({ sender: null, bodyHash: requestBody(mails).hash });
    ctx.clock.advance(120_000);
    await deliverAllDue();
    await expectLedger(id, { submitted: 2 });
    expect(resend.stats()).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(resend.mails[0]?.headers?.["List-Unsubscribe"]).toMatch(/subject=unsubscribe>$/);
  });

  /** Seals as a release did that read only this of a compiled set, and lets this one repeat the request. */
  async function repeatSealOfBefore(
    ranked: ReturnType<typeof numberedPapers>,
    known: (compiled: CompiledDigest) => CompiledDigest,
    added: Partial<CompiledDigest> = {},
  ): Promise<void> {
    await plantSubscribers(ctx, 2);
    const { id } = await plantEdition(ctx, { ranked });
    await ctx.db.execute(
      sql`update edition_templates set compiled = compiled || ${JSON.stringify(added)}::jsonb`,
    );
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverAllDue();
    const { templates } = await ctx.editions.newest(id);
    const [sealed] = await ctx.db.select().from(batches);
    const mails = (sealed?.recipients ?? []).map((slots) => {
      const compiled = { ...templateOf(templates, slots.choice), ...sealed?.sender };
      return assembleDigest(known(compiled), slots);
    });
    const bodyHash = requestBody(mails).hash;
    expect(bodyHash).not.toBe(sealed?.bodyHash);
    await ctx.db.update(batches).set({ bodyHash });
    ctx.clock.advance(120_000);
    await deliverAllDue();
    await expectLedger(id, { submitted: 2 });
    expect(resend.stats()).toMatchObject({ accepted: 2, duplicates: 0 });
  }

  it("of the release before, which knows no sentence for late risers apart, is repeated with its bytes", async () => {
    await repeatSealOfBefore(
      numberedPapers([1, 2, 3], [4]),
      ({ facts: { ownPapers: _, ...facts }, ...rest }) => ({ ...rest, facts }),
    );
    expect(resend.mails[0]?.text?.replace(/\s+/g, " ")).toContain("3 papers and 1 late riser.");
  });

  it("of the release before, which reads no themes of a set, is repeated with its bytes", async () => {
    await repeatSealOfBefore(
      numberedPapers([1, 2, 3], []),
      ({ facts: { themes: _, ...facts }, ...rest }) => ({ ...rest, facts }),
    );
    expect(resend.mails[0]?.subject).toMatch(/ \+ 2 more$/);
  });

  it("of the release before, which names a list by its address alone, is repeated with its bytes", async () => {
    const added = { listDomain: "a_b.paperboy.example" };
    await repeatSealOfBefore(numberedPapers([1, 2], []), ({ listDomain: _, ...rest }) => rest, added);
    expect(resend.mails[0]?.headers?.["List-Id"]).toBe("<daily.paperboy.example>");
  });

  it("is not sent again with other bytes when the rebuilt body differs", async () => {
    await plantSubscribers(ctx, 2);
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverAllDue();
    await ctx.db.execute(sql`update batches set body_hash = repeat('0', 64)`);
    ctx.clock.advance(120_000);
    await deliverAllDue();
    expect(resend.stats().requests).toBe(1);
    const { rows } = await ctx.db.execute<{ code: string }>(sql`select error_code as code from batches`);
    expect(rows[0]?.code).toBe("bytes-changed");
    await expectLedger(id, { sealed: 2 });
  });
});

describe("steering", () => {
  it("pauses within one batch and sends nothing more until it is resumed", async () => {
    await plantSubscribers(ctx, 250);
    const { id } = await plantEdition(ctx);
    const due = await listDueBatches(ctx.db, ctx.clock.now(), 10);
    await deliverBatch(ctx, due[0]?.id ?? "");
    await pauseEdition(ctx, id, "a look first");
    expect(await pauseEdition(ctx, id, "again")).toMatchObject({ hasChanged: false });
    for (const batch of due) await deliverBatch(ctx, batch.id);
    expect(resend.stats().requests).toBe(1);
    await resumeEdition(ctx, id, false);
    await deliverAllDue();
    await expectLedger(id, { submitted: 250, state: "sent" });
  });

  it("cancels what is pending and leaves uncertain what may have been accepted", async () => {
    await plantSubscribers(ctx, 150);
    const { id } = await plantEdition(ctx);
    const [first] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverBatch(ctx, first?.id ?? "");
    await cancelEdition(ctx, id);
    await cancelEdition(ctx, id);
    ctx.clock.advance(60_000);
    await deliverAllDue();
    expect(resend.stats().requests).toBe(1);
    const { excluded, uncertain } = await status(id);
    expect(excluded + uncertain).toBe(150);
    expect(uncertain).toBe(resend.stats().accepted);
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  });
});

/** Points the context at the provider that was started last. */
async function useProvider(): Promise<void> {
  await ctx.close();
  ctx = await createTestContext({
    env: resendEnv(resend.url),
  });
}

async function providerIds(editionId: string): Promise<Map<string, string | null>> {
  const { rows } = await ctx.db.execute<{ email: string; provider_id: string | null }>(sql`
    select s.email, d.provider_id from deliveries d join subscribers s on s.id = d.subscriber_id
    where d.edition_id = ${editionId}`);
  return new Map(rows.map((row) => [row.email, row.provider_id]));
}
