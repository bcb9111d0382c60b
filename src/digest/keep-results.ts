/** Lists of an edition's papers for which something is kept at once, each of some hundred bytes. */
export const mostKeptLists = 2_000;

/**
 * A function of a text, or of a list of papers by their indexes, that keeps what it returned for the last ones: readers
 * keep their wishes from day to day, and many share them, or are shown the same papers. What it returns is shared, so
 * nobody changes it.
 *
 * @param most how many results are kept before all are let go.
 */
export function keepResults<Given extends string | number[], Result>(
  make: (given: Given) => Result,
  most: number,
): (given: Given) => Result {
  const kept = new Map<string, Result>();
  return (given) => {
    const key = String(given);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const result = make(given);
    if (kept.size >= most) kept.clear();
    kept.set(key, result);
    return result;
  };
}
