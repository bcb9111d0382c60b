import { defaultLanguage, type Language, wordsIn } from "../../words/words.ts";
import type { ShortForm } from "../config/short-forms.ts";
import type { FrozenPaper } from "../editions/edition.ts";
import { splitKeywords } from "../subscribers/split-phrases.ts";
import type { DigestPreferences } from "./compiled-digest.ts";
import { foldPhrase, type Phrase, partDigits, partedForms, unspaced } from "./fold-phrase.ts";
import { foldText, placeWords } from "./fold-text.ts";
import { bears, foldName, indexNames, type Name, type NameIndex } from "./match-names.ts";
import { foldOrganization, isSameOrganization, type OrganizationName } from "./match-organization.ts";
import { stemOf } from "./word-stems.ts";

/** A paper's words, folded for comparison. */
export type PaperIndex = {
  /** All that keywords are sought in, title first. */
  text: string;
  fields: { text: string; weight: number }[];
  /** Where each word stands, by stem, in ascending order. */
  places: Map<string, number[]>;
  /** The first place that is no longer of each field. */
  fieldEnds: number[];
  /** The papers that were indexed together, and which of them it is. */
  among: Papers;
  at: number;
  categories: string[];
  authors: NameIndex;
  organization: OrganizationName | null;
  /** Nobody knows its categories yet. */
  isUncategorised: boolean;
};

/** Papers that are matched together, so that a keyword is sought in them once. */
type Papers = {
  all: PaperIndex[];
  /** All their words as they are written, folded. */
  words: Set<string>;
  /** Which have a word, by its stem. */
  withWord: Map<string, number[]>;
  /** What keywords weigh in those that have them. */
  weights: WeakMap<Phrase, ReadonlyMap<number, number>>;
};

/** A reader's preferences, folded the same way. */
export type PreferenceWords = {
  topics: Wish<string>[];
  keywords: Wish<Phrase>[];
  authors: Wish<Name>[];
  mutedKeywords: Phrase[];
  mutedAuthors: Name[];
  organizations: Wish<OrganizationName>[];
  mutedOrganizations: OrganizationName[];
  followsNothing: boolean;
  /** Puts quotation marks of the reader's language around what they wrote. */
  quote(text: string): string;
};

type Wish<T> = { folded: T; written: string };

/** What of a reader's wishes a paper meets. */
export type PaperMatch = {
  /** How much it is about them: what the wish that is met best weighs, and a little for each other (`weighTogether`). */
  weight: number;
  /** In words: categories, then keywords in quotes, then authors and organisations. */
  reasons: string[];
};

/** What a wish weighs by where a paper meets it: a passing mention counts least. */
const matchWeights = { title: 3, name: 3, keyword: 2, category: 2, abstract: 1 };

/** What of a paper is matched. */
type Matched = Pick<
  FrozenPaper,
  "title" | "abstract" | "keywords" | "categories" | "primaryCategory" | "authors" | "organization"
>;

/** Folds papers' titles, abstracts, keywords, categories, authors and organisations. */
export function indexPapers(papers: Matched[]): PaperIndex[] {
  const among = nobody();
  return papers.map((paper) => indexPaper(paper, among));
}

function nobody(): Papers {
  return { all: [], words: new Set(), withWord: new Map(), weights: new WeakMap() };
}

/** As `indexPapers`, of one that no other is indexed with. */
export function indexPaper(paper: Matched, among: Papers = nobody()): PaperIndex {
  const categories = [...paper.categories, paper.primaryCategory ?? ""]
    .map((category) => category.toLowerCase())
    .filter((category) => category !== "");
  const fields = [
    { text: foldText(paper.title), weight: matchWeights.title },
    { text: foldText(paper.abstract), weight: matchWeights.abstract },
    ...paper.keywords.map((keyword) => ({ text: foldText(keyword), weight: matchWeights.keyword })),
  ];
  const index: PaperIndex = {
    // A blank at a field's end is no second one: what reaches over it is muted.
    text: fields
      .map(({ text }) => text)
      .join(" ")
      .replaceAll(/ {2,}/g, " "),
    fields,
    ...indexWords(fields, among.words),
    categories,
    authors: indexNames(paper.authors.map(foldName)),
    organization: paper.organization === null ? null : foldOrganization(paper.organization),
    isUncategorised: categories.length === 0,
    among,
    at: among.all.length,
  };
  among.all.push(index);
  for (const stem of index.places.keys()) {
    const known = among.withWord.get(stem);
    if (known) known.push(index.at);
    else among.withWord.set(stem, [index.at]);
  }
  return index;
}

