import type { FixedId } from "../../words/words.ts";
import type { FrozenPaper } from "../editions/edition.ts";
import { cleanText } from "./clean-text.ts";
import { knownThemes } from "./known-themes.ts";
import { areGeneral, isJoining } from "./theme-words.ts";

/** What two or more papers are about. */
export type FoundTheme = {
  /** A theme of the field, or null for a phrase that the papers share. */
  known: FixedId | null;
  /** The phrase as papers write it, in the plural where they do: `normalizing flows`; empty where the theme is known. */
  phrase: string;
  /** Indexes into the papers, in their order. */
  papers: number[];
  /** How much it tells of them: how often they say it, and how few others do. */
  weight: number;
};

/** What of a paper tells what it is about. */
export type ThemePaper = Pick<FrozenPaper, "title" | "abstract" | "keywords">;

/** In what share of all papers a word stands (0 to 1), or null when nobody knows. @param word folded. */
export type ShareOf = (word: string) => number | null;

const mostThemes = 60;
/** Where a phrase stands says how much a paper is about it. */
const weights = { title: 3, keyword: 2, abstract: 1 } as const;
/** What an abstract says once it may say in passing, and a keyword as well: both together name a theme from here on. */
const leastInAbstract = 2;
/** An abstract alone makes a theme of what it says so often. */
const oftenInAbstract = 3;
const mostWords = 3;
const longestPhrase = 32;
/** Texts are hostile: no more of them is read. */
const longestText = 4000;
const mostKeywords = 20;

/**
 * The themes that two or more papers share, the weightiest first: those of the field, by the many names that papers
 * give them, and phrases of two or three words that stand in titles and keywords of several. Keywords count where the
 * abstract says the same more than once. Weighed by TF-IDF.
 * Deterministic; reads nothing but its arguments.
 */
