import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashAddress } from "../../../src/addresses/address.ts";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { replayEvents } from "../../../src/delivery/feedback/replay-events.ts";
import { countEditionFeedback } from "../../../src/delivery/progress/edition-progress.ts";
import { findSuppression } from "../../../src/subscribers/suppressions/store.ts";
import { suppressions } from "../../../src/subscribers/tables.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type MailEvent, type MailEventType, makeEvent, postEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

const newSecret = `whsec_${Buffer.from("the new secret, 24 bytes").toString("base64")}`;
const oldSecret = `whsec_${Buffer.from("the old secret, 24 bytes").toString("base64")}`;
const strangeSecret = `whsec_${Buffer.from("somebody else's secret..").toString("base64")}`;
const minute = 60_000;

let ctx: TestContext;
let site: WebServer;
let readers: string[];

beforeEach(async () => {
  ctx = await createTestContext({ env: { RESEND_WEBHOOK_SECRET: `${newSecret},${oldSecret}` } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  readers = await plantSubscribers(ctx, 3);
});
afterEach(async () => {
  await site.close();
  await ctx.close();
});

/** An edition all of whose deliveries were submitted, to read feedback about. */
async function submitted(period = "2026-06-17"): Promise<string> {
  const { id } = await plantEdition(ctx, { period });
  await ctx.db.execute(sql`
    update deliveries set state = 'submitted', submitted_at = ${ctx.clock.now()}, provider_id = edition_id || subscriber_id
    where edition_id = ${id}`);
  await ctx.db.execute(sql`update batches set state = 'settled', settled_at = ${ctx.clock.now()}`);
  return id;
}

function about(
  type: MailEventType | "email.frobnicated",
  edition: string,
  reader: number,
  at: Date,
  data?: Record<string, unknown>,
): MailEvent {
  const subscriber = readers[reader] ?? "";
  const mail = {
    id: `${edition}${subscriber}`,
    from: "digest@paperboy.example",
    to: [`reader${reader}@example.com`],
    subject: "Papers",
    tags: [
      { name: "edition", value: edition },
      { name: "subscriber", value: subscriber },
    ],
  };
  const event = makeEvent(type === "email.frobnicated" ? "email.sent" : type, mail, { at, data });
  return { ...event, type: type as MailEventType };
}

async function post(...events: MailEvent[]): Promise<void> {
  for (const event of events) {
    const answer = await postEvent(`${site.url}/webhooks/resend`, newSecret, event);
    expect(answer.status).toBe(200);
  }
}

async function replay(...lines: unknown[]) {
  const texts = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
  return replayEvents(ctx, { lines: Readable.from(texts) });
}

const suppressionOf = (reader: number) =>
  findSuppression(ctx.db, ctx.addressKeys, hashAddress(`reader${reader}@example.com`));

describe("the webhook's secret", () => {
  it("may be the new or the old one while it is changed, and no other", async () => {
    const edition = await submitted();
    const event = about("email.delivered", edition, 0, ctx.clock.now());
    const statusWith = async (secret: string) =>
      (await postEvent(`${site.url}/webhooks/resend`, secret, event)).status;
    expect(await statusWith(newSecret)).toBe(200);
    expect(await statusWith(oldSecret)).toBe(200);
    expect(await statusWith(strangeSecret)).toBe(401);
  });
});

describe("opens and clicks", () => {
  it("are counted per edition, those of machines apart, in whatever order events come", async () => {
    const edition = await submitted();
    const at = (seconds: number) => new Date(ctx.clock.now().getTime() + seconds * 1000);
    const events = [
      ...[0, 1, 2].map((reader) => about("email.delivered", edition, reader, at(10))),
      about("email.opened", edition, 0, at(11)), // a machine, known only by the time of delivery
      about("email.opened", edition, 0, at(4000)),
      about("email.clicked", edition, 0, at(4010), { click: { timestamp: at(4010).toISOString() } }),
      about("email.opened", edition, 1, at(900), { open: { userAgent: "Mozilla/5.0" } }),
      ...[1, 2, 3].map((n) =>
        about("email.clicked", edition, 2, at(100 + n), {
          click: { link: `https://arxiv.org/abs/${n}`, timestamp: at(100 + n).toISOString() },
        }),
      ),
    ];
    for (const event of events.toReversed()) {
      await post(event);
      await applyEvents(ctx); // each by itself, so that what tells a machine always comes later
    }
    expect(await countEditionFeedback(ctx.db, edition)).toEqual({
      outcomes: [{ outcome: "delivered", count: 3 }],
      opened: 1,
      clicked: 1,
      machineOpened: 2,
      machineClicked: 1,
    });
  });

  it("of a delivery whose events are let go of stay as they were judged", async () => {
    const edition = await submitted();
    const opened = new Date(ctx.clock.now().getTime() + 60 * minute);
    await post(about("email.opened", edition, 0, opened));
    await applyEvents(ctx);
    await ctx.db.execute(sql`delete from provider_events`);
    ctx.clock.advance(100 * 24 * 60 * minute);
    await post(about("email.opened", edition, 0, ctx.clock.now()));
    await applyEvents(ctx);
    const { rows } = await ctx.db.execute<{ at: string }>(
      sql`select opened_at as at from deliveries where subscriber_id = ${readers[0]}`,
    );
    expect(new Date(rows[0]?.at ?? "")).toEqual(opened);
  });
});

describe("an event of a type that is not known", () => {
  it("is kept with a note and changes nothing", async () => {
    const edition = await submitted();
    await post(about("email.frobnicated", edition, 0, ctx.clock.now()));
    await applyEvents(ctx);
    const { rows } = await ctx.db.execute(
      sql`select type, note_code as note, applied_at is not null as "isApplied" from provider_events`,
    );
    expect(rows).toEqual([{ type: "email.frobnicated", note: "unknown-type", isApplied: true }]);
    expect((await countEditionFeedback(ctx.db, edition)).outcomes).toEqual([{ outcome: null, count: 3 }]);
  });

  it("that holds what PostgreSQL cannot keep is kept all the same", async () => {
    const edition = await submitted();
    const data = { note: "a\u0000b \ud800 c" };
    await post(about("email.frobnicated", edition, 0, ctx.clock.now(), data));
    const { rows } = await ctx.db.execute(sql`select payload #>> '{data,note}' as note from provider_events`);
    expect(rows).toEqual([{ note: "ab \ufffd c" }]);
  });
});

describe("transient bounces", () => {
  const transient = { bounce: { type: "Transient", subType: "MailboxFull" } };
  const day = (n: number) => new Date(Date.parse("2026-06-01T08:00:00Z") + n * 24 * 60 * minute);

  /** Reader 0 gets an edition a day: `t` bounces, `d` is delivered. */
  async function history(days: string): Promise<MailEvent[]> {
    const events: MailEvent[] = [];
    for (const [n, fate] of [...days].entries()) {
      if (fate === ".") continue;
      const edition = await submitted(day(n).toISOString().slice(0, 10));
      events.push(
        fate === "t"
          ? about("email.bounced", edition, 0, day(n), transient)
          : about("email.delivered", edition, 0, day(n)),
      );
    }
    return events;
  }

  it.each([
    ["four in a row", "tttt", false],
    ["five in a row", "ttttt", true],
    ["five with a delivery between", "ttdttt", false],
    ["five after a delivery", "dttttt", true],
    ["five over more than thirty days", `${"t.........".repeat(4)}t`, false],
  ])("%s: suppressed or not, in any order of events", async (_, days, isSuppressed) => {
    const events = await history(days);
    for (const event of events.toReversed()) {
      await post(event);
      await applyEvents(ctx);
    }
    expect((await suppressionOf(0)) !== null).toBe(isSuppressed);
    await ctx.db.execute(sql`delete from suppressions`);
    await ctx.db.execute(sql`update provider_events set applied_at = null`);
    await applyEvents(ctx);
    expect((await suppressionOf(0)) !== null).toBe(isSuppressed);
    expect(await suppressionOf(1)).toBeNull();
  });

  it("never lift or replace a suppression for a permanent bounce", async () => {
    const events = await history("ttdttt");
    const [first] = events;
    if (!first) throw new Error("no events");
    const { edition = "" } = first.data.tags;
    const late = events.splice(2, 1);
    await post(...events, about("email.bounced", edition, 0, day(9)));
    await applyEvents(ctx);
    await post(...late);
    await applyEvents(ctx);
    expect(await suppressionOf(0)).toMatchObject({ reason: "bounce", explanation: "Permanent General" });
  });

  it("are judged and taken back also where only the keyed hash of the address is left", async () => {
    const events = await history("ttdttt");
    const late = events.splice(2, 1);
    await post(...events);
    await applyEvents(ctx);
    await ctx.db.execute(sql`update suppressions set address_hash = 'none ' || keyed_hash`);
    await ctx.db.execute(sql`update provider_events set applied_at = null`);
    await applyEvents(ctx);
    expect(await ctx.db.$count(suppressions)).toBe(1);
    await post(...late);
    await applyEvents(ctx);
    expect(await suppressionOf(0)).toBeNull();
  });

  it("suppress nobody when the limit is 0", async () => {
    const events = await history("tttttt");
    await post(...events);
    ctx.config.delivery.transientBounceLimit = 0;
    await applyEvents(ctx);
    expect(await suppressionOf(0)).toBeNull();
  });
});

describe("a replay", () => {
  it("takes events as webhooks, the webhook log, the list of mails and our own table have them", async () => {
    const edition = await submitted();
    await ctx.db.execute(sql`
      update deliveries set state = 'uncertain', reason = 'the key has expired', submitted_at = null where subscriber_id = ${readers[0]}`);
    const at = ctx.clock.now();
    const delivered = about("email.delivered", edition, 0, at);
    const report = await replay(
      delivered,
      { id: "msg_1", eventType: "email.bounced", payload: about("email.bounced", edition, 1, at) },
      {
        object: "email",
        id: `${edition}${readers[2]}`,
        to: ["reader2@example.com"],
        created_at: "2026-06-18 04:00:00.000+00",
        last_event: "complained",
      },
      {
        id: "evt_4",
        type: "email.opened",
        edition_id: edition,
        subscriber_id: readers[0],
        payload: { type: "email.opened", created_at: at.toISOString(), data: {} },
      },
      "",
      "not JSON",
      { hello: "world" },
    );
    expect(report).toMatchObject({
      read: 6,
      stored: 4,
      known: 0,
      refusedCount: 2,
      unmatched: 0,
      applied: 4,
      refused: [
        { line: 6, reason: "it is not JSON" },
        { line: 7, reason: "it is no event: it has no type" },
      ],
    });
    const { rows } = await ctx.db.execute(
      sql`select state, outcome from deliveries order by array_position(${sql.param(readers)}::uuid[], subscriber_id)`,
    );
    expect(rows).toEqual([
      { state: "submitted", outcome: "delivered" },
      { state: "submitted", outcome: "bounced" },
      { state: "submitted", outcome: "complained" },
    ]);
    expect(await suppressionOf(1)).toMatchObject({ reason: "bounce" });
    expect(await suppressionOf(2)).toMatchObject({ reason: "complaint" });
  });

  it("run twice, and after the webhook itself came, adds nothing", async () => {
    const edition = await submitted();
    const event = about("email.delivered", edition, 0, ctx.clock.now());
    await post(event);
    expect(await replay(event)).toMatchObject({ stored: 0, known: 1 });
    const other = about("email.delivered", edition, 1, ctx.clock.now());
    expect(await replay(other)).toMatchObject({ stored: 1 });
    expect(await replay(other)).toMatchObject({ stored: 0, known: 1 });
  });

  it("keeps what concerns no delivery of this ledger, and says so", async () => {
    const report = await replay({ type: "email.delivered", data: { email_id: "unknown" } });
    expect(report).toMatchObject({ stored: 1, unmatched: 1 });
  });
});
