import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";

/** That a paper was on the list of a day where votes are counted. */
type DayListing = {
  paperId: string;
  /** `YYYY-MM-DD` (UTC). */
  day: string;
  /** When it was first seen on the list of that day. */
  listedAt: Date;
};

/**
 * What the lists of some days where votes are counted held by an instant, by day and id: without papers that were
 * withdrawn, and those that their source dropped. What arXiv alone announced has no place among them.
 */
export async function listVotedListings(db: Database, days: string[], until: Date): Promise<DayListing[]> {
  const { rows } = await db.execute<{ paperId: string; day: string; listedAt: string }>(sql`
    select l.paper_id as "paperId", l.day::text as day, l.first_seen_at as "listedAt"
    from paper_listings l join papers p on p.id = l.paper_id
    where l.day = any(${sqlArray(days)}::date[]) and l.source = 'huggingface'
      and l.dropped_at is null and p.withdrawn_at is null
      and l.first_seen_at <= ${until.toISOString()}::timestamptz
    order by l.day, l.paper_id`);
  return rows.map((row) => ({ ...row, listedAt: new Date(row.listedAt) }));
}

/** The upvotes of the papers that were listed within some days where votes are counted. */
export type RecentVotes = {
  /** One number for each paper, the fewest first. */
  upvotes: number[];
  /** On how many of the days papers were listed. */
  listedDays: number;
  /** The first of these, `YYYY-MM-DD` (UTC). */
  firstDay: string;
};

/** The upvotes of the papers of some days as they were at an instant; null when none was listed. Both days count. */
export async function findRecentVotes(
  db: Database,
  { firstDay, lastDay }: { firstDay: string; lastDay: string },
  until: Date,
): Promise<RecentVotes | null> {
  const at = sql`${until.toISOString()}::timestamptz`;
  const { rows } = await db.execute<{ upvotes: number[] | null; listedDays: number; firstDay: string }>(sql`
    with listed as (
      select paper_id, day from paper_listings
      where source = 'huggingface' and day between ${firstDay} and ${lastDay} and dropped_at is null
        and first_seen_at <= ${at}
    )
    select (select array_agg(upvotes order by upvotes) from (
        select coalesce(s.upvotes, 0) as upvotes from (select distinct paper_id from listed) l
        left join lateral (
          select s.upvotes from paper_signals s where s.paper_id = l.paper_id and s.observed_at <= ${at}
          order by s.observed_at desc limit 1
        ) s on true) v) as upvotes,
      count(distinct day)::int as "listedDays", min(day)::text as "firstDay"
    from listed`);
  const [row] = rows;
  return row?.upvotes ? { ...row, upvotes: row.upvotes } : null;
}

/**
 * The papers of organisations that were listed within some days where votes are counted, each on its first day of
 * them, in the order in which they were listed. Both days count.
 */
export async function listOrganizationPapers(
  db: Database,
  organizations: string[],
  { firstDay, lastDay }: { firstDay: string; lastDay: string },
): Promise<{ paperId: string; organization: string; day: string }[]> {
  if (organizations.length === 0) return [];
  const { rows } = await db.execute<{ paperId: string; organization: string; day: string }>(sql`
    select p.id as "paperId", p.organization, min(l.day)::text as day
    from paper_listings l join papers p on p.id = l.paper_id
    where l.source = 'huggingface' and l.day between ${firstDay} and ${lastDay} and l.dropped_at is null
      and p.organization = any(${sqlArray(organizations)}::text[]) and p.withdrawn_at is null
    group by p.id, p.organization order by min(l.day), min(l.first_seen_at), p.id`);
  return rows;
}
