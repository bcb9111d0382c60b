import { type ChildProcess, spawn } from "node:child_process";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ReconcileReport } from "../../../src/delivery/kept-shapes.ts";
import { findGateBlock } from "../../../src/delivery/provider/gate-store.ts";
import { reconcile } from "../../../src/delivery/reconcile/reconcile.ts";
import { providerEvents, reconciliations } from "../../../src/delivery/tables.ts";
import { notices } from "../../../src/notices/tables.ts";
import { suppressions } from "../../../src/subscribers/tables.ts";
import { type FakeResend, type FakeResendOptions, startFakeResend } from "../../fakes/fake-resend.ts";
import type { Fault } from "../../fakes/resend-faults.ts";
import { type KeptEvent, suppressionEntry } from "../../fakes/resend-lists.ts";
import type { AcceptedMail } from "../../fakes/resend-mailbox.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { launcher } from "../../support/run-cli.ts";

const own = "of-our-site";

let options: FakeResendOptions & { events: Record<string, KeptEvent[]> };
let resend: FakeResend;
let ctx: TestContext;
let env: Record<string, string>;

beforeAll(async () => {
  options = { events: {} };
  resend = await startFakeResend(options);
  env = resendEnv(resend.url, { RESEND_REQUESTS_PER_SECOND: "10000", RESEND_TIMEOUT_MS: "20000" });
  ctx = await createTestContext({ env });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  resend.mails.length = 0;
  resend.requests.length = 0;
  resend.setFaults(null);
  Object.assign(options, {
    webhooks: [{ id: own, endpoint: "https://paperboy.example/webhooks/resend" }],
    events: { [own]: [] },
    suppressions: [],
  });
});

const asked = (path: RegExp) => resend.requests.filter((one) => path.test(one.path)).length;

async function run(requests?: number): Promise<ReconcileReport> {
  const result = await reconcile(ctx, requests);
  if (result.kind !== "done") throw new Error(`the run was ${result.kind}`);
  return result.report;
}

/** Answers paths with these bodies, whatever is asked of them. */
function answerWith(bodies: Record<string, unknown>): void {
  resend.setFaults({
    afterBody: ({ path }): Fault | null => {
      const found = Object.entries(bodies).find(([one]) => path === one);
      return found ? { kind: "raw", status: 200, body: JSON.stringify(found[1]), accepted: false } : null;
    },
  });
}

function happen(id: string, payload: unknown = { type: "email.opened", data: {} }, at?: string): void {
  const created_at = at ?? ctx.clock.now().toISOString();
  options.events[own]?.push({ id, payload: { created_at, ...(payload as { type: string; data: unknown }) } });
}

const list = (data: unknown[], has_more = false) => ({ object: "list", has_more, data });