export function findThemes(papers: ThemePaper[], shareOf: ShareOf = () => null): FoundTheme[] {
  const texts = papers.map(textsOf);
  const said = texts.map(sayings);
  const known = knownThemes.map(({ label, phrases }) => ({
    key: label,
    known: label,
    phrase: "",
    ...gather(said, phrases, shareOf),
  }));
  const open = [...sharedPhrases(said)].map(([key, spellings]) => ({
    key,
    known: null,
    phrase: spelledAs(spellings, texts),
    ...gather(said, [key], shareOf),
  }));
  const found = [...known, ...withoutParts(open)].filter((theme) => theme.papers.length > 1);
  return found
    .toSorted((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
    .slice(0, mostThemes)
    .map(({ key: _, ...theme }) => theme);
}

type Texts = { title: string[][]; keywords: string[][]; abstract: string[][] };

function textsOf({ title, abstract, keywords }: ThemePaper): Texts {
  return {
    title: runsOf(title),
    keywords: [...new Set(keywords.slice(0, mostKeywords))].flatMap((keyword) => {
      const words = wordsOf(cleanText(keyword.slice(0, 80)));
      return words.length === 0 ? [] : [words];
    }),
    abstract: runsOf(abstract),
  };
}

/** The words of a text between punctuation and words like "of" and "we". */
function runsOf(text: string): string[][] {
  const runs: string[][] = [];
  for (const part of cleanText(text.slice(0, longestText)).split(/[^\p{L}\p{N}\p{M}\s'’+#@-]+|\s-\s/u)) {
    let run: string[] = [];
    for (const word of wordsOf(part)) {
      if (!isJoining(word.toLowerCase())) run.push(word);
      else {
        runs.push(run);
        run = [];
      }
    }
    runs.push(run);
  }
  return runs.filter((run) => run.length > 0);
}

function wordsOf(text: string): string[] {
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’+#@-]*/gu) ?? [];
  return words.map((word) => word.replace(/['’-]+$|['’]s$/u, ""));
}

/** How much a paper says a phrase, whether its title or its abstract names it, and what else does. */
type Saying = {
  weight: number;
  isNamed: boolean;
  isKeyword: boolean;
  /** By the abstract. */
  isRepeated: boolean;
  spelling: string;
};

type Place = Partial<Pick<Saying, "isNamed" | "isKeyword" | "isRepeated">>;

/** What a paper says, by folded phrase. */
function sayings({ title, keywords, abstract }: Texts): Map<string, Saying> {
  const said = new Map<string, Saying>();
  const say = (words: string[], weight: number, place: Place) => {
    const key = foldPhrase(words);
    const before = said.get(key);
    said.set(key, {
      weight: (before?.weight ?? 0) + weight,
      isNamed: place.isNamed === true || before?.isNamed === true,
      isKeyword: place.isKeyword === true || before?.isKeyword === true,
      isRepeated: place.isRepeated === true || before?.isRepeated === true,
      spelling: before?.spelling ?? words.join(" "),
    });
  };
  for (const words of within(title)) say(words, weights.title, { isNamed: true });
  for (const words of keywords) {
    say(words, weights.keyword, { isKeyword: true });
    for (const part of within([words])) if (part.length < words.length) say(part, weights.keyword / 2, {});
  }
  const counts = new Map<string, { words: string[]; count: number }>();
  for (const words of within(abstract)) {
    const key = foldPhrase(words);
    const counted = counts.get(key) ?? { words, count: 0 };
    counted.count += 1;
    counts.set(key, counted);
  }
  for (const { words, count } of counts.values()) {
    if (count >= leastInAbstract)
      say(words, weights.abstract * Math.min(count, 4), {
        isNamed: count >= oftenInAbstract,
        isRepeated: true,
      });
  }
  return said;
}

/** All phrases of up to `mostWords` words; a compound counts as its parts. */
function within(runs: string[][]): string[][] {
  return runs.flatMap((run) =>
    run.flatMap((_, from) =>
      run.slice(from, from + mostWords).map((_, more) => run.slice(from, from + more + 1)),
    ),
  );
}

function foldPhrase(words: string[]): string {
  return words
    .join(" ")
    .toLowerCase()
    .split(/[\s-]+/)
    .map(singular)
    .join(" ");
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 2 && /[^aius]s$/.test(word) ? word.slice(0, -1) : word;
}

/** Which papers say one of the phrases of a theme, and what that weighs. */
function gather(
  said: Map<string, Saying>[],
  phrases: string[],
  shareOf: ShareOf,
): { papers: number[]; weight: number } {
  let weight = 0;
  const papers = said.flatMap((ofPaper, index) => {
    const sayings = phrases.flatMap((phrase) => {
      const saying = ofPaper.get(phrase);
      return saying === undefined ? [] : [{ phrase, ...saying }];
    });
    if (!areAbout(sayings)) return [];
    const often = sayings.reduce((sum, saying) => sum + saying.weight, 0);
    weight += (1 + Math.log(often)) * Math.min(...sayings.map(({ phrase }) => rarityOf(phrase, shareOf)));
    return [index];
  });
  return { papers, weight: Math.round(weight * 10) / 10 };
}

/** Keywords alone name means as often as themes: that a robot learns by diffusion, or a benchmark tries retrieval. */
function areAbout(sayings: Saying[]): boolean {
  return (
    sayings.some(({ isNamed }) => isNamed) ||
    (sayings.some(({ isKeyword }) => isKeyword) && sayings.some(({ isRepeated }) => isRepeated))
  );
}

/** The share of papers that hold a word where nobody has counted. */
const usualShare = 0.05;

/** The rarest of its words tells how few papers speak of a phrase. */
function rarityOf(phrase: string, shareOf: ShareOf): number {
  const shares = phrase.split(" ").flatMap((word) => shareOf(word) ?? []);
  const share = shares.length === 0 ? usualShare : Math.min(...shares);
  return Math.log(1 / Math.min(0.9, Math.max(share, 0.002)));
}

const themeOfPhrase = new Set(knownThemes.flatMap(({ phrases }) => phrases));

/** Phrases of two words or three that several papers name, one of them as a keyword, with their spellings. */
function sharedPhrases(said: Map<string, Saying>[]): Map<string, string[]> {
  const named = new Map<string, Saying[]>();
  for (const ofPaper of said) {
    for (const [key, saying] of ofPaper) {
      const size = saying.spelling.split(" ").length;
      if (!(saying.isNamed || saying.isKeyword) || size < 2 || size > mostWords || key.length > longestPhrase)
        continue;
      named.set(key, [...(named.get(key) ?? []), saying]);
    }
  }
  const shared = new Map<string, string[]>();
  for (const [key, sayings] of named) {
    const isTheme = sayings.length > 1 && sayings.some(({ isKeyword }) => isKeyword);
    if (!isTheme || themeOfPhrase.has(key) || areGeneral(key.split(" ")) || hasNumber(key)) continue;
    shared.set(
      key,
      sayings.map(({ spelling }) => spelling),
    );
  }
  return shared;
}

/** A version ("Bench 2 0") is part of a name, not of a theme. */
function hasNumber(key: string): boolean {
  return /(?:^| )\d+(?: |$)/.test(key);
}

type Open = { key: string; papers: number[] };

/** Without phrases that are part of a longer one which the same papers share. */
function withoutParts<T extends Open>(open: T[]): T[] {
  return open.filter(
    (one) =>
      !open.some(
        (other) =>
          other.key.length > one.key.length &&
          ` ${other.key} `.includes(` ${one.key} `) &&
          one.papers.every((index) => other.papers.includes(index)),
      ),
  );
}

/** As most papers spell it, in the plural where one does; words that have no capital within a sentence get none here. */
function spelledAs(spellings: string[], texts: Texts[]): string {
  const plural = spellings.filter((spelling) => /[^ius]s$/.test(spelling));
  const counts = new Map<string, number>();
  for (const spelling of plural.length > 0 ? plural : spellings) {
    const written = spelling
      .split(" ")
      .map((word) => (isProper(word, texts) ? word : word.toLowerCase()))
      .join(" ");
    counts.set(written, (counts.get(written) ?? 0) + 1);
  }
  return [...counts].toSorted(([one, n], [other, m]) => m - n || (one < other ? -1 : 1))[0]?.[0] ?? "";
}

/** Whether a word is written with a capital also where no sentence and no title begins: `LoRA`, `Gaussian`. */
function isProper(word: string, texts: Texts[]): boolean {
  if (/[\p{L}\p{N}]\p{Lu}/u.test(word)) return true;
  const stands = (spelling: string) =>
    texts.some(({ abstract, keywords }) => [...abstract, ...keywords].some((run) => run.includes(spelling)));
  return !stands(word.toLowerCase()) && stands(word);
}
