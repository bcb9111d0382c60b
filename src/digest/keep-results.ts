/**
 * A function of a text that keeps what it returned for the last ones: readers keep their wishes from day to day, and many
 * share them. What it returns is shared, so nobody changes it.
 *
 * @param most how many results are kept before all are let go.
 */
export function keepResults<Result>(
  make: (given: string) => Result,
  most: number,
): (given: string) => Result {
  const kept = new Map<string, Result>();
  return (given) => {
    const known = kept.get(given);
    if (known !== undefined) return known;
    const result = make(given);
    if (kept.size >= most) kept.clear();
    kept.set(given, result);
    return result;
  };
}
