import type { ShortForm } from "../config/short-forms.ts";
import { foldText, placeWords } from "./fold-text.ts";
import { keepResults } from "./keep-results.ts";
import { type ShortForms, shortFormsWith } from "./short-forms.ts";
import { stemOf } from "./word-stems.ts";

/** A keyword, as it is looked for in a paper. */
export type Phrase = {
  /** Sought letter by letter: it has signs or letters of a script without spaces. Null when its words say all. */
  exact: string | null;
  /** Other ways to write it, each as the stems of words side by side. */
  forms: string[][];
  /** Its words as they are written, which others may write as two (`partedForms`); none when it is sought letter by letter. */
  words: string[];
  /** The same for keywords that mean the same: of `RL` and `reinforcement learning`. */
  meaning: string;
  /**
   * Sought in its place as `partDigits` parts it and the paper: a name with a number that has a point, which some write
   * together (`Qwen2.5-VL`, `Qwen 2.5 VL`). Null for all others.
   */
  parted: string | null;
};

/** So that a keyword of many short forms costs no more than others. */
const mostForms = 32;
const mostWays = 8;

/** An installation has one list of short forms, read when it starts. */
const folders = new WeakMap<ShortForm[], (written: string) => Phrase>();
const noMore: ShortForm[] = [];

/**
 * Folds a keyword; one without a letter, digit or sign has no forms and nothing exact.
 *
 * @param more short forms beside the usual ones.
 */
export function foldPhrase(written: string, more: ShortForm[] = noMore): Phrase {
  const fold = folders.get(more) ?? folderOf(shortFormsWith(more));
  folders.set(more, fold);
  return fold(written);
}

function folderOf(shortForms: ShortForms): (written: string) => Phrase {
  return keepResults((written) => phraseOf(written, shortForms), 20_000);
}

export const unspaced =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/u;

function phraseOf(written: string, shortForms: ShortForms): Phrase {
  const exact = foldText(written).trim();
  if (exact === "") return { exact: null, forms: [], words: [], meaning: "", parted: null };
  const bare = exact.replace(/^[\s"'“”‘’«([]+|[\s"'“”‘’»)\].,;:!?]+$/g, "");
  const placed = placeWords(bare);
  const isWords =
    /^[\p{L}\p{N}\p{M}].*[\p{L}\p{N}\p{M}}]$|^[\p{L}\p{N}\p{M}]$/u.test(bare) &&
    !unspaced.test(bare) &&
    placed.every(({ place }, at) => place === at);
  if (!isWords) {
    const parted = numberedName.test(exact) ? partDigits(exact) : null;
    return { exact, forms: [], words: [], meaning: parted ?? exact, parted };
  }
  const words = placed.map(({ word }) => word);
  const ways = rewritten(words, shortForms);
  const forms = formsOf(words, exact.length > 2, ways, shortForms);
  return { exact: null, forms, words, meaning: meaningOf(ways), parted: null };
}

const numberedName = /^(?=.*[a-z])[a-z\d ]*\d\.\d[a-z\d. ]*$/;

/** A folded text with a blank between a word and the number at its end or start: `gpt 4.1` of `gpt4.1`. `70b` stays. */
export function partDigits(text: string): string {
  return text.replaceAll(/(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z]{2})/g, " ");
}

/** The first by letters of all ways to say it, which are the same whichever of them was typed. */
function meaningOf(ways: string[][]): string {
  const [first = ""] = ways.map((way) => way.map(stemOf).join(" ")).toSorted();
  return first;
}

function formsOf(words: string[], hasPlural: boolean, ways: string[][], shortForms: ShortForms): string[][] {
  const wholes = ways.flatMap((way) => wholesOf(way, shortForms));
  const forms = [words, ...(hasPlural ? [pluralOf(words)] : []), ...ways, ...wholes, ...ways.flatMap(joined)];
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

/**
 * `kvcache` as `kv cache`, and `r3` as `r 3`, one word at a time.
 *
 * @param isKnown whether papers have a word, as it is written: others are not worth a form.
 */
export function partedForms(words: string[], isKnown: (word: string) => boolean): string[][] {
  return words.flatMap((word, at) =>
    cutsOf(word)
      .filter((cut) => isKnown(word.slice(0, cut)))
      .map((cut) =>
        [...words.slice(0, at), word.slice(0, cut), word.slice(cut), ...words.slice(at + 1)].map(stemOf),
      ),
  );
}

const fewestParted = 5;

/** Between a digit and a letter anywhere; between two letters only of longer words, in parts of two and more. */
function cutsOf(word: string): number[] {
  if (!/^[a-z\d]{2,20}$/.test(word)) return [];
  const cuts: number[] = [];
  for (let cut = 1; cut < word.length; cut += 1) {
    const digits = Number(isDigit(word, cut - 1)) + Number(isDigit(word, cut));
    const isLong = word.length >= fewestParted && cut >= 2 && word.length - cut >= 2;
    if (digits === 1 || (digits === 0 && isLong && !smallWords.has(word.slice(0, cut)))) cuts.push(cut);
  }
  return cuts;
}

function isDigit(word: string, at: number): boolean {
  const code = word.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** With a plural s, which the stem of the last word may not cover. */
function pluralOf(words: string[]): string[] {
  return [...words.slice(0, -1), `${words.at(-1)}s`];
}
