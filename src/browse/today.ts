import type { Database } from "../db/client.ts";
import type { FrozenPaper } from "../editions/edition.ts";
import { freezePaper } from "../editions/freeze-edition.ts";
import { rankEdition } from "../editions/rank-edition.ts";
import { listLooks } from "../papers/runs-store.ts";
import { type ListMove, moveOf } from "./moves.ts";
import { findFirstListedAt, listIdsSeenBy } from "./today-store.ts";

/**
 * When a day that runs was looked at (UTC), the oldest first; without the looks that found its list empty, since
 * which everything is new.
 *
 * @param day `YYYY-MM-DD` (UTC).
 */
export async function listLooksAtPapers(db: Database, day: string, now: Date): Promise<Date[]> {
  const firstListedAt = await findFirstListedAt(db, day);
  if (firstListedAt === null) return [];
  const looks = await listLooks(db, [day], now);
  return looks.map(({ finishedAt }) => finishedAt).filter((at) => at >= firstListedAt);
}

export type MovedPaper = { paper: FrozenPaper; move: ListMove | null };

/**
 * The papers of a day that runs, in the order of one look, with how each moved since an earlier one.
 *
 * @param day `YYYY-MM-DD` (UTC).
 * @param before the earlier look; null where there is none, and nothing moved.
 */
export async function rankWithMoves(
  db: Database,
  { day, look, before }: { day: string; look: Date; before: Date | null },
): Promise<MovedPaper[]> {
  const now = await rankOwn(db, day, look);
  if (before === null) return now.map((paper) => ({ paper, move: null }));
  const seen = await listIdsSeenBy(db, day, before);
  const then = (await rankOwn(db, day, before)).filter(({ id }) => seen.has(id));
  const known = new Map(then.map(({ id, upvotes }, at) => [id, { rank: at + 1, upvotes }]));
  return now.map((paper) => ({ paper, move: moveOf(paper, known.get(paper.id) ?? null) }));
}

async function rankOwn(db: Database, day: string, now: Date): Promise<FrozenPaper[]> {
  const ranked = await rankEdition(db, { cadence: "daily", period: day, now });
  return ranked.filter(({ section }) => section !== "late").map(freezePaper);
}
