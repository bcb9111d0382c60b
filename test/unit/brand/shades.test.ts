import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Colour, contrastOf, parseColour } from "../../../src/brand/colour.ts";
import { checkAccent, leastContrastOf, shadesOf, shippedAccent } from "../../../src/brand/shades.ts";

const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value): Colour => `#${value.toString(16).padStart(6, "0")}`);

describe("an accent", () => {
  it.each([
    ["#0B5FFF", "#0b5fff"],
    ["0b5fff", "#0b5fff"],
    [" #036 ", "#003366"],
  ])("is read from %s", (typed, accent) => {
    expect(checkAccent(typed)).toEqual({ kind: "readable", accent });
  });

  it.each([
    "",
    "blue",
    "rgb(0,0,0)",
    "#12345",
    "#0b5fff80",
    "#0b5fff;}body{display:none",
    "url(x)",
  ])("is refused where %j is no colour, with one that would do", (typed) => {
    expect(checkAccent(typed)).toEqual({
      kind: "refused",
      problem: "must be a colour such as #b5371b",
      nearest: null,
    });
  });

  it("that nobody can read is refused with the nearest shade that can be read", () => {
    const checked = checkAccent("#ffd400");
    expect(checked).toMatchObject({ kind: "refused", nearest: expect.stringMatching(/^#[0-9a-f]{6}$/) });
    if (checked.kind === "readable" || checked.nearest === null) return;
    expect(checked.problem).toBe(
      `must be a colour that can be read on light pages and mails: #ffd400 has a contrast of 1.2 to 1 there, and 4.5 to 1 is the least; the nearest that can be read is ${checked.nearest}`,
    );
    expect(checkAccent(checked.nearest)).toEqual({ kind: "readable", accent: checked.nearest });
    // No darker than it must be.
    expect(leastContrastOf(shadesOf(checked.nearest), "light")).toBeLessThan(4.6);
  });

  it("is readable in both schemes whenever it is taken, and so is what is proposed", () => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        const checked = checkAccent(colour);
        const accent = checked.kind === "readable" ? checked.accent : checked.nearest;
        if (accent === null) throw new Error("a colour was not read");
        const shades = shadesOf(accent);
        expect(leastContrastOf(shades, "light")).toBeGreaterThanOrEqual(4.5);
        expect(leastContrastOf(shades, "dark")).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the shipped accent", () => {
  const css = readFileSync(new URL("../../../src/web/site/assets/site.css", import.meta.url), "utf8");
  const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");
  const token = (scheme: string, name: string) =>
    parseColour(new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(scheme)?.[1] ?? "");

  it.each([
    ["light", light],
    ["dark", dark],
  ] as const)("has in the %s scheme the shades of the site's own style sheet", (scheme, sheet) => {
    const { accent, onAccent, wash } = shadesOf(shippedAccent)[scheme];
    expect([token(sheet, "accent"), token(sheet, "accent-ink"), token(sheet, "accent-wash")]).toEqual([
      accent,
      onAccent,
      wash,
    ]);
  });

  it.each([
    ["light", light],
    ["dark", dark],
  ] as const)("can be read on what pages have in the %s scheme", (scheme, sheet) => {
    const { accent } = shadesOf(shippedAccent)[scheme];
    for (const name of ["ground", "sheet", "accent-wash"])
      expect(contrastOf(accent, token(sheet, name) ?? accent)).toBeGreaterThanOrEqual(4.5);
  });
});

it("black on white has the greatest contrast", () => {
  expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21);
});
