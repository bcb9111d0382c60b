/** Plain text is read in narrow windows and quoted in replies (RFC 3676 asks for fewer than 78). */
export const textWidth = 72;

/**
 * Breaks a line of words so that no line is wider than `textWidth`, each after `indent`. A word that is wider
 * by itself (an address) stays whole; scripts written without spaces break between characters.
 */
export function wrapText(text: string, indent = ""): string {
  const room = textWidth - indent.length;
  const isNarrow = /^[\x20-\u02ff\u2010-\u2026]*$/.test(text);
  let wrapped = "";
  let line = "";
  let width = 0;
  const place = (word: string, gap: number) => {
    const wide = isNarrow ? word.length : displayWidth(word);
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
    if (isNarrow || word.length * 2 <= room || !isWide.test(word)) place(word, 1);
    else for (const [index, character] of Array.from(word).entries()) place(character, index === 0 ? 1 : 0);
  }
  return wrapped + (line === "" ? "" : indent + line);
}

const isWide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Columns in a fixed-width font: East Asian wide characters take two, marks none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[\p{M}\p{Cf}]/u.test(character)) continue;
    width += isWide.test(character) || /\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
  }
  return width;
}
