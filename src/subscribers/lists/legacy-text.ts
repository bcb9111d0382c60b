import { TextDecoder } from "node:util";

/** Encodings of one byte a letter in which old spreadsheets write western languages. */
export const legacyEncodings = ["windows-1252", "macintosh"] as const;
export type LegacyEncoding = (typeof legacyEncodings)[number];

const decoders = Object.fromEntries(
  legacyEncodings.map((encoding) => [encoding, new TextDecoder(encoding)]),
) as Record<LegacyEncoding, TextDecoder>;

/** Letters of German, French, Spanish, Portuguese, Italian, Dutch and the Nordic languages. */
const usualLetters = new Set("äöüßéèêëàâîïôùûçœæñáíóúìòãõåøÿ");
/** Letters that are seldom met, and that bytes of another encoding look like all the more often. */
const seldomLetters = new Set("îôûùìòïøåÿæýþðšž");
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
    const after = text[match.index + run.length] ?? "";
    const letters = [...run];
    for (const [index, letter] of letters.entries()) {
      const point = pointOf(letter, letters[index - 1] ?? before, letters[index + 1] ?? after);
      if (point === null) return null;
      points += point;
    }
    // Three letters with accents in a row are a word of another alphabet.
    if (/\p{L}{3}/u.test(run)) return null;
  }
  return points;
}

function pointOf(letter: string, before: string, after: string): number | null {
  const isWithin = /\p{L}/u.test(before) && /\p{L}/u.test(after);
  if (usualMarks.has(letter)) {
    if (isWithin) return "’´".includes(letter) || (letter === "·" && before + after === "ll") ? 0.5 : null;
    return /\p{L}/u.test(before) && !"’´‘”»…–—°\u00a0™®ºª".includes(letter) ? null : 0.5;
  }
  const small = letter.toLowerCase();
  const isSeldom = seldomLetters.has(small);
  if (!usualLetters.has(small) && !isSeldom) return null;
  if (/\d/.test(after)) return null;
  if (letter !== small) {
    // A capital stands first, or among others.
    if (/\p{Ll}/u.test(before) || (/\p{Lu}/u.test(before) && /\p{Ll}/u.test(after))) return null;
  } else if (letter !== "ß" && /\p{Lu}/u.test(after)) return null;
  return isSeldom ? 0.25 : 1;
}
