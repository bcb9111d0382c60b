import type { Context } from "../context.ts";
import { lockSubscriber } from "../subscribers/store.ts";
import { roomFor } from "./mark-paper.ts";
import { listKnownPaperIds } from "./marks-store.ts";
import type { SavedPaper } from "./reading-list.ts";
import { insertSavedPapers, listSavedAmong } from "./reading-list-store.ts";
import { recomputeProfile } from "./recompute-profile.ts";

export type SavedPapers = {
  added: number;
  /** Ids of those that were not taken: they were never collected here, or the reader has no room for more marks. */
  missing: string[];
  leftOut: string[];
};

/**
 * Saves several papers at once with the times that they come with, as of a list that a browser kept or a paper that was
 * taken off by mistake; the first ones while there is room. Safe to repeat: what is saved already stays as it is. Of a
 * reader who has been erased nothing is saved.
 */
export async function savePapers(
  ctx: Context,
  { subscriberId, papers }: { subscriberId: string; papers: SavedPaper[] },
): Promise<SavedPapers> {
  const result = await ctx.db.transaction(async (tx): Promise<SavedPapers> => {
    // Held, so that the count of marks stays true.
    if (!(await lockSubscriber(tx, subscriberId))) return { added: 0, missing: [], leftOut: [] };
    const ids = papers.map(({ paperId }) => paperId);
    const known = await listKnownPaperIds(tx, ids);
    const saved = new Set((await listSavedAmong(tx, subscriberId, ids)).map(({ paperId }) => paperId));
    const fresh = papers.filter(({ paperId }) => known.has(paperId) && !saved.has(paperId));
    const taken = fresh.slice(0, Math.max(0, await roomFor(tx, subscriberId)));
    return {
      added: await insertSavedPapers(tx, subscriberId, taken),
      missing: ids.filter((id) => !known.has(id)),
      leftOut: fresh.slice(taken.length).map(({ paperId }) => paperId),
    };
  });
  if (result.added > 0) await recomputeProfile(ctx, subscriberId);
  return result;
}
