import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deliveries, outboxMails } from "../../../src/delivery/tables.ts";
import { editions } from "../../../src/editions/tables.ts";
import { notices } from "../../../src/notices/tables.ts";
import { eraseSubscriber } from "../../../src/privacy/erase-subscriber.ts";
import { exportOwnData } from "../../../src/privacy/export-own-data.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { confirmSubscription } from "../../../src/subscribers/confirm-subscription.ts";
import { endPauses } from "../../../src/subscribers/end-pauses.ts";
import { forgetUnconfirmed } from "../../../src/subscribers/forget-unconfirmed.ts";
import { clientLimits, takeTry } from "../../../src/subscribers/limits.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { listSubscribers } from "../../../src/subscribers/list-subscribers.ts";
import { exportSubscribers } from "../../../src/subscribers/lists/export-subscribers.ts";
import { requestPreferencesLink } from "../../../src/subscribers/request-preferences-link.ts";
import { findSubscriberByKey, type Subscriber } from "../../../src/subscribers/store.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { liftSuppression } from "../../../src/subscribers/suppressions/lift-suppression.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { consents, subscribers, suppressions } from "../../../src/subscribers/tables.ts";
import { LinkNotValidError } from "../../../src/subscribers/tokens.ts";
import { undoUnsubscribe } from "../../../src/subscribers/undo-unsubscribe.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

const consent = { wording: "They asked me in person." };
const site = { source: "site" };

async function subscriberOf(email: string): Promise<Subscriber> {
  const subscriber = await findSubscriberByKey(ctx.db, email.toLowerCase());
  if (!subscriber) throw new Error(`${email} is not there`);
  return subscriber;
}

async function added(email: string): Promise<Subscriber> {
  const result = await addSubscriber(ctx, { email, source: "cli", consent });
  if (result.kind !== "added") throw new Error(`${email} was ${result.kind}`);
  return result.subscriber;
}

const noticesTo = (subscriber: Subscriber) =>
  ctx.db.select().from(notices).where(eq(notices.subscriberId, subscriber.id)).orderBy(notices.createdAt);

const kindsTo = async (subscriber: Subscriber) => (await noticesTo(subscriber)).map(({ kind }) => kind);

const token = (purpose: "confirm" | "undo" | "preferences", { id }: Subscriber) =>
  makeLinkToken(ctx.config, purpose, { subscriberId: id, now: ctx.clock.now() });

describe("adding by an operator", () => {
  test("makes an active subscriber with the consent that the operator vouches for", async () => {
    const subscriber = await added("first@example.com");
    expect(subscriber).toMatchObject({ state: "active", source: "cli", hour: 6, timezone: "UTC" });
    const kept = await ctx.db.select().from(consents).where(eq(consents.subscriberId, subscriber.id));
    expect(kept).toMatchObject([{ action: "added", source: "cli", wording: consent.wording }]);
  });

  test("runs twice, adds once, whatever the letters' case", async () => {
    await added("Twice@Example.com");
    const again = await addSubscriber(ctx, { email: "twice@EXAMPLE.com", source: "cli", consent });
    expect(again.kind).toBe("known");
    expect(
      await ctx.db.select().from(subscribers).where(eq(subscribers.emailKey, "twice@example.com")),
    ).toHaveLength(1);
  });

  test("leaves who unsubscribed unsubscribed", async () => {
    const { id } = await added("left@example.com");
    await unsubscribe(ctx, { subscriberId: id, source: "one-click" });
    await addSubscriber(ctx, { email: "left@example.com", source: "cli", consent });
    expect((await subscriberOf("left@example.com")).state).toBe("unsubscribed");
  });

  test("refuses a suppressed address until the suppression is lifted", async () => {
    await suppressAddress(ctx, {
      email: "Bounced@example.com",
      reason: "bounce",
      explanation: "550 no such user",
    });
    const input = { email: "bounced@example.com", source: "cli", consent };
    expect(await addSubscriber(ctx, input)).toMatchObject({ kind: "refused" });
    expect(await liftSuppression(ctx, { email: "bounced@EXAMPLE.com" })).toEqual({ kind: "lifted" });
    expect(await liftSuppression(ctx, { email: "bounced@example.com" })).toEqual({ kind: "unknown" });
    expect(await addSubscriber(ctx, input)).toMatchObject({ kind: "added" });
  });

  test("refuses an address that would inject a header, and an unknown zone", async () => {
    const injected = { email: "a@example.com\r\nBcc: b@example.com", source: "cli", consent };
    expect(await addSubscriber(ctx, injected)).toMatchObject({ kind: "refused" });
    const lost = {
      email: "zone@example.com",
      source: "cli",
      consent,
      preferences: { timezone: "Mars/Olympus" },
    };
    expect(await addSubscriber(ctx, lost)).toMatchObject({ kind: "refused" });
  });
});

