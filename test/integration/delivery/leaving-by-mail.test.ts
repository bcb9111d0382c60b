import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { stopBooking } from "../../../src/delivery/provider/book-places.ts";
import { providerEvents } from "../../../src/delivery/tables.ts";
import { notices } from "../../../src/notices/tables.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber } from "../../../src/subscribers/store.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { consents } from "../../../src/subscribers/tables.ts";
import { makeToken } from "../../../src/subscribers/tokens.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { serverError } from "../../fakes/resend-faults.ts";
import { makeEvent, postEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { resendEnv } from "../../support/delivering.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";

const secret = `whsec_${Buffer.from("a secret of the webhooks").toString("base64")}`;
const minuteMs = 60_000;
const ours = "leave@in.paperboy.example";

/** Mails that came in at the provider. */
const received: NonNullable<NonNullable<Parameters<typeof startFakeResend>[0]>["received"]> = [];

let resend: FakeResend;
let ctx: TestContext;
let site: WebServer;
let reader: string;

beforeAll(async () => {
  resend = await startFakeResend({ received });
  ctx = await createTestContext({
    env: resendEnv(resend.url, { RESEND_WEBHOOK_SECRET: secret, MAIL_UNSUBSCRIBE_TO: ours }),
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
  received.length = 0;
  resend.mails.length = 0;
  resend.setFaults(null);
  [reader = ""] = await plantSubscribers(ctx, 2);
});

type Mail = Partial<Omit<(typeof received)[number], "id">>;

const usual = {
  from: "Somebody <reader1@example.com>",
  to: [ours],
  subject: "unsubscribe",
  headers: {},
  text: "",
  html: null,
};

let mails = 0;

/** The provider takes a mail in and tells of it; the answer of our webhook. */
async function arrive(given: Mail, id = `in-${++mails}`): Promise<unknown> {
  const mail = { ...usual, ...given, id };
  received.push(mail);
  const event = makeEvent("email.received", { ...mail, tags: [] }, { at: ctx.clock.now() });
  const answer = await postEvent(`${site.url}/webhooks/resend`, secret, event, { id: `msg_${id}` });
  expect(answer.status).toBe(200);
  return answer.json();
}

async function mail(given: Mail): Promise<void> {
  await arrive(given);
  await applyEvents(ctx, true);
}

const token = () => makeLinkToken(ctx.config, "unsubscribe", { subscriberId: reader, now: ctx.clock.now() });
const states = async () => {
  const { rows } = await ctx.db.execute<{ state: string }>(sql`select state from subscribers order by email`);
  return rows.map(({ state }) => state);
};
const asked = async () =>
  (await ctx.db.select().from(notices)).map(({ recipient, props }) => [recipient, props]);
const notes = async () => (await ctx.db.select().from(providerEvents)).map(({ noteCode }) => noteCode);

describe("a mail with a reader's token", () => {
  it.each<[string, (token: string) => Mail]>([
    ["in the subject, as the header's link writes it", (one) => ({ subject: `unsubscribe ${one}` })],
    ["in the subject of a forwarded one", (one) => ({ subject: `Fwd: unsubscribe ${one}` })],
    ["in its body", (one) => ({ subject: "please", text: `Hello,\r\nunsubscribe ${one}\r\n` })],
    [
      "in its body, as the link of the digest",
      (one) => ({ text: `https://p.example/unsubscribe?token=${one}` }),
    ],
    ["in a body of HTML alone", (one) => ({ subject: "bye", text: null, html: `<p>unsubscribe ${one}</p>` })],
    [
      "behind the plus of the address",
      (one) => ({ subject: "", to: [`Leave <leave+${one}@IN.paperboy.example>`] }),
    ],
    ["in a folded subject", (one) => ({ subject: `unsubscribe\r\n ${one}` })],
    ["in an answer, in angle brackets", (one) => ({ subject: `Re: Unsubscribe <${one}>` })],
    ["in angle brackets in its body", (one) => ({ subject: "", text: `Unsubscribe  <${one}>` })],
    ["in an encoded word", (one) => ({ subject: `=?UTF-8?Q?unsubscribe_${one.replaceAll("_", "=5F")}?=` })],
    [
      "in two encoded words",
      (one) => {
        const half = (text: string) => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
        return { subject: `${half(`désabonner ${one.slice(0, 20)}`)}\r\n ${half(one.slice(20))}` };
      },
    ],
    [
      "of which one of our addresses got a copy",
      (one) => ({ subject: one, to: ["a@b.example"], cc: [`"Leave, now" <${ours}>`] }),
    ],
    [
      "to a list of addresses in one text",
      (one) => ({ subject: one, to: [`"A, B" <a@b.example>, ${ours}, c@d.example`] }),
    ],
    [
      "to the sender's address, which digests named before",
      (one) => ({ subject: one, to: ["digest@paperboy.example"] }),
    ],
  ])("%s unsubscribes that reader, whoever sent it, and nobody is mailed", async (_, given) => {
    await mail({ from: "another@address.example", ...given(token()) });
    expect(await states()).toEqual(["unsubscribed", "active"]);
    expect(await asked()).toEqual([]);
    const kept = await ctx.db.select().from(consents).where(eq(consents.subscriberId, reader));
    expect(kept.map(({ action, source }) => `${action} ${source}`)).toContain("withdrawn mail");
  });

  it("acts once, however often it is told of, so that who came back stays", async () => {
    await arrive({ subject: `unsubscribe ${token()}` }, "twice");
    await applyEvents(ctx);
    await ctx.db.execute(sql`update subscribers set state = 'active'`);
    expect(await arrive({ subject: `unsubscribe ${token()}` }, "twice")).toEqual({ status: "known" });
    await applyEvents(ctx);
    expect(await states()).toEqual(["active", "active"]);
  });

  it.each<[string, (token: string) => Mail]>([
    ["that was made up", () => ({ subject: `unsubscribe ${"A".repeat(50)}` })],
    [
      "of another purpose",
      () => ({
        subject: `unsubscribe ${makeLinkToken(ctx.config, "preferences", { subscriberId: reader, now: ctx.clock.now() })}`,
      }),
    ],
    [
      "of another secret",
      () => ({
        subject: `unsubscribe ${makeToken(["x".repeat(40)], "unsubscribe", { subscriberId: reader, subject: "", expiresAt: null })}`,
      }),
    ],
    [
      "to an address that is not ours",
      (one) => ({ subject: `unsubscribe ${one}`, to: ["leave@other.example"] }),
    ],
    [
      "in a quoted digest, of a reader who only replies",
      (one) => ({
        subject: "Re: 12 papers",
        text: `Great list!\n> Unsubscribe: https://p.example/unsubscribe?token=${one}\n> unsubscribe ${one}`,
        from: "nobody@example.com",
      }),
    ],
  ])("%s unsubscribes nobody", async (_, given) => {
    await mail(given(token()));
    expect(await states()).toEqual(["active", "active"]);
  });

  it("that is not valid any more makes a link to confirm go to its sender, as one without does", async () => {
    await mail({ subject: `unsubscribe ${token().toLowerCase()}` });
    expect(await states()).toEqual(["active", "active"]);
    expect(await asked()).toEqual([["reader1@example.com", { cause: "leaving" }]]);
  });

  it("is heard although the provider's record cannot be read, once it was waited for", async () => {
    resend.setFaults(() => serverError(500, false));
    await mail({ subject: `unsubscribe ${token()}` });
    expect(await states()).toEqual(["active", "active"]);
    ctx.clock.advance(31 * minuteMs);
    await applyEvents(ctx);
    expect(await states()).toEqual(["unsubscribed", "active"]);
  });

  it("is heard although a worker of the release before put it aside", async () => {
    await arrive({ subject: `unsubscribe ${token()}` });
    await ctx.db.execute(sql`update provider_events set applied_at = now(), note = 'a type that is not known',
      payload = '{"data": {}}', payload_form = 'reduced'`);
    await applyEvents(ctx);
    expect(await states()).toEqual(["unsubscribed", "active"]);
  });
});

describe("a mail without a token", () => {
  it("makes one link to confirm go to the reader whom it names, which unsubscribes by its button", async () => {
    await mail({});
    await mail({ from: "READER1@example.com" });
    expect(await states()).toEqual(["active", "active"]);
    expect(await asked()).toEqual([["reader1@example.com", { cause: "leaving" }]]);
    await deliverNotices(ctx);
    const [sent] = resend.mails;
    expect(sent).toMatchObject({
      to: ["reader1@example.com"],
      subject: "Do you want to unsubscribe from Paperboy?",
    });
    const link = /\/unsubscribe\?token=([\w-]+)/.exec(sent?.text ?? "")?.[1] ?? "";
    await fetch(`${site.url}/unsubscribe`, { method: "POST", body: new URLSearchParams({ token: link }) });
    expect(await states()).toEqual(["active", "unsubscribed"]);
  });

  it("of a stranger causes no mail, and is answered and noted as a reader's is", async () => {
    const answers = [await arrive({}), await arrive({ from: "stranger@example.com" })];
    expect(answers[0]).toEqual(answers[1]);
    await applyEvents(ctx);
    const [first, second] = await notes();
    expect(first).toBe(second);
    expect(await asked()).toHaveLength(1);
  });

  it("is heard after a night in which nothing could be asked", async () => {
    resend.setFaults(() => serverError(500, false));
    await mail({});
    ctx.clock.advance(20 * 60 * minuteMs);
    await applyEvents(ctx);
    expect(await notes()).toEqual([null]);
    resend.setFaults(null);
    await applyEvents(ctx);
    expect(await asked()).toHaveLength(1);
  });

  it("of two days before is not judged unread because the process stops that would fetch it", async () => {
    await arrive({});
    ctx.clock.advance(48 * 60 * minuteMs);
    const goOn = stopBooking(ctx.gate);
    await applyEvents(ctx);
    expect(await notes()).toEqual([null]);
    goOn();
    await applyEvents(ctx);
    expect(await asked()).toHaveLength(1);
  });

  it("to another of our addresses is a wish only when its subject says so", async () => {
    await mail({ to: ["digest@paperboy.example"], subject: "Thank you!" });
    expect(await asked()).toEqual([]);
    await mail({ to: ["digest@paperboy.example"], subject: "unsubscribe" });
    expect(await asked()).toHaveLength(1);
  });

  it("causes five mails a day at the most, though two programs answer each other", async () => {
    for (let count = 0; count < 40; count += 1) {
      await mail({ subject: "Re: Do you want to unsubscribe?" });
      ctx.clock.advance(11 * minuteMs);
    }
    expect(await asked()).toHaveLength(5);
    await deliverNotices(ctx);
    expect(resend.mails[0]?.headers).toMatchObject({ "Auto-Submitted": "auto-generated" });
  });

  it("of fifty thousand empty lines is read at once", async () => {
    const beganAt = performance.now();
    await mail({ subject: "hello", text: `${"\n".repeat(49_000)}unsubscribe${" ".repeat(900)}x` });
    await mail({ subject: `unsubscribe${" re:".repeat(20_000)}`, html: "<".repeat(50_000), text: null });
    expect(performance.now() - beganAt).toBeLessThan(5_000);
    expect(await asked()).toHaveLength(1);
  });

  it("whose headers the provider does not show asks nobody, since a program may have written it", async () => {
    await mail({ headers: null as never });
    expect(await asked()).toEqual([]);
  });

  it("of who has left, or is suppressed, causes no mail", async () => {
    await unsubscribe(ctx, { subscriberId: reader, source: "operator" });
    await mail({ from: "reader0@example.com" });
    await suppressAddress(ctx, { email: "reader1@example.com", reason: "operator", explanation: "asked" });
    await mail({ from: "reader1@example.com" });
    expect(await asked()).toEqual([]);
  });

  it.each<[string, Mail]>([
    ["an out-of-office note", { headers: { "Auto-Submitted": "auto-replied" } }],
    ["a program's mail", { headers: { "auto-submitted": "auto-generated (a cron job)" } }],
    ["bulk mail", { headers: { Precedence: "bulk" } }],
    ["an automatic reply of old", { headers: { precedence: "auto_reply" } }],
    ["an autoreply that says so", { headers: { "X-Autoreply": "yes" } }],
    ["an automatic mail of Exchange", { headers: { "X-Auto-Response-Suppress": "All" } }],
    ["a bounce", { headers: { "Return-Path": "<>" } }],
    ["a bounce's daemon", { from: "Mail Delivery <MAILER-DAEMON@example.com>" }],
    ["a mailing list", { headers: { "List-Id": "<a.list>" } }],
    [
      "one whose headers come as a list",
      { headers: [{ name: "Auto-Submitted", value: "auto-replied" }] as never },
    ],
    ["one of no sender", { from: "<>" }],
    ["one of no sender at all", { from: "" }],
  ])("that is automatic (%s) is not heard", async (_, given) => {
    await mail(given);
    await mail({ ...given, subject: `unsubscribe ${token()}` });
    expect(await asked()).toEqual([]);
    expect(await states()).toEqual(["active", "active"]);
    expect(await notes()).not.toContain(null);
  });

  it("but that says of itself that a person wrote it is heard", async () => {
    await mail({ headers: { "Auto-Submitted": "no" } });
    expect(await asked()).toHaveLength(1);
  });
});

it("of a mail that came in nothing is kept but that it came", async () => {
  await arrive({ subject: `my secret ${token()}`, text: "more secrets" });
  expect(JSON.stringify(await ctx.db.select().from(providerEvents))).not.toContain("secret");
  await applyEvents(ctx);
  const [event] = await ctx.db.select().from(providerEvents);
  expect(event?.payload).toEqual({ type: "email.received", data: {} });
  expect((await findSubscriber(ctx.db, reader))?.state).toBe("unsubscribed");
});
