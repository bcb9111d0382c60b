import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashAddress } from "../../../src/addresses/address.ts";
import { plainTrouble } from "../../../src/delivery/codes.ts";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { insertEvent } from "../../../src/delivery/feedback/events-store.ts";
import { toStoredEvent } from "../../../src/delivery/feedback/provider-event.ts";
import { replayEvents } from "../../../src/delivery/feedback/replay-events.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { blockGate, findGate } from "../../../src/delivery/provider/gate-store.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { resumeEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { deliveries, providerEvents } from "../../../src/delivery/tables.ts";
import { noticeKinds } from "../../../src/notices/tables.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { liftSuppression } from "../../../src/subscribers/suppressions/lift-suppression.ts";
import { suppressions } from "../../../src/subscribers/tables.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith, serverError } from "../../fakes/resend-faults.ts";
import type { AcceptedMail } from "../../fakes/resend-mailbox.ts";
import {
  type MailEvent,
  type MailEventType,
  makeEvent,
  postEvent,
  signWebhook,
} from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runsOf } from "../../support/property-runs.ts";

const secret = `whsec_${Buffer.from("a secret of the webhooks").toString("base64")}`;
const older = `whsec_${Buffer.from("the secret before").toString("base64")}`;
const minuteMs = 60_000;

/** Mails of other programs that the provider knows. */
const records: NonNullable<Parameters<typeof startFakeResend>[0]>["records"] & object = [];

let resend: FakeResend;
let ctx: TestContext;
let site: WebServer;
let url: string;

beforeAll(async () => {
  resend = await startFakeResend({ records });
  ctx = await createTestContext({
    env: resendEnv(resend.url, { RESEND_TIMEOUT_MS: "20000", RESEND_WEBHOOK_SECRET: `${secret},${older}` }),
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
  await emptyTables(ctx);
  resend.setFaults(null);
  resend.mails.length = 0;
  resend.requests.length = 0;
  records.length = 0;
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
    ["markup", "<html>"],
    ["half of an event", '{"type":"email.bounced","data":{'],
  ])("that is signed but is no JSON (%s) is refused as unreadable, unsigned as unsigned", async (_, payload) => {
    expect(await post(payload, signWebhook(secret, payload))).toBe(400);
    expect(await post(payload, {})).toBe(401);
    expect(
      await post(payload, signWebhook(`whsec_${Buffer.from("guessed").toString("base64")}`, payload)),
    ).toBe(401);
    expect(await countEvents()).toBe(0);
  });

  it.each([
    ["no event", "[1, 2]"],
    ["no type", '{"data":{"to":["c@d.example"]}}'],
    ["a type that is no text", '{"type":7}'],
    ["a type that is too long", JSON.stringify({ type: "x".repeat(500) })],
    ["null", "null"],
    ["lists 100,000 deep", "[".repeat(100_000) + "]".repeat(100_000)],
  ])("that is signed JSON but holds %s is kept as unreadable, without its content", async (_, payload) => {
    const signed = signWebhook(secret, payload, { id: "msg_odd" });
    expect(await post(payload, signed)).toBe(200);
    expect(await post(payload, signed)).toBe(200);
    await applyEvents(ctx);
    expect(await ctx.db.select().from(providerEvents)).toMatchObject([
      {
        id: "msg_odd",
        type: "unreadable",
        payload: { data: { characters: payload.length } },
        appliedAt: ctx.clock.now(),
        noteCode: "no-event",
      },
    ]);
  });

  it("of a type or with tags that nobody knows is kept and changes nothing", async () => {
    const odd = { ...event(), type: "email.teleported", data: { email_id: 7, tags: ["x"], to: "nobody" } };
    const payload = JSON.stringify(odd);
    const strange = {
      ...event(),
      data: { ...event().data, tags: { edition: "daily-1999-01-01", subscriber: "'; --" } },
    };
    expect(await post(payload, signWebhook(secret, payload))).toBe(200);
    await tell(strange);
    await applyEvents(ctx);
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  });

  it("that is longer than an event is refused", async () => {
    const payload = JSON.stringify({ type: "x".repeat(300_000) });
    expect(await post(payload, signWebhook(secret, payload))).toBe(413);
  });
});