function indexWords(
  fields: { text: string }[],
  words: Set<string>,
): Pick<PaperIndex, "places" | "fieldEnds"> {
  const places = new Map<string, number[]>();
  const fieldEnds: number[] = [];
  let next = 0;
  for (const { text } of fields) {
    const placed = placeWords(text, next);
    for (const { word, place } of placed) {
      words.add(word);
      const stem = stemOf(word);
      const known = places.get(stem);
      if (known) known.push(place);
      else places.set(stem, [place]);
    }
    next = (placed.at(-1)?.place ?? next - 1) + 1;
    fieldEnds.push(next);
  }
  return { places, fieldEnds };
}

/** What a reader may follow or mute. */
type Wishes = Pick<
  DigestPreferences,
  | "topics"
  | "keywords"
  | "authors"
  | "organizations"
  | "mutedKeywords"
  | "mutedAuthors"
  | "mutedOrganizations"
  | "language"
>;

/**
 * Folds what a reader wrote; blank entries count for nothing.
 *
 * @param shortForms more than the usual ones; the same array each time, since what is folded with it is kept.
 */
export function preferenceWords(preferences: Wishes, shortForms?: ShortForm[]): PreferenceWords {
  const phraseOf = (keyword: string) => foldPhrase(keyword, shortForms);
  // Several on one line are kept as one by releases before.
  const phrasesOf = (keywords: string[]) => wishes(keywords.flatMap(splitKeywords), phraseOf, isBlank);
  const topics = wishes(
    preferences.topics,
    (topic) => topic.trim().toLowerCase(),
    (topic) => topic === "",
  );
  const keywords = distinctBy(phrasesOf(preferences.keywords), ({ folded }) => folded.meaning);
  const authors = wishes(preferences.authors, foldName, isNobody);
  const organizations = wishes(preferences.organizations, foldOrganization, isUnnamed);
  return {
    topics,
    keywords,
    authors,
    mutedKeywords: phrasesOf(preferences.mutedKeywords).map(foldedOf),
    mutedAuthors: wishes(preferences.mutedAuthors, foldName, isNobody).map(foldedOf),
    organizations,
    mutedOrganizations: wishes(preferences.mutedOrganizations, foldOrganization, isUnnamed).map(foldedOf),
    followsNothing: topics.length + keywords.length + authors.length + organizations.length === 0,
    quote: quoteIn(preferences.language ?? defaultLanguage),
  };
}

const quotes = new Map<Language, (text: string) => string>();

/** A sentence that is asked for each match of each reader, so it is taken apart once. */
function quoteIn(language: Language): (text: string) => string {
  const known = quotes.get(language);
  if (known !== undefined) return known;
  const [before = "", after = ""] = wordsIn(language)
    .say("site.preferences.quoted", { text: "\n" })
    .split("\n");
  const quote = (text: string) => before + text + after;
  quotes.set(language, quote);
  return quote;
}

function wishes<T>(list: string[], fold: (text: string) => T, isEmpty: (folded: T) => boolean): Wish<T>[] {
  return list
    .map((written) => ({ folded: fold(written), written: written.trim() }))
    .filter(({ folded }) => !isEmpty(folded));
}

/** The first of those that have the same key: who follows RL and reinforcement learning follows one thing. */
function distinctBy<T>(list: T[], keyOf: (one: T) => string): T[] {
  const seen = new Set<string>();
  return list.filter((one) => {
    const key = keyOf(one);
    return !seen.has(key) && seen.add(key);
  });
}

function isBlank({ exact, forms }: Phrase): boolean {
  return exact === null && forms.length === 0;
}

function isNobody({ spellings }: Name): boolean {
  return spellings.length === 0;
}

function isUnnamed({ joined }: OrganizationName): boolean {
  return joined === "";
}

function foldedOf<T>(wish: Wish<T>): T {
  return wish.folded;
}

/** What of a reader's wishes a paper meets, or null. */
export function matchPaper(words: PreferenceWords, paper: PaperIndex): PaperMatch | null {
  let met: Met | null = null;
  for (const { folded, written } of words.topics)
    if (isOnTopic(paper, folded)) met = withWish(met, matchWeights.category, written);
  for (const { folded, written } of words.keywords) {
    const weight = weighPhrase(paper, folded) ?? 0;
    if (weight > 0) met = withWish(met, weight, words.quote(written));
  }
  for (const { folded, written } of words.authors)
    if (bears(paper.authors, folded)) met = withWish(met, matchWeights.name, written);
  for (const { folded, written } of words.organizations)
    if (isFrom(paper, folded)) met = withWish(met, matchWeights.name, written);
  return met && { weight: weighTogether(met), reasons: met.reasons };
}

