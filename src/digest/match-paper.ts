import type { FrozenPaper } from "../editions/edition.ts";
import type { DigestPreferences } from "./compiled-digest.ts";

/** A paper's words, folded for comparison. */
export type PaperIndex = {
  text: string;
  categories: string[];
  authors: Name[];
  /** Nobody knows its categories yet. */
  isUncategorised: boolean;
};

/** A reader's preferences, folded the same way. */
export type PreferenceWords = {
  topics: Wish<string>[];
  keywords: Wish<string>[];
  authors: Wish<Name>[];
  mutedKeywords: string[];
  mutedAuthors: Name[];
  followsNothing: boolean;
};

type Wish<T> = { folded: T; written: string };
type Name = { parts: string[] };

/** What of a paper is matched. */
type Matched = Pick<
  FrozenPaper,
  "title" | "abstract" | "keywords" | "categories" | "primaryCategory" | "authors"
>;

/** Folds a paper's title, abstract, keywords, categories and authors. */
export function indexPaper(paper: Matched): PaperIndex {
  const categories = [...paper.categories, paper.primaryCategory ?? ""]
    .map((category) => category.toLowerCase())
    .filter((category) => category !== "");
  return {
    text: foldText([paper.title, paper.abstract, ...paper.keywords].join(" \n ")),
    categories,
    authors: paper.authors.map(foldName),
    isUncategorised: categories.length === 0,
  };
}

/** What a reader may follow or mute. */
type Wishes = Pick<DigestPreferences, "topics" | "keywords" | "authors" | "mutedKeywords" | "mutedAuthors">;

/** Folds what a reader wrote; blank entries count for nothing. */
export function preferenceWords(preferences: Wishes): PreferenceWords {
  const topics = wishes(preferences.topics, (topic) => topic.trim().toLowerCase());
  const keywords = wishes(preferences.keywords, (keyword) => foldText(keyword).trim());
  const authors = wishes(preferences.authors, foldName);
  return {
    topics,
    keywords,
    authors,
    mutedKeywords: wishes(preferences.mutedKeywords, (keyword) => foldText(keyword).trim()).map(foldedOf),
    mutedAuthors: wishes(preferences.mutedAuthors, foldName).map(foldedOf),
    followsNothing: topics.length + keywords.length + authors.length === 0,
  };
}

/** What of the reader's wishes a paper meets, in words: categories, then keywords in quotes, then authors. */
export function matchReasons(words: PreferenceWords, paper: PaperIndex): string[] {
  return [
    ...words.topics.filter(({ folded }) => isOnTopic(paper, folded)).map(({ written }) => written),
    ...words.keywords
      .filter(({ folded }) => containsPhrase(paper.text, folded))
      .map(({ written }) => `“${written}”`),
    ...words.authors.filter(({ folded }) => isBy(paper, folded)).map(({ written }) => written),
  ];
}

/** Whether the reader never wants to see a paper, whatever it matches. */
export function mutes(words: PreferenceWords, paper: PaperIndex): boolean {
  return (
    words.mutedKeywords.some((keyword) => containsPhrase(paper.text, keyword)) ||
    words.mutedAuthors.some((name) => isBy(paper, name))
  );
}

function wishes<T extends string | Name>(list: string[], fold: (text: string) => T): Wish<T>[] {
  return list
    .map((written) => ({ folded: fold(written), written: written.trim() }))
    .filter(({ folded }) => (typeof folded === "string" ? folded !== "" : folded.parts.length > 0));
}

function foldedOf<T>(wish: Wish<T>): T {
  return wish.folded;
}

/** A category means itself; an archive (`cs`) all of its categories (`cs.CL`). */
function isOnTopic(paper: PaperIndex, topic: string): boolean {
  return paper.categories.some((category) => category === topic || category.startsWith(`${topic}.`));
}

/** Without case, accents of Latin letters and hyphens: `Fine-Tuning` is `fine tuning`. */
function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s\u2010-\u2015_-]+/g, " ");
}

/**
 * Whether a phrase stands in a text as whole words; a plural `s` may follow. Scripts that are written without
 * spaces have no word boundaries to ask for.
 */
function containsPhrase(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    let end = at + phrase.length;
    if (text[end] === "s" && phrase.length > 2) end += 1;
    const isWhole =
      isBoundary(characterBefore(text, at), firstCharacter(text, at)) &&
      (isBoundary(firstCharacter(text, end), characterBefore(text, end)) ||
        isBoundary(firstCharacter(text, at + phrase.length), characterBefore(text, at + phrase.length)));
    if (isWhole) return true;
  }
  return false;
}

const wordCharacter = /[\p{L}\p{N}\p{M}]/u;
const unspaced = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** Whether no word goes on from the character inside a phrase to the one outside it. */
function isBoundary(outside: string, inside: string): boolean {
  return !wordCharacter.test(outside) || !wordCharacter.test(inside) || unspaced.test(inside);
}

function firstCharacter(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function characterBefore(text: string, at: number): string {
  if (at <= 0) return "";
  const last = text.charAt(at - 1);
  return /[\udc00-\udfff]/.test(last) ? text.slice(Math.max(0, at - 2), at) : last;
}

/** `LeCun, Yann` and `Yann Le-Cun` in the order in which they are spoken, folded, in parts. */
function foldName(name: string): Name {
  const comma = name.indexOf(",");
  const spoken = comma < 0 ? name : `${name.slice(comma + 1)} ${name.slice(0, comma)}`;
  return {
    parts: foldText(spoken)
      .split(/[\s.]+/)
      .filter((part) => part !== ""),
  };
}

function isBy(paper: PaperIndex, wanted: Name): boolean {
  return paper.authors.some((author) => isSameName(author, wanted));
}

/**
 * The same parts; or the same last name and first names of which one is the other's initial (`Y. LeCun`);
 * or, when only one name is wanted, that last name.
 */
function isSameName(author: Name, wanted: Name): boolean {
  const last = wanted.parts.at(-1);
  if (last === undefined || author.parts.at(-1) !== last) return false;
  if (wanted.parts.length === 1) return true;
  if (author.parts.join(" ") === wanted.parts.join(" ")) return true;
  const [one = "", other = ""] = [author.parts[0], wanted.parts[0]];
  return (one.length === 1 || other.length === 1) && one[0] === other[0];
}
