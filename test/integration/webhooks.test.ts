import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deliveries, providerEvents, suppressions } from "../../src/db/schema.ts";
import { dispatchDue } from "../../src/delivery/dispatch-due.ts";
import { brokenLedgers } from "../../src/delivery/edition-status.ts";
import { applyEvents } from "../../src/delivery/feedback/apply-events.ts";
import { retryFailed } from "../../src/delivery/retry-failed.ts";
import { settleUncertain } from "../../src/delivery/settle-uncertain.ts";
import { resumeEdition } from "../../src/delivery/steer-edition.ts";
import { liftSuppression } from "../../src/subscribers/lift-suppression.ts";
import { startWebServer, type WebServer } from "../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../fakes/fake-resend.ts";
import type { AcceptedMail } from "../fakes/resend-mailbox.ts";
import {
  type MailEvent,
  type MailEventType,
  makeEvent,
  postEvent,
  signWebhook,
} from "../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../support/context.ts";
import { deliverDue, resendEnv, statusOf } from "../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../support/planted-edition.ts";

const secret = `whsec_${Buffer.from("a secret of the webhooks").toString("base64")}`;
const older = `whsec_${Buffer.from("the secret before").toString("base64")}`;
const minuteMs = 60_000;

let resend: FakeResend;
let ctx: TestContext;
let site: WebServer;
let url: string;

beforeAll(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({
    env: resendEnv(resend.url, { RESEND_WEBHOOK_SECRET: `${secret},${older}` }),
  });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  url = `${site.url}/webhooks/resend`;
});

afterAll(async () => {
  await site.close();
  await ctx.close();
  await resend.close();
});

beforeEach(async () => {
  await ctx.db.execute(sql`truncate provider_events, suppressions, deliveries, batches, edition_templates,
    edition_papers, editions, subscribers cascade`);
  resend.setFaults(null);
  resend.mails.length = 0;
});

/** Delivers one edition to so many readers; the mails as the provider accepted them. */
async function deliverTo(readers: number): Promise<{ editionId: string; mails: AcceptedMail[] }> {
  await plantSubscribers(ctx, readers);
  const { id } = await plantEdition(ctx);
  await deliverDue(ctx);
  return { editionId: id, mails: [...resend.mails] };
}

function mailAt(mails: AcceptedMail[], index: number): AcceptedMail {
  const mail = mails[index];
  if (!mail) throw new Error(`there is no mail ${index}`);
  return mail;
}

async function tell(event: MailEvent, id?: string): Promise<void> {
  const answer = await postEvent(url, secret, event, id === undefined ? {} : { id });
  expect(answer.status).toBe(200);
}

const countEvents = () => ctx.db.$count(providerEvents);

