import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { batches, providerEvents } from "../../../src/delivery/tables.ts";
import { usualChoice } from "../../../src/preview/mail-choice.ts";
import { sendTest } from "../../../src/preview/send-test.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { confirmSubscription } from "../../../src/subscribers/confirm-subscription.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { requestPreferencesLink } from "../../../src/subscribers/request-preferences-link.ts";
import { findSubscriberByKey, type Subscriber } from "../../../src/subscribers/store.ts";
import { suppressions } from "../../../src/subscribers/tables.ts";
import { runHousekeeping } from "../../../src/upkeep/housekeeping.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith, serverError } from "../../fakes/resend-faults.ts";
import type { AcceptedMail } from "../../fakes/resend-mailbox.ts";
import { type MailEventType, makeEvent, postEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { dumpTables, rowsHolding } from "../../support/dump-tables.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

const secret = `whsec_${Buffer.from("a secret of the webhooks").toString("base64")}`;
const written = "Ada.Lovelace@Bücher-Freunde.example";
const key = "ada.lovelace@xn--bcher-freunde-wob.example";
const spellings = [
  written,
  key,
  "ada.lovelace@bücher-freunde.example",
  "Ada.Lovelace@xn--bcher-freunde-wob.example",
];
const ip = "198.51.100.77";
const userAgent = "Mozilla/5.0 (TelltaleOS 9.1) Reader/77.1";
const traces = [...spellings, ip, userAgent];
const hourMs = 3_600_000;

let resend: FakeResend;
let ctx: TestContext;
let site: WebServer;

beforeAll(async () => {
  resend = await startFakeResend({});
});
afterAll(() => resend.close());

beforeEach(async () => {
  ctx = await createTestContext({ env: resendEnv(resend.url, { RESEND_WEBHOOK_SECRET: secret }) });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterEach(async () => {
  resend.setFaults(null);
  resend.mails.length = 0;
  await site.close();
  await ctx.close();
});

const left = async (texts = traces) => rowsHolding(await dumpTables(ctx.db), texts);

async function reader(): Promise<Subscriber> {
  const found = await findSubscriberByKey(ctx.db, key);
  if (!found) throw new Error("the reader is not there");
  return found;
}

/** Subscribes on the site and follows the mailed link; the confirmation and the welcome go out. */
async function subscribeAndConfirm(): Promise<Subscriber> {
  const answer = await fetch(`${site.url}/subscribe`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ email: written, sure: "1" }),
  });
  expect(answer.status).toBe(200);
  await deliverNotices(ctx);
  const { id } = await reader();
  const token = makeLinkToken(ctx.config, "confirm", { subscriberId: id, now: ctx.clock.now() });
  await confirmSubscription(ctx, { token });
  await deliverNotices(ctx);
  return reader();
}

const details: Partial<Record<MailEventType, Record<string, unknown>>> = {
  "email.opened": { open: { ipAddress: ip, userAgent, timestamp: "2026-06-18T04:10:00Z" } },
  "email.clicked": {
    click: { ipAddress: ip, userAgent, timestamp: "2026-06-18T04:11:00Z", link: `https://x.example/${key}` },
  },
  "email.bounced": {
    bounce: { message: `550 no mailbox ${written}`, type: "Transient", subType: "General" },
  },
  "email.complained": {},
  "email.delivered": {},
};

/** Tells all kinds of events of a mail. */
async function tellAll(mail: AcceptedMail, types = Object.keys(details) as MailEventType[]): Promise<void> {
  for (const type of types) {
    const event = makeEvent(type, mail, { data: { ...details[type], to: [`Ada <${written}>`] } });
    expect((await postEvent(`${site.url}/webhooks/resend`, secret, event)).status).toBe(200);
  }
}

const exportSchema = z.looseObject({ providerEvents: z.array(z.unknown()) });

