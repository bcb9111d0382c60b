import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

/** When the first paper of a day where votes are counted was seen (UTC); null while there is none. */
export async function findFirstListedAt(db: Database, day: string): Promise<Date | null> {
  const { rows } = await db.execute<{ at: string | null }>(sql`
    select min(first_seen_at) as at from paper_listings where day = ${day} and source = 'huggingface'`);
  const at = rows[0]?.at ?? null;
  return at === null ? null : new Date(at);
}

/** What was on the lists of a day by an instant. */
export async function listIdsSeenBy(db: Database, day: string, at: Date): Promise<Set<string>> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct paper_id as id from paper_listings
    where day = ${day} and first_seen_at <= ${at.toISOString()}::timestamptz`);
  return new Set(rows.map(({ id }) => id));
}