describe("a webhook", () => {
  const event = () =>
    makeEvent("email.delivered", {
      id: "1",
      from: "a@b.example",
      to: ["c@d.example"],
      subject: "",
      tags: [],
    });

  async function post(body: string, headers: Record<string, string>): Promise<number> {
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });
    return answer.status;
  }

  it("is refused and not stored when it is not signed, forged, changed or stale", async () => {
    const payload = JSON.stringify(event());
    const signed = signWebhook(secret, payload);
    const stale = new Date(Date.now() - 6 * minuteMs);
    const early = new Date(Date.now() + 6 * minuteMs);
    expect(await post(payload, {})).toBe(401);
    expect(
      await post(payload, signWebhook(`whsec_${Buffer.from("guessed").toString("base64")}`, payload)),
    ).toBe(401);
    expect(await post(`${payload} `, signed)).toBe(401);
    expect(await post(payload, { ...signed, "svix-id": "msg_other" })).toBe(401);
    expect(await post(payload, signWebhook(secret, payload, { timestamp: stale }))).toBe(401);
    expect(await post(payload, signWebhook(secret, payload, { timestamp: early }))).toBe(401);
    expect(await countEvents()).toBe(0);
  });

  it("is stored once, however often it is replayed", async () => {
    const payload = JSON.stringify(event());
    const signed = signWebhook(secret, payload, { id: "msg_once" });
    for (let time = 0; time < 3; time += 1) expect(await post(payload, signed)).toBe(200);
    expect(await countEvents()).toBe(1);
  });

  it("is taken with the secret before, too, while it is being changed", async () => {
    const payload = JSON.stringify(event());
    expect(await post(payload, signWebhook(older, payload))).toBe(200);
  });

  it.each([
    ["no JSON", "<html>", 401],
    ["no event", "[1, 2]", 400],
    ["no type", "{}", 400],
  ])("that is signed but holds %s is refused", async (_, payload, status) => {
    expect(await post(payload, signWebhook(secret, payload))).toBe(status);
    expect(await countEvents()).toBe(0);
  });

  it("of a type or with tags that nobody knows is kept and changes nothing", async () => {
    const odd = { ...event(), type: "email.teleported", data: { email_id: 7, tags: ["x"], to: "nobody" } };
    const payload = JSON.stringify(odd);
    const strange = {
      ...event(),
      data: { ...event().data, tags: { edition: "daily-1999-01-01", subscriber: "'; --" } },
    };
    expect([200, 400]).toContain(await post(payload, signWebhook(secret, payload)));
    await tell(strange);
    await applyEvents(ctx);
    expect(await brokenLedgers(ctx.db)).toEqual([]);
  });

  it("that is longer than an event is refused", async () => {
    const payload = JSON.stringify({ type: "x".repeat(300_000) });
    expect(await post(payload, signWebhook(secret, payload))).toBe(413);
  });
});

