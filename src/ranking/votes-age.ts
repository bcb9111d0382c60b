const dayMs = 86_400_000;

/** A look at a day, by when it began (UTC). */
export type DayLook = { day: string; startedAt: Date };

/**
 * How old the votes of each paper are, by id, in days with their fraction: from the start (UTC) of its first day to
 * the newest look at any of its days. That look and not its newest signal, which is as old as the last change: all
 * papers of one day are equally old. 0 when no look is known, and when a clock ran backwards.
 *
 * @param daysOf on which days a source that counts votes listed each paper, by id, the first day first.
 */
export function votesAges(daysOf: Map<string, string[]>, looks: DayLook[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { day, startedAt } of looks)
    newest.set(day, Math.max(newest.get(day) ?? 0, startedAt.getTime()));
  return new Map(
    [...daysOf].map(([id, days]) => {
      const [first] = days;
      const last = Math.max(...days.map((day) => newest.get(day) ?? 0));
      return [id, first === undefined ? 0 : Math.max(0, last - Date.parse(first)) / dayMs];
    }),
  );
}
