import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { subscriberFigures } from "../../../src/console/subscriber-figures.ts";
import { gatherSubscriberHistory } from "../../../src/console/subscriber-history.ts";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { tendIdleReaders } from "../../../src/delivery/idle/tend-idle-readers.ts";
import { wakeReaders } from "../../../src/delivery/idle/wake-readers.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { exportOwnData } from "../../../src/privacy/export-own-data.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { requireSubscriber } from "../../../src/subscribers/store.ts";
import type { TokenPurpose } from "../../../src/subscribers/tokens.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { markPaper } from "../../../src/taste/mark-paper.ts";
import { checkStillReading } from "../../../src/upkeep/doctor/check-still-reading.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { type MailEventType, makeEvent, postEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

const secret = `whsec_${Buffer.from("a secret of the webhooks").toString("base64")}`;
const dayMs = 86_400_000;
const question = "Do you still read";

let resend: FakeResend;
let ctx: TestContext;
let site: WebServer;
/** The first clicks in every edition, the others never do. */
let readers: string[];

beforeAll(async () => {
  resend = await startFakeResend({});
  const env = { RESEND_WEBHOOK_SECRET: secret, STILL_READING_DAYS: "60", STILL_READING_DAILY_LIMIT: "2" };
  ctx = await createTestContext({ env: resendEnv(resend.url, env) });
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
  ctx.clock.set("2026-03-01T07:00:00Z");
  readers = await plantSubscribers(ctx, 3);
});

const reader = (index: number) => readers[index] ?? "";
const stateOf = async (index: number) => {
  const { state, pausedUntil } = await requireSubscriber(ctx.db, reader(index));
  return pausedUntil === null ? state : `${state} until ${pausedUntil}`;
};
const questionsTo = (index: number) =>
  resend.mailsTo(`reader${index}@example.com`).filter(({ subject }) => subject.startsWith(question));

/** Plants and sends an edition of a day, and lets the first reader click in it unless nobody does. */
async function publish(period: string, isClicked = true): Promise<string> {
  ctx.clock.set(`${period}T07:00:00Z`);
  const { id } = await plantEdition(ctx, { period });
  await deliverDue(ctx);
  if (isClicked)
    await ctx.db.execute(sql`
      update deliveries set clicked_at = ${ctx.clock.now()} where edition_id = ${id} and subscriber_id = ${reader(0)}`);
  return id;
}

/** Three months of editions, so that in June the second and third reader are silent for long. */
async function publishSpring(isClicked = true): Promise<void> {
  for (const period of ["2026-03-10", "2026-04-15", "2026-05-25"]) await publish(period, isClicked);
  ctx.clock.set("2026-06-01T02:37:00Z");
}

async function tend() {
  const report = await tendIdleReaders(ctx);
  await deliverNotices(ctx);
  return report;
}

const later = (days: number) => ctx.clock.advance(days * dayMs);

/** Asks the silent, lets the grace pass with another edition that is clicked, and pauses them. */
async function pauseSilent(): Promise<void> {
  await publishSpring();
  await tend();
  await publish("2026-06-10");
  ctx.clock.set("2026-06-16T02:37:00Z");
  expect(await tend()).toEqual({ woken: 0, asked: 0, paused: 2 });
}

const token = (purpose: TokenPurpose, index: number) =>
  makeLinkToken(ctx.config, purpose, { subscriberId: reader(index), now: ctx.clock.now() });

async function mark(index: number): Promise<void> {
  await ctx.db.execute(sql`
    insert into papers (id, title, abstract, authors, published_at, first_seen_at, updated_at)
    values ('2606.00001', 'A paper', 'What it says.', '{}', now(), now(), now()) on conflict do nothing`);
  const input = { subscriberId: reader(index), paperId: "2606.00001", kind: "save", isSet: true } as const;
  expect(await markPaper(ctx, input)).toEqual({ kind: "marked" });
}

