import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seedSample } from "../../../seeds/seed.ts";
import { listActiveAlerts } from "../../../src/alerts/store.ts";
import { listOpenNeeds } from "../../../src/console/open-needs.ts";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { approveEdition, pauseEdition, resumeEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { checkAlerts } from "../../../src/watch/alerts.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { makeEvent, postEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

const secret = `whsec_${Buffer.from("a secret of the webhooks").toString("base64")}`;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let resend: FakeResend;
let ctx: TestContext;
let site: WebServer;

beforeAll(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({
    env: resendEnv(resend.url, { RESEND_TIMEOUT_MS: "20000", RESEND_WEBHOOK_SECRET: secret }),
  });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});

afterAll(async () => {
  await site.close();
  await ctx.close();
  await resend.close();
});

beforeEach(async () => {
  await emptyTables(ctx);
  resend.mails.length = 0;
});

type Mailed = { editionId: string; subscriberIds: string[] };

/** An edition of which so many mails were submitted, in batches of a hundred, to readers who are gone since. */
async function mailed(period: string, count: number): Promise<Mailed> {
  const { id } = await plantEdition(ctx, { period });
  const now = ctx.clock.now();
  await ctx.db.execute(sql`
    insert into batches (edition_id, state, due_at, first_attempt_at, settled_at)
    select ${id}, 'settled', ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz from generate_series(1, ${Math.ceil(count / 100)}::int)`);
  await ctx.db.execute(sql`
    insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at, submitted_at)
    select ${id}, gen_random_uuid(), 'submitted', b.id, ${now}::timestamptz, ${now}::timestamptz
    from (select id, row_number() over () as place from batches where edition_id = ${id} and state = 'settled') b
    cross join generate_series(1, 100) n where (b.place - 1) * 100 + n <= ${count}::int`);
  await ctx.db.execute(sql`
    update editions set planned = (select count(*) from deliveries where edition_id = ${id}),
      state = case when exists (select from batches where edition_id = ${id} and state = 'planned') then state else 'sent' end
    where id = ${id}`);
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select subscriber_id as id from deliveries where edition_id = ${id} and state = 'submitted' order by 1`,
  );
  return { editionId: id, subscriberIds: rows.map((row) => row.id) };
}

/** Tells by webhook of the mails at these places of an edition, and applies it. */
async function hear(
  type: "email.complained" | "email.bounced",
  { editionId, subscriberIds }: Mailed,
  from: number,
  to: number,
  betweenReceiptAndApplying: () => Promise<unknown> = async () => {},
): Promise<void> {
  ctx.clock.advance(1_000);
  for (const subscriberId of subscriberIds.slice(from, to)) {
    const tags = [
      { name: "edition", value: editionId },
      { name: "subscriber", value: subscriberId },
    ];
    const mail = {
      id: randomUUID(),
      from: "a@b.example",
      to: [`${subscriberId}@c.example`],
      subject: "",
      tags,
    };
    expect((await postEvent(`${site.url}/webhooks/resend`, secret, makeEvent(type, mail))).status).toBe(200);
  }
  await betweenReceiptAndApplying();
  await applyEvents(ctx);
}

const stateOf = async (id: string) => (await statusOf(ctx, id)).state;

/** The next edition, of three readers who wait for their hour. */
async function next(period = "2026-06-18", isHeld = false): Promise<string> {
  await plantSubscribers(ctx, 3, {}, `next-${period}-`);
  const { id } = await plantEdition(ctx, { period, isHeld });
  await oneBatchEach(ctx, id);
  return id;
}

const alerts = async () => {
  await checkAlerts(ctx);
  return (await listActiveAlerts(ctx.db)).filter(({ kind }) => kind.startsWith("breaker"));
};

describe("within an edition", () => {
  it.each([
    [
      "email.complained",
      5,
      "5 complaints among 6,250 submitted mails of daily-2026-06-17 (0.08 %; the limit is 0.08 %)",
    ],
    [
      "email.bounced",
      250,
      "250 permanent bounces among 6,250 submitted mails of daily-2026-06-17 (4 %; the limit is 4 %)",
    ],
  ] as const)(
    "pauses at the limit and not before, and says which numbers (%s)",
    async (type, limit, words) => {
      await plantSubscribers(ctx, 1);
      const sending = await mailed("2026-06-17", 6_250);
      await hear(type, sending, 0, limit - 1);
      expect(await stateOf(sending.editionId)).toBe("sending");
      // What was told before is told again, and counts no second time.
      await hear(type, sending, Math.max(0, limit - 10), limit);
      expect(await statusOf(ctx, sending.editionId)).toMatchObject({
        state: "paused",
        isPausedByBreaker: true,
        stateReason: `breaker: ${words}`,
      });
      expect(await alerts()).toMatchObject([{ kind: "breaker", message: expect.stringContaining(words) }]);
      const needs = (await listOpenNeeds(ctx)).map(({ message }) => message);
      expect(needs).toContainEqual(expect.stringContaining(`resume --edition ${sending.editionId} --force`));
      await deliverDue(ctx);
      expect(resend.mails).toHaveLength(0);
    },
    60_000,
  );

  it.each([
    ["mails", 499, "email.bounced", 40],
    ["complaints", 600, "email.complained", 4],
    ["bounces", 500, "email.bounced", 19],
  ] as const)("says nothing below the floor of %s", async (_of, mails, type, reports) => {
    await plantSubscribers(ctx, 1);
    const sending = await mailed("2026-06-17", mails);
    await hear(type, sending, 0, reports);
    expect(await stateOf(sending.editionId)).toBe("sending");
    expect(await alerts()).toEqual([]);
  });

  it("warns at half of a limit, once, and pauses nothing", async () => {
    await plantSubscribers(ctx, 1);
    const sending = await mailed("2026-06-17", 1_000);
    await hear("email.bounced", sending, 0, 19);
    expect(await alerts()).toEqual([]);
    await hear("email.bounced", sending, 0, 20);
    expect(await alerts()).toMatchObject([
      {
        kind: "breaker-near",
        subject: "",
        message: expect.stringContaining("in the last 7 days (2 %; the limit is 4 %)"),
      },
      {
        kind: "breaker-near",
        subject: sending.editionId,
        message: expect.stringContaining("20 permanent bounces"),
      },
    ]);
    expect(await stateOf(sending.editionId)).toBe("sending");
    ctx.clock.advance(8 * dayMs);
    await ctx.db.execute(sql`update editions set state = 'sent'`);
    expect(await alerts()).toEqual([]);
  });

  it("judges by what is set", async () => {
    const own = await createTestContext({
      env: { BREAKER_MIN_MAILS: "10", BREAKER_MIN_BOUNCES: "1", BREAKER_BOUNCE_PERCENT: "12.5" },
    });
    expect(own.config.delivery.breaker).toMatchObject({
      leastSubmitted: 10,
      leastBounces: 1,
      bounceRatio: 0.125,
    });
    await own.close();
  });
});

describe("what comes after an edition is sent", () => {
  it("pauses the next one, which is under way already, before its first request", async () => {
    const sent = await mailed("2026-06-17", 1_000);
    const id = await next();
    await hear("email.complained", sent, 0, 5);
    expect(await statusOf(ctx, id)).toMatchObject({
      state: "paused",
      stateReason: expect.stringContaining("5 complaints among 1,000 mails submitted in the last 7 days"),
    });
    await dispatchDue(ctx);
    await deliverDue(ctx);
    expect(resend.mails).toHaveLength(0);
    expect(await stateOf(sent.editionId)).toBe("sent");
  });

  it("pauses the next one as it is published, or at its first request at the latest", async () => {
    const sent = await mailed("2026-06-01", 1_000);
    await hear("email.complained", sent, 0, 5);
    expect(await alerts()).toContainEqual(
      expect.objectContaining({
        kind: "breaker-near",
        message: expect.stringContaining("next edition pauses"),
      }),
    );
    const unseen = await next("2026-06-18");
    await deliverDue(ctx);
    expect(await stateOf(unseen)).toBe("paused");
    await seedSample(ctx);
    const input = { cadence: "daily" as const, period: "2026-06-16", isHeld: false, isNow: true };
    const { editionId } = await publishEdition(ctx, input);
    expect(await stateOf(editionId)).toBe("paused");
    await deliverDue(ctx);
    expect(resend.mails).toHaveLength(0);
  });

  it("pauses the next one for the last one's own feedback, when the seven days alone are fair", async () => {
    await mailed("2026-06-15", 20_000);
    const sent = await mailed("2026-06-16", 1_000);
    const id = await next();
    await hear("email.complained", sent, 0, 5);
    expect((await statusOf(ctx, id)).stateReason).toContain("1,000 submitted mails of daily-2026-06-16");
  });

  it("adds up the editions of seven days, none of which trips alone, and forgets older ones", async () => {
    const first = await mailed("2026-06-10", 600);
    await hear("email.complained", first, 0, 3);
    ctx.clock.advance(3 * dayMs);
    const second = await mailed("2026-06-13", 600);
    const id = await next();
    await hear("email.complained", second, 0, 1);
    expect(await stateOf(id)).toBe("sending");
    ctx.clock.advance(5 * dayMs);
    await hear("email.complained", second, 1, 4);
    expect(await stateOf(id)).toBe("sending");
    await hear("email.complained", second, 4, 5);
    expect(await stateOf(id)).toBe("paused");
  });
});

describe("approving and resuming", () => {
  it("approves a held edition into the breaker's pause, which no approval lifts", async () => {
    const sent = await mailed("2026-06-17", 1_000);
    await hear("email.complained", sent, 0, 5);
    const id = await next("2026-06-18", true);
    expect(await stateOf(id)).toBe("held");
    expect(await approveEdition(ctx, id)).toMatchObject({
      state: "paused",
      reason: expect.stringContaining("5 complaints"),
    });
    await expect(approveEdition(ctx, id)).rejects.toThrow(
      /is paused; approve works on an edition that is held/,
    );
    await deliverDue(ctx);
    expect(resend.mails).toHaveLength(0);
    await expect(resumeEdition(ctx, id, false)).rejects.toThrow(/--force/);
    expect(await resumeEdition(ctx, id, true)).toMatchObject({ state: "sending" });
    await deliverDue(ctx);
    await dispatchDue(ctx);
    expect(resend.mails).toHaveLength(3);
  });

  it("does not let an operator's pause hide the breaker", async () => {
    const sent = await mailed("2026-06-17", 1_000);
    const id = await next();
    await pauseEdition(ctx, id, "breaker: what a colleague wrote");
    expect(await statusOf(ctx, id)).toMatchObject({ isPausedByBreaker: false });
    expect(await resumeEdition(ctx, id, false)).toMatchObject({ state: "sending" });
    await pauseEdition(ctx, id, "a look first");
    await hear("email.complained", sent, 0, 5);
    expect(await resumeEdition(ctx, id, false)).toMatchObject({ state: "paused" });
    await deliverDue(ctx);
    expect(resend.mails).toHaveLength(0);
  });

  it("counts after a resume only what comes later, and trips anew for that", async () => {
    await plantSubscribers(ctx, 1);
    const sending = await mailed("2026-06-17", 1_000);
    await hear("email.complained", sending, 0, 5);
    await resumeEdition(ctx, sending.editionId, true);
    await hear("email.complained", sending, 0, 9);
    await dispatchDue(ctx);
    expect(await stateOf(sending.editionId)).toBe("sending");
    await hear("email.complained", sending, 9, 10);
    expect((await statusOf(ctx, sending.editionId)).stateReason).toMatch(
      /^breaker: 5 complaints among 1,000 submitted mails of daily-2026-06-17, heard since /,
    );
  });

  it("counts what was received before a resume as before it, also when it is applied only afterwards", async () => {
    await plantSubscribers(ctx, 1);
    const sending = await mailed("2026-06-17", 1_000);
    await hear("email.complained", sending, 0, 5);
    await hear("email.complained", sending, 5, 10, async () => {
      ctx.clock.advance(minuteMs);
      await resumeEdition(ctx, sending.editionId, true);
      ctx.clock.advance(minuteMs);
    });
    await dispatchDue(ctx);
    expect(await stateOf(sending.editionId)).toBe("sending");
    await hear("email.complained", sending, 10, 15);
    expect(await stateOf(sending.editionId)).toBe("paused");
  });

  it("lets an edition be that a worker of the release before resumed past the breaker", async () => {
    await plantSubscribers(ctx, 1);
    const sending = await mailed("2026-06-17", 1_000);
    await hear("email.complained", sending, 0, 5);
    // As that release writes it.
    await ctx.db.execute(
      sql`update editions set state = 'sending', state_reason = null, is_breaker_overridden = true`,
    );
    await hear("email.complained", sending, 5, 12);
    expect(await stateOf(sending.editionId)).toBe("sending");
    await ctx.db.execute(sql`update editions set state = 'paused', state_reason = 'paused by the operator'`);
    expect(await resumeEdition(ctx, sending.editionId, false)).toMatchObject({ state: "sending" });
  });

  it("knows the breaker of the release before by its sentence, and counts what such a worker heard", async () => {
    const sent = await mailed("2026-06-17", 1_000);
    await ctx.db.execute(sql`
      update deliveries set outcome = 'complained', outcome_at = now()
      where subscriber_id = any(${sql.param(sent.subscriberIds.slice(0, 5))}::uuid[])`);
    await ctx.db.execute(sql`update delivery_reports set heard_at = ${ctx.clock.now()}`);
    const id = await next();
    await dispatchDue(ctx);
    expect(await stateOf(id)).toBe("paused");
    await resumeEdition(ctx, id, true);
    await ctx.db.execute(
      sql`update editions set state = 'paused', state_reason = 'breaker: 0.4 % complaints' where id = ${id}`,
    );
    await expect(resumeEdition(ctx, id, false)).rejects.toThrow(/0\.4 % complaints.*--force/);
  });
});
