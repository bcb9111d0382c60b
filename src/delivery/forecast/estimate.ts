import type { DeliveryReason } from "../codes.ts";

/** A batch that waits to be sealed, and how many readers it has. */
export type OpenBatch = { id: string; dueAt: Date; readers: number };

/** What became of the readers of a batch when the rules of the seal were asked. */
export type ForeseenBatch = OpenBatch & {
  digests: number;
  quiet: number;
  excluded: Map<DeliveryReason, number>;
};

/** Of the readers who are due at one instant. */
export type DueEstimate = { dueAt: Date; requests: number; mails: number };

type Estimate = {
  digests: number;
  quiet: number;
  /** The most frequent first; with digests and quiet mails it adds up to all readers. */
  excluded: { code: DeliveryReason; count: number }[];
  /** In the order of time. */
  due: DueEstimate[];
};

/**
 * The batches that are looked at: all of them, or, when they hold too many readers, every so manieth in the order of
 * time, so that each hour has its share. The same ones each time.
 *
 * @param batches in the order of time.
 */
export function sampleBatches(batches: OpenBatch[], mostReaders: number): OpenBatch[] {
  const readers = sumOf(batches, (batch) => batch.readers);
  if (readers <= mostReaders) return batches;
  const wanted = Math.max(1, Math.floor((batches.length * mostReaders) / readers));
  const step = batches.length / wanted;
  return Array.from({ length: wanted }, (_, index) => Math.floor((index + 0.5) * step)).flatMap(
    (place) => batches[place] ?? [],
  );
}

/**
 * What is true of all batches if those that were looked at are like the others of their hour. Of an hour of which none
 * was, all that were looked at speak. Exact when each was looked at.
 */
export function estimateAll(batches: OpenBatch[], foreseen: ForeseenBatch[]): Estimate {
  const parts = [...groupByDue(batches)].map(([time, all]) => {
    const own = foreseen.filter(({ dueAt }) => dueAt.getTime() === time);
    return { dueAt: new Date(time), all, like: own.length > 0 ? own : foreseen };
  });
  const scaled = parts.map(({ dueAt, all, like }) => {
    const scale = sumOf(all, readersOf) / Math.max(1, sumOf(like, readersOf));
    const of = (count: (batch: ForeseenBatch) => number) => scale * sumOf(like, count);
    const share = like.filter((batch) => mailsOf(batch) > 0).length / Math.max(1, like.length);
    return { dueAt, of, requests: Math.round(all.length * share) };
  });
  const ofAll = (count: (batch: ForeseenBatch) => number) => sumOf(scaled, ({ of }) => of(count));
  const codes = [...new Set(foreseen.flatMap(({ excluded }) => [...excluded.keys()]))];
  const [mails = 0, ...others] = roundTo(sumOf(batches, readersOf), [
    ofAll(mailsOf),
    ...codes.map((code) => ofAll(({ excluded }) => excluded.get(code) ?? 0)),
  ]);
  const quiet = Math.min(mails, Math.round(ofAll((batch) => batch.quiet)));
  const mailsByDue = roundTo(
    mails,
    scaled.map(({ of }) => of(mailsOf)),
  );
  return {
    digests: mails - quiet,
    quiet,
    excluded: codes
      .map((code, index) => ({ code, count: others[index] ?? 0 }))
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => other.count - one.count),
    due: scaled
      .map(({ dueAt, requests }, index) => ({
        dueAt,
        requests: Math.max(1, requests),
        mails: mailsByDue[index] ?? 0,
      }))
      .filter((one) => one.mails > 0)
      .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime()),
  };
}

/** Within how much of all readers each estimated share lies, in 19 of 20 cases; a ratio. */
export function marginOf(readersLookedAt: number): number {
  return 0.98 / Math.sqrt(Math.max(1, readersLookedAt));
}

/** Counts as whole numbers that add up to a total, those rounded up that lose most otherwise. */
function roundTo(total: number, counts: number[]): number[] {
  const whole = counts.map(Math.floor);
  const missing = total - sumOf(whole, (count) => count);
  const byLoss = counts
    .map((count, index) => ({ index, loss: count - Math.floor(count) }))
    .toSorted((one, other) => other.loss - one.loss)
    .slice(0, Math.max(0, Math.round(missing)));
  for (const { index } of byLoss) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}

const readersOf = ({ readers }: OpenBatch) => readers;

const mailsOf = ({ digests, quiet }: ForeseenBatch) => digests + quiet;

function groupByDue(batches: OpenBatch[]): Map<number, OpenBatch[]> {
  const groups = new Map<number, OpenBatch[]>();
  for (const batch of batches) {
    const time = batch.dueAt.getTime();
    const others = groups.get(time);
    if (others) others.push(batch);
    else groups.set(time, [batch]);
  }
  return groups;
}

function sumOf<T>(items: T[], read: (item: T) => number): number {
  return items.reduce((sum, item) => sum + read(item), 0);
}