async function send(path: string, fields?: Record<string, string>) {
  const form = fields ? { method: "POST", body: new URLSearchParams(fields) } : {};
  const answer = await fetch(`${site.url}${path}`, form);
  return { status: answer.status, html: await answer.text() };
}

describe("readers who click and mark nothing for long", () => {
  it("get one mail, and after the days that it names a pause without another", async () => {
    await publishSpring();
    expect(await tend()).toEqual({ woken: 0, asked: 2, paused: 0 });
    expect(await tend()).toEqual({ woken: 0, asked: 0, paused: 0 });
    expect([0, 1, 2].map((index) => questionsTo(index).length)).toEqual([0, 1, 1]);
    const [mail] = questionsTo(1);
    expect((mail?.text ?? "").replaceAll(/\s+/g, " ")).toContain(
      "within 14 days, we’ll pause your digests. Nothing will be deleted",
    );
    expect(mail?.headers).toHaveProperty("List-Unsubscribe");
    await publish("2026-06-10");
    later(1);
    expect(await tend()).toMatchObject({ paused: 0 });
    ctx.clock.set("2026-06-16T02:37:00Z");
    expect(await tend()).toMatchObject({ paused: 2 });
    expect(await tend()).toEqual({ woken: 0, asked: 0, paused: 0 });
    expect(await Promise.all([0, 1, 2].map(stateOf))).toEqual(["active", "paused", "paused"]);
    const received = resend.mailsTo("reader1@example.com").length;
    await publish("2026-06-17");
    later(90);
    await tend();
    expect(resend.mailsTo("reader1@example.com")).toHaveLength(received);
    const { rows } = await ctx.db.execute(sql`
      select verb, actor_kind as kind, count(*)::int as count from audit_entries group by 1, 2 order by 1`);
    expect(rows).toEqual([
      { verb: "subscriber.pause-idle", kind: "program", count: 2 },
      { verb: "subscribers.ask-idle", kind: "program", count: 1 },
    ]);
  });

  it("are asked so many a day, by however many processes at once", async () => {
    readers.push(...(await plantSubscribers(ctx, 4, {}, "more")));
    await publishSpring();
    const reports = await Promise.all([1, 2, 3].map(() => tendIdleReaders(ctx)));
    expect(reports.reduce((sum, { asked }) => sum + asked, 0)).toBe(2);
    later(1);
    expect(await tend()).toMatchObject({ asked: 2 });
  });

  it("are told of to operators, and to themselves", async () => {
    await pauseSilent();
    const subscriber = await requireSubscriber(ctx.db, reader(1));
    const { idle } = await gatherSubscriberHistory(ctx.db, ctx.addressKeys, subscriber);
    expect(idle).toMatchObject({ pausedAt: ctx.clock.now(), endedAt: null });
    expect((await subscriberFigures.count(ctx.db, ctx.clock.now())).idle).toEqual({ asked: 0, paused: 2 });
    expect(await exportOwnData(ctx, subscriber)).toMatchObject({
      askedIfReading: { pausedAt: ctx.clock.now() },
    });
    const page = await send(`/preferences?token=${token("preferences", 1)}`);
    expect(page.html).toContain("answer our email of 1 June 2026");
    await send("/preferences/resume", { token: token("preferences", 1) });
    expect(await stateOf(1)).toBe("active");
  });
});

describe("nobody is asked", () => {
  it("while no click of a person was heard of, which the doctor says", async () => {
    await publishSpring(false);
    expect(await tend()).toEqual({ woken: 0, asked: 0, paused: 0 });
    const [line] = await checkStillReading(ctx.config.stillReading, ctx.db);
    expect(line).toMatchObject({ level: "warn", message: expect.stringMatching(/no click of a person/) });
  });

  it("who was sent nothing, chose something, or marked a paper", async () => {
    await publishSpring();
    await mark(1);
    await updatePreferences(ctx, { subscriberId: reader(2), preferences: {} });
    readers.push(...(await plantSubscribers(ctx, 1, {}, "new")));
    expect(await tend()).toMatchObject({ asked: 0 });
  });

  it("is paused who was not told, or whose answer could not be heard", async () => {
    await publishSpring();
    await tendIdleReaders(ctx);
    await unsubscribe(ctx, { subscriberId: reader(2), source: "one-click" });
    later(16);
    expect(await tend()).toMatchObject({ paused: 0 });
    expect(questionsTo(2)).toHaveLength(0);
    later(16);
    expect(await tend()).toMatchObject({ paused: 0 });
    expect(await stateOf(1)).toBe("active");
  });
});

