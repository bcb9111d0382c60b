import { Readable } from "node:stream";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { insertNotice } from "../../../src/notices/store.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { exportOwnData } from "../../../src/privacy/export-own-data.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { takeMailSlot } from "../../../src/subscribers/limits.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { importSubscribers } from "../../../src/subscribers/lists/import-subscribers.ts";
import { findSubscriber, findSubscriberByKey } from "../../../src/subscribers/store.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { addressChanges, consents } from "../../../src/subscribers/tables.ts";
import type { TokenPurpose } from "../../../src/subscribers/tokens.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { runHousekeeping } from "../../../src/upkeep/housekeeping.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { serverError } from "../../fakes/resend-faults.ts";
import type { AcceptedMail } from "../../fakes/resend-mailbox.ts";
import { makeEvent, postEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { dumpTables, rowsHolding } from "../../support/dump-tables.ts";
import { plantEdition } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

const secret = `whsec_${Buffer.from("a secret of the webhooks").toString("base64")}`;
const dayMs = 24 * 3_600_000;
const [old, fresh] = ["ada@old.example", "Ada@new.example"];
const freshKey = "ada@new.example";

let resend: FakeResend;
let ctx: TestContext;
let site: WebServer;
let id: string;

beforeAll(async () => {
  resend = await startFakeResend({});
  const env = { RESEND_WEBHOOK_SECRET: secret, TRANSIENT_BOUNCE_LIMIT: "2" };
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
  resend.setFaults(null);
  id = await reader(old);
});

async function reader(email: string): Promise<string> {
  const added = await addSubscriber(ctx, { email, source: "test", consent: { wording: "a test" } });
  if (added.kind === "refused") throw new Error(added.reason);
  return added.subscriber.id;
}

const token = (purpose: TokenPurpose = "preferences", subscriberId = id) =>
  makeLinkToken(ctx.config, purpose, { subscriberId, now: ctx.clock.now() });

async function post(path: string, fields: Record<string, string>) {
  const answer = await fetch(`${site.url}${path}`, { method: "POST", body: new URLSearchParams(fields) });
  return { status: answer.status, url: answer.url, html: await answer.text() };
}

async function get(path: string) {
  const answer = await fetch(`${site.url}${path}`);
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}

const ask = (email: string, more: Record<string, string> = {}, subscriberId = id) =>
  post("/preferences/address", { token: token("preferences", subscriberId), email, ...more });

/** The mails that went out to an address, and the token of the link in the last of them. */
async function mailsTo(email: string) {
  await deliverNotices(ctx);
  return resend.mails.filter(({ to }) => to.includes(email));
}
async function linkTo(email: string): Promise<string> {
  const text = (await mailsTo(email)).at(-1)?.text ?? "";
  return /\/address\/(?:allow|confirm)\?token=([\w-]+)/.exec(text)?.[1] ?? "none";
}
const allow = async (link?: string) => post("/address/allow", { token: link ?? (await linkTo(old)) });
const confirm = async (link?: string) => post("/address/confirm", { token: link ?? (await linkTo(fresh)) });
const addressOf = async (subscriberId = id) => (await findSubscriber(ctx.db, subscriberId))?.email;

const listOf = (...emails: string[]) => ({
  lines: Readable.from([Buffer.from(emails.join("\n"))]),
  consent: "a form",
  isDryRun: false,
});

/** Until so many statements wait for a lock. */
const waitForLocks = (count: number) =>
  vi.waitUntil(
    async () => {
      const { rows } = await ctx.db.execute(sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      return rows.length >= count;
    },
    { interval: 5, timeout: 10_000 },
  );

describe("a change of address", () => {
  it.each(["old first", "new first"])("comes with both yeses, %s, and not before", async (order) => {
    const asked = await ask(fresh);
    expect(asked.html).toContain("Open both and press their buttons");
    const links = { old: await linkTo(old), fresh: await linkTo(fresh) };
    const pages = [
      await get(`/address/allow?token=${links.old}`),
      await get(`/address/confirm?token=${links.fresh}`),
    ];
    expect(pages[0]?.html).toContain(fresh);
    expect(pages[1]?.html).toContain(fresh);
    // It may be a stranger's.
    expect(pages[1]?.html).not.toContain(old);
    for (const { headers } of pages) {
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cache-control")).toBe("no-store");
    }
    const first = () => (order === "old first" ? allow(links.old) : confirm(links.fresh));
    const second = () => (order === "old first" ? confirm(links.fresh) : allow(links.old));
    for (const _ of [1, 2]) expect((await first()).html).toContain("One more yes");
    const answered = order === "old first" ? `allow?token=${links.old}` : `confirm?token=${links.fresh}`;
    expect((await get(`/address/${answered}`)).html).toContain("One more yes");
    expect(await addressOf()).toBe(old);
    for (const _ of [1, 2]) expect((await second()).html).toContain("Your address is changed");
    expect(await findSubscriber(ctx.db, id)).toMatchObject({
      email: fresh,
      emailKey: freshKey,
      state: "active",
    });
    expect((await get(`/address/confirm?token=${links.fresh}`)).html).toContain("Your address is changed");
    const kept = await ctx.db.select().from(consents).where(eq(consents.subscriberId, id));
    const yeses = order === "old first" ? ["allowed", "confirmed"] : ["confirmed", "allowed"];
    expect(kept.map(({ action }) => action)).toEqual([
      "added",
      "address-asked",
      ...yeses.map((yes) => `address-${yes}`),
      "address-changed",
    ]);
    expect(pages[0]?.html).toContain(kept.find(({ action }) => action === "address-allowed")?.wording ?? "-");
    expect(kept.at(-1)?.evidence).toMatchObject({ from: old, to: fresh });
  });

  it("leaves old links of the reader working, each for what it was made for", async () => {
    const before = { preferences: token(), unsubscribe: token("unsubscribe") };
    await ask(fresh);
    const allowing = await linkTo(old);
    await allow();
    await confirm();
    expect((await get(`/preferences?token=${before.preferences}`)).html).toContain(fresh);
    expect((await get(`/address/allow?token=${before.preferences}`)).status).toBe(410);
    expect((await get(`/address/confirm?token=${before.unsubscribe}`)).status).toBe(410);
    await post(`/unsubscribe?token=${before.unsubscribe}`, { "List-Unsubscribe": "One-Click" });
    expect((await findSubscriber(ctx.db, id))?.state).toBe("unsubscribed");
    // No page says that digests go to an address to which none go.
    expect((await get(`/address/allow?token=${allowing}`)).status).toBe(410);
  });

  it("is answered by each address for itself alone", async () => {
    await ask(fresh);
    const [allowing, confirming] = [await linkTo(old), await linkTo(fresh)];
    expect((await confirm(allowing)).status).toBe(410);
    expect((await allow(confirming)).status).toBe(410);
    expect((await post("/address/stop", { token: confirming })).status).toBe(410);
    expect(await addressOf()).toBe(old);
  });

  it("is stopped by the present address, and on the page, and then neither link works", async () => {
    await ask(fresh);
    const links = [await linkTo(old), await linkTo(fresh)] as const;
    await confirm(links[1]);
    expect((await post("/address/stop", { token: links[0] })).html).toContain("The change is stopped");
    expect((await allow(links[0])).status).toBe(410);
    expect((await confirm(links[1])).html).toContain("Nothing has changed");
    ctx.clock.advance(dayMs);
    await ask(fresh);
    expect((await get(`/preferences/address?token=${token()}`)).html).toContain("Both addresses have");
    expect((await post("/preferences/address/stop", { token: token() })).html).toContain("is stopped");
    expect((await post("/preferences/address/stop", { token: token() })).html).toContain("to stop");
    // What had not left yet does not leave any more.
    expect(await mailsTo(fresh)).toHaveLength(1);
    expect(await addressOf()).toBe(old);
  });

  it("is open once for a reader, for a week: a later wish takes the place of the earlier", async () => {
    await ask("first@new.example");
    const first = [await linkTo(old), await linkTo("first@new.example")] as const;
    ctx.clock.advance(3_600_000);
    await ask(fresh);
    expect((await allow(first[0])).status).toBe(410);
    expect((await confirm(first[1])).status).toBe(410);
    const second = [await linkTo(old), await linkTo(fresh)] as const;
    await allow(second[0]);
    ctx.clock.advance(7 * dayMs);
    expect((await confirm(second[1])).html).toContain("expired");
    await runHousekeeping(ctx);
    expect(await ctx.db.select().from(addressChanges)).toEqual([]);
    expect(await addressOf()).toBe(old);
  });

  it("of one new address by two readers goes to who is first; the other is told", async () => {
    const otherId = await reader("other@old.example");
    await ask(fresh);
    const mine = [await linkTo(old), await linkTo(fresh)] as const;
    ctx.clock.advance(3_600_000);
    await ask(fresh, {}, otherId);
    const theirs = [await linkTo("other@old.example"), await linkTo(fresh)] as const;
    await Promise.all([allow(mine[0]), allow(theirs[0])]);
    const answers = await Promise.all([confirm(mine[1]), confirm(theirs[1])]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.html).toContain("has its own subscription by now");
    expect([await addressOf(), await addressOf(otherId)].filter((email) => email === fresh)).toHaveLength(1);
  });

  it("to an address that an import brings at the same instant is not carried out, and says why", async () => {
    await ask(fresh);
    const links = [await linkTo(old), await linkTo(fresh)] as const;
    await allow(links[0]);
    const answer = await ctx.db.transaction(async (tx) => {
      await importSubscribers({ ...ctx, db: tx }, listOf(fresh));
      const confirming = confirm(links[1]);
      await waitForLocks(1);
      return { confirming };
    });
    const { status, html } = await answer.confirming;
    expect(status).toBe(409);
    expect(html).toContain("has its own subscription by now");
    expect(await addressOf()).toBe(old);
    expect(await ctx.db.select().from(addressChanges)).toEqual([]);
  });

  it("asked for while the same mailbox is mailed for another reason waits for its turn, in no circle", async () => {
    const otherId = await reader("other@old.example");
    const asking = await ctx.db.transaction(async (tx) => {
      await takeMailSlot(ctx, tx, "other@old.example");
      const both = [ask("other@old.example"), ask(old, {}, otherId)];
      await waitForLocks(2);
      await insertNotice(tx, {
        kind: "preferences-link",
        subscriberId: otherId,
        recipient: "other@old.example",
        props: { cause: "requested" },
        now: ctx.clock.now(),
      });
      return { both };
    });
    const answers = await Promise.all(asking.both);
    expect(answers.map(({ status }) => status)).toEqual([200, 422]);
  });

  it("takes over what was asked for with the new address and never confirmed", async () => {
    await subscribe(ctx, { email: fresh, source: "site" });
    ctx.clock.advance(3_600_000);
    await ask(fresh);
    await allow();
    await confirm();
    expect((await findSubscriberByKey(ctx.db, freshKey))?.id).toBe(id);
  });
});

describe("the answer to a wish", () => {
  it("tells nothing of the new address; one that subscribes is told by mail, one that bounced gets none", async () => {
    const grace = await reader("grace@new.example");
    const left = await reader("left@new.example");
    await unsubscribe(ctx, { subscriberId: left, source: "page" });
    await suppressAddress(ctx, { email: "bounced@new.example", reason: "bounce", explanation: null });
    const answers: string[] = [];
    for (const email of [
      "grace@new.example",
      "left@new.example",
      "bounced@new.example",
      "nobody@new.example",
    ]) {
      ctx.clock.advance(3_600_000);
      const { status, html } = await ask(email);
      answers.push(`${status} ${html.replaceAll(/token=[\w-]+/g, "token")}`);
      await mailsTo(email);
    }
    expect(new Set(answers).size).toBe(1);
    const [told] = await mailsTo("grace@new.example");
    expect(told?.text).toContain("has its own already");
    expect(told?.text).not.toContain(old);
    expect(await linkTo("grace@new.example")).toBe("none");
    expect((await mailsTo("left@new.example")).at(-1)?.text).toContain("or had one and left");
    expect(await mailsTo("bounced@new.example")).toEqual([]);
    expect(await mailsTo("nobody@new.example")).toHaveLength(1);
    expect(await addressOf(grace)).toBe("grace@new.example");
  });

  it.each([
    ["no address", "it contains a space", {}],
    ["", "Enter your email address", {}],
    ["ADA@OLD.EXAMPLE", "go to this address already", {}],
    ["ada@gmial.com", "ada@gmail.com", {}],
  ])("to %j is refused beside its field, with what was typed", async (email, words, more) => {
    const { status, html } = await ask(email, more);
    expect(status).toBe(422);
    expect(html).toContain(words);
    expect(html).toContain(`value="${email}"`);
    expect(await ctx.db.select().from(addressChanges)).toEqual([]);
  });

  it("to a slip that was meant is taken the second time", async () => {
    expect((await ask("ada@gmial.com", { sure: "yes" })).html).toContain("Open both");
    expect(await mailsTo("ada@gmial.com")).toHaveLength(1);
  });

  it("says to who can be reached at the present address no more what to do instead", async () => {
    await suppressAddress(ctx, { email: old, reason: "bounce", explanation: null });
    const { status, html } = await ask(fresh);
    expect(status).toBe(422);
    expect(html).toContain("Subscribe with the new address instead");
    expect(await mailsTo(fresh)).toEqual([]);
  });

  it("says that the present address was mailed a moment ago; a tag of one mailbox is mailed beside it", async () => {
    await ask("ada+papers@old.example");
    expect(await mailsTo("ada+papers@old.example")).toHaveLength(1);
    expect((await ask(fresh)).html).toContain("was emailed a moment ago");
    ctx.clock.advance(600_000);
    expect((await ask(fresh)).status).toBe(200);
  });

  it("is none to who has left, nor to any but the link to the preferences", async () => {
    const link = token("unsubscribe");
    expect((await post("/preferences/address", { token: link, email: fresh })).status).toBe(410);
    await ask(fresh);
    const confirming = await linkTo(fresh);
    await unsubscribe(ctx, { subscriberId: id, source: "page" });
    expect((await confirm(confirming)).status).toBe(410);
    expect((await ask(fresh)).status).toBe(422);
  });

  it("mails neither address of who leaves before the mails do", async () => {
    await ask(fresh);
    await unsubscribe(ctx, { subscriberId: id, source: "one-click" });
    expect([...(await mailsTo(old)), ...(await mailsTo(fresh))]).toEqual([]);
  });

  it("comes in the reader's own language, and so do both mails", async () => {
    await post("/preferences", { token: token(), language: "de" });
    expect((await ask(fresh)).html).toContain("Öffnen Sie beide");
    expect((await mailsTo(old)).at(-1)?.subject).toContain("Die Adresse Ihres Abonnements");
    expect((await mailsTo(fresh)).at(-1)?.subject).toContain("Bestätigen Sie Ihre neue Adresse");
    expect((await get(`/address/allow?token=${await linkTo(old)}`)).html).toContain(
      "Ihr Abonnement umstellen?",
    );
  });
});

describe("the mails around a change of address", () => {
  const digestsTo = (email: string) =>
    resend.mails.filter(({ to, tags }) => to.includes(email) && tags.some(({ name }) => name === "edition"));

  async function bounce(mail: AcceptedMail | undefined) {
    if (!mail) throw new Error("no such mail");
    ctx.clock.advance(60_000);
    const at = ctx.clock.now();
    const bounced = { bounce: { message: "full", type: "Transient", subType: "MailboxFull" } };
    const event = makeEvent("email.bounced", mail, { at, data: bounced });
    expect((await postEvent(`${site.url}/webhooks/resend`, secret, event)).status).toBe(200);
    await applyEvents(ctx);
  }

  async function change() {
    await ask(fresh);
    await allow();
    await confirm();
    expect(await addressOf()).toBe(fresh);
  }

  it("go where they were sealed to, and to the new address from then on, never twice", async () => {
    await plantEdition(ctx, { period: "2026-06-16" });
    resend.failNext(serverError(503, false));
    await deliverDue(ctx);
    expect(digestsTo(old)).toEqual([]);
    await change();
    await plantEdition(ctx, { period: "2026-06-17" });
    ctx.clock.advance(3_600_000);
    await deliverDue(ctx);
    await deliverDue(ctx);
    expect([digestsTo(old).length, digestsTo(fresh).length]).toEqual([1, 1]);
  });

  it("do not begin again at the old address by a list of before, whether they stay or leave", async () => {
    await change();
    const again = async (isDryRun: boolean) =>
      importSubscribers(ctx, { ...listOf(old, "new@old.example"), isDryRun });
    for (const isDryRun of [true, false])
      expect(await again(isDryRun)).toMatchObject({ imported: 1, known: 1, keptOut: 0 });
    await unsubscribe(ctx, { subscriberId: id, source: "page" });
    expect(await again(false)).toMatchObject({ imported: 0, known: 2 });
    await plantEdition(ctx);
    await deliverDue(ctx);
    expect(digestsTo(old)).toEqual([]);
    expect(digestsTo("new@old.example")).toHaveLength(1);
    // By their own wish they come back, also there.
    await subscribe(ctx, { email: old, source: "site" });
    ctx.clock.advance(3_600_000);
    expect(await again(false)).toMatchObject({ imported: 0, known: 2 });
    expect((await findSubscriberByKey(ctx.db, old))?.state).toBe("active");
  });

  it("come to a new address whatever becomes of the old one", async () => {
    await change();
    await suppressAddress(ctx, { email: old, reason: "bounce", explanation: null });
    await plantEdition(ctx);
    await deliverDue(ctx);
    expect(digestsTo(fresh)).toHaveLength(1);
  });

  it("that came back from the old address are not held against the new one", async () => {
    for (const period of ["2026-06-15", "2026-06-16"]) await plantEdition(ctx, { period });
    await deliverDue(ctx);
    ctx.clock.advance(60_000);
    await change();
    await plantEdition(ctx, { period: "2026-06-17" });
    await deliverDue(ctx);
    const [first, second] = digestsTo(old);
    const [third] = digestsTo(fresh);
    for (const mail of [first, second, third]) await bounce(mail);
    await plantEdition(ctx, { period: "2026-06-18" });
    await deliverDue(ctx);
    expect(digestsTo(fresh)).toHaveLength(2);
    await bounce(digestsTo(fresh)[1]);
    await plantEdition(ctx, { period: "2026-06-19" });
    await deliverDue(ctx);
    expect(digestsTo(fresh)).toHaveLength(2);
  });

  it("are a reader's own data, with both addresses, and all go when they are erased", async () => {
    await change();
    await plantEdition(ctx);
    await deliverDue(ctx);
    const subscriber = await findSubscriber(ctx.db, id);
    if (!subscriber) throw new Error("gone");
    const data = await exportOwnData(ctx, subscriber);
    expect(data.addressChanges).toMatchObject([{ formerEmail: old, email: fresh }]);
    await eraseEverywhere(ctx, { subscriberId: id });
    expect(rowsHolding(await dumpTables(ctx.db), [old, fresh, freshKey])).toEqual([]);
    for (const email of [old, fresh]) {
      const again = await addSubscriber(ctx, { email, source: "test", consent: { wording: "a test" } });
      expect(again.kind).toBe("refused");
    }
  });

  it("do not stop for who subscribes with a former address when its first reader is erased", async () => {
    await change();
    const second = await reader(old);
    await eraseEverywhere(ctx, { subscriberId: id });
    await plantEdition(ctx);
    await deliverDue(ctx);
    expect(digestsTo(old)).toHaveLength(1);
    expect((await findSubscriber(ctx.db, second))?.email).toBe(old);
  });
});

describe("an operator", () => {
  const changeByHand = (from: string, to: string) =>
    runCliHere(["subscribers", "change-address", from, to, "--consent", "by phone"], {
      DATABASE_URL: ctx.databaseUrl,
      TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
    });

  it("changes the address of who is locked out, on their word", async () => {
    await suppressAddress(ctx, { email: old, reason: "bounce", explanation: null });
    const said = await changeByHand(old, fresh);
    expect(said).toMatchObject({ code: 0 });
    expect(await addressOf()).toBe(fresh);
    const [kept] = (await ctx.db.select().from(consents).where(eq(consents.subscriberId, id))).slice(-1);
    expect(kept).toMatchObject({ action: "address-changed", source: "operator", wording: "by phone" });
    await plantEdition(ctx);
    await deliverDue(ctx);
    expect(resend.mails.flatMap(({ to }) => to)).toEqual([fresh]);
  });

  it.each([
    ["nobody@old.example", fresh, 1],
    [old, "no address", 2],
    [old, "taken@new.example", 1],
  ])("hears why %s cannot become %s", async (from, to, code) => {
    await reader("taken@new.example");
    const said = await changeByHand(from, to);
    expect(said.code).toBe(code);
    expect(await addressOf()).toBe(old);
  });
});
