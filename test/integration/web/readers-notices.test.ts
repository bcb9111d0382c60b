import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { mailsIn } from "../../../src/delivery/mailers/body.ts";
import type { MailAnswer, Mailer } from "../../../src/delivery/mailers/mailer.ts";
import { createOutboxMailer } from "../../../src/delivery/mailers/outbox.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { outboxMails } from "../../../src/delivery/tables.ts";
import type { Mail } from "../../../src/digest/compiled-digest.ts";
import { notices } from "../../../src/notices/tables.ts";
import { eraseSubscriber } from "../../../src/privacy/erase-subscriber.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { confirmSubscription } from "../../../src/subscribers/confirm-subscription.ts";
import { requestPreferencesLink } from "../../../src/subscribers/request-preferences-link.ts";
import { findSubscriberByKey } from "../../../src/subscribers/store.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { suppressions } from "../../../src/subscribers/tables.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { writeEdition } from "../../support/site-papers.ts";

const minute = 60_000;
const hour = 60 * minute;

/** A provider that answers as told, and remembers what it was asked. */
function scripted() {
  const requests: { idempotencyKey: string; mails: Mail[] }[] = [];
  const answers: MailAnswer[] = [];
  const mailer: Mailer = {
    name: "outbox",
    send: async (request) => {
      requests.push({ idempotencyKey: request.idempotencyKey, mails: mailsIn(request.body) });
      const answer = answers.shift() ?? {
        kind: "answered",
        results: [{ kind: "accepted", id: `mail-${requests.length}` }],
      };
      return { answer, limits: null };
    },
  };
  return { mailer, requests, answers };
}

let base: TestContext;
let ctx: TestContext;
let provider: ReturnType<typeof scripted>;
beforeAll(async () => {
  base = await createTestContext();
  await writeEdition(base.db, { period: "2026-06-17" });
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.db.delete(notices);
  await base.db.execute("delete from send_gates");
  provider = scripted();
  ctx = { ...base, mailer: provider.mailer };
});

let readers = 0;
async function askedFor(): Promise<string> {
  readers += 1;
  const email = `notice${readers}@example.com`;
  await subscribe(ctx, { email, source: "site" });
  return email;
}

const only = async () => {
  const rows = await base.db.select().from(notices);
  expect(rows).toHaveLength(1);
  return rows[0];
};

describe("a notice", () => {
  test("is sent once, under its own key, whoever runs how often", async () => {
    const email = await askedFor();
    const reports = await Promise.all([deliverNotices(ctx), deliverNotices(ctx), deliverNotices(ctx)]);
    expect(reports.reduce((sum, { submitted }) => sum + submitted, 0)).toBe(1);
    await deliverNotices(ctx);
    expect(provider.requests).toHaveLength(1);
    const notice = await only();
    expect(provider.requests[0]).toMatchObject({
      idempotencyKey: `notice-${notice?.id}`,
      mails: [{ to: email }],
    });
    expect(notice).toMatchObject({ state: "submitted", providerId: "mail-1", mail: null });
  });

  test("of unknown outcome is repeated with the same bytes under the same key, then is uncertain and repeated no more", async () => {
    await askedFor();
    provider.answers.push(
      ...Array.from({ length: 500 }, () => ({ kind: "unknown", reason: "time-out" }) as const),
    );
    await deliverNotices(ctx);
    for (let step = 0; step < 30; step++) {
      ctx.clock.advance(hour);
      await deliverNotices(ctx);
    }
    expect(await only()).toMatchObject({ state: "uncertain" });
    const bodies = new Set(provider.requests.map((request) => JSON.stringify(request)));
    expect(bodies.size).toBe(1);
    expect(provider.requests.length).toBeGreaterThan(5);
    const count = provider.requests.length;
    ctx.clock.advance(48 * hour);
    await deliverNotices(ctx);
    expect(provider.requests).toHaveLength(count);
  });

  test("survives a worker that dies with it: the next takes it up with the same bytes when the lease ends", async () => {
    await askedFor();
    const dying: Mailer = { name: "outbox", send: () => Promise.reject(new Error("killed")) };
    await expect(deliverNotices({ ...ctx, mailer: dying })).rejects.toThrow("killed");
    await deliverNotices(ctx);
    expect(provider.requests).toHaveLength(0);
    ctx.clock.advance(2 * minute);
    await deliverNotices(ctx);
    expect(provider.requests).toHaveLength(1);
    expect(await only()).toMatchObject({ state: "submitted" });
  });

  test("waits out a limit without using up an attempt", async () => {
    await askedFor();
    provider.answers.push({ kind: "limited", retryAfterMs: 5000 });
    await deliverNotices(ctx);
    expect(await only()).toMatchObject({ state: "sealed", attempts: 0, firstAttemptAt: null });
    ctx.clock.advance(6000);
    await deliverNotices(ctx);
    expect(await only()).toMatchObject({ state: "submitted", attempts: 1 });
  });

  test("that the provider refuses has failed, with the reason", async () => {
    await askedFor();
    provider.answers.push({ kind: "answered", results: [{ kind: "refused", reason: "invalid to" }] });
    await deliverNotices(ctx);
    expect(await only()).toMatchObject({ state: "failed", reasonCode: "refused", reason: "invalid to" });
  });

  test("skips an address suppressed after it was caused", async () => {
    const email = await askedFor();
    await suppressAddress(ctx, { email, reason: "complaint", explanation: null });
    await deliverNotices(ctx);
    expect(provider.requests).toHaveLength(0);
    expect(await only()).toMatchObject({ state: "failed", reasonCode: "suppressed" });
    await base.db.delete(suppressions);
  });

  test("to who erased their data and asks to come back is sent", async () => {
    const email = await askedFor();
    const first = await findSubscriberByKey(ctx.db, email);
    await eraseSubscriber(ctx, { subscriberId: first?.id ?? "" });
    ctx.clock.advance(11 * minute);
    await subscribe(ctx, { email, source: "site" });
    await deliverNotices(ctx);
    expect(provider.requests).toHaveLength(1);
  });

  test("of an operator's alert goes to the operator", async () => {
    const at = ctx.clock.now();
    await ctx.db.insert(notices).values({
      kind: "operator-alert",
      recipient: "ops@example.com",
      props: {
        title: "An edition is late: daily-2026-06-17",
        paragraphs: ["The daily edition of 2026-06-17 is 40 minutes late.", "See that a worker runs."],
        facts: [{ label: "Since", value: "2026-06-18 04:40 UTC" }],
        action: { label: "Open the operators' pages", url: "https://x.example/ops" },
      },
      createdAt: at,
    });
    await deliverNotices(ctx);
    expect(provider.requests[0]?.mails[0]).toMatchObject({
      to: "ops@example.com",
      subject: expect.stringContaining("An edition is late"),
    });
  });
});

