import { TextDecoder } from "node:util";

/** Encodings of one byte a letter in which old spreadsheets write western languages. */
export const legacyEncodings = ["windows-1252", "macintosh"] as const;
export type LegacyEncoding = (typeof legacyEncodings)[number];

const decoders = Object.fromEntries(
  legacyEncodings.map((encoding) => [encoding, new TextDecoder(encoding)]),
) as Record<LegacyEncoding, TextDecoder>;

/** Letters of German, French, Spanish, Portuguese, Italian, Dutch and the Nordic languages. */
const usualLetters = new Set("äöüßéèêëàâîïôùûçœæñáíóúìòãõåøÿ");
const usualMarks = new Set("’‘“”–—…€«»°·¿¡®™•ºª£§©´\u00a0");

export function decodeLegacy(bytes: Uint8Array, encoding: LegacyEncoding): string {
  return decoders[encoding].decode(bytes);
}

/**
 * How plainly a text reads as a western language: a point for each letter that such a language has, where it
 * can stand. Null when some letter or mark cannot stand where it does: the text is in another encoding, or damaged.
 */
export function plausibility(text: string): number | null {
  let points = 0;
  for (const match of text.matchAll(/\P{ASCII}+/gu)) {
    const run = match[0];
    const before = text[match.index - 1] ?? "";
    for (const [index, letter] of [...run].entries()) {
      const neighbour = index === 0 ? before : (run[index - 1] ?? "");
      const point = pointOf(letter, neighbour);
      if (point === null) return null;
      points += point;
    }
    // Three letters with accents in a row are a word of another alphabet.
    if (/\p{L}{3}/u.test(run)) return null;
  }
  return points;
}

function pointOf(letter: string, before: string): number | null {
  if (usualMarks.has(letter))
    return /\p{L}/u.test(before) && !"’´·‘”»…–—°\u00a0™®ºª".includes(letter) ? null : 0.5;
  if (!usualLetters.has(letter.toLowerCase())) return /[šžýþð]/iu.test(letter) ? 0 : null;
  const isCapital = letter !== letter.toLowerCase();
  return isCapital && /\p{Ll}/u.test(before) ? null : 1;
}
