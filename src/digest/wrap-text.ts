/** Plain text is read in narrow windows and quoted in replies (RFC 3676 asks for fewer than 78). */
export const textWidth = 72;

/**
 * Breaks a line of words so that no line is wider than `textWidth`, each after `indent`. A word that is wider
 * by itself (an address) stays whole; scripts written without spaces break between characters.
 */
export function wrapText(text: string, indent = ""): string {
  const room = textWidth - indent.length;
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const word of text.split(" ").flatMap((part) => breakable(part, room))) {
    const wide = displayWidth(word.text);
    const gap = line === "" || word.isGlued ? 0 : 1;
    if (line !== "" && width + gap + wide > room) {
      lines.push(line);
      line = word.text;
      width = wide;
    } else {
      line += (gap === 1 ? " " : "") + word.text;
      width += gap + wide;
    }
  }
  if (line !== "") lines.push(line);
  return lines.map((each) => indent + each).join("\n");
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** A word, or the characters of a word that is too wide and is written in a script without spaces. */
function breakable(word: string, room: number): { text: string; isGlued: boolean }[] {
  if (word.length * 2 <= room || !wide.test(word) || displayWidth(word) <= room) {
    return [{ text: word, isGlued: false }];
  }
  return Array.from(word, (text, index) => ({ text, isGlued: index > 0 }));
}

/** Columns in a fixed-width font: East Asian wide characters take two, marks none. */
function displayWidth(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is whether anything is not ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (/\p{M}|\u200d/u.test(character)) continue;
    width += wide.test(character) || /\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
  }
  return width;
}
