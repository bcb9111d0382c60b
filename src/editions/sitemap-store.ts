import { desc } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { editions } from "./tables.ts";

/** As many as one file of a sitemap may name, with room for the other pages: forty years of days. */
const mostEditions = 20_000;

/** All editions, the latest first. */
export function listEditionPeriods(
  db: Database,
): Promise<{ cadence: Cadence; period: string; publishedAt: Date }[]> {
  return db
    .select({ cadence: editions.cadence, period: editions.period, publishedAt: editions.publishedAt })
    .from(editions)
    .orderBy(desc(editions.publishedAt), editions.id)
    .limit(mostEditions);
}
