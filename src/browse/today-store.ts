import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

/** What was on the lists of a day by an instant. */
export async function listIdsSeenBy(db: Database, day: string, at: Date): Promise<Set<string>> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct paper_id as id from paper_listings
    where day = ${day} and first_seen_at <= ${at.toISOString()}::timestamptz`);
  return new Set(rows.map(({ id }) => id));
}
