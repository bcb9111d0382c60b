import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { isSuppressedRow, type Standing, standingOfRow } from "../subscribers/store.ts";
import type { FigureSource } from "./kept-figures-store.ts";

export type SubscriberFigures = {
  /** Each subscriber stands in one: the suppressed are counted apart, whatever their state. */
  standings: { standing: Standing; count: number }[];
  /** Of the active ones whose address is not suppressed. */
  cadences: { cadence: string; count: number }[];
  /** Who was asked whether they still read and gave no sign since: those who are active yet, and those who were paused. */
  idle: { asked: number; paused: number };
  /** Confirmed, not gone and not suppressed at the end of each of the last 90 days (UTC), and who came and left on it. */
  days: { day: string; readers: number; joined: number; left: number }[];
};

const shownDays = 90;

/** From so many subscribers on, counting them all at each look is felt. */
const manySubscribers = 50_000;

const isMany = (standings: StandingCount[]) =>
  standings.reduce((sum, { count }) => sum + count, 0) >= manySubscribers;

export type StandingCount = SubscriberFigures["standings"][number];

/** How many subscribers stand where; erased readers are in no figure. */
export const standingFigures: FigureSource<{ standings: StandingCount[] }> = {
  name: "standings",
  count: async (db) => ({ standings: await countStandings(db) }),
  isLarge: ({ standings }) => isMany(standings),
};

/** How many read, and how that came to be. Erased readers are in no figure. */
export const subscriberFigures: FigureSource<SubscriberFigures> = {
  name: "subscribers",
  count: countSubscriberFigures,
  isLarge: ({ standings }) => isMany(standings),
};

async function countStandings(db: Database): Promise<StandingCount[]> {
  const { rows } = await db.execute<StandingCount>(
    sql`select ${standingOfRow} as standing, count(*)::int as count from subscribers group by 1 order by count(*) desc`,
  );
  return rows;
}

async function countSubscriberFigures(db: Database, now: Date): Promise<SubscriberFigures> {
  const standings = await countStandings(db);
  const { rows: cadences } = await db.execute<{ cadence: string; count: number }>(sql`
    select cadence, count(*)::int as count from subscribers
    where state = 'active' and not ${isSuppressedRow} group by cadence order by count(*) desc`);
  const { rows: idle } = await db.execute<SubscriberFigures["idle"]>(sql`
    select count(*) filter (where s.state = 'active')::int as asked,
      count(*) filter (where s.state = 'paused' and i.paused_at is not null)::int as paused
    from idle_readers i join subscribers s on s.id = i.subscriber_id where i.ended_at is null`);
  const { rows: days } = await db.execute<SubscriberFigures["days"][number]>(sql`
    with moves as (
      select confirmed_at::date as day, 1 as joined, 0 as gone from subscribers where confirmed_at is not null
      union all
      select greatest(confirmed_at, least(s.unsubscribed_at, x.created_at))::date, 0, 1
      from (select confirmed_at, case when state = 'unsubscribed' then unsubscribed_at end as unsubscribed_at, address_hash
        from subscribers where confirmed_at is not null) s
      left join suppressions x using (address_hash)
      where s.unsubscribed_at is not null or x.created_at is not null
    ), daily as (
      select day, sum(joined)::int as joined, sum(gone)::int as gone from moves group by day
    ), calendar as (
      select generate_series(${now}::timestamptz::date - ${shownDays - 1}::int, ${now}::timestamptz::date, interval '1 day')::date as day
    )
    select c.day::text as day, coalesce(d.joined, 0) as joined, coalesce(d.gone, 0) as "left",
      (select coalesce(sum(joined - gone), 0)::int from daily b where b.day <= c.day) as readers
    from calendar c left join daily d using (day) order by c.day`);
  return { standings, cadences, idle: idle[0] ?? { asked: 0, paused: 0 }, days };
}
