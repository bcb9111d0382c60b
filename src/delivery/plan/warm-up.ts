/** Readers of other batches of a day, by the day (`YYYY-MM-DD`) since which they wait. */
type OthersWaiting = { since: string; readers: number };

/**
 * How many mails a new domain sends on a day at the most; null once it is warm.
 *
 * @param steps the caps of its days of sending, in their order.
 * @param daysBefore on how many days it has sent before.
 */
export function capOn(steps: number[], daysBefore: number): number | null {
  return steps[daysBefore] ?? null;
}

/**
 * Which of the readers whom a batch would mail are mailed now, when a day has room for so many. Who has waited longest
 * goes first, who has not waited last; room is kept for those of other batches who have waited longer.
 *
 * @param sinceOf the day since which a reader waits, by id; who does not is missing.
 * @param others who waits in other batches that are due on the day, and is not mailed yet.
 * @returns both in the order of the readers.
 */
export function shareRoom<T extends { subscriberId: string }>(
  readers: T[],
  room: number,
  sinceOf: ReadonlyMap<string, string>,
  others: OthersWaiting[],
): { going: T[]; waiting: T[] } {
  const since = ({ subscriberId }: T) => sinceOf.get(subscriberId) ?? notWaited;
  const keptFor = (day: string) =>
    others.reduce((sum, one) => (one.since < day ? sum + one.readers : sum), 0);
  const inTurn = readers.toSorted((one, other) =>
    since(one) < since(other) ? -1 : Number(since(one) > since(other)),
  );
  const going = new Set(inTurn.filter((reader, place) => place + keptFor(since(reader)) < room));
  return {
    going: readers.filter((reader) => going.has(reader)),
    waiting: readers.filter((reader) => !going.has(reader)),
  };
}

/** Sorts behind every day. */
const notWaited = "~";
