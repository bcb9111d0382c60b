import { breakerMend } from "../delivery/breaker/pause-words.ts";
import type { Published } from "./publish-edition.ts";

/**
 * What somebody who published an edition must know beside its counts, as whole sentences: that nothing of it leaves,
 * and why. Null when it goes out as they asked.
 */
export function publishedWords(published: Published, asked: { isHeld: boolean | null }): string | null {
  const { editionId, state, reason } = published;
  const because = reason === null ? "" : ` (${reason})`;
  switch (state) {
    case "held":
      return reason === null
        ? `It is held: nothing leaves, and no page shows it, until \`paperboy approve --edition ${editionId}\`.`
        : `It is held and ${reason}: \`paperboy approve --edition ${editionId}\` lets it go at once.`;
    case "paused":
      return published.isPausedByBreaker
        ? `It is paused${because}: nothing leaves. ${breakerMend(editionId)}`
        : `It is paused${because}: nothing leaves until \`paperboy resume --edition ${editionId}\`.`;
    case "cancelled":
      if (published.isRetired)
        return `It was cancelled${because}, and only its totals are kept: nothing of it leaves, and it cannot be published again.`;
      return `It was cancelled${because}: nothing more of it leaves, and it cannot be published again. While no mail of it has left, \`paperboy uncancel --edition ${editionId}\` takes the cancel back.`;
    case "sent":
      return published.planned === 0
        ? "Nobody is to get it: no reader is active at this cadence."
        : published.isRetired
          ? "It was sent already, and only its totals are kept: nothing of it is sent again."
          : "It was sent already: nothing more of it leaves.";
    case "sending":
      return asked.isHeld
        ? `It goes out already, so that it is not held: \`paperboy pause --edition ${editionId}\` stops it.`
        : null;
  }
}

/** What an edition holds, late risers apart from the papers of its own period: `31 papers and 2 late risers`. */
export function papersInWords({ papers, lateRisers }: Pick<Published, "papers" | "lateRisers">): string {
  const own = `${papers} ${papers === 1 ? "paper" : "papers"}`;
  if (lateRisers === 0) return own;
  return `${own} and ${lateRisers} late ${lateRisers === 1 ? "riser" : "risers"}`;
}
