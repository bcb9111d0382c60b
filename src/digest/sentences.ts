/** A sentence of a text: where it begins, and where it ends, its last sign included. */
export type Sentence = { start: number; end: number; text: string };

/** Words whose full stop ends no sentence, in small letters and without it. */
const abbreviations = new Set(
  `e.g i.e al vs cf fig figs eq eqs sec secs tab ref refs thm lem def app ch approx resp ca w.r.t s.t a.k.a viz
  dr mr mrs ms prof st mt no nos vol pp ed eds incl est jr sr dept univ inc ltd co corp u.s u.k p.s`.split(
    /\s+/,
  ),
);

/** With these a sentence begins even after a letter that stands alone ("of type A. We propose ..."). */
const openers = /^(?:We|This|These|In|The|Our|To|It|However|Here|While|For|By|On|As|A|An|Although|Unlike)\b/;

/** What stands between a sentence's last sign and the next sentence. */
const closers = /["'”’»)\]}]/;

/** More than an abstract has; a text of nothing but full stops costs no more. */
const mostSentences = 80;

/**
 * The sentences of a text on one line, in order: what is after the last end is one as well. Abbreviations,
 * initials, decimals, versions, addresses, formulas and what stands in brackets end none; signs of Chinese and
 * Japanese need no space behind them. At most 80, of which the last holds what is left. Linear in the text.
 */
export function splitSentences(text: string): Sentence[] {
  const closed = enclosed(text);
  const sentences: Sentence[] = [];
  let start = 0;
  for (const match of text.matchAll(/[.!?…。！？]+/gu)) {
    if (sentences.length >= mostSentences - 1) break;
    if (match.index < start || closed[match.index]) continue;
    let end = match.index + match[0].length;
    while (end < text.length && closers.test(text.charAt(end))) end += 1;
    if (!endsHere(text, start, match.index, match[0], end)) continue;
    add(sentences, text, start, end);
    start = end;
  }
  add(sentences, text, start, text.length);
  return sentences;
}

function add(sentences: Sentence[], text: string, start: number, end: number): void {
  const body = text.slice(start, end);
  const trimmed = body.trim();
  const from = start + body.length - body.trimStart().length;
  if (trimmed !== "") sentences.push({ start: from, end: from + trimmed.length, text: trimmed });
}

function endsHere(text: string, start: number, at: number, sign: string, end: number): boolean {
  if (/[。！？]/.test(sign)) return true;
  const next = text.slice(end, end + 60);
  if (next.trim() === "") return true;
  if (!/^\s/.test(next)) return isGlued(text, at, sign, next);
  if (!beginsSentence(next.trimStart())) return false;
  return sign !== "." || !isAbbreviated(text.slice(Math.max(start, at - 24), at), next.trimStart());
}

/** `... of models.We propose ...`, which some abstracts have instead of a line's end. */
function isGlued(text: string, at: number, sign: string, next: string): boolean {
  return sign === "." && /[\p{Ll})]{2}$/u.test(text.slice(Math.max(0, at - 2), at)) && openers.test(next);
}

/** A capital, a digit, a sign that opens, or a name such as `mHC` or `π0`. */
function beginsSentence(next: string): boolean {
  if (/^[\p{Lu}\p{Lt}\p{Lo}\p{N}"“‘'«([{$\\*#•\-–—]/u.test(next)) return true;
  const word = /^[^\s,.;:]{1,30}/u.exec(next)?.[0] ?? "";
  return /[\p{Lu}\p{N}]|[^\p{ASCII}]/u.test(word);
}

function isAbbreviated(before: string, next: string): boolean {
  const word = /[^\s([{"“‘'/]*$/u.exec(before)?.[0] ?? "";
  const small = word.toLowerCase();
  if (small === "no" || small === "app" || small === "sec") return /^(?:\d|[A-Z]\d*[.,)])/.test(next);
  if (abbreviations.has(small)) return !(small === "al" && openers.test(next));
  return /^(?:\p{Lu}\.)*\p{Lu}$/u.test(word) && !openers.test(next);
}

/** More than a formula or a remark in brackets is long; what is longer was never closed. */
const longestEnclosed = 400;

/** For each place of a text, whether it is inside brackets or a formula between dollar signs. */
function enclosed(text: string): Uint8Array {
  const inside = new Uint8Array(text.length);
  const open: number[] = [];
  for (const match of text.matchAll(/[()[\]$]/g)) {
    const sign = match[0];
    const at = match.index;
    const last = open.at(-1);
    const opener = last === undefined ? "" : text.charAt(last);
    if (sign === "$" ? opener === "$" : opener === pairs[sign]) {
      open.pop();
      if (last !== undefined && open.length === 0 && at - last <= longestEnclosed) inside.fill(1, last, at);
    } else if (sign !== ")" && sign !== "]") {
      if (sign === "$" && /\d/.test(text.charAt(at + 1))) continue;
      if (last !== undefined && at - last > longestEnclosed) open.length = 0;
      open.push(at);
    }
  }
  return inside;
}

const pairs: Record<string, string> = { ")": "(", "]": "[" };
