/**
 * Cuts a text in two where reading pauses: after the sentence that ends near `length` characters, else
 * between words. A text that is not much longer stays whole, with an empty rest.
 */
export function splitText(text: string, length: number): [lead: string, rest: string] {
  if (text.length <= length * 1.35) return [text, ""];
  const sentenceEnds = [...text.slice(0, Math.ceil(length * 1.35)).matchAll(/[.!?]\s/g)].map(
    ({ index }) => index + 1,
  );
  const end = sentenceEnds.findLast((at) => at >= length * 0.6) ?? lastSpace(text, length);
  return [text.slice(0, end).trimEnd(), text.slice(end).trimStart()];
}

function lastSpace(text: string, length: number): number {
  const space = text.lastIndexOf(" ", length);
  if (space > length / 2) return space;
  // One long word: never in the middle of a letter that takes two code units.
  const code = text.charCodeAt(length - 1);
  return code >= 0xd800 && code <= 0xdbff ? length - 1 : length;
}
