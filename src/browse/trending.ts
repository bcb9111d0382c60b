import type { Database } from "../db/client.ts";
import { findLastLook } from "../papers/runs-store.ts";
import { type BrowsedPaper, listBrowsedPapers } from "./listed-papers.ts";
import { readList } from "./read-list.ts";
import { listGains } from "./trending-store.ts";

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

/**
 * What gained most votes in the time before the last look, whatever day it is from; null when nobody has looked yet. A
 * paper that was first listed within that time began with none; one that was only seen later than it was listed began
 * with what was seen first. What was withdrawn or dropped is left out.
 *
 * @throws {ListTooSlowError}
 */
export function readTrending(db: Database, window: TrendingWindow): Promise<Trending | null> {
  return readList(db, async (tx) => {
    const lastLook = await findLastLook(tx);
    if (lastLook === null) return null;
    const gains = await listGains(tx, new Date(lastLook.getTime() - lengthMs[window]), lastLook);
    const papers = await listBrowsedPapers(tx, [...gains.keys()]);
    return { lastLook, papers: papers.map((paper) => ({ ...paper, gained: gains.get(paper.id) ?? 0 })) };
  });
}
