import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startWorkers } from "../../../workers/main.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { oneBatchEach, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";
import { isShort } from "../short.ts";

let ctx: TestContext;
afterEach(() => ctx.close());

const patience = { timeout: 60_000, interval: 50 };
const readers = isShort ? 60 : 300;

type Sessions = { open: number; listening: number; names: string[] };

/** The sessions of one context, by their name: connections that another was lent are kept beside them. */
async function countSessions(role: string): Promise<Sessions> {
  const { rows } = await ctx.db.execute<Sessions>(sql`
    select count(*)::int as open, (count(*) filter (where query ilike 'listen%'))::int as listening,
      array_agg(distinct application_name) as names
    from pg_stat_activity where datname = current_database() and application_name = ${`paperboy ${role}`}`);
  const [row] = rows;
  if (!row) throw new Error("a count is always told");
  return row;
}

describe.each(redisUrls())("a worker on every queue in $backend", ({ backend, url }) => {
  const role = `worker on ${backend}`;
  const bound = url === null ? { most: 20, listening: 1 } : { most: 8, listening: 0 };

  it(`has at most ${bound.most} connections to PostgreSQL in a send, and hears again when it was cut off`, async () => {
    ctx = await createTestContext({
      env: {
        MAIL_TRANSPORT: "outbox",
        QUEUE_PREFIX: `{bound-${backend}-${process.pid}}`,
        ...(url === null ? {} : { REDIS_URL: url }),
      },
      clock: createRunningClock(),
      overrides: { role },
    });
    await plantSubscribers(ctx, readers);
    const { id } = await plantEdition(ctx, { period: "2026-06-17" });
    await oneBatchEach(ctx, id);
    const workers = await startWorkers(ctx);
    let most = 0;
    try {
      await vi.waitFor(async () => {
        most = Math.max(most, (await countSessions(role)).open);
        expect(await statusOf(ctx, id)).toMatchObject({ submitted: readers });
      }, patience);
      expect(most).toBeGreaterThan(2);
      expect(most).toBeLessThanOrEqual(bound.most);
      expect((await countSessions(role)).listening).toBe(bound.listening);
      await ctx.db.execute(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`);
      await vi.waitFor(
        async () => expect((await countSessions(role)).listening).toBe(bound.listening),
        patience,
      );
      expect(await ctx.metrics.registry.getSingleMetricAsString("paperboy_database_connections")).toMatch(
        /\{pool="database",state="most"\} 8/,
      );
    } finally {
      await workers.close();
    }
  }, 180_000);
});
