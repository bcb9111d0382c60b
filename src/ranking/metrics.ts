/** What a ranking is measured against: the best `depth` items, and what each is worth. */
export type Ideal = {
  depth: number;
  /** By item; what is not here is worth nothing. */
  gains: ReadonlyMap<string, number>;
  /** Items that are certainly among the best. */
  sure: ReadonlySet<string>;
  /** Equals of which only `room` find a place among the best; any of them will do. */
  tied: ReadonlySet<string>;
  room: number;
};

/**
 * The best `depth` of some items: the first is worth `depth` points, the last one point, equals the mean of their
 * places. Null when nothing is worth more than zero, for then no order is better than another.
 *
 * @param worth what each item came to, such as its later votes; zero and less is never among the best.
 */
export function idealOf(depth: number, worth: ReadonlyMap<string, number>): Ideal | null {
  const ranked = [...worth].filter(([, value]) => value > 0).sort(([, a], [, b]) => b - a);
  if (ranked.length === 0) return null;
  // With fewer than `depth` the first is worth as many points as there are.
  const places = Math.min(depth, ranked.length);
  const gains = new Map<string, number>();
  const sure = new Set<string>();
  let tied: ReadonlySet<string> = new Set();
  let room = 0;
  for (let from = 0; from < places; ) {
    const equals = ranked.slice(from).filter(([, value]) => value === ranked[from]?.[1]);
    const to = from + equals.length;
    const points = equals.map((_, index) => Math.max(0, places - from - index));
    const mean = points.reduce((sum, one) => sum + one, 0) / equals.length;
    for (const [id] of equals) gains.set(id, mean);
    if (to <= places) for (const [id] of equals) sure.add(id);
    else {
      tied = new Set(equals.map(([id]) => id));
      room = places - from;
    }
    from = to;
  }
  return { depth, gains, sure, tied, room };
}

/** As `idealOf`, where the best are known by their order alone. */
export function idealOfOrder(depth: number, best: string[]): Ideal | null {
  return idealOf(depth, new Map(best.slice(0, depth).map((id, index) => [id, best.length - index])));
}

/**
 * Normalised discounted cumulative gain of a ranking (Järvelin and Kekäläinen 2002).
 *
 * @returns 0 to 1; 1 when the first places are the ideal's, in its order.
 */
export function ndcg(ranking: string[], { depth, gains }: Ideal): number {
  const discounted = (points: number[]) =>
    points.slice(0, depth).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
  const best = [...gains.values()].sort((a, b) => b - a);
  return discounted(ranking.map((id) => gains.get(id) ?? 0)) / discounted(best);
}

/** Which part of the ideal's items stands among the ranking's first, 0 to 1. */
export function recall(ranking: string[], { depth, sure, tied, room }: Ideal): number {
  const shown = [...new Set(ranking.slice(0, depth))];
  const found = shown.filter((id) => sure.has(id)).length;
  return (found + Math.min(room, shown.filter((id) => tied.has(id)).length)) / (sure.size + room);
}

/** A mean with the 95 % interval that a bootstrap over the units (weeks, days, editions) gives it. */
export type Estimate = { mean: number; low: number; high: number; units: number };

const resamples = 2_000;

/** Null for no values. The same values give the same estimate. */
export function estimate(values: number[]): Estimate | null {
  return estimateOf(values, meanOf);
}

/**
 * As `estimate`, of any figure that many units make together: it is computed anew for each draw of them, with
 * repetition. The draws are seeded.
 */
export function estimateOf<Unit>(units: Unit[], figureOf: (drawn: Unit[]) => number): Estimate | null {
  if (units.length === 0) return null;
  const random = randomFrom(20_260_618);
  const drawn = [...units];
  const figures: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    for (let place = 0; place < units.length; place += 1) {
      const unit = units[Math.floor(random() * units.length)];
      if (unit !== undefined) drawn[place] = unit;
    }
    figures.push(figureOf(drawn));
  }
  figures.sort((a, b) => a - b);
  const at = (share: number) => figures[Math.round(share * (resamples - 1))] ?? 0;
  return { mean: figureOf(units), low: at(0.025), high: at(0.975), units: units.length };
}

export type Verdict = "worse" | "same" | "better";

/** Fewer units cannot tell two rankings apart. */
const fewestUnits = 5;

/**
 * What the differences of two rankings, measured on the same units, say of the first; null when there are too few.
 * "Same" means that no difference can be told with these units.
 */
export function judge(difference: Estimate | null): Verdict | null {
  if (difference === null || difference.units < fewestUnits) return null;
  if (difference.low > 0) return "better";
  return difference.high < 0 ? "worse" : "same";
}

/** The mean; 0 of no values. */
export function meanOf(values: number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mulberry32: numbers from 0 to below 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
