import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createContext } from "../../../src/context.ts";
import { forecastEdition } from "../../../src/delivery/forecast/forecast-edition.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import {
  deleteWaitsBefore,
  endWaits,
  excludeOutdated,
  lockWarmUp,
} from "../../../src/delivery/ledger/warm-up-store.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { sealBatch } from "../../../src/delivery/send/seal-batch.ts";
import { cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let resend: FakeResend;
let ctx: TestContext;
let env: Record<string, string>;

beforeAll(async () => {
  resend = await startFakeResend({});
  env = resendEnv(resend.url, { WARM_UP: "4,6" });
  ctx = await createTestContext({ env });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  resend.mails.length = 0;
  ctx.clock.set("2026-06-18T04:00:00Z");
});
afterEach(async () => {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
});

/** Dispatches and delivers as the hours of a day go by. */
async function passDay(day: string): Promise<string[]> {
  const before = resend.mails.length;
  for (const hour of ["04", "07", "12", "20"]) {
    ctx.clock.set(`2026-06-${day}T${hour}:00:30Z`);
    await dispatchDue(ctx);
    await deliverDue(ctx);
  }
  return resend.mails
    .slice(before)
    .flatMap(({ to }) => to)
    .map((address) => address.replace(/@.*/, ""))
    .toSorted();
}

describe("a new domain", () => {
  it("sends a weekly edition over days, each within its cap, and everything once", async () => {
    await plantSubscribers(ctx, 12, { cadence: "weekly", hour: 7, timezone: "UTC" });
    const { id } = await plantEdition(ctx, { cadence: "weekly", period: "2026-W24", isHeld: false });
    const forecast = await forecastEdition(ctx, id);
    expect(forecast.warmUp).toEqual({ day: 1, days: 2, cap: 4, counted: 0, today: 4, later: 8 });
    expect(forecast.hours.map(({ mails }) => mails)).toEqual([4, 6, 2]);
    const days = [await passDay("18"), await passDay("19"), await passDay("20")];
    expect(days.map((sent) => sent.length)).toEqual([4, 6, 2]);
    expect(new Set(days.flat()).size).toBe(12);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted: 12, excluded: 0 });
    expect((await forecastEdition(ctx, id)).warmUp).toBeNull();
  });

  it("excludes who waits when the next edition is out, who then goes first", async () => {
    await plantSubscribers(ctx, 4, { hour: 7, timezone: "UTC" }, "early");
    await plantSubscribers(ctx, 5, { hour: 20, timezone: "UTC" }, "late");
    const first = await plantEdition(ctx, { period: "2026-06-17", isAtHours: true });
    expect(await forecastEdition(ctx, first.id)).toMatchObject({
      mails: 4,
      excluded: [{ code: "warm-up", count: 5 }],
    });
    expect(await passDay("18")).toEqual(["early0", "early1", "early2", "early3"]);
    expect(await statusOf(ctx, first.id)).toMatchObject({ state: "sending", pending: 5 });

    ctx.clock.set("2026-06-19T04:00:00Z");
    const second = await plantEdition(ctx, { period: "2026-06-18", isAtHours: true });
    const sent = await passDay("19");
    expect(sent.filter((name) => name.startsWith("late"))).toHaveLength(5);
    expect(sent).toHaveLength(6);
    expect(await statusOf(ctx, first.id)).toMatchObject({
      state: "sent",
      excluded: 5,
      reasons: [expect.objectContaining({ code: "warm-up", count: 5 })],
    });
    expect(await statusOf(ctx, second.id)).toMatchObject({ submitted: 6, pending: 3 });
  });

  it("lets who waits go before others of the same hour, in whichever batch, and wait no more once it is warm", async () => {
    await plantSubscribers(ctx, 8);
    await plantEdition(ctx, { period: "2026-06-17" });
    const early = await passDay("18");
    expect(early).toHaveLength(4);
    ctx.clock.set("2026-06-19T04:00:00Z");
    const second = await plantEdition(ctx, { period: "2026-06-18" });
    await oneBatchEach(ctx, second.id);
    const next = await passDay("19");
    expect(next.filter((name) => !early.includes(name))).toHaveLength(4);
    expect(next).toHaveLength(6);
    expect(await passDay("20")).toHaveLength(2);
    expect((await ctx.db.execute(sql`select from warm_up_waits`)).rowCount).toBe(0);
  });

  it("keeps who waits while the next edition is only held", async () => {
    await plantSubscribers(ctx, 5);
    const first = await plantEdition(ctx, { period: "2026-06-17" });
    await deliverDue(ctx);
    ctx.clock.set("2026-06-19T04:00:00Z");
    await plantEdition(ctx, { period: "2026-06-18", isHeld: true });
    await dispatchDue(ctx);
    expect(await statusOf(ctx, first.id)).toMatchObject({ submitted: 4, pending: 1, excluded: 0 });
  });

  it("ends waits in turn with seals of the next edition, and neither waits for the other for ever", async () => {
    await plantSubscribers(ctx, 9);
    await plantEdition(ctx, { period: "2026-06-17" });
    await deliverDue(ctx);
    ctx.clock.set("2026-06-19T04:00:00Z");
    await plantEdition(ctx, { period: "2026-06-18" });
    const { rows } = await ctx.db.execute<{ id: string }>(
      sql`select subscriber_id as id from warm_up_waits order by ctid desc`,
    );
    const [last = "", ...others] = rows.map(({ id }) => id);
    expect(others).toHaveLength(4);
    const excluding = await ctx.db.transaction(async (tx) => {
      await lockWarmUp(tx);
      await endWaits(tx, [last]);
      const ended = excludeOutdated(ctx.db, ctx.clock.now()).catch((error: Error) => error);
      await vi.waitUntil(isSomebodyWaiting, { interval: 20, timeout: 10_000 });
      await endWaits(tx, others);
      return { ended };
    });
    expect(await excluding.ended).toBe(0);
  });

  async function isSomebodyWaiting(): Promise<boolean> {
    const { rowCount } = await ctx.db.execute(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    return (rowCount ?? 0) > 0;
  }

  it("takes no step for a day of which every seal was cancelled", async () => {
    await plantSubscribers(ctx, 4);
    const first = await plantEdition(ctx, { period: "2026-06-17" });
    const [batch] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    await sealBatch(ctx, batch?.id ?? "");
    await cancelEdition(ctx, first.id);
    ctx.clock.set("2026-06-19T04:00:00Z");
    const { id } = await plantEdition(ctx, { period: "2026-06-18", isHeld: true });
    expect((await forecastEdition(ctx, id)).warmUp).toMatchObject({ day: 1, cap: 4, counted: 0 });
  });

  it("keeps no room for who waits and has left, or is suppressed", async () => {
    await plantSubscribers(ctx, 8);
    await plantEdition(ctx, { period: "2026-06-17" });
    await passDay("18");
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select subscriber_id as id from warm_up_waits`);
    const [left = "", suppressed = "", ...staying] = rows.map(({ id }) => id);
    expect(staying).toHaveLength(2);
    ctx.clock.set("2026-06-19T04:00:00Z");
    const { id } = await plantEdition(ctx, { period: "2026-06-18" });
    await oneBatchEach(ctx, id);
    await ctx.db.execute(sql`update subscribers set state = 'unsubscribed' where id = ${left}`);
    await ctx.db.execute(sql`insert into suppressions (address_hash, email, reason, created_at)
      select address_hash, email, 'operator', ${ctx.clock.now()} from subscribers where id = ${suppressed}`);
    const { rows: others } = await ctx.db.execute<{ id: string }>(sql`
      select batch_id as id from deliveries where edition_id = ${id}
        and subscriber_id not in (select subscriber_id from warm_up_waits)`);
    // Those go first who have not waited: of six places two are kept, not four.
    for (const batch of others) await deliverBatch(ctx, batch.id);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 4 });
    await passDay("19");
    expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted: 6, excluded: 2 });
  });

  it("forgets waits that came to nothing, but none that a seal holds", async () => {
    await plantSubscribers(ctx, 6);
    await plantEdition(ctx);
    await deliverDue(ctx);
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select subscriber_id as id from warm_up_waits`);
    expect(rows).toHaveLength(2);
    await ctx.db.transaction(async (tx) => {
      await tx.execute(sql`select from warm_up_waits where subscriber_id = ${rows[0]?.id} for update`);
      await deleteWaitsBefore(ctx.db, new Date("2026-07-01T00:00:00Z"));
    });
    const kept = await ctx.db.execute<{ id: string }>(sql`select subscriber_id as id from warm_up_waits`);
    expect(kept.rows).toEqual(rows.slice(0, 1));
  });

  it("counts single mails, and holds none", async () => {
    await plantSubscribers(ctx, 5);
    await ctx.db.execute(sql`
      insert into notices (kind, recipient, props, state, created_at, settled_at)
      select 'goodbye', 'someone@example.com', '{}', 'submitted', '2026-06-18T01:00:00Z', '2026-06-18T01:00:00Z'
      from generate_series(1, 3)`);
    const { id } = await plantEdition(ctx);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, pending: 4 });
  });

  it("never sends more than its cap, however many workers seal at once", async () => {
    await plantSubscribers(ctx, 12);
    const { id } = await plantEdition(ctx);
    await oneBatchEach(ctx, id);
    const other = await createContext(testConfig(ctx.databaseUrl, env), { clock: ctx.clock });
    const due = await listDueBatches(ctx.db, ctx.clock.now(), 100);
    await Promise.all(
      due.map(({ id: batchId }, index) => deliverBatch(index % 2 === 0 ? ctx : other, batchId)),
    );
    await other.close();
    expect(resend.mails).toHaveLength(4);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 4, pending: 8 });
  });

  it("counts a seal once that is made anew, also on another day", async () => {
    await plantSubscribers(ctx, 4);
    const { id } = await plantEdition(ctx);
    const [batch] = await listDueBatches(ctx.db, ctx.clock.now(), 1);
    await sealBatch(ctx, batch?.id ?? "");
    ctx.clock.set("2026-06-19T04:00:00Z");
    expect((await forecastEdition(ctx, id)).warmUp).toMatchObject({ day: 2, counted: 0 });
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 4 });
    expect((await forecastEdition(ctx, id)).warmUp).toMatchObject({ day: 1, counted: 4 });
  });

  it("keeps the room of a request that was refused whole for the halves of it", async () => {
    const picky = await startFakeResend({ poison: (address) => address === "reader1@example.com" });
    const config = testConfig(ctx.databaseUrl, { ...env, RESEND_BASE_URL: picky.url });
    const other = await createContext(config, { clock: ctx.clock });
    await plantSubscribers(ctx, 4);
    const { id } = await plantEdition(ctx);
    await deliverDue({ ...other, clock: ctx.clock, databaseUrl: ctx.databaseUrl });
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 3, failed: 1, pending: 0 });
    await other.close();
    await picky.close();
  });

  it("takes no cap from another domain that was warmed up before", async () => {
    await plantSubscribers(ctx, 5);
    await plantEdition(ctx);
    await deliverDue(ctx);
    ctx.clock.set("2026-06-19T04:00:00Z");
    const moved = await createContext(
      testConfig(ctx.databaseUrl, { ...env, MAIL_FROM: "Paperboy <digest@another.example>" }),
      { clock: ctx.clock },
    );
    const { id } = await plantEdition(ctx, { period: "2026-06-18", isHeld: true });
    expect((await forecastEdition(moved, id)).warmUp).toMatchObject({ day: 1, cap: 4, counted: 0 });
    await moved.close();
  });
});
