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
  const text = bare(answer.slice(0, mostRead));
  const refusal = refusalOf(text, `${paper.title} ${paper.abstract}`);
  return refusal === null ? { kind: "sentence", text } : { kind: "refused", refusal };
}

/** Without what a model thought aloud before it, and the quotes around it. */
function bare(answer: string): string {
  const thought = answer.lastIndexOf("</think>");
  const said = cleanText(thought < 0 ? answer : answer.slice(thought + "</think>".length));
  return /^"[^"]*"$|^“[^“”]*”$/u.test(said) ? said.slice(1, -1).trim() : said;
}

function refusalOf(text: string, source: string): SentenceRefusal | null {
  if (text === "") return "empty";
  if (text.length < (isDense(text) ? leastLength / 3 : leastLength) || text.length > mostLength)
    return "length";
  if (/[<>`{}|\\]|&#?\w{1,10};|https?:|www\.|\]\(|\*\*|__|^[#*-]|@/iu.test(text)) return "markup";
  if (
    /\b(?:as an ai|language model,? i|i (?:cannot|can't|am|will)|i'm|sure[,!]|certainly|here(?:'s| is)|ignore|instructions?|click|subscribe)\b/iu.test(
      text,
    )
  )
    return "chatter";
  if (splitSentences(text).length !== 1 || !/[.!。！]["”’」]?$/u.test(text)) return "sentences";
  return isFounded(text, source) ? null : "unfounded";
}

/** Chinese and Japanese say in a third of the characters what others say. */
function isDense(text: string): boolean {
  return (
    (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0) > text.length / 3
  );
}

function isFounded(text: string, source: string): boolean {
  const figures = new Set(numbersOf(source));
  if (!numbersOf(text).every((figure) => figures.has(figure))) return false;
  const known = new Set(wordsOf(source));
  const words = [...new Set(wordsOf(text))];
  return words.length >= 3 && words.filter((word) => known.has(word)).length >= words.length * leastShared;
}

/** Numbers of two digits or more, or with decimals, without the commas between thousands. */
function numbersOf(text: string): string[] {
  const plain = text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
  return plain.match(/\d+(?:\.\d+)?/g)?.filter((figure) => figure.length > 1) ?? [];
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
