import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import { listLooks } from "./runs-store.ts";

/** What the papers that a source with votes lists on one day had gathered by the newest look. */
export type DayVotes = {
  /** `YYYY-MM-DD` (UTC). */
  day: string;
  /** When that day was last looked at with success; null when that is not known. */
  lookedAt: Date | null;
  /** By paper, without those that were dropped or withdrawn. */
  votes: Map<string, number>;
};

/**
 * The newest votes known at `now` of those days that have papers with votes, by day. A signal is stored on change only,
 * so votes may be as of a look long before `lookedAt`, and were the same then.
 */
export async function listDayVotes(db: Database, days: string[], now: Date): Promise<Map<string, DayVotes>> {
  const byDay = new Map<string, DayVotes>();
  // The last of each day wins.
  const looks = new Map((await listLooks(db, days, now)).map((look) => [look.day, look.startedAt]));
  for (const { day, id, votes, seenAt } of await listNewestVotes(db, days, now)) {
    const known = byDay.get(day) ?? {
      day,
      lookedAt: looks.get(day) ?? null,
      votes: new Map<string, number>(),
    };
    known.votes.set(id, votes);
    // Runs are let go of in time: a change that was seen proves a look too.
    if (seenAt !== null && (known.lookedAt === null || seenAt > known.lookedAt)) known.lookedAt = seenAt;
    byDay.set(day, known);
  }
  return byDay;
}

type NewestVotes = { day: string; id: string; votes: number; seenAt: Date | null };
type NewestRow = { day: string; id: string; votes: number | null; seenAt: string | null };

/** `seenAt` is null also for a paper that was listed again on a later day, for then that day was looked at. */
async function listNewestVotes(db: Database, days: string[], now: Date): Promise<NewestVotes[]> {
  const { rows } = await db.execute<NewestRow>(sql`
    select l.day::text as day, l.paper_id as id, s.upvotes as votes, case when not exists (
      select from paper_listings o where o.paper_id = l.paper_id and o.day > l.day) then s.observed_at end as "seenAt"
    from paper_listings l join papers p on p.id = l.paper_id
    left join lateral (select upvotes, observed_at from paper_signals where paper_id = l.paper_id
      and observed_at <= ${now.toISOString()}::timestamptz order by observed_at desc limit 1) s on true
    where l.day = any(${sqlArray(days)}::date[]) and l.source = 'huggingface' and l.dropped_at is null
      and p.withdrawn_at is null
    order by l.day, l.paper_id`);
  return rows.map(({ seenAt, votes, ...row }) => ({
    ...row,
    votes: votes ?? 0,
    seenAt: seenAt === null ? null : new Date(seenAt),
  }));
}