/** What wishes that are met weigh, the best of them and the others, with how they are told. */
type Met = { best: number; others: number; reasons: string[] };

/** @param met null where none was met before: most papers meet none, and then nothing is made. */
function withWish(met: Met | null, weight: number, reason: string): Met {
  if (met === null) return { best: weight, others: 0, reasons: [reason] };
  met.others += Math.min(met.best, weight);
  met.best = Math.max(met.best, weight);
  met.reasons.push(reason);
  return met;
}

/** A tenth of what the others weigh: it parts papers of the same best place, and two mentions are not worth a keyword. */
function weighTogether({ best, others }: Met): number {
  return best + Math.min(0.9, others / 10);
}

/** Whether the reader never wants to see a paper, whatever it matches. */
export function mutes(words: PreferenceWords, paper: PaperIndex): boolean {
  return (
    words.mutedKeywords.some((keyword) => weighPhrase(paper, keyword) !== null) ||
    words.mutedAuthors.some((name) => bears(paper.authors, name)) ||
    words.mutedOrganizations.some((name) => isFrom(paper, name))
  );
}

function isFrom({ organization }: PaperIndex, wanted: OrganizationName): boolean {
  return organization !== null && isSameOrganization(organization, wanted);
}

/** A category means itself; an archive (`cs`) all of its categories (`cs.CL`). */
function isOnTopic(paper: PaperIndex, topic: string): boolean {
  return paper.categories.some(
    (category) =>
      category.startsWith(topic) && (category.length === topic.length || category[topic.length] === "."),
  );
}

/** What a phrase weighs where it stands best; zero when it only stands across two fields, null when nowhere. */
function weighPhrase({ among, at }: PaperIndex, phrase: Phrase): number | null {
  let weights = among.weights.get(phrase);
  if (weights === undefined) {
    weights = weighIn(among, phrase);
    among.weights.set(phrase, weights);
  }
  return weights.get(at) ?? null;
}

const nowhere: ReadonlyMap<number, number> = new Map();

function weighIn(
  { all, words, withWord }: Papers,
  { exact, parted, forms, words: written }: Phrase,
): ReadonlyMap<number, number> {
  const weights = new Map<number, number>();
  const add = (at: number, weight: number | null) => {
    if (weight !== null && weight > (weights.get(at) ?? -1)) weights.set(at, weight);
  };
  if (parted !== null) for (const paper of all) add(paper.at, weighExact(partedOf(paper), parted));
  else if (exact !== null) for (const paper of all) add(paper.at, weighExact(paper, exact));
  for (const form of [...forms, ...partedForms(written, (word) => words.has(word))]) {
    if (!form.every((stem) => withWord.has(stem))) continue;
    for (const at of withWord.get(form[0] ?? "") ?? []) {
      const paper = all[at];
      if (paper) add(at, weighForm(paper, form));
    }
  }
  return weights.size === 0 ? nowhere : weights;
}

type Texts = Pick<PaperIndex, "text" | "fields">;

/** Few keywords need it, so it is made when one does, once. */
const partedTexts = new WeakMap<PaperIndex, Texts>();

function partedOf(paper: PaperIndex): Texts {
  const known = partedTexts.get(paper);
  if (known !== undefined) return known;
  const fields = paper.fields.map(({ text, weight }) => ({ text: partDigits(text), weight }));
  const parted = { text: partDigits(paper.text), fields };
  partedTexts.set(paper, parted);
  return parted;
}

function weighExact({ text, fields }: Texts, phrase: string): number | null {
  if (!containsPhrase(text, phrase)) return null;
  const weights = fields.filter((field) => containsPhrase(field.text, phrase)).map(({ weight }) => weight);
  return Math.max(0, ...weights);
}

function weighForm(paper: PaperIndex, stems: string[]): number | null {
  const [first = "", ...others] = stems;
  let best: number | null = null;
  for (const place of paper.places.get(first) ?? []) {
    if (!others.every((stem, at) => paper.places.get(stem)?.includes(place + 1 + at))) continue;
    const field = fieldAt(paper, place);
    const isWithin = others.length === 0 || fieldAt(paper, place + others.length) === field;
    const weight = isWithin ? (paper.fields[field]?.weight ?? 0) : 0;
    if (weight > (best ?? -1)) best = weight;
  }
  return best;
}

function fieldAt({ fieldEnds }: PaperIndex, place: number): number {
  let field = 0;
  while (place >= (fieldEnds[field] ?? Number.POSITIVE_INFINITY)) field += 1;
  return field;
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