describe("a pause for want of an answer ends", () => {
  it("by the mail's button, not by opening its link", async () => {
    await pauseSilent();
    const path = /\/still-reading\?token=[\w-]+/.exec(questionsTo(1)[0]?.text ?? "")?.[0] ?? "none";
    const page = await send(path);
    expect(page.html).toContain("Yes, keep them coming");
    expect(await stateOf(1)).toBe("paused");
    const linkToken = path.split("token=")[1] ?? "";
    for (const _ of [1, 2]) {
      const answer = await send("/still-reading", { token: linkToken });
      expect(answer.html).toContain("Your digests keep coming to");
    }
    expect(await stateOf(1)).toBe("active");
    await updatePreferences(ctx, { subscriberId: reader(1), preferences: {}, pausedUntil: "2026-07-20" });
    expect((await send("/still-reading", { token: linkToken })).html).toContain("as you chose");
    expect(await stateOf(1)).toBe("paused until 2026-07-20");
    await unsubscribe(ctx, { subscriberId: reader(1), source: "one-click" });
    expect((await send("/still-reading", { token: linkToken })).html).toContain("not subscribed any more");
    expect(await send("/still-reading?token=nonsense")).toMatchObject({ status: 410 });
  });

  it("by a person's click in the mail, not by a program's", async () => {
    await pauseSilent();
    const [asked, other] = [questionsTo(1)[0], questionsTo(2)[0]];
    if (!asked || !other) throw new Error("nobody was asked");
    const at = ctx.clock.now();
    const post = async (type: MailEventType, mail: typeof asked, link: string, userAgent: string) => {
      const data =
        type === "email.clicked" ? { click: { link, userAgent, timestamp: at.toISOString() } } : {};
      const answer = await postEvent(
        `${site.url}/webhooks/resend`,
        secret,
        makeEvent(type, mail, { at, data }),
      );
      expect(answer.status).toBe(200);
    };
    await post(
      "email.clicked",
      asked,
      "https://example.org/1",
      "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    );
    await post("email.clicked", other, "https://example.org/1", "python-requests/2.32");
    await applyEvents(ctx);
    expect(await wakeReaders(ctx)).toBe(1);
    expect(await Promise.all([1, 2].map(stateOf))).toEqual(["active", "paused"]);
  });

  it("by a click in a digest, and by a choice that a worker of the release before has saved", async () => {
    await pauseSilent();
    const now = ctx.clock.now();
    await ctx.db.execute(sql`
      update deliveries set clicked_at = ${now} where subscriber_id = ${reader(1)} and edition_id = 'daily-2026-05-25'`);
    await ctx.db.execute(sql`update subscribers set updated_at = ${now}, hour = 9 where id = ${reader(2)}`);
    expect(await tend()).toEqual({ woken: 2, asked: 0, paused: 0 });
    expect(await Promise.all([1, 2].map(stateOf))).toEqual(["active", "active"]);
    expect(await wakeReaders(ctx)).toBe(0);
  });

  it("by a mark; one within the days of grace keeps it from coming", async () => {
    await publishSpring();
    await tend();
    await mark(1);
    await publish("2026-06-10");
    ctx.clock.set("2026-06-16T02:37:00Z");
    expect(await tend()).toMatchObject({ paused: 1 });
    expect(await Promise.all([1, 2].map(stateOf))).toEqual(["active", "paused"]);
    await mark(2);
    expect(await stateOf(2)).toBe("active");
  });
});