describe("subscribingMessages", () => {
  test("becomes active only through the mailed link, and is welcomed once", async () => {
    expect(await subscribe(ctx, { email: "Reader@example.com", ...site })).toEqual({ kind: "accepted" });
    const pending = await subscriberOf("reader@example.com");
    expect(pending).toMatchObject({ state: "pending", email: "Reader@example.com", confirmedAt: null });
    expect(await kindsTo(pending)).toEqual(["confirm"]);
    const link = token("confirm", pending);
    expect((await confirmSubscription(ctx, { token: link })).isFirst).toBe(true);
    expect((await confirmSubscription(ctx, { token: link })).isFirst).toBe(false);
    expect((await subscriberOf("reader@example.com")).state).toBe("active");
    expect(await kindsTo(pending)).toEqual(["confirm", "welcome"]);
  });

  test("mails one confirmation in ten minutes and five a day, plus tags counted together", async () => {
    const ask = (n: number) => subscribe(ctx, { email: `bombed+${n}@example.com`, ...site });
    const mails = async () =>
      (await ctx.db.select().from(notices)).filter(({ recipient }) => recipient.startsWith("bombed")).length;
    await Promise.all([1, 2, 3, 4].map(ask));
    expect(await mails()).toBe(1);
    for (let n = 5; n < 20; n++) {
      ctx.clock.advance(11 * minute);
      await ask(n);
    }
    expect(await mails()).toBe(5);
    ctx.clock.advance(day);
    await ask(20);
    expect(await mails()).toBe(6);
  });

  test("answers a reader, a stranger and a suppressed address alike, and mails only the first two", async () => {
    const reader = await added("known@example.com");
    await suppressAddress(ctx, { email: "complained@example.com", reason: "complaint", explanation: null });
    const answers = await Promise.all(
      ["known@example.com", "stranger@example.com", "complained@example.com"].map((email) =>
        subscribe(ctx, { email, ...site }),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await noticesTo(reader)).toMatchObject([
      { kind: "preferences-link", props: { cause: "already-subscribed" } },
    ]);
    expect(await findSubscriberByKey(ctx.db, "complained@example.com")).toBeNull();
  });

  test("offers the correction of an obvious slip, and keeps what was written when the reader insists", async () => {
    const slip = { email: "someone@gmial.com", ...site };
    expect(await subscribe(ctx, slip)).toEqual({ kind: "typo", suggestion: "someone@gmail.com" });
    expect(await findSubscriberByKey(ctx.db, "someone@gmial.com")).toBeNull();
    expect(await subscribe(ctx, { ...slip, isSure: true })).toEqual({ kind: "accepted" });
    expect((await subscriberOf("someone@gmial.com")).state).toBe("pending");
  });

  test("an expired link does not confirm", async () => {
    await subscribe(ctx, { email: "late@example.com", ...site });
    const link = token("confirm", await subscriberOf("late@example.com"));
    ctx.clock.advance(4 * day);
    await expect(confirmSubscription(ctx, { token: link })).rejects.toThrow(LinkNotValidError);
  });

  test("a confirmation link from before leaving does not bring the reader back; a new one does", async () => {
    await subscribe(ctx, { email: "back@example.com", ...site });
    const pending = await subscriberOf("back@example.com");
    const old = token("confirm", pending);
    await confirmSubscription(ctx, { token: old });
    ctx.clock.advance(minute);
    await unsubscribe(ctx, { subscriberId: pending.id, source: "one-click" });
    await expect(confirmSubscription(ctx, { token: old })).rejects.toThrow(LinkNotValidError);
    ctx.clock.advance(11 * minute);
    await subscribe(ctx, { email: "back@example.com", ...site });
    await confirmSubscription(ctx, { token: token("confirm", pending) });
    expect((await subscriberOf("back@example.com")).state).toBe("active");
  });

  test("forgets after 30 days who never confirmed", async () => {
    await subscribe(ctx, { email: "silent@example.com", ...site });
    ctx.clock.advance(29 * day);
    await forgetUnconfirmed(ctx);
    expect(await findSubscriberByKey(ctx.db, "silent@example.com")).not.toBeNull();
    ctx.clock.advance(2 * day);
    await forgetUnconfirmed(ctx);
    expect(await findSubscriberByKey(ctx.db, "silent@example.com")).toBeNull();
  });
});

describe("leaving", () => {
  test("ends the subscription at once, once, and mails a goodbye only to who used the page", async () => {
    const page = await added("page@example.com");
    const click = await added("click@example.com");
    expect((await unsubscribe(ctx, { subscriberId: page.id, source: "page" })).kind).toBe("unsubscribed");
    expect((await unsubscribe(ctx, { subscriberId: page.id, source: "page" })).kind).toBe("already");
    await unsubscribe(ctx, { subscriberId: click.id, source: "one-click" });
    expect(await kindsTo(page)).toEqual(["goodbye"]);
    expect(await kindsTo(click)).toEqual([]);
    expect((await subscriberOf("click@example.com")).state).toBe("unsubscribed");
  });

  test("can be undone for a week", async () => {
    const subscriber = await added("undo@example.com");
    await unsubscribe(ctx, { subscriberId: subscriber.id, source: "page" });
    const link = token("undo", subscriber);
    ctx.clock.advance(6 * day);
    expect((await undoUnsubscribe(ctx, { token: link })).state).toBe("active");
    expect(await kindsTo(subscriber)).toEqual([]);
    await unsubscribe(ctx, { subscriberId: subscriber.id, source: "page" });
    ctx.clock.advance(8 * day);
    await expect(undoUnsubscribe(ctx, { token: link })).rejects.toThrow(LinkNotValidError);
  });

  test("a pause ends on its day", async () => {
    const { id } = await added("paused@example.com");
    const until = new Date(ctx.clock.now().getTime() + 3 * day).toISOString().slice(0, 10);
    await updatePreferences(ctx, {
      subscriberId: id,
      preferences: { cadence: "weekly" },
      pausedUntil: until,
    });
    ctx.clock.advance(2 * day);
    await endPauses(ctx);
    expect(await subscriberOf("paused@example.com")).toMatchObject({ state: "paused", cadence: "weekly" });
    ctx.clock.advance(day);
    await endPauses(ctx);
    expect(await subscriberOf("paused@example.com")).toMatchObject({ state: "active", pausedUntil: null });
  });

  test("a pause does not confirm who is pending nor bring back who left", async () => {
    await subscribe(ctx, { email: "notyet@example.com", ...site });
    const { id } = await subscriberOf("notyet@example.com");
    await updatePreferences(ctx, { subscriberId: id, preferences: {}, pausedUntil: "2030-01-01" });
    expect((await subscriberOf("notyet@example.com")).state).toBe("pending");
    await unsubscribe(ctx, { subscriberId: id, source: "one-click" });
    await updatePreferences(ctx, { subscriberId: id, preferences: {}, pausedUntil: null });
    expect((await subscriberOf("notyet@example.com")).state).toBe("unsubscribed");
  });
});

describe("a reader's own data", () => {
  test("is exported whole, without the forms that are kept for matching", async () => {
    const subscriber = await added("own@example.com");
    const data = await exportOwnData(ctx, subscriber);
    expect(data).toMatchObject({
      subscriber: { email: "own@example.com" },
      consents: [{ wording: consent.wording }],
    });
    expect(JSON.stringify(data)).not.toContain(subscriber.addressHash);
  });

  test("is erased but for a hash and counts, and the address cannot be imported again", async () => {
    const subscriber = await added("gone@example.com");
    await ctx.db.insert(editions).values({
      id: "daily-2026-06-17",
      cadence: "daily",
      period: "2026-06-17",
      number: 1,
      state: "sent",
      publishedAt: ctx.clock.now(),
    });
    await ctx.db.insert(deliveries).values({
      editionId: "daily-2026-06-17",
      subscriberId: subscriber.id,
      state: "submitted",
      dueAt: ctx.clock.now(),
      choice: { detail: "title", forYou: [0], top: [], late: [], because: ["what the reader follows"] },
    });
    await ctx.db.insert(outboxMails).values({
      sender: "a@b.example",
      recipient: "gone@example.com",
      subject: "x",
      html: "",
      text: "",
      headers: {},
      tags: {},
      acceptedAt: ctx.clock.now(),
    });
    expect(await eraseSubscriber(ctx, { subscriberId: subscriber.id })).toEqual({ kind: "erased" });
    expect(await eraseSubscriber(ctx, { subscriberId: subscriber.id })).toEqual({ kind: "already" });
    const left = await ctx.db
      .select()
      .from(suppressions)
      .where(eq(suppressions.addressHash, subscriber.addressHash));
    expect(left).toMatchObject([{ email: null, reason: "erased" }]);
    expect(
      await ctx.db.select().from(outboxMails).where(eq(outboxMails.recipient, "gone@example.com")),
    ).toEqual([]);
    expect(await ctx.db.select().from(consents).where(eq(consents.subscriberId, subscriber.id))).toEqual([]);
    expect(await ctx.db.select().from(deliveries)).toMatchObject([{ state: "submitted", choice: null }]);
    expect(await addSubscriber(ctx, { email: "gone@example.com", source: "cli", consent })).toMatchObject({
      kind: "refused",
    });
  });

  test("after an erasure the reader can come back by their own wish", async () => {
    const { id } = await added("regret@example.com");
    await eraseSubscriber(ctx, { subscriberId: id });
    await subscribe(ctx, { email: "regret@example.com", ...site });
    const fresh = await subscriberOf("regret@example.com");
    await confirmSubscription(ctx, { token: token("confirm", fresh) });
    expect((await subscriberOf("regret@example.com")).state).toBe("active");
    expect(await liftSuppression(ctx, { email: "regret@example.com" })).toEqual({ kind: "unknown" });
  });

  test("links of an erased reader lead nowhere", async () => {
    await subscribe(ctx, { email: "nolink@example.com", ...site });
    const subscriber = await subscriberOf("nolink@example.com");
    const link = token("confirm", subscriber);
    await eraseSubscriber(ctx, { subscriberId: subscriber.id });
    await expect(confirmSubscription(ctx, { token: link })).rejects.toThrow(LinkNotValidError);
  });

  test("a fresh link is mailed to who lost it, to nobody else, with one answer", async () => {
    const subscriber = await added("lost@example.com");
    expect(await requestPreferencesLink(ctx, { email: "LOST@example.com" })).toEqual({ kind: "accepted" });
    expect(await requestPreferencesLink(ctx, { email: "nobody@example.com" })).toEqual({ kind: "accepted" });
    expect(await requestPreferencesLink(ctx, { email: "lost@example.com" })).toEqual({ kind: "accepted" });
    expect(await kindsTo(subscriber)).toEqual(["preferences-link"]);
  });
});

describe("lists and limits", () => {
  test("lists page by page in the order of addresses, by state and by part of the address", async () => {
    for (const name of ["p1", "p2", "p3"]) await added(`${name}_%@list.example`);
    const first = await listSubscribers(ctx, { search: "_%@LIST", limit: 2 });
    expect(first.subscribers.map(({ email }) => email)).toEqual(["p1_%@list.example", "p2_%@list.example"]);
    expect(first.total).toBe(3);
    const second = await listSubscribers(ctx, { search: "_%@list", limit: 2, after: first.next });
    expect(second.subscribers.map(({ email }) => email)).toEqual(["p3_%@list.example"]);
    expect(second.next).toBeNull();
    expect((await listSubscribers(ctx, { search: "list.example", state: "pending" })).total).toBe(0);
  });

  test("counts only so many matches when asked, and says that there are more", async () => {
    for (const name of ["m1", "m2", "m3", "m4"]) await added(`${name}@many.example`);
    const some = { search: "@many.example", limit: 1 };
    const first = await listSubscribers(ctx, { ...some, mostCounted: 2 });
    expect(first).toMatchObject({ total: 2, isMore: true, next: "m1@many.example" });
    expect(first.subscribers.map(({ email }) => email)).toEqual(["m1@many.example"]);
    expect(await listSubscribers(ctx, { ...some, mostCounted: 2, after: first.next })).toMatchObject({
      total: 2,
      isMore: true,
    });
    for (const mostCounted of [4, 5])
      expect(await listSubscribers(ctx, { ...some, mostCounted })).toMatchObject({ total: 4, isMore: false });
    expect(await listSubscribers(ctx, { ...some, mostCounted: 2, total: 4 })).toMatchObject({
      total: 4,
      isMore: false,
    });
  });

  test("exports CSV in which no cell is a formula, and JSON lines", async () => {
    await addSubscriber(ctx, {
      email: "=cmd|x@formula.example",
      source: "cli",
      consent,
      preferences: { keywords: ["@SUM(A1)", "agents"] },
    });
    let csv = "";
    for await (const piece of exportSubscribers(ctx, { format: "csv", search: "formula.example" }))
      csv += piece;
    expect(csv).toContain("'=cmd|x@formula.example");
    expect(csv).toContain("'@SUM(A1)|agents");
    let lines = "";
    for await (const piece of exportSubscribers(ctx, { format: "jsonl", search: "formula.example" }))
      lines += piece;
    expect(JSON.parse(lines)).toMatchObject({ email: "=cmd|x@formula.example" });
  });

  test("a client's tries are counted apart from another's and start again with the next window", async () => {
    const limit = { ...clientLimits.subscribe, most: 2 };
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push((await takeTry(ctx, limit, "192.0.2.1")).isAllowed);
    expect(answers).toEqual([true, true, false]);
    expect((await takeTry(ctx, limit, "192.0.2.2")).isAllowed).toBe(true);
    ctx.clock.advance(limit.windowMs);
    expect((await takeTry(ctx, limit, "192.0.2.1")).isAllowed).toBe(true);
  });
});
