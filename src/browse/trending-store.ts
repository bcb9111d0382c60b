import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { isUnmarked } from "../papers/marks-store.ts";

/** Longer lists are not read. */
const mostShown = 40;

/** How many votes papers gained between two instants, by id, the most first. */
export async function listGains(db: Database, since: Date, until: Date): Promise<Map<string, number>> {
  const [from, to] = [since, until].map((at) => sql`${at.toISOString()}::timestamptz`);
  const { rows } = await db.execute<{ id: string; gained: number }>(sql`
    with moved as materialized (
      select distinct paper_id from paper_signals where observed_at > ${from} and observed_at <= ${to})
    select id, gained from (
      select m.paper_id as id, now.upvotes as upvotes, now.upvotes - coalesce(before.upvotes,
        case when exists (select from paper_listings l where l.paper_id = m.paper_id and l.source = 'huggingface'
          and l.day < (${from} at time zone 'UTC')::date)
          then first.upvotes else 0 end) as gained
      from moved m
      join lateral (select upvotes from paper_signals s
        where s.paper_id = m.paper_id and s.observed_at <= ${to} order by s.observed_at desc limit 1) now on true
      left join lateral (select upvotes from paper_signals s
        where s.paper_id = m.paper_id and s.observed_at <= ${from} order by s.observed_at desc limit 1) before on true
      left join lateral (select upvotes from paper_signals s
        where s.paper_id = m.paper_id order by s.observed_at limit 1) first on true
    ) gains join papers p using (id)
    where gained > 0 and ${isUnmarked} order by gained desc, upvotes desc, id limit ${mostShown}`);
  return new Map(rows.map(({ id, gained }) => [id, gained]));
}
