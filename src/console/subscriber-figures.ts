import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { type Standing, standingOfRow } from "../subscribers/store.ts";
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

/** So much room do fewer subscribers never take, in bytes; more may have been there. */
const roomOfMany = 12_000_000;

async function mayBeMany(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ isMuch: boolean }>(
    sql`select pg_relation_size('subscribers') > ${roomOfMany} as "isMuch"`,
  );
  return rows[0]?.isMuch ?? false;
}

/** How many subscribers stand where; erased readers are in no figure. */
export const standingFigures: FigureSource<{ standings: StandingCount[] }> = {
  name: "standings",
  count: async (db) => ({ standings: await countStandings(db) }),
  mayBeLarge: mayBeMany,
  isLarge: ({ standings }) => isMany(standings),
  renewedMs: 150_000,
};

/** How many read, and how that came to be. Erased readers are in no figure. */
export const subscriberFigures: FigureSource<SubscriberFigures> = {
  name: "subscribers",
  count: countSubscriberFigures,
  mayBeLarge: mayBeMany,
  isLarge: ({ standings }) => isMany(standings),
  renewedMs: 15 * 60_000,
};

async function countStandings(db: Database): Promise<StandingCount[]> {
  const { rows } = await db.execute<StandingCount>(
    sql`select ${standingOfRow} as standing, count(*)::int as count from subscribers group by 1 order by count(*) desc`,
  );
  return rows;
}

type FigureRow = Pick<SubscriberFigures, "standings" | "cadences" | "days">;

/** All from one pass over the subscribers: there may be a million. */
async function countSubscriberFigures(db: Database, now: Date): Promise<SubscriberFigures> {
  const { rows: idle } = await db.execute<SubscriberFigures["idle"]>(sql`
    select count(*) filter (where s.state = 'active')::int as asked,
      count(*) filter (where s.state = 'paused' and i.paused_at is not null)::int as paused
    from idle_readers i join subscribers s on s.id = i.subscriber_id where i.ended_at is null`);
  const { rows } = await db.execute<FigureRow>(sql`
    with alike as materialized (
      select case when is_suppressed then 'suppressed' else state end as standing, cadence, joined_on,
        case when left_at is not null then greatest(confirmed_at, left_at)::date end as left_on, count(*)::int as count
      from (select s.state, s.cadence, x.address_hash is not null as is_suppressed, s.confirmed_at,
          s.confirmed_at::date as joined_on,
          case when s.confirmed_at is not null
            then least(case when s.state = 'unsubscribed' then s.unsubscribed_at end, x.created_at) end as left_at
        from subscribers s left join suppressions x using (address_hash)) s
      group by 1, 2, 3, 4
    ), daily as (
      select day, sum(joined)::int as joined, sum(gone)::int as gone from (
        select joined_on as day, count as joined, 0 as gone from alike where joined_on is not null
        union all select left_on, 0, count from alike where left_on is not null) moves group by day
    ), calendar as (
      select generate_series(${now}::timestamptz::date - ${shownDays - 1}::int, ${now}::timestamptz::date, interval '1 day')::date as day
    )
    select (select coalesce(jsonb_agg(s order by count desc), '[]') from
        (select standing, sum(count)::int as count from alike group by standing) s) as standings,
      (select coalesce(jsonb_agg(c order by count desc), '[]') from
        (select cadence, sum(count)::int as count from alike where standing = 'active' group by cadence) c) as cadences,
      (select jsonb_agg(jsonb_build_object('day', c.day::text, 'joined', coalesce(d.joined, 0), 'left', coalesce(d.gone, 0),
          'readers', (select coalesce(sum(b.joined - b.gone), 0)::int from daily b where b.day <= c.day)) order by c.day)
        from calendar c left join daily d using (day)) as days`);
  const { standings, cadences, days } = rows[0] ?? { standings: [], cadences: [], days: [] };
  return { standings, cadences, idle: idle[0] ?? { asked: 0, paused: 0 }, days };
}
