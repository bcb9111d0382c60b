import type { Look } from "../papers/runs-store.ts";
import type { Signal } from "../papers/signals-store.ts";

/** What a look saw of a paper, and the looks after it that found the same. */
export type HistoryEntry = Signal & {
  /** How many later looks changed nothing. */
  looksWithoutChange: number;
  /** When the last of them began (UTC); null when there was none. */
  unchangedUntil: Date | null;
};

/**
 * A paper's signals in the order of time, each with the looks at its days that changed nothing of it.
 *
 * @param signals oldest first.
 * @param looks at the days on which it is listed.
 */
export function lookHistory(signals: Signal[], looks: Look[]): HistoryEntry[] {
  return signals.map((signal, index) => {
    const next = signals[index + 1];
    // A look stores what it saw before it ends, so that the one that brought the signal began before it.
    const still = looks.filter(
      ({ startedAt, finishedAt }) =>
        startedAt > signal.observedAt && (next === undefined || finishedAt < next.observedAt),
    );
    const last = Math.max(...still.map(({ startedAt }) => startedAt.getTime()));
    return {
      ...signal,
      looksWithoutChange: still.length,
      unchangedUntil: still.length === 0 ? null : new Date(last),
    };
  });
}
