/**
 * Spearman's rank correlation of two lists of equal length: 1 when they are in the same order, -1 in the opposite one,
 * 0 where one of them orders nothing. Equals share the mean of their ranks.
 */
export function rankCorrelation(a: number[], b: number[]): number {
  const [left, right] = [centredRanks(a), centredRanks(b)];
  const spread = Math.sqrt(dot(left, left) * dot(right, right));
  return spread === 0 ? 0 : dot(left, right) / spread;
}

/** Ranks less their mean, which is the same with equals or without. */
function centredRanks(values: number[]): number[] {
  const sorted = values.toSorted((x, y) => x - y);
  const middle = (values.length - 1) / 2;
  const rankOf = new Map<number, number>();
  sorted.forEach((value, index) => {
    if (!rankOf.has(value)) rankOf.set(value, (index + sorted.lastIndexOf(value)) / 2);
  });
  return values.map((value) => (rankOf.get(value) ?? middle) - middle);
}

const dot = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
