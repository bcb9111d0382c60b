import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { plainTrouble } from "../../../src/delivery/codes.ts";
import type { MailAnswer } from "../../../src/delivery/mailers/mailer.ts";
import { stopBooking } from "../../../src/delivery/provider/book-places.ts";
import { blockGate, findGate, unblockGate } from "../../../src/delivery/provider/gate-store.ts";
import { noteReply } from "../../../src/delivery/provider/note-reply.ts";
import { findPace } from "../../../src/delivery/provider/present-pace.ts";
import { acquireSendSlot } from "../../../src/delivery/provider/send-gate.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { resendEnv } from "../../support/delivering.ts";
import { inTime } from "../../support/in-time.ts";

let ctx: TestContext;
let other: Context;

beforeAll(async () => {
  const env = resendEnv("http://127.0.0.1:9", { RESEND_REQUESTS_PER_SECOND: "50" });
  ctx = await createTestContext({ env });
  other = await createContext(testConfig(ctx.databaseUrl, env), { clock: ctx.clock });
});
afterAll(async () => {
  await other.close();
  await ctx.close();
});
beforeEach(async () => {
  await ctx.db.execute("delete from send_gates");
  for (const { gate } of [ctx, other]) gate.isFresh = false;
});

const accepted: MailAnswer = { kind: "answered", results: [] };

/** A request of this process, answered with a limit. */
async function request(told: number, answer: MailAnswer = accepted) {
  const slot = await acquireSendSlot(ctx, "digest");
  if (slot.kind !== "go") throw new Error("requests are blocked");
  await noteReply(ctx, slot.place, { answer, limits: { requestsPerSecond: told, remaining: null } });
}

it("lets the first request go alone, and all workers keep the limit that its answer told", async () => {
  const first = await acquireSendSlot(ctx, "digest");
  let isThrough = false;
  const second = acquireSendSlot(other, "digest").then((slot) => {
    isThrough = true;
    return slot;
  });
  expect(await findPace(other)).toMatchObject({ limitPerSecond: 50, from: "setting", at: null });
  expect(isThrough).toBe(false);
  if (first.kind !== "go") throw new Error("requests are blocked");
  await noteReply(ctx, first.place, { answer: accepted, limits: { requestsPerSecond: 5, remaining: null } });
  expect((await second).kind).toBe("go");
  expect(await findPace(other)).toMatchObject({
    limitPerSecond: 5,
    from: "headers",
    at: expect.any(Date),
    steadyPerSecond: expect.closeTo(5 / 1.0515, 3),
  });
});

it("holds a place that another worker has booked when requests are blocked before it comes", async () => {
  await request(1);
  await request(1);
  const waiting = acquireSendSlot(other, "notice");
  const until = new Date(ctx.clock.now().getTime() + 60_000);
  await blockGate(ctx.db, until, plainTrouble("rate-limit"), ctx.clock.now());
  expect(await waiting).toMatchObject({ kind: "blocked", until });
});

it("lets requests leave as soon as a block is lifted, also of a worker that saw it when it began", async () => {
  await request(1);
  const waiting = acquireSendSlot(ctx, "notice");
  const until = new Date(ctx.clock.now().getTime() + 86_400_000);
  await blockGate(ctx.db, until, plainTrouble("quota-day"), ctx.clock.now());
  expect((await waiting).kind).toBe("blocked");
  await unblockGate(ctx.db);
  expect((await acquireSendSlot(ctx, "notice")).kind).toBe("go");
});

it("sends away at once who waits for a place when the process stops, and lets others ask", async () => {
  await request(1 / 30);
  const waiting = [acquireSendSlot(ctx, "digest"), acquireSendSlot(ctx, "reading")];
  const goOn = stopBooking(ctx.gate);
  waiting.push(acquireSendSlot(ctx, "digest"));
  expect(await Promise.all(waiting)).toEqual(Array(3).fill({ kind: "stopped" }));
  goOn();
  await ctx.db.execute("delete from send_gates");
  expect((await acquireSendSlot(ctx, "digest")).kind).toBe("go");
});

it("gives back a place that a single mail has booked far ahead when the process stops", async () => {
  await request(1 / 30);
  const releases = async () => (await findGate(ctx.db, ctx.clock.now())).pace.releases;
  const waiting = acquireSendSlot(ctx, "notice");
  await vi.waitFor(async () => expect(await releases()).toHaveLength(2), inTime);
  const goOn = stopBooking(ctx.gate);
  expect(await waiting).toEqual({ kind: "stopped" });
  goOn();
  expect(await releases()).toHaveLength(1);
});

it("remembers the requests of a worker of the release before, which moves the next instant alone", async () => {
  await request(2);
  const before = await findGate(ctx.db, ctx.clock.now());
  for (let count = 0; count < 2; count += 1)
    await ctx.db.execute(sql`
      update send_gates set next_at = greatest(next_at, clock_timestamp()) + interval '0.6 s' where name = 'resend'`);
  const { pace, revision, clockMs } = await findGate(ctx.db, ctx.clock.now());
  expect(revision).toBe(before.revision + 2);
  expect(pace.releases).toHaveLength(3);
  // Two lie in the window of a second: there is room when the one before them has left it.
  expect(pace.nextAtMs).toBeGreaterThanOrEqual(pace.releases[1] ?? Number.NaN);
  expect(pace.nextAtMs).toBeLessThan(clockMs + 5_000);
});
