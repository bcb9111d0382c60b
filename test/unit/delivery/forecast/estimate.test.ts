import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  estimateAll,
  type ForeseenBatch,
  type OpenBatch,
  sampleBatches,
} from "../../../../src/delivery/forecast/estimate.ts";

const hour = (number: number) => new Date(Date.UTC(2026, 5, 18, number));
const batchAt = (number: number, readers = 100, id = "b"): OpenBatch => ({
  id: `${id}${number}`,
  dueAt: hour(number),
  readers,
});
const foreseen = (batch: OpenBatch, digests: number, quiet = 0): ForeseenBatch => ({
  ...batch,
  digests,
  quiet,
  excluded: new Map([["no-match", batch.readers - digests - quiet]]),
});

describe("a forecast", () => {
  it("of few readers asks about each, and tells what it heard", () => {
    const batches = [batchAt(6), batchAt(7, 10)];
    expect(sampleBatches(batches, 110)).toEqual(batches);
    const estimate = estimateAll(batches, [foreseen(batchAt(6), 60, 5), foreseen(batchAt(7, 10), 0)]);
    expect(estimate).toEqual({
      digests: 60,
      quiet: 5,
      excluded: [{ code: "no-match", count: 45 }],
      due: [{ dueAt: hour(6), requests: 1, mails: 65 }],
    });
  });

  it("of many looks at batches of all hours, and speaks of each hour by its own", () => {
    const hours = [6, 7, 8, 9];
    const batches = hours.flatMap((number) =>
      Array.from({ length: 50 }, (_, i) => batchAt(number, 100, `b${i}-`)),
    );
    const sampled = sampleBatches(batches, 2_000);
    expect(sampled).toHaveLength(20);
    expect(new Set(sampled.map(({ dueAt }) => dueAt.getUTCHours()))).toEqual(new Set(hours));
    const estimate = estimateAll(
      batches,
      sampled.map((batch) => foreseen(batch, batch.dueAt.getUTCHours() === 6 ? 100 : 50)),
    );
    expect(estimate.digests).toBe(5_000 + 3 * 2_500);
    expect(estimate.due.map(({ mails, requests }) => [mails, requests])).toEqual([
      [5_000, 50],
      [2_500, 50],
      [2_500, 50],
      [2_500, 50],
    ]);
  });

  it("always adds up to all readers, and looks at no more than it may, but for one batch", () => {
    const sizes = fc.array(fc.record({ hour: fc.nat(23), readers: fc.integer({ min: 1, max: 100 }) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 3_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, most, share) => {
          const batches = given
            .map((one, index) => batchAt(one.hour, one.readers, `b${index}-`))
            .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
          const sampled = sampleBatches(batches, most);
          expect(new Set(sampled).size).toBe(sampled.length);
          const { digests, quiet, excluded, due } = estimateAll(
            batches,
            sampled.map((batch) => foreseen(batch, Math.floor(batch.readers * share))),
          );
          const all = batches.reduce((sum, { readers }) => sum + readers, 0);
          expect(due.reduce((sum, { mails }) => sum + mails, 0)).toBe(digests + quiet);
          expect(digests + quiet + excluded.reduce((sum, { count }) => sum + count, 0)).toBe(all);
        },
      ),
    );
  });
});
