import fc from "fast-check";
import { expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import { wrapText } from "../../src/digest/wrap-text.ts";
import { makeEdition, makePaper, site, slotsFor } from "./editions.ts";

test("lines of a digest are at most 72 wide, addresses apart, each on a line of its own", async () => {
  const edition = makeEdition(Array.from({ length: 12 }, (_, index) => makePaper(index + 1)));
  const compiled = await compileDigest(edition, "abstract", site);
  const choice = {
    detail: "abstract" as const,
    forYou: [0, 1],
    top: [2, 3, 4, 5],
    late: [],
    because: ["cs.CL", "“small models”"],
  };
  const { text } = assembleDigest(compiled, slotsFor(choice));
  for (const line of text.split("\n")) {
    if (/^ *(\w+: |More or less like this\? )?https:\/\/\S+$/.test(line)) continue;
    expect(line).not.toContain("https://");
    expect(line.length, line).toBeLessThanOrEqual(72);
  }
  expect(text).not.toMatch(/<[a-z]|&amp;|&#/i);
});

test("wrapping loses no word and breaks no line that fits", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 60 }), (words) => {
      const lines = wrapText(words.join(" ")).split("\n");
      expect(lines.join(" ")).toBe(words.join(" "));
      for (const [index, line] of lines.entries()) {
        const next = lines[index + 1]?.split(" ")[0];
        if (next !== undefined) expect(`${line} ${next}`.length).toBeGreaterThan(72);
      }
    }),
  );
});

test("text in a script without spaces is broken by its width", () => {
  for (const line of wrapText("題".repeat(200)).split("\n")) expect(line.length).toBeLessThanOrEqual(36);
});

test("a sign of several code points takes two columns, and a line breaks around it", () => {
  const [first = ""] = wrapText("👩‍🔬 ".repeat(50).trim()).split("\n");
  expect(first.split(" ")).toHaveLength(24);
  const unspaced = wrapText(`題${"👩‍🔬".repeat(60)}`).split("\n");
  expect(unspaced.map((line) => line.replaceAll("👩‍🔬", "ww").length)).toEqual([71, 50]);
});
