import { expect, it } from "vitest";
import { keptFacts } from "../../../src/audit/facts.ts";

it("takes addresses out of whatever an operator wrote, also in lists and in names of fields", () => {
  expect(
    keptFacts({
      reason: "asked by ada@example.org (see <mailto:ada%40example.org>)",
      edits: { dropped: [{ paperId: "2406.00001", reason: "ada@example.org complained" }] },
      "ada@example.org": 1,
    }),
  ).toEqual({
    reason: "asked by (address) (see <mailto:(address)>)",
    edits: { dropped: [{ paperId: "2406.00001", reason: "(address) complained" }] },
    "(address)": 1,
  });
});

it("keeps instants as UTC, leaves out what is undefined, and keeps null", () => {
  expect(keptFacts({ at: new Date("2026-06-18T06:30:00Z"), no: undefined, none: null, yes: true })).toEqual({
    at: "2026-06-18T06:30:00.000Z",
    none: null,
    yes: true,
  });
});

it("holds nothing that PostgreSQL's JSON refuses", () => {
  expect(keptFacts({ text: "a\0b\ud800c\udc00d 😀" })).toEqual({ text: "ab\ufffdc\ufffdd 😀" });
});

it("cuts a long text between characters, and says of facts that are too long in sum only that", () => {
  const kept = keptFacts({ note: `${"x".repeat(1_999)}😀 and more` });
  expect(kept).toEqual({ note: `${"x".repeat(1_999)}…` });
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, "y".repeat(1_900)]));
  expect(keptFacts(many)).toEqual({ isTooLong: true });
});

it("ends at a depth that nothing reaches by itself", () => {
  type Nest = { in?: Nest };
  const deep = (levels: number): Nest => (levels === 0 ? {} : { in: deep(levels - 1) });
  expect(JSON.stringify(keptFacts(deep(40))).length).toBeLessThan(200);
});
