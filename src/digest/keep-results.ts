/**
 * A function of a text that keeps what it returned for the last texts: readers keep their wishes from day to day, and
 * many share them. What it returns is shared, so nobody changes it.
 *
 * @param most how many results are kept before all are let go.
 */
export function keepResults<Result>(make: (text: string) => Result, most: number): (text: string) => Result {
  const kept = new Map<string, Result>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const result = make(text);
    if (kept.size >= most) kept.clear();
    kept.set(text, result);
    return result;
  };
}
