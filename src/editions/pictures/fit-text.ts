/** Whether all of a text can be drawn. */
export type Covers = (text: string) => boolean;
/** How wide a text is when it is drawn. */
export type WidthOf = (text: string) => number;

/** Longer than any line that is drawn. */
const longestText = 400;

/** Signs of titles that fonts for text lack, as they are typed. */
const typed: Record<string, string> = {
  "→": "->",
  "←": "<-",
  "↔": "<->",
  "⇒": "=>",
  "≤": "<=",
  "≥": ">=",
  "≈": "~",
  "−": "-",
  "∞": "inf",
  "√": "sqrt ",
  "∈": " in ",
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * What of a text can be drawn, with simpler signs for some that cannot (`𝒜` is drawn as `A`); null when so much of its
 * words would be missing that they would say something else, as of a title in Chinese.
 */
export function drawableText(text: string, covers: Covers): string | null {
  let letters = 0;
  let lost = 0;
  const drawn = [...graphemes.segment(text.slice(0, longestText).normalize("NFC").replaceAll(/\s+/g, " "))]
    .map(({ segment }) => {
      const sign = drawableSign(segment, covers);
      if (/[\p{L}\p{N}]/u.test(segment)) {
        letters += 1;
        if (sign === "") lost += 1;
      }
      return sign;
    })
    .join("")
    .replaceAll(/ +/g, " ")
    .trim();
  return drawn === "" || lost * 4 > letters ? null : drawn;
}

function drawableSign(sign: string, covers: Covers): string {
  const simpler = [
    sign,
    typed[sign] ?? "",
    sign.normalize("NFKC"),
    sign.normalize("NFKD").replaceAll(/\p{M}/gu, ""),
  ];
  return simpler.find((one) => one !== "" && covers(one)) ?? "";
}

/**
 * A text in lines that are no wider than that, broken between words, or within one that is wider by itself; the last of
 * `mostLines` ends in an ellipsis where the text goes on.
 */
export function breakLines(
  text: string,
  widthOf: WidthOf,
  { width, mostLines }: { width: number; mostLines: number },
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.split(" ").flatMap((word) => chop(word, widthOf, width))) {
    const longer = line === "" ? piece : `${line} ${piece}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = piece;
    if (lines.length > mostLines) break;
  }
  lines.push(line);
  if (lines.length <= mostLines) return lines;
  const kept = lines.slice(0, mostLines);
  return [...kept.slice(0, -1), endOpen(kept.at(-1) ?? "", widthOf, width)];
}

function endOpen(line: string, widthOf: WidthOf, width: number): string {
  let kept = line;
  while (kept !== "" && widthOf(`${kept}…`) > width) kept = kept.slice(0, -1);
  return `${kept.replace(/[\s,;:.–-]+$/, "")}…`;
}

/** A word in pieces, none of them wider than a line. */
function chop(word: string, widthOf: WidthOf, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== "" && widthOf(piece + segment) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += segment;
  }
  return [...pieces, piece];
}
