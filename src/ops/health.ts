import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { pendingMigrations } from "../db/migrate.ts";
import { clockSkewMs } from "./doctor/check-database.ts";
import { reasonOf, within } from "./doctor/line.ts";
import { queryable } from "./queryable.ts";

export type HealthCheck = {
  name: "database" | "migrations" | "clock" | "queue";
  isOk: boolean;
  reason: string | null;
};

export type Readiness = { isReady: boolean; checks: HealthCheck[] };

const timeoutMs = 3_000;

/** Leases last 15 s: clocks that differ by this much let two workers hold one batch. */
const mostSkewMs = 10_000;

/**
 * Whether this process can serve: the database answers, its tables are those of this code, its clock is
 * right, the queue answers. Each with a time limit; reasons hold no secret.
 */
export async function checkReadiness(ctx: Context): Promise<Readiness> {
  const database = queryable(ctx.db);
  const checks = await Promise.all([
    check("database", async () => {
      await ctx.db.execute(sql`select 1`);
      return null;
    }),
    check("migrations", async () => {
      const pending = await pendingMigrations(database);
      return pending === 0 ? null : `${pending} migrations are missing`;
    }),
    check("clock", async () => {
      const skewMs = await clockSkewMs(database);
      return Math.abs(skewMs) <= mostSkewMs ? null : `the database's clock differs by ${skewMs} ms`;
    }),
    check("queue", async () => {
      await ctx.queues.ping();
      return null;
    }),
  ]);
  return { isReady: checks.every(({ isOk }) => isOk), checks };
}

async function check(name: HealthCheck["name"], look: () => Promise<string | null>): Promise<HealthCheck> {
  try {
    const reason = await within(timeoutMs, look());
    return { name, isOk: reason === null, reason };
  } catch (error) {
    return { name, isOk: false, reason: reasonOf(error) };
  }
}