describe("a provider whose answers are not what they should be", () => {
  it.each<[string, unknown]>([
    ["no list", { object: "list" }],
    ["text", "come back later"],
    ["nothing", null],
    ["pages that are empty and go on", list([], true)],
    ["one page for ever", list([suppressionEntry("a@b.example")], true)],
  ])("is told, and keeps nothing else from being read: %s for the suppressions", async (_, body) => {
    happen("msg_1");
    answerWith({ "/suppressions": body });
    const report = await run();
    expect(report).toMatchObject({
      unreadable: ["suppressions"],
      stopped: null,
      suppressions: { isWhole: false },
      events: { stored: 1, isWhole: true },
    });
    expect(asked(/suppressions/)).toBeLessThanOrEqual(2);
    resend.setFaults(null);
    options.suppressions?.push(suppressionEntry("c@d.example"));
    expect(await run()).toMatchObject({ unreadable: [], suppressions: { added: 1, isWhole: true } });
  });

  it("loses one item that cannot be read, and none beside it", async () => {
    happen("msg_2");
    answerWith({
      "/webhooks": list([null, { id: 7 }, { id: "x", endpoint: null }, ...(options.webhooks ?? [])]),
      "/suppressions": list([
        null,
        { id: "odd", email: null },
        { id: "a\u0000b", email: "a@b.example", origin: "bo\u0000unce" },
        { id: "../domains", email: "c@d.example" },
        { ...suppressionEntry("e@f.example"), origin: 5 },
      ]),
      [`/webhooks/${own}/events`]: list([
        { id: "../../domains", created_at: "x" },
        { id: "a\u0000" },
        { id: "msg_2" },
      ]),
    });
    expect(await run()).toMatchObject({
      unreadable: [],
      suppressions: { added: 3, isWhole: true },
      events: { listed: 1, stored: 1, isWhole: true },
    });
    expect(await ctx.db.$count(suppressions)).toBe(3);
    expect(resend.requests.map(({ path }) => path).filter((path) => path.includes("domains"))).toEqual([]);
  });

  it("keeps an event of two megabytes or of endless depth as one that cannot be read, once", async () => {
    const depth = 20_000;
    happen("msg_1");
    happen("msg_large", { type: "email.opened", data: { secret: "x".repeat(2_000_000) } });
    happen("msg_deep");
    happen("msg_4");
    const deep = `{"payload":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    resend.setFaults({
      afterBody: ({ path }) =>
        path.endsWith("/msg_deep") ? { kind: "raw", status: 200, body: deep, accepted: false } : null,
    });
    expect(await run()).toMatchObject({ events: { stored: 4, isWhole: true } });
    const kept = await ctx.db.select().from(providerEvents);
    const odd = kept.filter(({ type }) => type === "unreadable").map(({ id }) => id);
    expect(odd.sort()).toEqual(["msg_deep", "msg_large"]);
    expect(JSON.stringify(kept).length).toBeLessThan(10_000);
    expect(await run()).toMatchObject({ events: { stored: 0, isWhole: true } });
  });

  it("brings events of the future, and one of 1970 among the newest hides none behind it", async () => {
    happen("msg_1");
    happen("msg_old", undefined, "1970-01-01T00:00:00.000Z");
    happen("msg_future", undefined, "9999-01-01T00:00:00.000Z");
    expect(await run()).toMatchObject({ events: { stored: 2, isWhole: true } });
    const kept = await ctx.db.select().from(providerEvents);
    expect(kept.map(({ id }) => id).sort()).toEqual(["msg_1", "msg_future"]);
  });

  it("begins anew where it knows a kept place no more, and asks for no event twice", async () => {
    for (let count = 0; count < 250; count += 1) happen(`msg_${count}`);
    const half = await run(150);
    expect(half.stopped).toBe("budget");
    await ctx.db.update(reconciliations).set({ eventsAfter: "gone", listAfter: "gone" });
    expect(await run(2_000)).toMatchObject({ stopped: null, events: { isWhole: true } });
    expect(await ctx.db.$count(providerEvents)).toBe(250);
    expect(asked(/events\/msg_/)).toBe(250);
  });
});

describe("an uncertain mail", () => {
  const mailIn = (tags: { name: string; value: string }[], to = ["reader0@example.com"]): AcceptedMail => ({
    ...(resend.mails[0] as AcceptedMail),
    id: `mail-${resend.mails.length}`,
    at: ctx.clock.now().toISOString(),
    tags,
    to,
  });

  async function lose(readers = 1): Promise<void> {
    await plantSubscribers(ctx, readers);
    await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverDue(ctx);
    await ctx.db.execute(
      sql`update batches set state = 'uncertain', leased_until = null, next_attempt_at = null`,
    );
    await ctx.db.execute(sql`update deliveries set state = 'uncertain', reason = 'the key has expired'`);
  }

  const states = async () =>
    (await ctx.db.execute<{ state: string }>(sql`select state from deliveries order by state`)).rows.map(
      ({ state }) => state,
    );

  it("is settled by no mail to another reader, whatever its tags say, and by none that cannot be read", async () => {
    await lose(2);
    const tags = resend.mails.map((mail) => mail.tags);
    const odd = mailIn([]);
    resend.mails.splice(0, 2, mailIn(tags[1] ?? []), odd);
    resend.setFaults({
      afterBody: ({ path }) =>
        path === `/emails/${odd.id}`
          ? { kind: "raw", status: 200, body: '{"object":"email"}', accepted: false }
          : null,
    });
    happen("msg_1");
    expect(await run()).toMatchObject({ mails: { looked: 2, settled: 0 }, events: { stored: 1 } });
    expect(await states()).toEqual(["uncertain", "uncertain"]);
  });

  it("is found although the list tells no time that can be read", async () => {
    await lose();
    for (const mail of resend.mails) mail.at = "lately";
    expect(await run()).toMatchObject({ mails: { looked: 1, settled: 1 } });
    expect(await states()).toEqual(["submitted"]);
  });

  it("that is a single mail is submitted by the tags of its own record alone", async () => {
    await lose();
    resend.mails.splice(1);
    const now = ctx.clock.now();
    const keep = (recipient: string) =>
      ctx.db
        .insert(notices)
        .values({
          kind: "confirm",
          recipient,
          props: {},
          state: "uncertain",
          createdAt: now,
          firstAttemptAt: now,
        })
        .returning();
    const [found] = await keep("reader0@example.com");
    await keep("other@example.com");
    const tag = (notice: string) => [
      { name: "kind", value: "confirm" },
      { name: "notice", value: notice },
    ];
    const mail = mailIn(tag(found?.id ?? ""));
    resend.mails.push(mail, mailIn(tag("of another site"), ["other@example.com"]));
    expect(await run()).toMatchObject({ mails: { looked: 3, settled: 1 } });
    const rows = await ctx.db.select().from(notices).orderBy(notices.recipient);
    expect(rows.map(({ state, providerId }) => [state, providerId])).toEqual([
      ["uncertain", null],
      ["submitted", mail.id],
    ]);
  });
});

describe("a run that is killed", () => {
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
  });

  it("has spent what it asked, and the next goes on where it was and asks for nothing twice", async () => {
    // The process reads the machine's clock, and fetches no event that housekeeping would let go of.
    const at = new Date().toISOString();
    for (let count = 0; count < 150; count += 1) happen(`msg_${count}`, undefined, at);
    resend.setFaults(({ path }) => (path.includes("/events/") ? { kind: "latency", ms: 30 } : null));
    const child = spawn(process.execPath, ["--", launcher, "feedback", "reconcile", "--no-env-file"], {
      env: {
        PATH: process.env.PATH ?? "",
        HOME: process.env.HOME ?? "",
        LOG_LEVEL: "silent",
        DATABASE_URL: ctx.databaseUrl,
        TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
        PUBLIC_URL: "https://paperboy.example",
        MAIL_FROM: "Paperboy <digest@paperboy.example>",
        MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
        ...env,
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    children.push(child);
    await vi.waitUntil(() => asked(/events\/msg_/) > 20, { timeout: 90_000, interval: 10 });
    child.kill("SIGKILL");
    await vi.waitUntil(() => child.signalCode !== null, { timeout: 60_000 });
    const [left] = await ctx.db.select().from(reconciliations);
    const asking = resend.requests.length;
    expect(left?.spent).toBeGreaterThanOrEqual(asking);
    expect(left?.spent).toBeLessThanOrEqual(asking + 1);
    const before = await ctx.db.$count(providerEvents);
    expect(before).toBeGreaterThan(15);
    expect(before).toBeLessThan(150);
    resend.setFaults(null);
    await ctx.db.update(reconciliations).set({ leasedUntil: null });
    expect(await run(1_000)).toMatchObject({ events: { stored: 150 - before, isWhole: true } });
    expect(await ctx.db.$count(providerEvents)).toBe(150);
    // The one that was under way when it died is asked for again.
    expect(asked(/events\/msg_/)).toBeLessThanOrEqual(151);
  });

  it("asks no more once another process holds the reading", async () => {
    for (let count = 0; count < 30; count += 1) happen(`msg_${count}`);
    let taken: Promise<unknown> | null = null;
    resend.setFaults(({ path }) => {
      if (!path.endsWith("/msg_20")) return null;
      taken = ctx.db.execute(sql`update reconciliations set lease_id = gen_random_uuid()`).then(() => {});
      return { kind: "latency", ms: 300 };
    });
    expect(await run()).toMatchObject({ stopped: "later" });
    await taken;
    expect(asked(/events\/msg_/)).toBe(10);
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toBeNull();
  });
});
