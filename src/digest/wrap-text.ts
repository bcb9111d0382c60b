import stringWidth from "string-width";

/** Plain text is read in narrow windows and quoted in replies (RFC 3676 asks for fewer than 78). */
export const textWidth = 72;

/**
 * Breaks a line of words so that no line is wider than `textWidth`, each after `indent`. A word that is wider
 * by itself (an address) stays whole; scripts written without spaces break between characters.
 */
export function wrapText(text: string, indent = ""): string {
  const room = textWidth - indent.length;
  let wrapped = "";
  let line = "";
  let width = 0;
  const place = (word: string, gap: number) => {
    const wide = columnsOf(word);
    if (line === "" || width + gap + wide > room) {
      if (line !== "") wrapped += `${indent}${line}\n`;
      line = word;
      width = wide;
    } else {
      line += gap === 1 ? ` ${word}` : word;
      width += gap + wide;
    }
  };
  for (const word of text.split(" ")) {
    if (word.length * 2 <= room || !isUnspaced.test(word)) place(word, 1);
    else for (const { segment, index } of characters.segment(word)) place(segment, index === 0 ? 1 : 0);
  }
  return wrapped + (line === "" ? "" : indent + line);
}

/** As shown in a fixed-width font; most words need no look at their single characters, which takes long. */
export function columnsOf(word: string): number {
  return /^[\x20-\u02ff\u2010-\u2026]*$/.test(word) ? word.length : stringWidth(word);
}

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Scripts whose words follow each other without a space, or that may be broken within a word. */
const isUnspaced =
  /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script_Extensions=Hangul}\p{Script_Extensions=Bopomofo}\p{Script_Extensions=Yi}]/u;
