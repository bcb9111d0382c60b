import type { Edition, FrozenPaper } from "../editions/edition.ts";
import type { DigestPreferences } from "./compiled-digest.ts";

/** What other digests showed a reader of an edition's papers, or are about to: a mail that is sealed counts. */
export type SeenPapers = {
  /** The ids of all that they showed. */
  papers: ReadonlySet<string>;
  /** More of those that the edition has as late risers, by their ids. */
  lateRisers: ReadonlyMap<string, SeenBefore>;
};

export type SeenBefore = {
  /** The day of the last mail that showed it (`YYYY-MM-DD`), in the reader's zone. */
  lastOn: string;
  /** Whether one of the mails showed it as a late riser. */
  wasLate: boolean;
  /** Whether one of them is sealed and no more: it may come after the next mail, and nobody can say that it was seen. */
  isOnItsWay: boolean;
};

/** Of a reader who got nothing, or is nobody. */
export const nothingSeen: SeenPapers = { papers: new Set(), lateRisers: new Map() };

/**
 * Whether a paper of an edition is new to a reader, comes back as a late riser, which it does once, or is withheld
 * since they had it. Who wants papers again in a weekly or monthly digest has seen nothing.
 */
export function seenStandingOf(
  { id, section }: Pick<FrozenPaper, "id" | "section">,
  { cadence }: Pick<Edition, "cadence">,
  seen: SeenPapers,
  { wantsRepeats }: Pick<DigestPreferences, "wantsRepeats">,
): "new" | "back" | "withheld" {
  if (!seen.papers.has(id) || (wantsRepeats && cadence !== "daily")) return "new";
  const before = section === "late" ? seen.lateRisers.get(id) : undefined;
  return before && !before.wasLate && !before.isOnItsWay ? "back" : "withheld";
}