describe("a complaint that PostgreSQL cannot keep as it came", () => {
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  const complaint = (members: string, head = '"created_at":"2026-06-18T05:00:00Z"') =>
    `{"type":"email.complained",${head},"data":{"email_id":"of-it",${members}}}`;
  const to = '"to":["reader0@example.com"]';

  it.each([
    ["NUL in a value", complaint(`"to":["read\\u0000er0@example.com"]`)],
    ["NUL in the name of a member", complaint(`"t\\u0000o":["reader0@example.com"]`)],
    ["NUL in the name of another member", complaint(`${to},"a\\u0000b":1`)],
    ["two names that NUL tells apart", complaint(`"to\\u0000":["nobody@example.com"],${to}`)],
    ["NUL in its type", complaint(to).replace("complained", "com\\u0000plained")],
    ["half a surrogate pair", complaint(`${to},"subject":"\\ud800"`)],
    ["half a surrogate pair in a name", complaint(`${to},"\\udfff":1`)],
    ["the year 0", complaint(to, '"created_at":"0000-01-01T00:00:00Z"')],
    ["the year -1", complaint(to, '"created_at":"-000001-01-01T00:00:00Z"')],
    ["the year +275760", complaint(to, '"created_at":"+275760-09-13T00:00:00Z"')],
    ["the year 9999", complaint(to, '"created_at":"9999-12-31T00:00:00Z"')],
    ["a time that is a number", complaint(to, '"created_at":1e400')],
    ["60,000 nested lists", complaint(`${to},"x":${"[".repeat(60_000)}${"]".repeat(60_000)}`)],
    ["20,000 nested objects", complaint(`${to},"x":${deep(20_000)}`)],
    ["numbers beyond all tables", complaint(`${to},"x":[1e400,-1e400,1${"0".repeat(2_000)}]`)],
    ["a __proto__ member", complaint(`${to},"__proto__":{"to":[]},"tags":{"__proto__":"x"}`)],
    ["a text of 200,000 characters", complaint(`${to},"subject":"${"x".repeat(200_000)}"`)],
    ["an id of the mail of 100,000 characters", complaint(to).replace("of-it", "x".repeat(100_000))],
    ["an id that is a number", complaint(to).replace('"of-it"', "7")],
    [
      "a tag of 100,000 characters",
      complaint(`${to},"tags":{"kind":"test","edition":"${"x".repeat(100_000)}"}`),
    ],
    ["tags that are no texts", complaint(`${to},"tags":{"kind":"test","a":7,"b":null}`)],
    [
      "a recipient beside others that are none",
      complaint('"to":[7,null,{"email":"reader0@example.com"},[]]'),
    ],
  ])("(%s) is kept and suppresses all the same", async (_, payload) => {
    ctx.config.delivery.suppressesForeignComplaints = true;
    const answer = await fetch(url, { method: "POST", body: payload, headers: signWebhook(secret, payload) });
    expect(answer.status).toBe(200);
    await applyEvents(ctx);
    ctx.config.delivery.suppressesForeignComplaints = false;
    expect(await ctx.db.select().from(suppressions)).toMatchObject([
      { addressHash: hashAddress("reader0@example.com"), reason: "complaint" },
    ]);
    const [kept] = await ctx.db.select().from(providerEvents);
    expect(kept?.appliedAt).toEqual(ctx.clock.now());
    expect([ctx.clock.now(), new Date("2026-06-18T05:00:00Z")]).toContainEqual(kept?.occurredAt);
  });

  it("because its id is too long is kept once", async () => {
    const payload = complaint(to);
    const signed = signWebhook(secret, payload, { id: `msg_${"x".repeat(9_000)}` });
    for (let time = 0; time < 2; time += 1) {
      expect((await fetch(url, { method: "POST", body: payload, headers: signed })).status).toBe(200);
    }
    expect(await countEvents()).toBe(1);
  });

  it("or that names nobody suppresses whom its delivery was to", async () => {
    const { mails } = await deliverTo(1);
    const event = makeEvent("email.complained", mailAt(mails, 0));
    await tell({ ...event, data: { ...event.data, to: ["\u0000"] } });
    await applyEvents(ctx);
    expect(await ctx.db.select().from(suppressions)).toMatchObject([
      { addressHash: hashAddress("reader0@example.com"), reason: "complaint" },
    ]);
  });

  it("is taken from a file likewise", async () => {
    const lines = [
      complaint('"to":["read\\u0000er0@example.com"],"tags":{"kind":"test"}', '"created_at":"0000-01-01"'),
    ];
    const replayed = () => replayEvents(ctx, { lines: Readable.from(lines) });
    expect(await replayed()).toMatchObject({ stored: 1, refusedCount: 0 });
    ctx.clock.advance(minuteMs);
    expect(await replayed()).toMatchObject({ stored: 0, known: 1 });
    expect(await ctx.db.select().from(suppressions)).toMatchObject([
      { addressHash: hashAddress("reader0@example.com") },
    ]);
  });
});

