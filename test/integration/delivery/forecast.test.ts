import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forecastEdition } from "../../../src/delivery/forecast/forecast-edition.ts";
import { approveEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let resend: FakeResend;
let ctx: TestContext;

beforeAll(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url) });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  ctx.clock.set("2026-06-18T04:00:00Z");
});

describe("the forecast of a held edition", () => {
  it("tells who will get it, who will not, why and when, and is what happens once it is approved", async () => {
    await plantSubscribers(ctx, 3, { hour: 6, timezone: "UTC" }, "early");
    await plantSubscribers(ctx, 4, { hour: 9, timezone: "Europe/Berlin" }, "berlin");
    await plantSubscribers(ctx, 2, { keywords: ["a phrase of no paper"] }, "nothing");
    await plantSubscribers(ctx, 1, {}, "left");
    const { id } = await plantEdition(ctx, { isHeld: true, isAtHours: true });
    await suppressAddress(ctx, { email: "early0@example.com", reason: "complaint", explanation: null });
    await ctx.db.execute(
      sql`update subscribers set state = 'unsubscribed' where email = 'left0@example.com'`,
    );

    const forecast = await forecastEdition(ctx, id);
    expect(forecast).toMatchObject({
      state: "held",
      readers: 10,
      mails: 6,
      quiet: 0,
      requests: 2,
      sample: null,
    });
    expect(forecast.excluded.map(({ code, count }) => `${count} ${code}`).toSorted()).toEqual([
      "1 suppressed",
      "1 unsubscribed",
      "2 no-match",
    ]);
    expect(forecast.hours).toEqual([
      { from: new Date("2026-06-18T06:00:00Z"), mails: 2 },
      { from: new Date("2026-06-18T07:00:00Z"), mails: 4 },
    ]);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "held", pending: 10 });

    await approveEdition(ctx, id);
    ctx.clock.set("2026-06-19T04:00:00Z");
    await deliverDue(ctx);
    const status = await statusOf(ctx, id);
    expect(status).toMatchObject({ submitted: forecast.mails, excluded: 4 });
    expect(status.reasons.map(({ code, count }) => `${count} ${code}`).toSorted()).toEqual(
      forecast.excluded.map(({ code, count }) => `${count} ${code}`).toSorted(),
    );
    expect(await forecastEdition(ctx, id)).toMatchObject({ readers: 0, mails: 0, hours: [] });
  });

  it("looks at some of many readers, says so, and adds up to all of them", async () => {
    await plantSubscribers(ctx, 600);
    await plantSubscribers(ctx, 200, { keywords: ["a phrase of no paper"] }, "nothing");
    const { id } = await plantEdition(ctx, { isHeld: true });
    const forecast = await forecastEdition(ctx, id, { all: 200, sample: 200 });
    expect(forecast.sample).toEqual({ readers: 200, margin: expect.closeTo(0.07, 2) });
    const excluded = forecast.excluded.reduce((sum, { count }) => sum + count, 0);
    expect(forecast.mails + excluded).toBe(800);
    expect(forecast.mails).toBeGreaterThan(450);
    expect(forecast.requests).toBe(8);
  });

  it("counts the readers of some of many batches, and adds up to all of them", async () => {
    await plantSubscribers(ctx, 210);
    await plantSubscribers(ctx, 70, { keywords: ["a phrase of no paper"] }, "nothing");
    const { id } = await plantEdition(ctx, { isHeld: true });
    // Each reader alone in a batch.
    await ctx.db.execute(sql`
      insert into batches (id, edition_id, state, due_at)
      select subscriber_id, edition_id, 'planned', due_at from deliveries where edition_id = ${id}`);
    await ctx.db.execute(sql`update deliveries set batch_id = subscriber_id where edition_id = ${id}`);
    await ctx.db.execute(sql`delete from batches where id not in (select batch_id from deliveries)`);
    const forecast = await forecastEdition(ctx, id, { all: 100, sample: 100 });
    expect(forecast).toMatchObject({ readers: 280, sample: { readers: 100 } });
    const excluded = forecast.excluded.reduce((sum, { count }) => sum + count, 0);
    expect(forecast.mails + excluded).toBe(280);
    expect(forecast.mails).toBeGreaterThan(150);
    expect(forecast.hours.reduce((sum, { mails }) => sum + mails, 0)).toBe(forecast.mails);
  });

  it("counts an hour of few readers as it is, however many batches other hours have", async () => {
    await plantSubscribers(ctx, 1, { hour: 9, timezone: "UTC" }, "late");
    await plantSubscribers(ctx, 210, { hour: 6, timezone: "UTC" });
    const { id } = await plantEdition(ctx, { isHeld: true, isAtHours: true });
    // Three readers in each batch of the first hour but some, one in that of the second.
    await ctx.db.execute(sql`
      insert into batches (id, edition_id, state, due_at)
      select subscriber_id, edition_id, 'planned', due_at from deliveries where edition_id = ${id}`);
    await ctx.db.execute(sql`update deliveries set batch_id = subscriber_id where edition_id = ${id}`);
    await ctx.db.execute(sql`delete from batches where id not in (select batch_id from deliveries)`);
    await plantSubscribers(ctx, 400, {}, "more");
    await ctx.db.execute(sql`
      insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at)
      select ${id}, s.id, 'pending', b.id, b.due_at from (
        select id, row_number() over (order by id) as place from subscribers where email like 'more%') s
      join (select id, due_at, row_number() over (order by id) as place from batches where due_at < '2026-06-18T07:00:00Z') b
        on b.place = (s.place - 1) / 2 + 1`);
    await ctx.db.execute(sql`update editions set planned = 611`);
    const { hours, readers } = await forecastEdition(ctx, id, { all: 30, sample: 30 });
    expect(readers).toBe(611);
    expect(hours).toEqual([
      { from: new Date("2026-06-18T06:00:00Z"), mails: 610 },
      { from: new Date("2026-06-18T09:00:00Z"), mails: 1 },
    ]);
  });

  it("waits for a quota that holds all requests, and for other editions at the same pace", async () => {
    await plantSubscribers(ctx, 2);
    const { id } = await plantEdition(ctx, { isHeld: true });
    await ctx.db.execute(sql`
      insert into send_gates (name, next_at, blocked_until, blocked_code, blocked_reason, blocked_since)
      values ('resend', now(), '2026-06-19T00:00:00Z', 'quota-day', 'quota-day', '2026-06-18T03:00:00Z')`);
    const { firstAt, requestsPerSecond } = await forecastEdition(ctx, id);
    expect(firstAt).toEqual(new Date("2026-06-19T00:00:00Z"));
    // Of a limit of 1,000 a second, as of each above 100, windows of 100 requests are kept.
    expect(requestsPerSecond).toBeCloseTo(100 / 0.1515, 0);
  });
});
