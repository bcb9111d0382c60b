import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { runHousekeeping } from "../../../src/upkeep/housekeeping.ts";
import { startWorkers } from "../../../workers/main.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";

const dayMs = 86_400_000;

let ctx: TestContext;
beforeEach(async () => {
  ctx = await createTestContext({ now: "2026-06-18T02:37:00Z" });
});
afterEach(() => ctx.close());

async function count(table: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ count: number }>(
    sql`select count(*)::int as count from ${sql.identifier(table)}`,
  );
  return rows[0]?.count ?? -1;
}

describe("housekeepingWorker", () => {
  it("drops applied events after their time, and keeps those that wait", async () => {
    const now = ctx.clock.now();
    await ctx.db.execute(sql`
      insert into provider_events (id, type, occurred_at, received_at, payload, applied_at)
      select 'old' || n, 'email.sent', now, now, '{}', now
      from generate_series(1, 12000) n, cast(${now} as timestamptz) now`);
    await ctx.db.execute(sql`
      insert into provider_events (id, type, occurred_at, received_at, payload)
      values ('waiting', 'email.sent', ${now}, ${now}, '{}')`);
    ctx.clock.advance(89 * dayMs);
    expect(await runHousekeeping(ctx)).toMatchObject({ events: 0 });
    ctx.clock.advance(2 * dayMs);
    expect(await runHousekeeping(ctx)).toMatchObject({ events: 12_000 });
    expect(await count("provider_events")).toBe(1);
    expect(await runHousekeeping(ctx)).toMatchObject({ events: 0 });
  });

  it("empties the mailbox and drops finished notices, and keeps a notice that waits", async () => {
    const now = ctx.clock.now();
    await ctx.db.execute(sql`
      insert into outbox_mails (sender, recipient, subject, html, text, headers, tags, accepted_at)
      values ('a@example.com', 'b@example.com', 's', 'h', 't', '{}', '{}', ${now})`);
    await ctx.db.execute(sql`
      insert into outbox_requests (idempotency_key, body_hash, mail_ids, accepted_at) values ('k', 'h', '{}', ${now})`);
    await ctx.db.execute(sql`
      insert into notices (kind, recipient, props, state, created_at, settled_at) values
        ('operator-alert', 'o@example.com', '{}', 'submitted', ${now}, ${now}),
        ('operator-alert', 'o@example.com', '{}', 'pending', ${now}, null)`);
    ctx.clock.advance(31 * dayMs);
    expect(await runHousekeeping(ctx)).toMatchObject({ mails: 2 });
    expect([await count("outbox_mails"), await count("outbox_requests"), await count("notices")]).toEqual([
      0, 0, 1,
    ]);
  });

  it("thins old signals to how the paper began and how each day ended", async () => {
    await ctx.db.execute(sql`
      insert into papers (id, title, abstract, authors, published_at, first_seen_at, updated_at)
      values ('2606.00001', 't', 'a', '{x}', ${ctx.clock.now()}, ${ctx.clock.now()}, ${ctx.clock.now()})`);
    await ctx.db.execute(sql`
      insert into paper_signals (paper_id, observed_at, upvotes, comments)
      select '2606.00001', t, extract(epoch from t - '2026-06-16')::int / 3600, 0
      from generate_series('2026-06-16T00:00Z'::timestamptz, '2026-06-18T02:00Z', interval '1 hour') t`);
    ctx.clock.set("2026-07-17T12:00:00Z"); // thirty days after noon of the 17th: that day is not yet thinned
    expect(await runHousekeeping(ctx)).toMatchObject({ signals: 22 });
    const { rows } = await ctx.db.execute<{ at: string }>(sql`
      select to_char(observed_at, 'DD HH24') as at from paper_signals where observed_at < '2026-06-17T01:30Z' order by observed_at`);
    expect(rows.map(({ at }) => at)).toEqual(["16 00", "16 23", "17 00", "17 01"]);
    expect(await runHousekeeping(ctx)).toMatchObject({ signals: 0 });
    ctx.clock.set("2027-01-01T12:00:00Z");
    await runHousekeeping(ctx);
    expect(await count("paper_signals")).toBe(4);
  });

  it("drops old runs, refused items and finished alerts, but no day's last good run of a source", async () => {
    const now = ctx.clock.now();
    await ctx.db.execute(sql`
      insert into source_runs (source, day, started_at, finished_at, is_ok, papers, rejected) values
        ('hf', '2026-06-16', ${now}, ${now}, true, 1, 0), ('hf', '2026-06-16', ${now}, ${now}, true, 2, 0),
        ('hf', '2026-06-17', ${now}, ${now}, true, 1, 0),
        ('hf', '2026-06-18', ${now}, ${now}, false, 0, 0)`);
    await ctx.db.execute(sql`
      insert into rejected_items (source, day, item_id, reason, first_seen_at) values ('hf', '2026-06-16', '#1', 'r', ${now})`);
    await ctx.db.execute(sql`
      insert into alerts (kind, subject, message, raised_at, cleared_at) values
        ('uncertain', 'a', 'm', ${now}, ${now}), ('uncertain', 'b', 'm', ${now}, null)`);
    ctx.clock.advance(91 * dayMs);
    expect(await runHousekeeping(ctx)).toMatchObject({ runs: 3 });
    const { rows } = await ctx.db.execute(sql`select day::text as day, papers from source_runs order by day`);
    expect(rows).toEqual([
      { day: "2026-06-16", papers: 2 },
      { day: "2026-06-17", papers: 1 },
    ]);
    expect([await count("rejected_items"), await count("alerts")]).toEqual([0, 1]);
  });

  it("never touches the ledger", async () => {
    await plantSubscribers(ctx, 3);
    await plantEdition(ctx);
    ctx.clock.advance(10_000 * dayMs);
    await runHousekeeping(ctx);
    expect([await count("editions"), await count("deliveries"), await count("batches")]).toEqual([1, 3, 1]);
  });

  it("keeps for ever what is set to 0", async () => {
    const forever = await createTestContext({ env: { RETENTION_EVENTS_DAYS: "0" } });
    try {
      await forever.db.execute(sql`
        insert into provider_events (id, type, occurred_at, received_at, payload, applied_at)
        values ('old', 'email.sent', '2001-01-01', '2001-01-01', '{}', '2001-01-01')`);
      expect(await runHousekeeping(forever)).toMatchObject({ events: 0 });
    } finally {
      await forever.close();
    }
  });
});

it.each(
  redisUrls(),
)("housekeeping is done by a worker when the ledger says that it is due, on $backend", async ({ url }) => {
  const own = await createTestContext({
    now: "2026-06-18T02:36:00Z",
    env: {
      DISPATCH_EVERY_MS: "500",
      ...(url === null ? {} : { REDIS_URL: url, QUEUE_PREFIX: `{housekeeping-${process.pid}}` }),
    },
  });
  try {
    await own.db.execute(sql`
      insert into provider_events (id, type, occurred_at, received_at, payload, applied_at)
      values ('old', 'email.sent', '2001-01-01', '2001-01-01', '{}', '2001-01-01')`);
    await dispatchDue(own); // from here on it keeps time
    own.clock.set("2026-06-18T02:37:00Z");
    const workers = await startWorkers(own, ["dispatch", "housekeeping"]);
    await vi.waitFor(
      async () => expect((await own.db.execute(sql`select from provider_events`)).rows).toEqual([]),
      { timeout: 15_000, interval: 100 },
    );
    await workers.close();
  } finally {
    await own.close();
  }
});
