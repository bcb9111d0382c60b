import type { Database } from "../../db/client.ts";
import { listGroups } from "../ledger/totals-store.ts";
import { type OpenBatch, sampleBatches } from "./estimate.ts";
import { countBatchReaders, listOpenBatches, type UncountedBatch } from "./store.ts";

/** How many readers are looked at. */
export type ForecastLook = {
  /** So many are all looked at. */
  all: number;
  /** Of more, so many. */
  sample: number;
};

/** The open batches of an edition in which somebody is, in the order of time. */
export type CountedBatches = {
  /** Those whose mails are not decided yet. */
  batches: OpenBatch[];
  /** Those of them whose readers are to be looked at. */
  sample: OpenBatch[];
  /** Those of which each mail is decided. */
  bound: OpenBatch[];
};

/** The readers of more batches than these are not all counted: there may be a million. */
const mostCounted = 200;

/** An hour with no more batches than these may have few readers: the last batch of each hour holds those who were left. */
const fewBatches = 3;

/**
 * Counts the readers of an edition's open batches, and chooses those that are looked at. Of many batches only these are
 * counted, those that are bound, and those of hours with few; the others share what is left of all readers who have not
 * been mailed.
 */
export async function countOpenBatches(
  tx: Database,
  editionId: string,
  look: ForecastLook,
): Promise<CountedBatches> {
  const open = await listOpenBatches(tx, editionId);
  if (open.length > mostCounted) return estimateBatches(tx, editionId, open, look);
  const readersOf = await countBatchReaders(tx, editionId, open);
  const counted = open
    .map((batch) => ({ ...batch, readers: readersOf.get(batch.id) ?? 0 }))
    .filter(({ readers }) => readers > 0);
  const batches = counted.filter(({ isBound }) => !isBound);
  return {
    batches,
    sample: sampleOf(batches, look),
    bound: counted.filter(({ isBound }) => isBound),
  };
}

async function estimateBatches(
  tx: Database,
  editionId: string,
  open: UncountedBatch[],
  look: ForecastLook,
): Promise<CountedBatches> {
  const total = (await listGroups(tx, editionId))
    .filter(({ state }) => state === "pending" || state === "sealed")
    .reduce((sum, { deliveries }) => sum + deliveries, 0);
  const free = open.filter(({ isBound }) => !isBound);
  const bound = open.filter(({ isBound }) => isBound);
  const alike = free.map((batch) => ({ ...batch, readers: total / open.length }));
  const sample = sampleOf(alike, look);
  const exact = new Set([...sample, ...ofSmallHours(free)].map(({ id }) => id));
  const toCount = open.filter(({ id, isBound }) => isBound || exact.has(id));
  const readersOf = await countBatchReaders(tx, editionId, toCount);
  const counted = [...readersOf.values()].reduce((sum, readers) => sum + readers, 0);
  const withReaders = <Batch extends Omit<OpenBatch, "readers">>(batch: Batch) => ({
    ...batch,
    readers: readersOf.get(batch.id) ?? 0,
  });
  const shares = shareOut(Math.max(0, total - counted), free.length - exact.size);
  return {
    batches: free.map((batch) =>
      exact.has(batch.id) ? withReaders(batch) : { ...batch, readers: shares.next().value ?? 0 },
    ),
    sample: sample.map(withReaders),
    bound: bound.map(withReaders),
  };
}

function ofSmallHours(batches: UncountedBatch[]): UncountedBatch[] {
  const counts = new Map<number, number>();
  for (const { dueAt } of batches) counts.set(dueAt.getTime(), (counts.get(dueAt.getTime()) ?? 0) + 1);
  return batches.filter(({ dueAt }) => (counts.get(dueAt.getTime()) ?? 0) <= fewBatches);
}

function sampleOf(batches: OpenBatch[], { all, sample }: ForecastLook): OpenBatch[] {
  const readers = batches.reduce((sum, batch) => sum + batch.readers, 0);
  return readers <= all ? batches : sampleBatches(batches, sample);
}

/** Whole numbers that are as equal as they can be and add up to the total. */
function* shareOut(total: number, parts: number): Generator<number, undefined> {
  for (let part = 0; part < parts; part += 1)
    yield Math.floor(((part + 1) * total) / parts) - Math.floor((part * total) / parts);
}
