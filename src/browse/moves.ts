/** How a paper moved in a list from one look to another. */
export type ListMove =
  /** It was not in the list before. */
  | { kind: "new"; gained: number }
  /** It rose by so many places; fell when negative, stayed when 0. */
  | { kind: "moved"; places: number; gained: number };

type Standing = { rank: number; upvotes: number };

/** @param before where it stood then; null when it was not there. Votes that were taken back count as none gained. */
export function moveOf(now: Standing, before: Standing | null): ListMove {
  if (before === null) return { kind: "new", gained: now.upvotes };
  return {
    kind: "moved",
    places: before.rank - now.rank,
    gained: Math.max(0, now.upvotes - before.upvotes),
  };
}

/** With which look the last one is compared: the one before it, or the day's first. */
export const comparisons = ["look", "start"] as const;
export type Comparison = (typeof comparisons)[number];

/** The last of a day's looks and that with which it is compared; null where there is none. @param looks oldest first. */
export function lookPair(looks: Date[], comparison: Comparison): { look: Date; before: Date | null } | null {
  const look = looks.at(-1);
  if (look === undefined) return null;
  const others = looks.slice(0, -1);
  return { look, before: (comparison === "look" ? others.at(-1) : others[0]) ?? null };
}
