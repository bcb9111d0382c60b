import type { Edition } from "../editions/edition.ts";
import { type ChoosingMeans, indexEdition } from "./choose-papers.ts";
import type { DigestChoice, DigestPreferences } from "./compiled-digest.ts";
import { matchPaper, mutes, type PaperIndex, type PreferenceWords, preferenceWords } from "./match-paper.ts";
import { type SeenPapers, seenStandingOf } from "./seen-papers.ts";

const mostNear = 3;
const mostWishes = 12;
const mostShared = 3;
/** Shorter words tell nothing of a subject, but in phrases of their own. */
const shortestWord = 4;

/**
 * A quiet mail's choice: up to three new papers of the edition that came near what the reader follows, and what of it
 * met nothing. First stand those that match (where that was too little), then those that meet most of its single words,
 * last names and whole archives, then the top ones. In titles, since it is short.
 *
 * @param least how many matches the reader asks for, when it is for that that no digest came; else null.
 * @returns null for who follows nothing.
 */
export function chooseQuiet(
  edition: Edition,
  preferences: DigestPreferences,
  seen: SeenPapers,
  least: number | null,
  { shortForms }: ChoosingMeans = {},
): DigestChoice | null {
  const words = preferenceWords(preferences, shortForms);
  if (words.followsNothing) return null;
  const wide = preferenceWords(widened(preferences), shortForms);
  const left = indexEdition(edition).filter(
    (paper) =>
      paper.section === "top" &&
      seenStandingOf(paper, edition, seen, preferences) === "new" &&
      !mutes(words, paper),
  );
  const matched = left.flatMap((paper) => metBy(words, paper)).toSorted(byWeight);
  const met = new Set(matched.flatMap(({ reasons }) => reasons));
  const isMatched = new Set(matched.map(({ index }) => index));
  const forYou = matched.slice(0, mostNear);
  const near = left
    .filter(({ index }) => !isMatched.has(index))
    .map((paper) => metBy(wide, paper)[0] ?? { index: paper.index, weight: 0, reasons: [] })
    .toSorted(byWeight)
    .slice(0, mostNear - forYou.length);
  const unmet = wishesOf(words).filter((wish) => !met.has(wish));
  return {
    detail: "title",
    forYou: forYou.map(({ index }) => index),
    top: near.map(({ index }) => index),
    late: [],
    because: forYou.map(({ reasons }) => reasons.join(", ")),
    quiet: {
      least,
      wishes: unmet.slice(0, mostWishes),
      moreWishes: Math.max(0, unmet.length - mostWishes),
      shares: near.map(({ reasons }) => sharesOf(wide, reasons)),
    },
  };
}

type Met = { index: number; weight: number; reasons: string[] };

function metBy(words: PreferenceWords, paper: PaperIndex & { index: number }): Met[] {
  const match = matchPaper(words, paper);
  return match === null ? [] : [{ index: paper.index, ...match }];
}

function byWeight(one: Met, other: Met): number {
  return other.weight - one.weight;
}

/** What a paper shares with the wishes: words and names, else the archive, which many share. */
function sharesOf({ topics }: PreferenceWords, reasons: string[]): string {
  const archives = new Set(topics.map(({ written }) => written));
  const own = reasons.filter((reason) => !archives.has(reason));
  return (own.length > 0 ? own : reasons).slice(0, mostShared).join(", ");
}

/** What is followed, each as `matchPaper` says it. */
function wishesOf(words: PreferenceWords): string[] {
  return [
    ...words.topics.map(({ written }) => written),
    ...words.keywords.map(({ written }) => words.quote(written)),
    ...words.authors.map(({ written }) => written),
    ...words.organizations.map(({ written }) => written),
  ];
}

/** The same wishes with less asked: single words of phrases, last names, and whole archives. */
function widened({ topics, keywords, authors, ...others }: DigestPreferences): DigestPreferences {
  return {
    ...others,
    topics: distinct(topics.map((topic) => topic.split(".")[0] ?? topic)),
    keywords: distinct(keywords.flatMap(wordsOf)),
    authors: distinct(authors.map(lastNameOf)),
  };
}

function wordsOf(phrase: string): string[] {
  return phrase
    .split(/[\s/_-]+/)
    .filter((word) => word.length >= shortestWord && !/^(with|from|based|using)$/i.test(word));
}

function lastNameOf(name: string): string {
  const [last = "", first] = name.split(",");
  return first === undefined ? (name.trim().split(/\s+/).at(-1) ?? name) : last.trim();
}

function distinct(texts: string[]): string[] {
  return [...new Map(texts.map((text) => [text.toLowerCase(), text])).values()];
}
