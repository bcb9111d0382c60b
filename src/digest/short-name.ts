import { cleanText } from "./clean-text.ts";
import { columnsOf } from "./wrap-text.ts";

/** Columns of a name of which three stand side by side in a subject; and of one that still leaves room to count the rest. */
const usual = 30;
const longest = 47;
/** A name and what parts it from the rest of a title: a colon, or a dash between spaces; a colon alone before a capital. */
const afterName = /^(.{2,}?)(?:[:：]\s|：|(?<=^\S+):(?=\p{Lu})|\s[–—|-]{1,2}\s|—)/u;
/** Where no phrase ends in time, a name ends after a word. */
const longestCut = 36;

/**
 * What a paper is called in a subject: what stands before its title's colon (`KronQ: ...`), else the title when it is
 * short, else its first words up to where a phrase ends. Never cut inside a word. Null where a title has no such name, as one
 * that is a single long word.
 */
export function shortName(title: string): string | null {
  const whole = trimmed(cleanText(title).replace(/,? Technical Report$/i, ""));
  const [, before = whole] = afterName.exec(whole) ?? [];
  const head = trimmed(before);
  return fits(head, usual) ? head : firstPhrase(head);
}

function fits(text: string, most: number): boolean {
  return text !== "" && subjectWidth(text) <= most;
}

/** A text's width in a subject: its columns or its length, whichever is more, since clients count either. */
export function subjectWidth(text: string): number {
  return Math.max(text.length, columnsOf(text));
}

/** Without quotes around it, and without what ended a phrase. */
function trimmed(text: string): string {
  return text.replace(/^["“”«'‘’\s]+|["“”»'‘’\s.,;:?!]+$/gu, "");
}

const wordsOf = (text: string) => new Set(text.split(/\s+/));
/** Words that open a phrase: before them one may end, and none ends in them. */
const openers =
  wordsOf(`& about across after against along amid among and are as at based be before behind below between
  beyond but by can could do does during for from guided how if in inside into is like may meet meets near need of on onto
  or over per should so than that then through throughout to toward towards under until up upon using via was were what when
  where whether which while who whose why will with within without`);
/** Words that want another after them. */
const unfinished = wordsOf(
  "we you they i it a an the its our your their own this these very more most not only lack",
);
/** A word or two of a compound tell little. */
const leastTelling = 2;

/** The first words of a text up to a natural end: the longest that is short, else the shortest that still fits. */
function firstPhrase(text: string): string | null {
  const words = text.split(" ").slice(0, longest);
  const phrases = words.flatMap((_, index) => {
    const phrase = trimmed(words.slice(0, index + 1).join(" "));
    return fits(phrase, longest) && isFinished(words, index)
      ? [{ phrase, index, columns: subjectWidth(phrase) }]
      : [];
  });
  const natural = phrases.filter(({ index }) => isNatural(words, index) && isTelling(words, index));
  const best =
    natural.findLast(({ columns }) => columns <= usual) ??
    natural[0] ??
    phrases.findLast(({ index, columns }) => columns <= longestCut && !isAdjective(words[index])) ??
    phrases.findLast(({ columns }) => columns <= longestCut);
  return best?.phrase ?? byCharacters(text);
}

function isFinished(words: string[], index: number): boolean {
  const last = fold(words[index]);
  return !openers.has(last) && !unfinished.has(last);
}

/** Whether a phrase ends after a word. */
function isNatural(words: string[], index: number): boolean {
  const next = words[index + 1];
  return (
    next === undefined || /[,;.?!)]$/.test(words[index] ?? "") || openers.has(fold(next)) || /ly$/.test(next)
  );
}

function isTelling(words: string[], index: number): boolean {
  const telling = words
    .slice(0, index + 1)
    .flatMap((word) => fold(word).split("-"))
    .filter((part) => part !== "" && !openers.has(part) && !unfinished.has(part));
  return telling.length >= leastTelling;
}

function isAdjective(word: string | undefined): boolean {
  return /(?:ed|ive|al|ous|able|ible|ic|aware|based|free|level|ful|ent|ant|ary)$/.test(fold(word));
}

function fold(word: string | undefined): string {
  return (word ?? "").toLowerCase().replace(/[^\p{L}\p{N}&-]/gu, "");
}

const segmenter = new Intl.Segmenter("ja", { granularity: "word" });
const unspaced =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** Scripts without spaces have words too, and a name ends where one does. */
function byCharacters(text: string): string | null {
  if (!unspaced.test(text)) return null;
  let name = "";
  for (const { segment } of segmenter.segment(text.slice(0, 2 * usual))) {
    if (subjectWidth(name + segment) > usual) break;
    name += segment;
  }
  return trimmed(name) || null;
}
