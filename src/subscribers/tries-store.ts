import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { tryCounters } from "./tables.ts";

/** Makes changes that concern one subject take turns until the transaction ends. */
export async function lockSubject(tx: Database, subject: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 0))`);
}

/** Adds one to the counter of a window and returns what it now says. */
export async function recordTry(db: Database, key: string, windowStart: Date): Promise<number> {
  const [row] = await db
    .insert(tryCounters)
    .values({ key, windowStart, count: 1 })
    .onConflictDoUpdate({
      target: [tryCounters.key, tryCounters.windowStart],
      set: { count: sql`${tryCounters.count} + 1` },
    })
    .returning({ count: tryCounters.count });
  return row?.count ?? 1;
}

/** How many tries stand under a key since an instant, and when the last was. */
export async function countTriesSince(
  db: Database,
  key: string,
  since: Date,
): Promise<{ count: number; last: Date | null }> {
  const [row] = await db
    .select({
      count: sql<number>`coalesce(sum(${tryCounters.count}), 0)::int`,
      last: sql<Date | null>`max(${tryCounters.windowStart})`.mapWith(tryCounters.windowStart),
    })
    .from(tryCounters)
    .where(and(eq(tryCounters.key, key), gt(tryCounters.windowStart, since)));
  return { count: row?.count ?? 0, last: row?.last ?? null };
}

/** Forgets counters whose windows are long over; returns how many. */
export async function deleteTriesBefore(db: Database, before: Date): Promise<number> {
  const rows = await db
    .delete(tryCounters)
    .where(lt(tryCounters.windowStart, before))
    .returning({ key: tryCounters.key });
  return rows.length;
}
