/** Lists of an edition that are kept at once, each of some hundred bytes; then all are made anew. */
const mostKept = 2_000;

/**
 * What is made of a list of papers, kept by that list: many readers of an edition are shown the same papers, and a mail's
 * lines are made several times while it is fitted.
 */
export function keepByPapers<T>(make: (papers: number[]) => T): (papers: number[]) => T {
  const kept = new Map<string, T>();
  return (papers) => {
    const key = papers.join(" ");
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make(papers);
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, made);
    return made;
  };
}
