import { foldText, placeWords } from "./fold-text.ts";
import { type ShortForms, usualShortForms } from "./short-forms.ts";
import { stemOf } from "./word-stems.ts";

/** A keyword, as it is looked for in a paper. */
export type Phrase = {
  /** Sought letter by letter: it has signs or letters of a script without spaces. Null when its words say all. */
  exact: string | null;
  /** Other ways to write it, each as the stems of words side by side. */
  forms: string[][];
};

/** So that a keyword of many short forms costs no more than others. */
const mostForms = 24;
const mostKept = 20_000;

/** Readers keep their keywords from day to day, and many share them. */
const kept = new WeakMap<ShortForms, Map<string, Phrase>>();

/** Folds a keyword; one without a letter, digit or sign has no forms and nothing exact. */
export function foldPhrase(written: string, shortForms: ShortForms = usualShortForms): Phrase {
  const phrases = kept.get(shortForms) ?? new Map<string, Phrase>();
  kept.set(shortForms, phrases);
  const known = phrases.get(written);
  if (known) return known;
  const phrase = phraseOf(written, shortForms);
  if (phrases.size >= mostKept) phrases.clear();
  phrases.set(written, phrase);
  return phrase;
}

export const unspaced =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/u;

function phraseOf(written: string, shortForms: ShortForms): Phrase {
  const exact = foldText(written).trim();
  if (exact === "") return { exact: null, forms: [] };
  const bare = exact.replace(/^[\s"'“”‘’«([]+|[\s"'“”‘’»)\].,;:!?]+$/g, "");
  const placed = placeWords(bare);
  const isWords =
    /^[\p{L}\p{N}\p{M}].*[\p{L}\p{N}\p{M}}]$|^[\p{L}\p{N}\p{M}]$/u.test(bare) &&
    !unspaced.test(bare) &&
    placed.every(({ place }, at) => place === at);
  if (!isWords) return { exact, forms: [] };
  const words = placed.map(({ word }) => word);
  return { exact: null, forms: formsOf(words, shortForms) };
}

function formsOf(words: string[], shortForms: ShortForms): string[][] {
  const ways = inShort(words, shortForms);
  const forms = [words, ...plurals(words), ...ways, ...ways.flatMap(joined), ...ways.flatMap(parted)];
  const known = new Set<string>();
  return forms
    .map((way) => way.map(stemOf))
    .filter((stems) => {
      const key = stems.join("\n");
      if (known.has(key)) return false;
      known.add(key);
      return true;
    })
    .slice(0, mostForms);
}

/** The words with short forms written out, long ones written short, and the short forms of which they are a part. */
function inShort(words: string[], shortForms: ShortForms): string[][] {
  const ways = [words];
  for (const { short, long, isOneWay } of shortForms) {
    for (const way of [...ways]) {
      const written = replaced(way, short, long);
      if (written) ways.push(written);
      const shortened = isOneWay ? null : replaced(way, long, short);
      if (shortened) ways.push(shortened);
    }
    if (ways.length > mostForms) break;
  }
  const stems = words.map(stemOf);
  const wholes = shortForms.filter(
    ({ short, long, isOneWay }) =>
      !isOneWay &&
      short.length === 1 &&
      words.length > 1 &&
      words.length < long.length &&
      placeOf(long.map(stemOf), stems) >= 0,
  );
  return [...ways, ...wholes.map(({ short }) => short)];
}

function replaced(words: string[], part: string[], by: string[]): string[] | null {
  const at = placeOf(words.map(stemOf), part.map(stemOf));
  return at < 0 ? null : [...words.slice(0, at), ...by, ...words.slice(at + part.length)];
}

function placeOf(stems: string[], part: string[]): number {
  return stems.findIndex((_, at) => part.every((stem, offset) => stems[at + offset] === stem));
}

/** `kv cache` as `kvcache`, two words at a time. */
function joined(words: string[]): string[][] {
  return words
    .slice(1)
    .map((word, at) => [...words.slice(0, at), `${words[at]}${word}`, ...words.slice(at + 2)]);
}

/** Too small to be the first half of a word that others write as two. */
const smallWords = new Set("a an as at be by do in is it no of on or so to up we the and for".split(" "));

/** `kvcache` as `kv cache`, and `r3` as `r 3`, one word at a time. */
function parted(words: string[]): string[][] {
  return words.flatMap((word, at) =>
    cuts(word).map((cut) => [
      ...words.slice(0, at),
      word.slice(0, cut),
      word.slice(cut),
      ...words.slice(at + 1),
    ]),
  );
}

function cuts(word: string): number[] {
  if (!/^[a-z\d]{2,20}$/.test(word)) return [];
  return Array.from({ length: word.length - 1 }, (_, at) => at + 1).filter((cut) => {
    const [left, right] = [word.slice(0, cut), word.slice(cut)];
    const isDigit = [/\d$/.test(left), /^\d/.test(right)];
    if (isDigit[0] !== isDigit[1]) return true;
    return !isDigit[0] && word.length >= 5 && left.length >= 2 && right.length >= 2 && !smallWords.has(left);
  });
}

/** With a plural s, where the stem of the last word does not cover it. */
function plurals(words: string[]): string[][] {
  const last = words.at(-1) ?? "";
  return words.join(" ").length > 2 ? [[...words.slice(0, -1), `${last}s`]] : [];
}