describe("feedbackWorker", () => {
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
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
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
    const kinds = { bounce: "Permanent General", complaint: null, provider: "OnAccountSuppressionList" };
    expect(await ctx.db.select().from(suppressions)).toMatchObject([
      { email: "reader0@example.com", reason, explanation: kinds[reason] },
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
          await ctx.db.execute(sql`delete from provider_events; delete from suppressions`);
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
      { numRuns: runsOf(4) },
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

  const notes = async () => (await ctx.db.select().from(providerEvents)).map(({ noteCode }) => noteCode);

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
    expect(await notes()).toEqual(["lost"]);
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
    expect(await notes()).toEqual(["lost"]);
  });

  it("but with those of a test or a confirmation is nothing to note", async () => {
    const { mails } = await deliverTo(1);
    const event = makeEvent("email.delivered", { ...mailAt(mails, 0), id: "of-a-test" });
    await tell({ ...event, data: { ...event.data, tags: { kind: "test" } } });
    await applyEvents(ctx);
    expect(await notes()).toEqual([null]);
  });
});

describe("a complaint without our tags of a mail that nobody knows", () => {
  const dayMs = 24 * 60 * minuteMs;
  const suppressed = async () =>
    (await ctx.db.select().from(suppressions)).map(({ email, reason }) => `${email} ${reason}`);
  const notes = async () => (await ctx.db.select().from(providerEvents)).map(({ noteCode }) => noteCode);
  const asked = () => resend.requests.filter(({ path }) => path.startsWith("/emails/of-")).length;

  /** Another program's mail to our reader, as the provider tells of it. */
  async function complain(
    id: string,
    changes: { tags?: Record<string, string>; type?: MailEventType; to?: string } = {},
  ): Promise<void> {
    const to = [changes.to ?? "reader0@example.com"];
    const mail = { id, from: "shop@other.example", to, subject: "An invoice", tags: [] };
    const event = makeEvent(changes.type ?? "email.complained", mail, { at: ctx.clock.now() });
    await tell({ ...event, data: { ...event.data, tags: changes.tags ?? {} } });
    await applyEvents(ctx);
  }

  async function record(id: string, from: string, tags: Record<string, string>): Promise<void> {
    records.push({
      id,
      from,
      to: ["reader0@example.com"],
      subject: "",
      tags: Object.entries(tags).map(([name, value]) => ({ name, value })),
    });
  }

  it.each([
    ["the provider does not know it", null],
    ["the provider knows it as another sender's", {}],
    ["with another program's tags", { kind: "invoice", edition: "7" }],
  ])("suppresses nobody, and is noted after a day as another program's (%s)", async (_, tags) => {
    await deliverTo(1);
    if (tags !== null) await record("of-another", "shop@other.example", tags);
    await complain("of-another", { tags: tags ?? {} });
    await complain("of-another", { tags: tags ?? {}, type: "email.bounced" });
    ctx.clock.advance(dayMs - minuteMs);
    await applyEvents(ctx);
    expect(asked()).toBe(0);
    ctx.clock.advance(2 * minuteMs);
    await applyEvents(ctx);
    expect(await notes()).toEqual(Array(2).fill("foreign"));
    expect(await suppressed()).toEqual([]);
    await applyEvents(ctx);
    expect(asked()).toBe(2);
  });

  it("suppresses at once when the operator wants it so", async () => {
    await deliverTo(1);
    ctx.config.delivery.suppressesForeignComplaints = true;
    await complain("of-another");
    ctx.config.delivery.suppressesForeignComplaints = false;
    expect(await suppressed()).toEqual(["reader0@example.com complaint"]);
  });

  it("suppresses at once a reader to whom a mail may have gone whose answer never came", async () => {
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverTo(1);
    await complain("of-nobody-knows");
    expect(await suppressed()).toEqual(["reader0@example.com complaint"]);
  });

  it("suppresses nobody but that reader", async () => {
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverTo(1);
    await complain("of-another", { to: "somebody@example.com" });
    expect(await suppressed()).toEqual([]);
  });

  it.each([
    ["our tags", "ours@renamed.example", () => ({ kind: "test" })],
    ["our sender", "digest@paperboy.example", () => ({})],
  ])("suppresses after a day when the provider's record has %s", async (_, from, tags) => {
    await deliverTo(1);
    await record("of-ours", from, tags());
    await complain("of-ours");
    expect(await suppressed()).toEqual([]);
    ctx.clock.advance(dayMs + minuteMs);
    await applyEvents(ctx);
    expect(await suppressed()).toEqual(["reader0@example.com complaint"]);
    expect(await notes()).toEqual([null]);
  });

  it("counts for its delivery when the provider's record names that", async () => {
    const { editionId } = await deliverTo(1);
    const [row] = await ctx.db.select().from(deliveries);
    await record("of-ours", "x@y.example", { edition: editionId, subscriber: row?.subscriberId ?? "" });
    await complain("of-ours");
    ctx.clock.advance(dayMs + minuteMs);
    await applyEvents(ctx);
    expect(await ctx.db.select().from(deliveries)).toMatchObject([{ outcome: "complained" }]);
    expect(await suppressed()).toEqual(["reader0@example.com complaint"]);
  });

  it("waits while the provider cannot be asked, and is another program's after two more days", async () => {
    await deliverTo(1);
    await complain("of-another");
    resend.setFaults(() => serverError(503, false));
    ctx.clock.advance(dayMs + minuteMs);
    await applyEvents(ctx);
    expect(await notes()).toEqual(["undecided"]);
    ctx.clock.advance(2 * dayMs);
    await applyEvents(ctx);
    expect(await notes()).toEqual(["foreign"]);
    expect(await suppressed()).toEqual([]);
  });

  it("waits as long as no request may leave, since that says nothing of whose mail it was", async () => {
    await deliverTo(1);
    await complain("of-another");
    const quotaMs = 10 * dayMs;
    await blockGate(
      ctx.db,
      new Date(ctx.clock.now().getTime() + quotaMs),
      plainTrouble("quota-month"),
      ctx.clock.now(),
    );
    ctx.clock.advance(9 * dayMs);
    await applyEvents(ctx);
    expect(await notes()).toEqual(["undecided"]);
    ctx.clock.advance(2 * dayMs);
    await applyEvents(ctx);
    expect(await notes()).toEqual(["foreign"]);
  });

  it("stays undecided when the question meets a limit, which holds all requests of all workers", async () => {
    await deliverTo(1);
    await complain("of-another");
    ctx.clock.advance(dayMs + minuteMs);
    resend.failNext(refuseWith("rate_limit_exceeded", { retryAfterSeconds: 1 }));
    await applyEvents(ctx);
    expect(await notes()).toEqual(["undecided"]);
    const { pace, clockMs } = await findGate(ctx.db, ctx.clock.now());
    expect(pace).toMatchObject({ trial: "due", limitedAtMs: expect.any(Number) });
    expect(pace.nextAtMs).toBeGreaterThan(clockMs);
    await applyEvents(ctx);
    expect(await notes()).toEqual(["foreign"]);
  });

  it("is ours when a confirmation has its id, now or later", async () => {
    await subscribe(ctx, { email: "new@example.com", source: "site" });
    await complain("of-the-confirmation", { to: "new@example.com" });
    expect(await suppressed()).toEqual([]);
    await ctx.db.execute(sql`update notices set provider_id = 'of-the-confirmation', state = 'submitted'`);
    await applyEvents(ctx);
    expect(await suppressed()).toEqual(["new@example.com complaint"]);
    expect(await notes()).toEqual(["lost"]);
  });

  it.each(noticeKinds)("is ours with the tag of a single mail (%s)", async (kind) => {
    await complain("of-ours", { tags: { kind } });
    expect(await ctx.db.select().from(suppressions)).toMatchObject([
      { addressHash: hashAddress("reader0@example.com"), reason: "complaint" },
    ]);
  });

  it("is not asked for with a key that may only send: the rest decides", async () => {
    const sending = await startFakeResend({ sendingOnly: true });
    const own = await createTestContext({ env: resendEnv(sending.url) });
    await insertEvent(
      own.db,
      toStoredEvent(
        "msg_1",
        { type: "email.complained", data: { email_id: "of-x", to: ["a@b.example"] } },
        own.clock.now(),
      ),
    );
    await applyEvents(own);
    own.clock.advance(dayMs + minuteMs);
    await applyEvents(own);
    expect(await own.db.select().from(providerEvents)).toMatchObject([{ noteCode: "foreign" }]);
    await own.close();
    await sending.close();
  });
});

describe("an address on the provider's own suppression list", () => {
  it.each([
    [
      "email.suppressed",
      { to: ["a@b.example"], suppressed: { type: "OnAccountSuppressionList" } },
      "OnAccountSuppressionList",
    ],
    [
      "suppression.added",
      { id: "1", email: "a@b.example", origin: "complaint", source_id: null },
      "complaint",
    ],
  ])("is suppressed as the provider's, with its kind, whoever mailed (%s)", async (type, data, kind) => {
    const payload = JSON.stringify({ type, created_at: ctx.clock.now().toISOString(), data });
    const headers = signWebhook(secret, payload);
    expect((await fetch(url, { method: "POST", body: payload, headers })).status).toBe(200);
    await applyEvents(ctx);
    expect(await ctx.db.select().from(suppressions)).toMatchObject([
      { addressHash: hashAddress("a@b.example"), reason: "provider", explanation: kind },
    ]);
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

  beforeEach(() => {
    // An edition of a hundred readers is enough here; test/integration/delivery/breaker.test.ts holds the usual limits.
    Object.assign(ctx.config.delivery.breaker, { leastSubmitted: 100, leastComplaints: 3, leastBounces: 10 });
  });

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
