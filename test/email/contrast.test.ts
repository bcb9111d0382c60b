import { expect, test } from "vitest";
import { palette } from "../../emails/theme.ts";

const pairs = [
  ["ink", "sheet"],
  ["soft", "sheet"],
  ["accent", "sheet"],
  ["rise", "sheet"],
  ["onAccent", "accent"],
] as const;

test.each(
  (["light", "dark"] as const).flatMap((scheme) =>
    pairs.map(([text, ground]) => [scheme, text, ground] as const),
  ),
)("in the %s scheme, %s on %s has a contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3)", (scheme, text, ground) => {
  expect(contrast(palette[scheme][text], palette[scheme][ground])).toBeGreaterThanOrEqual(4.5);
});

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
