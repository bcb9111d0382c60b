import type { FrozenPaper } from "./edition.ts";

/** What a paper gained in a day. */
type Rising = {
  gained: number;
  /** The day on which it gained most of that, `YYYY-MM-DD` (UTC); null where the release that froze it named none. */
  day: string | null;
};

/** Of releases that named no day: what came nearly all within the last day is new, not rising. */
const mostOfBefore = 0.8;

/** What a frozen paper gained in its last day, or null when it was not rising: the one answer for pages, mails and counts. */
export function risingOf({
  rise,
  riseDay,
  upvotes,
  explanation,
}: Pick<FrozenPaper, "rise" | "riseDay" | "upvotes" | "explanation">): Rising | null {
  if (explanation?.kind === "rise") return { gained: explanation.gained, day: explanation.day };
  if (rise === null || rise <= 0) return null;
  if (riseDay !== undefined) return { gained: rise, day: riseDay };
  return rise <= mostOfBefore * upvotes ? { gained: rise, day: null } : null;
}
