import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { isUnmarked } from "../papers/marks-store.ts";
import { findLastLook } from "../papers/runs-store.ts";
import { type BrowsedPaper, listBrowsedPapers } from "./listed-papers.ts";
import { readWithinLimit } from "./statement-limit.ts";

/** Over how long gained votes are counted. */
export const trendingWindows = ["day", "three", "week"] as const;
export type TrendingWindow = (typeof trendingWindows)[number];

const dayMs = 24 * 60 * 60_000;
const lengthMs: Record<TrendingWindow, number> = { day: dayMs, three: 3 * dayMs, week: 7 * dayMs };

type TrendingPaper = BrowsedPaper & {
  /** Upvotes within the window; at least 1. */
  gained: number;
};

export type Trending = {
  /** When the window ended (UTC): the last look at the source of votes. */
  lastLook: Date;
  /** Those that gained most first. */
  papers: TrendingPaper[];
};

const mostShown = 40;

/**
 * What gained most votes in the time before the last look, whatever day it is from; null when nobody has looked yet. A
 * paper that was first listed within that time began with none; one that was only seen later than it was listed began
 * with what was seen first. What was withdrawn or dropped is left out.
 *
 * @throws {ListTooSlowError}
 */
export function readTrending(db: Database, window: TrendingWindow): Promise<Trending | null> {
  return readWithinLimit(db, async (tx) => {
    const lastLook = await findLastLook(tx);
    if (lastLook === null) return null;
    const gains = await listGains(tx, new Date(lastLook.getTime() - lengthMs[window]), lastLook);
    const papers = await listBrowsedPapers(tx, [...gains.keys()]);
    return { lastLook, papers: papers.map((paper) => ({ ...paper, gained: gains.get(paper.id) ?? 0 })) };
  });
}

/** How many votes papers gained between two instants, by id, the most first. */
async function listGains(db: Database, since: Date, until: Date): Promise<Map<string, number>> {
  const [from, to] = [since, until].map((at) => sql`${at.toISOString()}::timestamptz`);
  const { rows } = await db.execute<{ id: string; gained: number }>(sql`
    with moved as materialized (
      select distinct paper_id from paper_signals where observed_at > ${from} and observed_at <= ${to})
    select id, gained from (
      select m.paper_id as id, now.upvotes as upvotes, now.upvotes - coalesce(before.upvotes,
        case when exists (select from paper_listings l where l.paper_id = m.paper_id and l.day < (${from})::date)
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
