import { sql } from "drizzle-orm";
import type { Period } from "../calendar/page-periods.ts";
import { periodOf } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { isReleasedAs } from "./released.ts";

export type Neighbours = { previous: string | null; next: string | null };

/**
 * The nearest periods before and after one that have an edition which was let go, or papers that a source lists; null at the ends.
 *
 * @param today the last day of which a list counts (`YYYY-MM-DD`, UTC).
 */
export async function findNeighbours(
  db: Database,
  { cadence, period, firstDay, lastDay }: Period,
  today: string,
): Promise<Neighbours> {
  const { rows } = await db.execute<Record<"before" | "after" | "dayBefore" | "dayAfter", string | null>>(sql`
    select
      (select max(period) from editions where cadence = ${cadence} and period < ${period} and ${isReleasedAs("editions")}) as before,
      (select min(period) from editions where cadence = ${cadence} and period > ${period} and ${isReleasedAs("editions")}) as after,
      (select max(day)::text from paper_listings where day < ${firstDay} and dropped_at is null) as "dayBefore",
      (select min(day)::text from paper_listings where day > ${lastDay} and day <= ${today} and dropped_at is null) as "dayAfter"`);
  const { before = null, after = null, dayBefore = null, dayAfter = null } = rows[0] ?? {};
  const listed = (day: string | null) => (day === null ? [] : [periodOf(cadence, day)]);
  const known = (edition: string | null) => (edition === null ? [] : [edition]);
  // Periods of one cadence stand in the order of their letters.
  return {
    previous: [...known(before), ...listed(dayBefore)].toSorted().at(-1) ?? null,
    next: [...known(after), ...listed(dayAfter)].toSorted()[0] ?? null,
  };
}

/** The newest day up to `today` of which a source lists papers, `YYYY-MM-DD` (UTC), or null when there is none. */
export async function findNewestListedDay(db: Database, today: string): Promise<string | null> {
  const { rows } = await db.execute<{ day: string | null }>(
    sql`select max(day)::text as day from paper_listings where day <= ${today} and dropped_at is null`,
  );
  return rows[0]?.day ?? null;
}
