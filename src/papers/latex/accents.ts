/** A text with an accent on its first letter, in one character where there is one; null when it takes none. */
export function accentuate(text: string, mark: string, isBraced: boolean): string | null {
  const [, letter = "", rest = ""] =
    /^(\p{L}\p{M}{0,3})(.{0,20})$/su.exec(text.replace(/^ı/, "i").replace(/^ȷ/, "j")) ?? [];
  if (letter === "" || (rest !== "" && !isBraced)) return null;
  const [base = "", ...marks] = letter.normalize("NFD");
  // Vietnamese stacks a tone on a vowel's own mark, in whichever order an author writes them.
  const inner = `${letter}${mark}`.normalize("NFC");
  const outer = `${base}${mark}${marks.join("")}`.normalize("NFC");
  const composed = outer.length < inner.length ? outer : inner;
  // Without braces it may be an apostrophe that somebody escaped: `can\'t`.
  return composed.length <= base.length || isBraced || marks.length > 0 ? composed + rest : null;
}

/** What an accent over nothing prints. */
export const standingAlone: Record<string, string> = { "\u0303": "~", "\u0302": "^" };

/** A text under a mark that spans it, where it is one character; longer ones stay without. */
export function combine(text: string, mark: string): string {
  const chars = [...text];
  return chars.length === 1 ? `${text}${mark}`.normalize("NFC") : text;
}
