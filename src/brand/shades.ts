import { palette } from "../../emails/theme.ts";
import { type Colour, contrastOf, fromLch, mixColours, parseColour, toLch } from "./colour.ts";

/** What an accent becomes in one scheme. */
type SchemeShades = {
  /** Of links, ranks and rules: text, also on the wash. */
  accent: Colour;
  /** Text on the accent as a ground, such as a button's. */
  onAccent: Colour;
  /** A ground for what is chosen or told. */
  wash: Colour;
};

/** An accent as pages and mails use it in the light and in the dark scheme. */
type Shades = Record<"light" | "dark", SchemeShades>;

/** What an accent's text needs against what it stands on (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5;

const washShare = 0.08;

/** As the dark scheme's shipped accent: bright enough to be read, dark enough not to glow. */
const darkLightness = 0.78;
const darkChroma = 0.14;

/** The accent of who chose none, with the shades that were drawn for it. */
export const shippedAccent: Colour = palette.light.accent;
const shippedShades: Shades = {
  light: { accent: shippedAccent, onAccent: palette.light.onAccent, wash: "#fbeee9" },
  dark: { accent: palette.dark.accent, onAccent: palette.dark.onAccent, wash: "#2c1e18" },
};

/**
 * The shades of an accent that can be read (`checkAccent`): itself in the light scheme, of the same hue and bright in the
 * dark one.
 */
export function shadesOf(accent: Colour): Shades {
  if (accent === shippedAccent) return shippedShades;
  const { chroma, hue } = toLch(accent);
  const bright = fromLch({ lightness: darkLightness, chroma: Math.min(chroma, darkChroma), hue });
  return {
    light: {
      accent,
      onAccent: palette.light.onAccent,
      wash: mixColours(accent, palette.light.sheet, washShare),
    },
    dark: {
      accent: bright,
      onAccent: fromLch({ lightness: 0.2, chroma: Math.min(chroma, 0.05), hue }),
      wash: mixColours(bright, palette.dark.sheet, washShare),
    },
  };
}

/** The least contrast that an accent has in a scheme: as text on every surface, and below the text of buttons. */
export function leastContrastOf(shades: Shades, scheme: "light" | "dark"): number {
  const { accent, onAccent, wash } = shades[scheme];
  const { sheet, ground } = palette[scheme];
  return Math.min(...[sheet, ground, wash, onAccent].map((other) => contrastOf(accent, other)));
}

type CheckedAccent =
  | { kind: "readable"; accent: Colour }
  /** `problem` begins with "must". `nearest` can be read; null when no colour was given. */
  | { kind: "refused"; problem: string; nearest: Colour | null };

/** Reads an operator's accent, and refuses one that cannot be read on pages or mails of both schemes. */
export function checkAccent(text: string): CheckedAccent {
  const accent = parseColour(text);
  if (accent === null)
    return { kind: "refused", problem: `must be a colour such as ${shippedAccent}`, nearest: null };
  const contrast = leastReadable(accent);
  if (contrast >= leastContrast) return { kind: "readable", accent };
  const nearest = nearestReadable(accent);
  // Never rounded up to what would be enough.
  const shown = (Math.floor(contrast * 10) / 10).toFixed(1);
  return {
    kind: "refused",
    problem: `must be a colour that can be read on light pages and mails: ${accent} has a contrast of ${shown} to 1 there, and ${leastContrast} to 1 is the least; the nearest that can be read is ${nearest}`,
    nearest,
  };
}

/** In the worse scheme. The dark one is never worse, since its shade is made to be read. */
function leastReadable(accent: Colour): number {
  const shades = shadesOf(accent);
  return Math.min(leastContrastOf(shades, "light"), leastContrastOf(shades, "dark"));
}

/** Of the same hue, and no darker than it must be. */
function nearestReadable(accent: Colour): Colour {
  const { lightness, chroma, hue } = toLch(accent);
  let [dark, light] = [0, lightness];
  let nearest: Colour = "#000000";
  for (let step = 0; step < 16; step += 1) {
    const middle = (dark + light) / 2;
    const shade = fromLch({ lightness: middle, chroma, hue });
    if (leastReadable(shade) >= leastContrast) [dark, nearest] = [middle, shade];
    else light = middle;
  }
  return nearest;
}
