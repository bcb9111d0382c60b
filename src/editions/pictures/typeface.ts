import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Font } from "fontkit";

/** A weight of the letters of pictures; text is drawn as outlines, so that nothing else needs a font. */
export type Typeface = {
  /** Whether all of a text can be drawn. */
  covers(text: string): boolean;
  /** How wide a text is at most. */
  widthOf(text: string, size: number): number;
  /** Paths of SVG for a text on one line, without what cannot be drawn. @param x of its left edge. @param y of its baseline. */
  draw(text: string, place: { x: number; y: number; size: number; colour: string }): string;
};

/** In which fonts the letters of a weight lie; the first that has a sign draws it. */
const scripts = ["latin", "latin-ext", "greek", "cyrillic", "cyrillic-ext", "vietnamese"];

/** Loads the letters of a weight, and first of all the library that reads them, which no process needs at its start. */
export async function loadTypeface(weight: 400 | 600): Promise<Typeface> {
  const { create } = await import("fontkit");
  const fonts = scripts.flatMap((script) => {
    const name = `@fontsource/ibm-plex-sans/files/ibm-plex-sans-${script}-${weight}-normal.woff`;
    const font = create(readFileSync(fileURLToPath(import.meta.resolve(name))));
    return "fonts" in font ? [] : [font];
  });
  const fontOf = (sign: string) => fonts.find((font) => font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0));
  const widths = new Map<string, number>();
  // Sign by sign, since lines are tried with one word more and one more: some stand nearer to each other than that.
  const widthInEm = (sign: string): number => {
    const known = widths.get(sign);
    if (known !== undefined) return known;
    const font = fontOf(sign);
    const width = font ? font.glyphForCodePoint(sign.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm : 0;
    widths.set(sign, width);
    return width;
  };
  const runsOf = (text: string) => splitRuns(text, fontOf);
  return {
    covers: (text) => [...text].every((sign) => fontOf(sign) !== undefined),
    widthOf: (text, size) => [...text].reduce((sum, sign) => sum + size * widthInEm(sign), 0),
    draw: (text, { x, y, size, colour }) => {
      let left = x;
      const paths = runsOf(text).flatMap(({ font, text }) => {
        const scale = size / font.unitsPerEm;
        const { glyphs, positions } = font.layout(text);
        return glyphs.map((glyph, index) => {
          const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
          const at = `${(left + xOffset * scale).toFixed(2)} ${(y - yOffset * scale).toFixed(2)}`;
          left += xAdvance * scale;
          const outline = glyph.path.toSVG();
          return outline === ""
            ? ""
            : `<path transform="translate(${at}) scale(${scale.toFixed(5)} ${(-scale).toFixed(5)})" d="${outline}"/>`;
        });
      });
      return `<g fill="${colour}">${paths.join("")}</g>`;
    },
  };
}

type Run = { font: Font; text: string };

function splitRuns(text: string, fontOf: (sign: string) => Font | undefined): Run[] {
  const runs: Run[] = [];
  for (const sign of text) {
    const font = fontOf(sign);
    const last = runs.at(-1);
    if (font === undefined) continue;
    if (last?.font === font) last.text += sign;
    else runs.push({ font, text: sign });
  }
  return runs;
}
