import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { insertEvent } from "../../../src/delivery/feedback/events-store.ts";
import { eventSchema, toStoredEvent } from "../../../src/delivery/feedback/provider-event.ts";
import { providerEvents } from "../../../src/delivery/tables.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { importSubscribers } from "../../../src/subscribers/lists/import-subscribers.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { suppressions } from "../../../src/subscribers/tables.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;

beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await emptyTables(ctx);
});

const reader = "reader0@example.com";
let told = 0;

/** One event as it is kept; `minute` is when it happened. */
async function keep(type: string, data: Record<string, unknown>, minute = 0): Promise<void> {
  const at = new Date(ctx.clock.now().getTime() + minute * 60_000).toISOString();
  told += 1;
  const event = eventSchema.parse({ type, created_at: at, data });
  await insertEvent(ctx.db, toStoredEvent(`msg_${told}`, event, ctx.clock.now()));
}

const entry = (id: string) => ({ id, email: reader, origin: "bounce", source_id: null });
const added = (id: string, minute = 0) => keep("suppression.added", entry(id), minute);
const removed = (id: string, minute = 1) => keep("suppression.removed", entry(id), minute);

const reasons = async () => (await ctx.db.select().from(suppressions)).map(({ reason }) => reason);

describe("an entry that left the provider's own suppression list", () => {
  it("lifts the suppression that came from that list", async () => {
    await added("a");
    await applyEvents(ctx);
    expect(await reasons()).toEqual(["provider"]);
    await removed("a");
    await applyEvents(ctx);
    expect(await reasons()).toEqual([]);
  });

  it.each([
    ["the removal comes first", ["removed a", "added a"], []],
    ["both come together", ["added a+removed a"], []],
    ["the address was listed again", ["added a", "added b", "removed a"], ["provider"]],
    ["news of the first entry come late", ["added b", "removed a", "added a"], ["provider"]],
    ["it was listed again and left again", ["added a", "added b", "removed b", "removed a"], []],
  ])("ends the same in any order: %s", async (_, steps, end) => {
    const minutes: Record<string, number> = { "added a": 0, "removed a": 1, "added b": 2, "removed b": 3 };
    for (const step of steps) {
      for (const one of step.split("+")) {
        const [kind, id = ""] = one.split(" ");
        await (kind === "added" ? added : removed)(id, minutes[one]);
      }
      await applyEvents(ctx);
    }
    expect(await reasons()).toEqual(end);
    await ctx.db.execute(sql`update provider_events set applied_at = null`);
    await applyEvents(ctx);
    expect(await reasons()).toEqual(end);
  });

  const keptBack = (minute: number) =>
    keep(
      "email.suppressed",
      { email_id: `m${minute}`, to: [`A <${reader}>`], tags: { kind: "test" } },
      minute,
    );

  it("lifts what a mail that was kept back told, also where that news comes late, and no later news", async () => {
    await keptBack(0);
    await applyEvents(ctx);
    expect(await reasons()).toEqual(["provider"]);
    await removed("a", 5);
    await applyEvents(ctx);
    expect(await reasons()).toEqual([]);
    await keptBack(4);
    await applyEvents(ctx);
    expect(await reasons()).toEqual([]);
    await keptBack(6);
    await applyEvents(ctx);
    expect(await reasons()).toEqual(["provider"]);
  });

  it("is followed where the provider names no entry, in any order", async () => {
    for (const steps of [["added", "removed"], ["removed", "added"], ["both"]]) {
      for (const step of steps) {
        if (step !== "removed") await keep("suppression.added", { email: reader }, 0);
        if (step !== "added") await keep("suppression.removed", { email: reader }, 1);
        await applyEvents(ctx);
      }
      expect(await reasons()).toEqual([]);
      await ctx.db.execute(sql`delete from provider_events; delete from suppressions`);
    }
  });

  it("is lifted although its news was dated a year ahead", async () => {
    await added("a", 500_000);
    await applyEvents(ctx);
    await added("b", 0);
    await applyEvents(ctx);
    await removed("b", 1);
    await applyEvents(ctx);
    expect(await reasons()).toEqual([]);
  });

  it("leaves a complaint and a bounce that came by events of their own", async () => {
    for (const [type, reason, data] of [
      ["email.complained", "complaint", {}],
      ["email.bounced", "bounce", { bounce: { type: "Permanent" } }],
    ] as const) {
      await added(reason);
      await keep(type, { email_id: reason, to: [reader], tags: { kind: "test" }, ...data });
      await removed(reason);
      await applyEvents(ctx);
      expect(await reasons()).toEqual([reason]);
      await ctx.db.execute(sql`delete from provider_events; delete from suppressions`);
    }
  });

  it("leaves an operator's word, whichever came first", async () => {
    const say = () => suppressAddress(ctx, { email: reader, reason: "operator", explanation: "asked" });
    for (const isFirst of [true, false]) {
      if (isFirst) await say();
      await added(`a${isFirst}`);
      await applyEvents(ctx);
      if (!isFirst) await say();
      await removed(`a${isFirst}`);
      await applyEvents(ctx);
      expect(await reasons()).toEqual(["operator"]);
      await ctx.db.execute(sql`delete from provider_events; delete from suppressions`);
    }
  });

  it("leaves it that somebody left, whichever came first", async () => {
    const list = Buffer.from(`email,status\n${reader},unsubscribed\n`);
    const leave = () =>
      importSubscribers(ctx, { lines: Readable.from([list]), consent: "a form", isDryRun: false });
    for (const isFirst of [true, false]) {
      if (isFirst) await leave();
      await added(`a${isFirst}`);
      await applyEvents(ctx);
      expect(await reasons()).toEqual(["provider"]);
      if (!isFirst) await leave();
      await removed(`a${isFirst}`);
      await applyEvents(ctx);
      expect(await reasons()).toEqual(["left"]);
      await ctx.db.execute(sql`delete from provider_events; delete from suppressions`);
    }
  });

  it("leaves an erasure, and brings no address back", async () => {
    await plantSubscribers(ctx, 1);
    await added("a");
    await applyEvents(ctx);
    const [subscriber] = (await ctx.db.execute<{ id: string }>(sql`select id from subscribers`)).rows;
    await eraseEverywhere(ctx, { subscriberId: subscriber?.id ?? "" });
    await removed("a");
    await applyEvents(ctx);
    expect(await ctx.db.select().from(suppressions)).toMatchObject([{ reason: "erased", email: null }]);
    ctx.clock.advance(2 * 24 * 3_600_000);
    await applyEvents(ctx);
    expect(JSON.stringify(await ctx.db.select().from(providerEvents))).not.toContain("example.com");
  });
});
