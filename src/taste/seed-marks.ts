import type { Context } from "../context.ts";
import { joinReadingLists, parseReadingList, type ReadingList } from "../papers/parse-reading-list.ts";
import { lockSubscriber } from "../subscribers/store.ts";
import { roomFor } from "./mark-paper.ts";
import { insertMarks, listKnownPaperIds, listMarksOn } from "./marks-store.ts";
import { recomputeProfile } from "./recompute-profile.ts";

export type SeedResult = Pick<ReadingList, "unread" | "unreadCount" | "isCut"> & {
  /** How many papers are marked now that were not. */
  marked: number;
  /** How many stood so already. */
  known: number;
  /** Ids of papers that have never been collected here, in the order of the list. */
  missing: string[];
  /** How many could not be marked since a reader has only so many marks. */
  tooMany: number;
};

/**
 * Marks the papers of a reader's lists, each in any form that `parseReadingList` reads, as what they want more of. Safe to
 * repeat: a second time all of them are known.
 *
 * @returns null when the reader has been erased.
 */
export async function seedMarks(
  ctx: Context,
  { subscriberId, texts }: { subscriberId: string; texts: string[] },
): Promise<SeedResult | null> {
  const { ids, unread, unreadCount, isCut } = joinReadingLists(texts.map(parseReadingList));
  const done = await ctx.db.transaction(async (tx) => {
    if (!(await lockSubscriber(tx, subscriberId))) return null;
    const here = await listKnownPaperIds(tx, ids);
    const marks = await listMarksOn(tx, subscriberId, [...here]);
    const found = ids.filter((id) => here.has(id));
    const fresh = found.filter((id) => !marks.get(id)?.includes("more"));
    const paperIds = fresh.slice(0, Math.max(0, await roomFor(tx, subscriberId)));
    const now = ctx.clock.now();
    const marked = await insertMarks(tx, { subscriberId, paperIds, kind: "more", now });
    return {
      marked,
      known: found.length - fresh.length,
      missing: ids.filter((id) => !here.has(id)),
      tooMany: fresh.length - paperIds.length,
    };
  });
  if (done === null) return null;
  if (done.marked > 0) await recomputeProfile(ctx, subscriberId);
  return { ...done, unread, unreadCount, isCut };
}
