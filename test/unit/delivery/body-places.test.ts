import { expect, it } from "vitest";
import { createBodyPlaces } from "../../../src/delivery/mailers/body-places.ts";
import type { JsonBytes } from "../../../src/digest/json-bytes.ts";

const write = (out: JsonBytes, text: string) => {
  out.begin();
  out.value(text);
  return out.end().bytes;
};

const fill = (out: JsonBytes, bytes: number) => {
  const part = Buffer.alloc(100_000, "x");
  out.begin();
  for (let written = 0; written < bytes; written += part.length) out.raw(part);
  out.end();
};

/** Whether something is there by now, without waiting for it. */
const isThere = (taking: Promise<unknown>) =>
  Promise.race([
    taking.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
  ]);

it("four batches are made at once, each in memory of its own; the next waits until one is given back", async () => {
  const places = createBodyPlaces();
  const taken = await Promise.all([1, 2, 3, 4].map(() => places.take()));
  const bodies = taken.map(({ out }, index) => write(out, `batch ${index}`));
  expect(bodies.map((bytes) => Buffer.from(bytes).toString())).toEqual(
    [0, 1, 2, 3].map((index) => `batch ${index}`),
  );
  const fifth = places.take();
  const sixth = places.take();
  expect(await isThere(fifth)).toBe(false);
  taken[2]?.giveBack(true);
  expect(await isThere(fifth)).toBe(true);
  taken[2]?.giveBack(true);
  expect(await isThere(sixth)).toBe(false);
});

it("what may still be read is not written over", async () => {
  const places = createBodyPlaces();
  const [one, other] = [await places.take(), await places.take()];
  const bytes = write(one.out, "on its way");
  one.giveBack(false);
  other.giveBack(true);
  for (const next of [await places.take(), await places.take()]) write(next.out, "of another batch");
  expect(Buffer.from(bytes).toString()).toBe("on its way");
});

it("while mails are large, two are made at once, and their memory is not kept", async () => {
  const places = createBodyPlaces();
  const first = await places.take();
  fill(first.out, 16_000_000);
  first.giveBack(true);
  const large = await places.take();
  const larger = await places.take();
  for (const { out } of [large, larger]) fill(out, 16_000_000);
  large.giveBack(true);
  const next = await places.take();
  expect(next.out.capacity()).toBeLessThan(1_000_000);
  const third = places.take();
  expect(await isThere(third)).toBe(false);
  larger.giveBack(true);
  expect(await isThere(third)).toBe(true);
});

it("the memory of bodies of a little more than four megabytes is kept for the next ones", async () => {
  const places = createBodyPlaces();
  const first = await places.take();
  fill(first.out, 4_300_000);
  first.giveBack(true);
  expect((await places.take()).out).toBe(first.out);
});

it("of batches that are made side by side, the next grows at once to what the first needed", async () => {
  const places = createBodyPlaces();
  const [first, second] = [await places.take(), await places.take()];
  fill(first.out, 4_300_000);
  fill(second.out, 100_000);
  expect(second.out.capacity()).toBe(first.out.capacity());
});
