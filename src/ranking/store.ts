import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

/** The latest day, not after another, on which a source listed a paper; null when there is none. */
export async function findLatestListedDay(db: Database, until: string): Promise<string | null> {
  const { rows } = await db.execute<{ day: string | null }>(
    sql`select max(day)::text as day from paper_listings where day <= ${until}::date`,
  );
  return rows[0]?.day ?? null;
}