const opens: MailEventType[] = ["email.delivered", "email.opened", "email.clicked", "email.bounced"];
const erase = async (subscriber: Subscriber) =>
  fetch(`${site.url}/erase`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      token: makeLinkToken(ctx.config, "preferences", { subscriberId: subscriber.id, now: ctx.clock.now() }),
    }),
  });

/** One mail of each kind to the reader: confirmation, welcome, digest and test. */
async function mailAll(): Promise<Subscriber> {
  const subscriber = await subscribeAndConfirm();
  await plantEdition(ctx);
  await deliverDue(ctx);
  const choice = { ...usualChoice, cadence: "daily" as const, date: "2026-06-17" };
  await sendTest(ctx, { choice, to: written, isRecipients: true });
  expect(resend.mails).toHaveLength(4);
  return subscriber;
}

describe("an erased reader", () => {
  it("leaves no address, IP address or user agent in any table, whatever webhooks come before, between and after", async () => {
    const subscriber = await mailAll();
    for (const mail of resend.mails) await tellAll(mail, opens);
    await applyEvents(ctx);
    for (const mail of resend.mails) await tellAll(mail, opens); // these wait to be applied
    expect(await left([written])).not.toEqual([]);
    expect((await erase(subscriber)).status).toBe(200);
    expect(await left()).toEqual([]);
    await applyEvents(ctx);
    for (const mail of resend.mails) await tellAll(mail);
    await applyEvents(ctx);
    expect(await left()).toEqual([]);
    expect(await ctx.db.select().from(suppressions)).toMatchObject([{ email: null, explanation: null }]);
    expect((await erase(subscriber)).status).toBe(200);
    expect(await left()).toEqual([]);
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  });

  it("takes the mails that still wait for it along, and none of them goes out", async () => {
    const subscriber = await subscribeAndConfirm();
    const mailed = resend.mails.length;
    ctx.clock.advance(26 * hourMs);
    await requestPreferencesLink(ctx, { email: written });
    expect(await left()).toContainEqual(expect.stringMatching(/^public\.notices: .*"pending"/));
    expect((await erase(subscriber)).status).toBe(200);
    expect(await left()).toEqual([]);
    await deliverNotices(ctx);
    expect(resend.mails).toHaveLength(mailed);
  });

  it("is erased by the command as well", async () => {
    await mailAll();
    for (const mail of resend.mails) await tellAll(mail);
    const env = { DATABASE_URL: ctx.databaseUrl, TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes" };
    expect(await runCliHere(["subscribers", "erase", written], env)).toMatchObject({ code: 0 });
    await applyEvents(ctx);
    expect(await left()).toEqual([]);
  });

  it("is not named by news of mails that no longer carry our tags", async () => {
    const subscriber = await mailAll();
    await erase(subscriber);
    for (const mail of resend.mails) await tellAll({ ...mail, tags: [] });
    await tellAll({ ...(resend.mails[0] as AcceptedMail), id: "of-another-program", tags: [] });
    await applyEvents(ctx);
    expect(await left()).toEqual([]);
    ctx.clock.advance(26 * hourMs);
    await applyEvents(ctx);
    const { rows } = await ctx.db.execute(sql`select from provider_events where payload_form <> 'reduced'`);
    expect(rows).toEqual([]);
    expect(await left([subscriber.addressHash])).toHaveLength(1); // the suppression
  });

  it("is not named by the type, the id of the mail or the tags of an event either", async () => {
    const subscriber = await mailAll();
    await erase(subscriber);
    const mail = resend.mails[0] as AcceptedMail;
    const to = [written];
    const events = [
      { ...makeEvent("email.delivered", mail), type: `email.${key}` as MailEventType },
      makeEvent("email.delivered", mail, { data: { email_id: key, to } }),
      makeEvent("email.delivered", mail, { data: { tags: { edition: key, subscriber: key }, to } }),
    ];
    for (const event of events) {
      expect((await postEvent(`${site.url}/webhooks/resend`, secret, event)).status).toBe(200);
    }
    await applyEvents(ctx);
    expect(await left()).toEqual([]);
  });

  it("may be the operator whom alerts are mailed to", async () => {
    const subscriber = await mailAll();
    await ctx.db.execute(sql`
      insert into notices (kind, recipient, props, state, created_at) values ('operator-alert', ${written}, '{}', 'submitted', now())`);
    await erase(subscriber);
    expect(await left()).toEqual([]);
  });
});

describe("events that were applied", () => {
  it("hold no address, IP address or user agent, of a reader who stays neither", async () => {
    await mailAll();
    for (const mail of resend.mails) await tellAll(mail, opens);
    await applyEvents(ctx);
    const dump = await dumpTables(ctx.db);
    expect(rowsHolding(new Map([["events", dump.get("public.provider_events") ?? []]]), traces)).toEqual([]);
    const events = await ctx.db.select().from(providerEvents);
    expect(events).toHaveLength(16);
    for (const event of events) expect(event.subscriberId).not.toBeNull();
    const bounce = events.find(({ type }) => type === "email.bounced");
    expect(bounce?.payload).toMatchObject({ data: { bounce: { type: "Transient", subType: "General" } } });
  });

  it("by workers of the release before are reduced by the next run, however many there are", async () => {
    const subscriber = await mailAll();
    for (const mail of resend.mails) await tellAll(mail, opens);
    await ctx.db.execute(sql`update provider_events set applied_at = ${ctx.clock.now()}`);
    await ctx.db.execute(sql`
      insert into provider_events (id, type, occurred_at, received_at, applied_at, payload)
      select 'old' || n, 'email.opened', now(), now(), now(),
        jsonb_build_object('type', 'email.opened', 'data', jsonb_build_object('to', jsonb_build_array(${written}::text)))
      from generate_series(1, 2500) n`);
    await erase(subscriber);
    expect(await left()).toEqual([]);
    await applyEvents(ctx);
    expect(await left()).toEqual([]);
    const { rows } = await ctx.db.execute(sql`select from provider_events where payload_form = 'whole'`);
    expect(rows).toEqual([]);
  });
});

describe("a reader's export", () => {
  it("holds every event of their digests and single mails, applied or not", async () => {
    const subscriber = await mailAll();
    for (const mail of resend.mails) await tellAll(mail, opens);
    await tellAll({ ...(resend.mails[0] as AcceptedMail), tags: [] }, ["email.opened"]);
    const token = makeLinkToken(ctx.config, "preferences", {
      subscriberId: subscriber.id,
      now: ctx.clock.now(),
    });
    const read = async () =>
      exportSchema.parse(await (await fetch(`${site.url}/export?token=${token}`)).json());
    expect((await read()).providerEvents).toHaveLength(17);
    await applyEvents(ctx);
    const data = await read();
    expect(data.providerEvents).toHaveLength(17);
    expect(data).toMatchObject({
      deliveries: [{ state: "submitted", mailed: { detail: "summary" } }],
      // Both were asked for at one instant.
      otherMails: expect.arrayContaining([
        expect.objectContaining({ kind: "confirm", recipient: subscriber.email }),
        expect.objectContaining({ kind: "welcome" }),
      ]),
    });
  });
});

describe("a batch with an erased reader", () => {
  let ids: string[];
  beforeEach(async () => {
    await subscribeAndConfirm();
    ids = await plantSubscribers(ctx, 2);
    resend.mails.length = 0;
  });

  const step = async () => {
    for (const { id } of await listDueBatches(ctx.db, ctx.clock.now(), 10)) await deliverBatch(ctx, id);
  };

  it("is sealed anew without them while nothing of it can have been accepted", async () => {
    const { id } = await plantEdition(ctx);
    resend.setFaults(() => refuseWith("daily_quota_exceeded"));
    await step();
    expect(await statusOf(ctx, id)).toMatchObject({ sealed: 3 });
    await erase(await reader());
    expect(await left()).toEqual([]);
    expect(await statusOf(ctx, id)).toMatchObject({ pending: 3 });
    resend.setFaults(null);
    ctx.clock.advance(48 * hourMs);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 2, excluded: 1 });
    expect(resend.mails).toHaveLength(2);
  });

  it("is repeated as it was after a request of unknown outcome, and names them no more once it has its own", async () => {
    const { id } = await plantEdition(ctx);
    resend.setFaults(() => ({ kind: "reset", when: "after-acceptance" }));
    await step();
    await erase(await reader());
    expect((await left([key])).every((row) => row.startsWith("public.batches"))).toBe(true);
    resend.setFaults(null);
    ctx.clock.advance(hourMs);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 3 });
    expect(resend.mails).toHaveLength(3);
    expect(await left()).toEqual([]);
  });

  it("names them no more once it is uncertain, and is settled by webhooks all the same", async () => {
    const { id } = await plantEdition(ctx);
    resend.setFaults(() => ({ kind: "reset", when: "after-acceptance" }));
    await step();
    await erase(await reader());
    ctx.clock.advance(24 * hourMs);
    await step();
    expect(await statusOf(ctx, id)).toMatchObject({ uncertain: 3 });
    expect(await left()).toEqual([]);
    const [batch] = await ctx.db.select().from(batches);
    expect(batch?.recipients?.map((one) => Object.keys(one))).toEqual([
      ["subscriberId"],
      ["subscriberId"],
      ["subscriberId"],
    ]);
    for (const mail of [...resend.mails]) await tellAll(mail, ["email.delivered"]);
    await applyEvents(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 3 });
    expect(await left()).toEqual([]);
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  });

  it("names nobody once its edition is cancelled after a request of unknown outcome", async () => {
    const { id } = await plantEdition(ctx);
    resend.setFaults(() => serverError(502, false));
    await step();
    await cancelEdition(ctx, id);
    expect(await left(["reader0@example.com"])).toEqual([expect.stringMatching(/^public\.subscribers/)]);
    expect(ids).toHaveLength(2);
  });

  it("that was declined after the erasure, or given up by a worker of the release before, is cleaned by housekeeping", async () => {
    await plantEdition(ctx);
    resend.setFaults(() => refuseWith("daily_quota_exceeded"));
    await step();
    const [sealed] = await ctx.db.select().from(batches);
    const whole = JSON.stringify(sealed?.recipients);
    await erase(await reader());
    await ctx.db.execute(sql`
      update batches set state = 'sealed', recipients = ${whole}::jsonb, body_hash = 'x', idempotency_key = 'k'`);
    await ctx.db.execute(sql`update deliveries set state = 'sealed'`);
    await runHousekeeping(ctx);
    expect(await left()).toEqual([]);
    await ctx.db.execute(sql`update batches set state = 'uncertain', recipients = ${whole}::jsonb`);
    await runHousekeeping(ctx);
    expect(await left()).toEqual([]);
  });
});

describe("the local mailbox", () => {
  it("keeps no mail to a reader who was erased after the seal, and answers for it all the same", async () => {
    const local = await createTestContext();
    try {
      const [id = ""] = await plantSubscribers(local, 2);
      const edition = await plantEdition(local);
      // As after a crash between the request and its answer: the sealed request comes again.
      const [due] = await listDueBatches(local.db, local.clock.now(), 1);
      const mailer = { name: "outbox" as const, send: async () => ({ answer: lost, limits: null }) };
      await deliverBatch({ ...local, mailer }, due?.id ?? "");
      await eraseEverywhere(local, { subscriberId: id });
      local.clock.advance(hourMs);
      await deliverDue(local);
      expect(await statusOf(local, edition.id)).toMatchObject({ submitted: 2 });
      const dump = await dumpTables(local.db);
      expect(rowsHolding(dump, ["reader0@example.com"])).toEqual([]);
      expect(dump.get("public.outbox_mails")).toHaveLength(1);
    } finally {
      await local.close();
    }
  });
  const lost = { kind: "unknown" as const, reason: "the answer was lost" };
});
