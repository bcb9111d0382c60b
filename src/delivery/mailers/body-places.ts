import { createJsonBytes, type JsonBytes } from "../../digest/json-bytes.ts";

/** Memory in which one batch's body is made, and lies until its request is answered. */
export type BodyPlace = {
  out: JsonBytes;
  /**
   * Lets another batch have the place. Safe to repeat.
   *
   * @param isRead that nobody reads the bytes any more: they are written over. Else other memory is taken.
   */
  giveBack(isRead: boolean): void;
};

/** A process's places: few, the fewer the larger the mails, and kept from batch to batch unless they are large. */
export type BodyPlaces = {
  /** Waits its turn while all are taken. */
  take(): Promise<BodyPlace>;
};

/** One is on the wire while the next is made; more keep the wire busy while others wait for PostgreSQL. */
const mostPlaces = 4;
const fewestPlaces = 2;
/** Of all places together, unless the fewest need more. */
const mostBytes = 24 * 1024 * 1024;

export function createBodyPlaces(): BodyPlaces {
  const free: JsonBytes[] = [];
  const waiting: (() => void)[] = [];
  const taken = new Set<JsonBytes>();
  let largest = 0;
  // Batches of an edition are of like sizes, and the first of them are made side by side.
  const expected = () => Math.max(largest, ...[...taken].map((out) => out.capacity()));
  const most = () =>
    Math.max(fewestPlaces, Math.min(mostPlaces, Math.floor(mostBytes / Math.max(1, largest))));
  const isFree = () => taken.size < most();
  const wakeNext = () => {
    if (isFree()) waiting.shift()?.();
  };
  const place = (out: JsonBytes): BodyPlace => {
    let isTaken = true;
    return {
      out,
      giveBack: (isRead) => {
        if (!isTaken) return;
        isTaken = false;
        taken.delete(out);
        largest = Math.max(largest, out.capacity());
        const isSmall = most() * largest <= mostBytes;
        if (isRead && isSmall) free.push(out);
        if (!isSmall && taken.size === 0) largest = 0;
        wakeNext();
      },
    };
  };
  return {
    take: async () => {
      while (!isFree()) await new Promise<void>((resolve) => waiting.push(resolve));
      const out = free.pop() ?? createJsonBytes(expected);
      taken.add(out);
      return place(out);
    },
  };
}