describe("feedback", () => {
  it("settles what stayed uncertain, found by the delivery's tag before any id is known", async () => {
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    const { editionId, mails } = await deliverTo(3);
    ctx.clock.advance(24 * 60 * minuteMs);
    await dispatchDue(ctx);
    expect(await statusOf(ctx, editionId)).toMatchObject({ uncertain: 3 });
    await tell(makeEvent("email.sent", mailAt(mails, 0)));
    await tell(makeEvent("email.delivered", mailAt(mails, 1)));
    await applyEvents(ctx);
    expect(await statusOf(ctx, editionId)).toMatchObject({ uncertain: 1, submitted: 2 });
    await tell(makeEvent("email.bounced", mailAt(mails, 2)));
    await applyEvents(ctx);
    expect(await statusOf(ctx, editionId)).toMatchObject({ uncertain: 0, submitted: 3, state: "sent" });
    const ids = (await ctx.db.select().from(deliveries)).map((row) => row.providerId).toSorted();
    expect(ids).toEqual(mails.map(({ id }) => id).toSorted());
    expect(await brokenLedgers(ctx.db)).toEqual([]);
  });

  it("proves a wrong word of the operator: what was accepted is not mailed by a retry", async () => {
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    const { editionId, mails } = await deliverTo(2);
    ctx.clock.advance(24 * 60 * minuteMs);
    await dispatchDue(ctx);
    await settleUncertain(ctx, editionId, "failed");
    await retryFailed(ctx, editionId);
    await tell(makeEvent("email.delivered", mailAt(mails, 0)));
    await tell(makeEvent("email.delivered", mailAt(mails, 1)));
    await applyEvents(ctx);
    await deliverDue(ctx);
    expect(resend.mails).toHaveLength(2);
    expect(await statusOf(ctx, editionId)).toMatchObject({ submitted: 2, failed: 0 });
  });

  it.each([
    ["email.bounced", "bounce"],
    ["email.complained", "complaint"],
    ["email.suppressed", "provider"],
  ] as const)("%s suppresses the address at once", async (type, reason) => {
    const { mails } = await deliverTo(1);
    await tell(makeEvent(type, mailAt(mails, 0)));
    await applyEvents(ctx);
    expect(await ctx.db.select().from(suppressions)).toMatchObject([
      { email: "reader0@example.com", reason },
    ]);
    const next = await plantEdition(ctx, { period: "2026-06-18" });
    await deliverDue(ctx);
    expect(await statusOf(ctx, next.id)).toMatchObject({ excluded: 1, submitted: 0 });
  });

  it("of a transient bounce suppresses nobody", async () => {
    const { mails } = await deliverTo(1);
    await tell(makeEvent("email.bounced", mailAt(mails, 0), { data: { bounce: { type: "Transient" } } }));
    await applyEvents(ctx);
    expect(await ctx.db.$count(suppressions)).toBe(0);
  });

  it("ends the same in any order and with any repetition", async () => {
    const { mails } = await deliverTo(4);
    const types: MailEventType[] = [
      "email.sent",
      "email.delivery_delayed",
      "email.delivered",
      "email.opened",
      "email.clicked",
    ];
    const told = mails
      .flatMap((mail, index) => [
        ...types.map((type, step) =>
          makeEvent(type, mail, { at: new Date(Date.UTC(2026, 5, 18, 5, index, step)) }),
        ),
        ...(index === 1 ? [makeEvent("email.bounced", mail)] : []),
        ...(index === 2 ? [makeEvent("email.complained", mail)] : []),
      ])
      .map((event, number) => ({ event, id: `msg_${number}` }));
    const before = await ctx.db.select().from(deliveries);
    let expected: unknown;
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(told, { minLength: told.length }),
        fc.array(fc.nat(told.length - 1), { maxLength: 6 }),
        fc.nat(told.length),
        async (order, repeated, pauseAfter) => {
          await ctx.db.execute(sql`truncate provider_events, suppressions`);
          for (const row of before) {
            await ctx.db.update(deliveries).set(row).where(sql`subscriber_id = ${row.subscriberId}`);
          }
          const all = [...order, ...repeated.flatMap((index) => told[index] ?? [])];
          for (const [number, { event, id }] of all.entries()) {
            await tell(event, id);
            if (number === pauseAfter) await applyEvents(ctx);
          }
          await applyEvents(ctx);
          const after = await readOutcomes();
          expected ??= after;
          expect(after).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  async function readOutcomes() {
    const rows = await ctx.db.select().from(deliveries).orderBy(deliveries.subscriberId);
    const held = await ctx.db.select().from(suppressions).orderBy(suppressions.addressHash);
    return {
      rows: rows.map(({ outcomeAt: _, ...row }) => row),
      suppressed: held.map(({ email, reason }) => ({ email, reason })),
    };
  }
});

describe("an event without our tags", () => {
  const untagged = (event: MailEvent): MailEvent => ({ ...event, data: { ...event.data, tags: {} } });

  /** What became of each reader's delivery. */
  async function outcomes(): Promise<unknown[]> {
    const { rows } = await ctx.db.execute(sql`
      select s.email, d.state, d.outcome, d.opened_at is not null as "isOpened"
      from deliveries d join subscribers s on s.id = d.subscriber_id order by s.email`);
    return rows;
  }

  const notes = async () => (await ctx.db.select().from(providerEvents)).map(({ note }) => note);

  it("tells of the delivery that has the id of its mail", async () => {
    const { mails } = await deliverTo(2);
    const [first, second] = mails.toSorted((a, b) => (String(a.to) < String(b.to) ? -1 : 1));
    if (!first || !second) throw new Error("two readers have two mails");
    await tell(untagged(makeEvent("email.bounced", first)));
    await tell(untagged(makeEvent("email.opened", second)));
    await applyEvents(ctx);
    expect(await outcomes()).toEqual([
      { email: "reader0@example.com", state: "submitted", outcome: "bounced", isOpened: false },
      { email: "reader1@example.com", state: "submitted", outcome: null, isOpened: true },
    ]);
    expect(await ctx.db.select().from(suppressions)).toMatchObject([
      { email: "reader0@example.com", reason: "bounce" },
    ]);
    expect(await notes()).toEqual([null, null]);
  });

  it("is kept with a note while nobody knows its id, and applied when the id is known", async () => {
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    const { editionId, mails } = await deliverTo(1);
    await tell(untagged(makeEvent("email.delivered", mailAt(mails, 0))));
    await applyEvents(ctx);
    await applyEvents(ctx);
    expect(await outcomes()).toMatchObject([{ state: "sealed", outcome: null }]);
    expect(await notes()).toEqual(["it names no delivery that is known"]);
    ctx.clock.advance(22 * 60 * minuteMs);
    await deliverDue(ctx);
    expect(await statusOf(ctx, editionId)).toMatchObject({ submitted: 1 });
    await applyEvents(ctx);
    expect(await outcomes()).toMatchObject([{ state: "submitted", outcome: "delivered" }]);
    expect(await notes()).toEqual([null]);
    expect(resend.mails).toHaveLength(1);
  });

  it("does not suppress again what an operator lifted before its mail was known", async () => {
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    const { mails } = await deliverTo(1);
    await tell(untagged(makeEvent("email.bounced", mailAt(mails, 0))));
    await applyEvents(ctx);
    expect(await ctx.db.select().from(suppressions)).toMatchObject([{ reason: "bounce" }]);
    await liftSuppression(ctx, { email: "reader0@example.com" });
    ctx.clock.advance(22 * 60 * minuteMs);
    await deliverDue(ctx);
    await applyEvents(ctx);
    expect(await outcomes()).toMatchObject([{ state: "submitted", outcome: "bounced" }]);
    expect(await ctx.db.select().from(suppressions)).toEqual([]);
    expect(await notes()).toEqual([null]);
  });

  it("of a mail that another program sent is kept with a note and changes no delivery", async () => {
    const { mails } = await deliverTo(1);
    await tell(untagged(makeEvent("email.delivered", { ...mailAt(mails, 0), id: "of-another-program" })));
    await applyEvents(ctx);
    expect(await outcomes()).toMatchObject([{ state: "submitted", outcome: null }]);
    expect(await notes()).toEqual(["it names no delivery that is known"]);
  });

  it("but with those of a test or a confirmation is nothing to note", async () => {
    const { mails } = await deliverTo(1);
    const event = makeEvent("email.delivered", { ...mailAt(mails, 0), id: "of-a-test" });
    await tell({ ...event, data: { ...event.data, tags: { kind: "test" } } });
    await applyEvents(ctx);
    expect(await notes()).toEqual([null]);
  });
});

describe("the breaker", () => {
  async function complain(mails: AcceptedMail[], type: MailEventType): Promise<void> {
    for (const mail of mails) await tell(makeEvent(type, mail));
    await applyEvents(ctx);
  }

  /** An edition of which one batch is sent and others still wait for their hour. */
  async function halfSent(): Promise<{ editionId: string; mails: AcceptedMail[] }> {
    await plantSubscribers(ctx, 120);
    const { id } = await plantEdition(ctx);
    await ctx.db.execute(sql`update batches b set due_at = due_at + interval '1 hour'
      where (select count(*) from deliveries d where d.batch_id = b.id) < 100`);
    await deliverDue(ctx);
    return { editionId: id, mails: [...resend.mails] };
  }

  it("holds still below its floor", async () => {
    const { editionId, mails } = await deliverTo(20);
    await complain(mails.slice(0, 2), "email.complained");
    expect((await statusOf(ctx, editionId)).state).toBe("sent");
  });

  it.each([
    ["complaints", "email.complained", 3],
    ["permanent bounces", "email.bounced", 10],
  ] as const)("pauses an edition that draws too many %s, and goes on when it is forced", async (words, type, count) => {
    const { editionId, mails } = await halfSent();
    await complain(mails.slice(0, count - 1), type);
    expect((await statusOf(ctx, editionId)).state).toBe("sending");
    await complain(mails.slice(0, count), type);
    const paused = await statusOf(ctx, editionId);
    expect(paused.state).toBe("paused");
    expect(paused.stateReason).toMatch(new RegExp(`breaker: ${count} ${words}`));
    ctx.clock.advance(2 * 60 * minuteMs);
    await deliverDue(ctx);
    expect(resend.mails).toHaveLength(mails.length);
    await expect(resumeEdition(ctx, editionId, false)).rejects.toThrow(/--force/);
    await resumeEdition(ctx, editionId, true);
    await resumeEdition(ctx, editionId, true);
    await deliverDue(ctx);
    await complain(mails.slice(0, count + 2), type);
    expect(await statusOf(ctx, editionId)).toMatchObject({ state: "sent", pending: 0 });
  });
});
