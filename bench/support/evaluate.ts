/**
 * Normalised discounted cumulative gain of a ranking against an ideal one: the ideal's first item is worth
 * most, its last one point, everything else nothing (Järvelin and Kekäläinen 2002).
 *
 * @returns 0 to 1; 1 when the first `depth` places are the ideal's, in its order.
 */
export function ndcgAt(depth: number, ranking: string[], ideal: string[]): number {
  const best = ideal.slice(0, depth);
  const gains = new Map(best.map((id, index) => [id, best.length - index]));
  const discounted = (ids: string[]) =>
    ids.slice(0, depth).reduce((sum, id, index) => sum + (gains.get(id) ?? 0) / Math.log2(index + 2), 0);
  const most = discounted(best);
  return most === 0 ? 0 : discounted(ranking) / most;
}

/** Which part of the ideal's first `depth` items stands among the ranking's first `depth`, 0 to 1. */
export function recallAt(depth: number, ranking: string[], ideal: string[]): number {
  const wanted = ideal.slice(0, depth);
  if (wanted.length === 0) return 0;
  const shown = new Set(ranking.slice(0, depth));
  return wanted.filter((id) => shown.has(id)).length / wanted.length;
}
