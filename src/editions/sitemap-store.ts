import { desc, sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { isReleased } from "./released.ts";
import { editions } from "./tables.ts";

/** As many as one file of a sitemap may name, with room for the other pages: forty years of days. */
const mostEditions = 20_000;

/** All editions that were let go, the latest first, with when each was, or was revised last. */
export function listEditionPeriods(
  db: Database,
): Promise<{ cadence: Cadence; period: string; changedAt: Date }[]> {
  return db
    .select({
      cadence: editions.cadence,
      period: editions.period,
      changedAt: sql<Date>`greatest(${editions.revisedAt}, ${editions.releasedAt})`.mapWith(
        editions.publishedAt,
      ),
    })
    .from(editions)
    .where(isReleased)
    .orderBy(desc(editions.publishedAt), editions.id)
    .limit(mostEditions);
}
