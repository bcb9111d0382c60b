import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

export type SubscriberFigures = {
  states: { state: string; count: number }[];
  /** Of the active ones. */
  cadences: { cadence: string; count: number }[];
  /** Confirmed and not gone at the end of each of the last 90 days (UTC), and who came and left on it. */
  days: { day: string; readers: number; joined: number; left: number }[];
};

const shownDays = 90;

/** How many read, and how that came to be. Erased readers are in no figure. */
export async function subscriberFigures(db: Database, now: Date): Promise<SubscriberFigures> {
  const { rows: states } = await db.execute<{ state: string; count: number }>(
    sql`select state, count(*)::int as count from subscribers group by state order by count(*) desc`,
  );
  const { rows: cadences } = await db.execute<{ cadence: string; count: number }>(sql`
    select cadence, count(*)::int as count from subscribers where state = 'active' group by cadence order by count(*) desc`);
  const { rows: days } = await db.execute<SubscriberFigures["days"][number]>(sql`
    with moves as (
      select confirmed_at::date as day, 1 as joined, 0 as gone from subscribers where confirmed_at is not null
      union all
      select unsubscribed_at::date, 0, 1 from subscribers
      where state = 'unsubscribed' and unsubscribed_at is not null and confirmed_at is not null
    ), daily as (
      select day, sum(joined)::int as joined, sum(gone)::int as gone from moves group by day
    ), calendar as (
      select generate_series(${now}::timestamptz::date - ${shownDays - 1}::int, ${now}::timestamptz::date, interval '1 day')::date as day
    )
    select c.day::text as day, coalesce(d.joined, 0) as joined, coalesce(d.gone, 0) as "left",
      (select coalesce(sum(joined - gone), 0)::int from daily b where b.day <= c.day) as readers
    from calendar c left join daily d using (day) order by c.day`);
  return { states, cadences, days };
}
