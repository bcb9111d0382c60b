import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseAddress } from "../../../src/addresses/address.ts";
import { type Context, createContext } from "../../../src/context.ts";
import { insertEvents } from "../../../src/delivery/feedback/events-store.ts";
import { toStoredEvent } from "../../../src/delivery/feedback/provider-event.ts";
import type { ReconcileReport } from "../../../src/delivery/kept-shapes.ts";
import { findGateBlock } from "../../../src/delivery/provider/gate-store.ts";
import { gatherDrift } from "../../../src/delivery/reconcile/drift.ts";
import { reconcile, reconcileWhenDue } from "../../../src/delivery/reconcile/reconcile.ts";
import { deliveries, providerEvents } from "../../../src/delivery/tables.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { changeAddressByHand } from "../../../src/subscribers/change-address-by-hand.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { subscribers, suppressions } from "../../../src/subscribers/tables.ts";
import { startWebServer } from "../../../src/web/server.ts";
import { type FakeResend, type FakeResendOptions, startFakeResend } from "../../fakes/fake-resend.ts";
import { type KeptEvent, suppressionEntry } from "../../fakes/resend-lists.ts";
import type { AcceptedMail } from "../../fakes/resend-mailbox.ts";
import { type MailEventType, makeEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { createOpsClient } from "../../support/ops-client.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

const hourMs = 3_600_000;
const own = "of-our-site";
const endpoint = "https://paperboy.example/webhooks/resend";

const opsPassword = "a password of the operators";

let options: FakeResendOptions & { events: Record<string, KeptEvent[]> };
let resend: FakeResend;
let ctx: TestContext;
let env: Record<string, string>;

beforeAll(async () => {
  options = { events: {} };
  resend = await startFakeResend(options);
  env = resendEnv(resend.url, { RESEND_REQUESTS_PER_SECOND: "10000", RESEND_TIMEOUT_MS: "20000" });
  ctx = await createTestContext({ env: { ...env, OPS_PASSWORD: opsPassword } });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  resend.mails.length = 0;
  resend.requests.length = 0;
  Object.assign(options, {
    webhooks: [
      { id: "of-another", endpoint: "https://shop.example/hook" },
      { id: own, endpoint: `${endpoint}/` },
    ],
    events: { [own]: [] },
    suppressions: [],
    forbidden: [],
  });
});

const asked = (path: RegExp) => resend.requests.filter((one) => path.test(one.path)).length;

async function run(requests?: number, by: Context = ctx): Promise<ReconcileReport> {
  const result = await reconcile(by, requests);
  if (result.kind !== "done") throw new Error(`the run was ${result.kind}`);
  return result.report;
}

async function deliverTo(readers: number): Promise<AcceptedMail[]> {
  await plantSubscribers(ctx, readers);
  await plantEdition(ctx);
  await deliverDue(ctx);
  return [...resend.mails];
}

let events = 0;
/** An event that happened at the provider and that no webhook brought. */
function happen(type: MailEventType, mail: AcceptedMail): KeptEvent {
  events += 1;
  const event = { id: `msg_${events}`, payload: makeEvent(type, mail, { at: ctx.clock.now() }) };
  options.events[own]?.push(event);
  return event;
}

const outcomes = async () =>
  (await ctx.db.select().from(deliveries)).map(({ state, outcome }) => `${state} ${outcome}`).sort();

describe("events that no webhook brought", () => {
  it("are fetched once, and change what they would have changed", async () => {
    const mails = await deliverTo(3);
    for (const mail of mails) happen("email.delivered", mail);
    happen("email.bounced", mails[0] as AcceptedMail);
    expect(await run()).toMatchObject({ events: { listed: 4, stored: 4, known: 0, isWhole: true } });
    expect(await outcomes()).toEqual(["submitted bounced", "submitted delivered", "submitted delivered"]);
    expect(await ctx.db.select().from(suppressions)).toMatchObject([{ reason: "bounce" }]);
    resend.requests.length = 0;
    expect(await run()).toMatchObject({ events: { listed: 0, stored: 0, isWhole: true } });
    happen("email.complained", mails[1] as AcceptedMail);
    expect(await run()).toMatchObject({ events: { listed: 1, stored: 1 } });
    expect(asked(/events\/msg_/)).toBe(1);
    expect(await ctx.db.$count(providerEvents)).toBe(5);
  });

  it("cost one page of a list of 2,000 that is fetched a second time, and no event twice", async () => {
    const [mail] = await deliverTo(1);
    const kept = Array.from({ length: 2_000 }, () => happen("email.opened", mail as AcceptedMail));
    const came = kept.filter((_, index) => index % 200 !== 0);
    const now = ctx.clock.now();
    for (let from = 0; from < came.length; from += 1_000) {
      const some = came.slice(from, from + 1_000);
      await insertEvents(
        ctx.db,
        some.map(({ id, payload }) => toStoredEvent(id, payload as never, now)),
      );
    }
    expect(await run(20_000)).toMatchObject({ events: { listed: 2_000, stored: 10, known: 1_990 } });
    expect(asked(/events$/)).toBe(20);
    resend.requests.length = 0;
    expect(await run()).toMatchObject({ events: { listed: 0, stored: 0, isWhole: true } });
    expect([asked(/events$/), asked(/events\/msg_/)]).toEqual([1, 0]);
    expect(await ctx.db.$count(providerEvents)).toBe(2_000);
  });

  it("are fetched over several nights within the budget, and none is left out or asked for twice", async () => {
    ctx.config.delivery.reconcileRequests = 40;
    const [mail] = await deliverTo(1);
    for (let count = 0; count < 130; count += 1) happen("email.opened", mail as AcceptedMail);
    resend.requests.length = 0;
    let nights = 0;
    for (let isWhole = false; !isWhole && nights < 10; nights += 1) {
      const before = resend.requests.length;
      const report = await run();
      isWhole = report.events?.isWhole ?? false;
      happen("email.opened", mail as AcceptedMail);
      expect(resend.requests.length - before).toBeLessThanOrEqual(40);
      expect(await run()).toMatchObject({ requests: isWhole ? expect.any(Number) : 0 });
      ctx.clock.advance(24 * hourMs);
    }
    expect(nights).toBeGreaterThan(3);
    expect(nights).toBeLessThan(10);
    await run();
    ctx.config.delivery.reconcileRequests = 1_000;
    expect(await ctx.db.$count(providerEvents)).toBe(options.events[own]?.length ?? 0);
    expect(asked(/events\/msg_/)).toBe(options.events[own]?.length ?? 0);
  });

  it("are fetched by one of two processes at once", async () => {
    const mails = await deliverTo(1);
    happen("email.delivered", mails[0] as AcceptedMail);
    const other = await createContext(testConfig(ctx.databaseUrl, env), { clock: ctx.clock });
    const results = await Promise.all([reconcile(ctx), reconcile(other)]);
    await other.close();
    expect(results.map(({ kind }) => kind).sort()).toEqual(["busy", "done"]);
    expect(asked(/events\/msg_/)).toBe(1);
  });

  it("are fetched when the process that was at it died", async () => {
    const mails = await deliverTo(1);
    happen("email.delivered", mails[0] as AcceptedMail);
    await ctx.db.execute(sql`insert into reconciliations (name, lease_id, leased_until)
      values ('resend', gen_random_uuid(), ${new Date(ctx.clock.now().getTime() + 15_000)})`);
    expect(await reconcile(ctx)).toEqual({ kind: "busy" });
    ctx.clock.advance(16_000);
    expect(await run()).toMatchObject({ events: { stored: 1 } });
  });

  it("wait out a rate limit", async () => {
    const mails = await deliverTo(1);
    happen("email.delivered", mails[0] as AcceptedMail);
    const error = { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests." };
    const limit = { kind: "error", error, accepted: false, headers: { "retry-after": "0.2" } } as const;
    resend.failNext(limit, null, limit);
    expect(await run()).toMatchObject({ events: { stored: 1 }, stopped: null });
  });

  it("bring no address of an erased reader back", async () => {
    const [mail] = await deliverTo(1);
    happen("email.bounced", mail as AcceptedMail);
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from subscribers`);
    await eraseEverywhere(ctx, { subscriberId: rows[0]?.id ?? "" });
    options.suppressions?.push(suppressionEntry("reader0@example.com"));
    await run();
    const kept = [await ctx.db.select().from(suppressions), await ctx.db.select().from(providerEvents)];
    expect(JSON.stringify(kept)).not.toContain("reader0@");
  });
});

describe("an uncertain delivery", () => {
  /** So many mails that the provider took and whose answers were lost. */
  async function lose(readers: number): Promise<void> {
    await plantSubscribers(ctx, readers);
    await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverDue(ctx);
    // The fake dates mails by the machine's clock.
    for (const mail of resend.mails) mail.at = ctx.clock.now().toISOString();
    await ctx.db.execute(
      sql`update batches set state = 'uncertain', leased_until = null, next_attempt_at = null`,
    );
    await ctx.db.execute(sql`update deliveries set state = 'uncertain', reason = 'the key has expired'`);
  }

  it("is found at the address that it was sealed to, when its reader's has changed since", async () => {
    await lose(1);
    ctx.clock.advance(60_000);
    const moved = parseAddress("moved@new.example");
    const [subscriber] = await ctx.db.select().from(subscribers);
    if (moved.kind === "refused" || !subscriber) throw new Error("nobody to move");
    await changeAddressByHand(ctx, {
      subscriberId: subscriber.id,
      address: moved.address,
      wording: "a test",
    });
    expect(await run()).toMatchObject({ mails: { settled: 1 } });
    expect((await ctx.db.select().from(deliveries)).map(({ state }) => state)).toEqual(["submitted"]);
  });

  it("is submitted with the provider's id when the provider's list shows its mail, else stays uncertain", async () => {
    await lose(3);
    const [missing] = resend.mails.splice(1, 1);
    resend.mails.push({ ...(missing as AcceptedMail), id: "of-another-program", tags: [] });
    expect(await run()).toMatchObject({ mails: { looked: 3, settled: 2, isWhole: true } });
    const rows = await ctx.db.select().from(deliveries);
    expect(rows.map(({ state }) => state).sort()).toEqual(["submitted", "submitted", "uncertain"]);
    const ids = rows.flatMap(({ providerId }) => providerId ?? []);
    expect(ids.sort()).toEqual(
      resend.mails
        .filter(({ tags }) => tags.length > 0)
        .map(({ id }) => id)
        .sort(),
    );
    expect(await run()).toMatchObject({ mails: { looked: 1, settled: 0 } });
  });

  it("is not asked for by mails of another time", async () => {
    await lose(1);
    for (const mail of resend.mails) mail.at = "2026-06-10T04:00:00.000Z";
    resend.requests.length = 0;
    expect(await run()).toMatchObject({ mails: { looked: 1, settled: 0 } });
    expect(asked(/^\/emails\/./)).toBe(0);
  });
});

describe("the two suppression lists", () => {
  it("are compared: theirs is taken over, ours alone is shown and never pushed", async () => {
    await plantSubscribers(ctx, 2);
    for (let count = 0; count < 230; count += 1)
      options.suppressions?.push(suppressionEntry(`a${count}@b.example`));
    options.suppressions?.push(suppressionEntry("reader1@example.com", { origin: "complaint" }));
    const say = (email: string, reason: "operator" | "complaint") =>
      suppressAddress(ctx, { email, reason, explanation: "asked" });
    await say("a7@b.example", "operator");
    await say("reader0@example.com", "complaint");
    ctx.clock.advance(1_000);
    expect(await run()).toMatchObject({ suppressions: { listed: 231, added: 230, isWhole: true } });
    const reasons = (await ctx.db.select().from(suppressions)).map(({ reason }) => reason);
    expect(reasons.filter((one) => one === "provider")).toHaveLength(230);
    expect(await gatherDrift(ctx.db)).toMatchObject({
      onlyHere: [{ reason: "complaint", count: 1 }],
      rows: [{ email: "reader0@example.com" }],
    });
    expect(await run()).toMatchObject({ suppressions: { listed: 231, added: 0 } });
    expect(resend.requests.filter(({ path }) => path === "/suppressions")).toHaveLength(6);
    options.suppressions?.splice(0);
    ctx.clock.advance(1_000);
    await run();
    expect((await gatherDrift(ctx.db)).onlyHere).toMatchObject([
      { reason: "provider", count: 230 },
      { reason: "complaint", count: 1 },
      { reason: "operator", count: 1 },
    ]);
  });
});

describe("what the run found", () => {
  it("stands in /ops, with whom to lift, and comes from the command line as JSON", async () => {
    const site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
    const client = createOpsClient(site.url);
    await client.logIn(opsPassword);
    const page = async () => (await client.get("/ops/suppressions/drift")).text();
    expect(await page()).toContain("It has not been asked yet.");
    await plantSubscribers(ctx, 1);
    await suppressAddress(ctx, { email: "reader0@example.com", reason: "complaint", explanation: null });
    ctx.clock.advance(1_000);
    options.forbidden = ["/webhooks"];
    await run();
    const html = await page();
    expect(html).toContain("reader0@example.com");
    expect(html).toMatch(/href="\/ops\/suppressions\/[0-9a-f]{64}\/remove"/);
    expect(html).toContain("The key may not read webhooks: sending is not touched by it.");
    await site.close();
    const { code, stdout } = await runCliHere(["feedback", "reconcile", "--json"], {
      DATABASE_URL: ctx.databaseUrl,
      TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
      PUBLIC_URL: "https://paperboy.example",
      MAIL_FROM: "Paperboy <digest@paperboy.example>",
      MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
      ...env,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      refused: ["webhooks"],
      drift: { onlyHere: [{ reason: "complaint", count: 1 }] },
    });
  });
});

describe("a key that may not read", () => {
  it("holds no mail, is told, and does not keep the rest from being read", async () => {
    options.forbidden = ["/webhooks", "/usage"];
    options.suppressions?.push(suppressionEntry("a@b.example"));
    expect(await run()).toMatchObject({ refused: ["webhooks"], suppressions: { added: 1 }, stopped: null });
    options.forbidden = ["/"];
    expect(await run()).toMatchObject({ refused: ["suppressions", "webhooks"] });
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toBeNull();
    options.forbidden = [];
    expect(await deliverTo(1)).toHaveLength(1);
  });
});

describe("the nightly chore", () => {
  it("is done once a night, and again after a pause when the provider could not be asked", async () => {
    await ctx.db.execute(sql`insert into due_chores (name, due_at) values ('reconcile', ${ctx.clock.now()})`);
    ctx.clock.advance(1_000);
    resend.failNext({ kind: "reset", when: "before-body" });
    expect(await reconcileWhenDue(ctx)).toMatchObject({ kind: "later", reason: "provider_unavailable" });
    ctx.clock.advance(11 * 60_000);
    expect(await reconcileWhenDue(ctx)).toMatchObject({ kind: "done", value: { kind: "done" } });
    expect(await reconcileWhenDue(ctx)).toEqual({ kind: "idle" });
  });
});
