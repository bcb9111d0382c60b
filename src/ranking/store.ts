import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";

/** The latest day, not after another, on which a source listed a paper; null when there is none. */
export async function findLatestListedDay(db: Database, until: string): Promise<string | null> {
  const { rows } = await db.execute<{ day: string | null }>(
    sql`select max(day)::text as day from paper_listings where day <= ${until}::date`,
  );
  return rows[0]?.day ?? null;
}

/**
 * The days on which a source that counts votes lists each of these papers, the first day first; a day from which the
 * source took a paper again is none of them.
 */
export async function listVotedDays(db: Database, ids: string[]): Promise<Map<string, string[]>> {
  const { rows } = await db.execute<{ id: string; days: string[] }>(sql`
    select paper_id as id, array_agg(day::text order by day) as days from paper_listings
    where paper_id = any(${sqlArray(ids)}::text[]) and source = 'huggingface' and dropped_at is null
    group by paper_id`);
  return new Map(rows.map(({ id, days }) => [id, days]));
}

/** For so long votes are looked at; a signal that came later is of a day on which the paper was listed again. */
const signalsOfDay = sql`interval '15 days'`;

/**
 * What stands for the looks at days whose own marks are forgotten: the newest signal that any of their papers had by an
 * instant.
 */
export async function listNewestSignals(
  db: Database,
  days: string[],
  until: Date,
): Promise<{ day: string; startedAt: Date }[]> {
  if (days.length === 0) return [];
  const { rows } = await db.execute<{ day: string; at: string }>(sql`
    select l.day::text as day, max(s.observed_at) as at
    from paper_listings l join paper_signals s on s.paper_id = l.paper_id
    where l.day = any(${sqlArray(days)}::date[]) and l.source = 'huggingface'
      and s.observed_at <= ${until.toISOString()}::timestamptz and s.observed_at < l.day + ${signalsOfDay}
    group by l.day`);
  return rows.map(({ day, at }) => ({ day, startedAt: new Date(at) }));
}
