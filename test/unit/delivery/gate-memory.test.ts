import { expect, it } from "vitest";
import { compareClocks, createGateMemory, sharedOf } from "../../../src/delivery/provider/gate-memory.ts";

/** Clocks that differ by a second, compared by an answer that took some milliseconds, most of them on its way back. */
function compare(memory: ReturnType<typeof createGateMemory>, atMs: number, tripMs: number): void {
  compareClocks(memory, atMs + 1_000, atMs, atMs + tripMs);
}

it("keeps a good comparison of the clocks for minutes, and is moved by no slow answer", () => {
  const memory = createGateMemory();
  compare(memory, 0, 2);
  for (let atMs = 1_000; atMs < 60_000; atMs += 1_000) compare(memory, atMs, 80);
  expect(sharedOf(memory, 0)).toBe(999);
});

it("takes a comparison that is little worse once clocks may have run apart by as much", () => {
  const memory = createGateMemory();
  compare(memory, 0, 2);
  compare(memory, 1_000, 4);
  expect(sharedOf(memory, 0)).toBe(999);
  compare(memory, 10_000, 4);
  expect(sharedOf(memory, 0)).toBe(998);
});

it("takes any comparison by which a clock was set", () => {
  const memory = createGateMemory();
  compare(memory, 0, 2);
  compareClocks(memory, 3_600_000, 100, 160);
  expect(sharedOf(memory, 130)).toBe(3_600_000);
});
