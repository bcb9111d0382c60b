import { foldText, placeWords } from "./fold-text.ts";
import { keepResults } from "./keep-results.ts";
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
const mostForms = 32;
const mostWays = 8;

const folders = new WeakMap<ShortForms, (written: string) => Phrase>();

/** Folds a keyword; one without a letter, digit or sign has no forms and nothing exact. */
export function foldPhrase(written: string, shortForms: ShortForms = usualShortForms): Phrase {
  const fold = folders.get(shortForms) ?? keepResults((text) => phraseOf(text, shortForms), 20_000);
  folders.set(shortForms, fold);
  return fold(written);
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
  const ways = rewritten(words, shortForms);
  const wholes = ways.flatMap((way) => wholesOf(way, shortForms));
  const forms = [
    words,
    ...plurals(words),
    ...ways,
    ...wholes,
    ...ways.flatMap(joined),
    ...ways.flatMap(parted),
  ];
  const distinct = new Map(forms.map((form) => form.map(stemOf)).map((stems) => [stems.join("\n"), stems]));
  return [...distinct.values()].slice(0, mostForms);
}

/** The words, also with short forms written out and long ones written short. */
function rewritten(words: string[], { rewritings }: ShortForms): string[][] {
  const ways = [words];
  // What is found is looked at too: an LLM is a large language model, and a multimodal LLM a multimodal large language model.
  for (const way of ways) {
    const stems = way.map(stemOf);
    for (const [at, stem] of stems.entries()) {
      for (const { stems: part, by } of rewritings.get(stem) ?? []) {
        if (ways.length >= mostWays) return ways;
        if (!startsAt(stems, part, at)) continue;
        const other = [...way.slice(0, at), ...by, ...way.slice(at + part.length)];
        if (!ways.some((known) => isSame(known, other))) ways.push(other);
      }
    }
  }
  return ways;
}

/** The short forms of which several words are a part: `reinforcement learning` of `RLHF`. */
function wholesOf(words: string[], { longOnes }: ShortForms): string[][] {
  if (words.length < 2) return [];
  const stems = words.map(stemOf);
  return (longOnes.get(stems[0] ?? "") ?? [])
    .filter(
      (long) =>
        long.stems.length > stems.length && long.stems.some((_, at) => startsAt(long.stems, stems, at)),
    )
    .map(({ by }) => by);
}

function startsAt(stems: string[], part: string[], at: number): boolean {
  return part.every((stem, offset) => stems[at + offset] === stem);
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((word, at) => word === other[at]);
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