describe("from mail to mail", () => {
  const lastMail = async (to: string) => {
    const rows = await base.db.select().from(outboxMails).where(eq(outboxMails.recipient, to));
    const mail = rows.toSorted((a, b) => a.acceptedAt.getTime() - b.acceptedAt.getTime()).at(-1);
    if (!mail) throw new Error("no mail");
    return mail;
  };
  const linkIn = (html: string, path: string) => {
    const found = new RegExp(`href="https://paperboy\\.example(${path}\\?token=[\\w-]+)"`).exec(html)?.[1];
    if (!found) throw new Error(`no link to ${path}`);
    return found;
  };

  test("every link of the confirm, welcome, link and goodbye mails opens", async () => {
    ctx = { ...base, mailer: createOutboxMailer(base.db, base.clock) };
    const app = createApp(ctx);
    const opens = async (path: string) => expect((await app.request(path)).status).toBe(200);
    const email = await askedFor();
    await deliverNotices(ctx);
    const confirm = linkIn((await lastMail(email)).html, "/confirm");
    await opens(confirm);
    await confirmSubscription(ctx, { token: confirm.split("token=")[1] ?? "" });
    ctx.clock.advance(minute);
    await deliverNotices(ctx);
    const welcome = await lastMail(email);
    expect(welcome.html).toContain("Paper number 1 about agents");
    expect(welcome.headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
    for (const path of ["/preferences", "/unsubscribe"]) await opens(linkIn(welcome.html, path));
    await opens(/href="https:\/\/paperboy\.example(\/editions\/[^"]+)"/.exec(welcome.html)?.[1] ?? "/none");
    ctx.clock.advance(11 * minute);
    await requestPreferencesLink(ctx, { email });
    await deliverNotices(ctx);
    await opens(linkIn((await lastMail(email)).html, "/preferences"));
    const subscriber = await findSubscriberByKey(ctx.db, email);
    await unsubscribe(ctx, { subscriberId: subscriber?.id ?? "", source: "page" });
    ctx.clock.advance(minute);
    await deliverNotices(ctx);
    await opens(linkIn((await lastMail(email)).html, "/undo"));
  });

  test("hostile addresses and names come out as text", async () => {
    const added = await addSubscriber(ctx, {
      email: "a'b&c=d@example.com",
      source: "cli",
      consent: { wording: "x" },
    });
    expect(added.kind).toBe("added");
    await requestPreferencesLink(ctx, { email: "a'b&c=d@example.com" });
    await deliverNotices(ctx);
    expect(provider.requests[0]?.mails[0]?.html).not.toContain("a'b&c=d");
  });
});
