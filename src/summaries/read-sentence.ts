import { cleanText } from "../digest/clean-text.ts";
import { splitSentences } from "../digest/sentences.ts";

/**
 * Why what a model said is not shown: nothing, too short or long, not one sentence, with markup or an address,
 * speaking of itself, or with words or numbers that its abstract has not.
 */
export type SentenceRefusal = "empty" | "length" | "sentences" | "markup" | "chatter" | "unfounded";

export type ReadSentence = { kind: "sentence"; text: string } | { kind: "refused"; refusal: SentenceRefusal };

const [leastLength, mostLength] = [40, 300];
/** The part of a sentence's words that its abstract must share, so that neither lies nor other languages pass. */
const leastShared = 0.5;
const mostRead = 4000;

/**
 * A model's answer as a sentence that may be shown of a paper, or why not. It is hostile text: no more is believed
 * of it than that it puts the abstract's own words and numbers in one sentence. Linear in both.
 */
export function readSentence(answer: string, paper: { title: string; abstract: string }): ReadSentence {
  const text = bare(answer);
  const refusal = refusalOf(text, `${paper.title} ${paper.abstract}`);
  return refusal === null ? { kind: "sentence", text } : { kind: "refused", refusal };
}

/** Without what a model thought aloud before it, however long, and the quotes around it. */
function bare(answer: string): string {
  const thought = answer.lastIndexOf("</think>");
  const said = cleanText(answer.slice(thought < 0 ? 0 : thought + "</think>".length).slice(0, mostRead));
  return /^"[^"]*"$|^“[^“”]*”$/u.test(said) ? said.slice(1, -1).trim() : said;
}

function refusalOf(text: string, source: string): SentenceRefusal | null {
  if (text === "") return "empty";
  if (text.length < (isDense(text) ? leastLength / 3 : leastLength) || text.length > mostLength)
    return "length";
  if (/[<>`{}|\\]|&#?\w{1,10};|https?:|www\.|\]\(|\*\*|__|^[#*-]|@/iu.test(text)) return "markup";
  if (chatter.test(text) || wordsMissing(orders, text, source)) return "chatter";
  if (wordsMissing(domains, text, source)) return "markup";
  if (splitSentences(text).length !== 1 || !/[.!。！]["”’」]?$/u.test(text)) return "sentences";
  return isFounded(text, source) ? null : "unfounded";
}

const chatter =
  /\b(?:as an ai|language model,? i|i (?:cannot|can't|am|will)|i'm|sure[,!]|certainly|here(?:'s| is))\b|\b(?:ignore|disregard)\b.{0,30}\binstructions\b|\bclick (?:here|the|this|on)\b/iu;

/** What is ordered rather than told, unless the paper is about it, as those on following instructions are. */
const orders = /\b(?:ignore|instructions?|click|subscribe)\b/giu;
/** Clients make links of them. */
const domains = /\p{L}[\p{L}\p{N}-]+\.\p{L}{2,}/gu;

/** Whether a text has a word of a kind that its source has not. */
function wordsMissing(kind: RegExp, text: string, source: string): boolean {
  const known = source.toLowerCase();
  return (text.match(kind) ?? []).some((word) => !known.includes(word.toLowerCase()));
}

/** Chinese and Japanese say in a third of the characters what others say. */
function isDense(text: string): boolean {
  return (
    (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0) > text.length / 3
  );
}

function isFounded(text: string, source: string): boolean {
  const figures = new Set(plainly(source).match(number) ?? []);
  if (!numbersOf(text).every((figure) => figures.has(figure))) return false;
  const known = new Set(wordsOf(source));
  const words = [...new Set(wordsOf(text))];
  return words.length >= 3 && words.filter((word) => known.has(word)).length >= words.length * leastShared;
}

const number = /\p{Nd}+(?:\.\p{Nd}+)?/gu;

/** Numbers of two digits or more, with decimals, or of what is measured; those of a short text. */
function numbersOf(text: string): string[] {
  return [...plainly(text).matchAll(number)].flatMap(({ 0: figure, index }) => {
    const after = plainly(text).slice(index + figure.length);
    return figure.length > 1 || unit.test(after) ? [figure] : [];
  });
}

const unit = /^\s?-?(?:%|×|(?:x|times|percent|points?|fold)\b)/iu;

/** With digits as anybody writes them, and without the commas between thousands. */
function plainly(text: string): string {
  return text.normalize("NFKC").replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
}

/** The beginnings of words, so that forms of one word are one; of Chinese and Japanese each pair of characters. */
function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).flatMap((word) => {
    if (isDense(word)) return [...word].slice(1).map((letter, place) => `${[...word][place]}${letter}`);
    return word.length < 4 ? [] : [word.slice(0, 5)];
  });
}
