import { expect, it } from "vitest";
import { readModules } from "../support/house.ts";

/** A literal of two words or more that something is compared with, in code or in SQL. */
const comparisons = [
  /(?:===|!==|\bcase|\.(?:startsWith|endsWith|includes|has)\()\s*"[^"\n]*[a-z]{2,} [a-z]{2,}[^"\n]*"/g,
  /(?:=|<>|\blike|\bin \(|is distinct from)\s*'[^'\n]*[a-z]{2,} [a-z]{2,}[^'\n]*'/g,
  /\b(?:group|order) by [\w., ]*\b(?:note|explanation|last_error|refused_for|blocked_reason|state_reason)\b(?! is null)/g,
];

const compared = (text: string) =>
  comparisons.flatMap((comparison) => [...text.matchAll(comparison)].map(([found]) => found));

/** A code of the search that is written as two words. */
const known = new Set(['=== "any word"']);

it("compares, groups and sorts nothing by a sentence", () => {
  const found = readModules(["src", "workers"]).flatMap(({ path, text }) =>
    compared(text)
      .filter((one) => !known.has(one))
      .map((one) => `${path}: ${one}`),
  );
  expect(found).toEqual([]);
});

it("would find one", () => {
  for (const text of [
    'if (note === "its delivery is known now") return;',
    'case "no paper is left":',
    'reason.startsWith("quota of")',
    "where note = 'a type that is not known' and",
    "group by b.last_error",
  ]) {
    expect(compared(text), text).toHaveLength(1);
  }
});
