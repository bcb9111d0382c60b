import { cutText } from "./clean-text.ts";
import { type Sentence, splitSentences } from "./sentences.ts";
import {
  alsoMade,
  aside,
  availability,
  background,
  clauseOfWe,
  closing,
  commonName,
  cues,
  does,
  empty,
  introduction,
  label,
  later,
  link,
  made,
  pointing,
  seeksLater,
  speaker,
  warning,
} from "./telling-cues.ts";

/** What was picked of an abstract, and whether it tells what the paper does. */
export type Telling = { text: string; isTelling: boolean };

/** Characters: a second sentence is added up to the first, and none ends beyond the second. */
const [near, most] = [240, 300];

/** Characters that are read: of an abstract, and of one sentence, which says early what it is about. */
const [mostRead, mostOfSentence] = [6000, 600];

/** What is no longer is no sentence, but a heading within a structured abstract: "Results." */
const shortest = 15;

/** From this weight on a sentence tells what its paper does. */
const tellingWeight = 4;

/**
 * The sentence or two of an abstract that tell what its paper does or found, in its authors' words: "We
 * propose ...", "This survey ...", the sentence on the name in the title, a result against a baseline. One of
 * background is taken only where no such stands; then `isTelling` is false. What points at sentences left out
 * ("To address this gap, ...", "We therefore ...", "(ii) ...") is left away; an ellipsis stands for sentences between. About
 * 240 characters, at most 300: a longer sentence is cut after a word. Empty for an empty abstract. Linear.
 *
 * @param abstract clean text on one line.
 * @param title    may name what the paper made, as in "Orca: A New ...".
 */
export function tellingSentences(abstract: string, title: string): Telling {
  const sentences = splitSentences(abstract.slice(0, mostRead));
  const name = nameIn(title);
  const weights = sentences.map(({ text }, place) => weighSentence(text, name) - place / 20);
  const best = placeOfMost(weights);
  const isTelling = (weights[best] ?? 0) >= tellingWeight;
  const first = isTelling ? best : bestByTitle(sentences, weights, title);
  const opening = sentences[first];
  if (opening === undefined) return { text: "", isTelling: false };
  return { text: withSecond(sentences, weights, first, openAtCue(named(opening.text, name))), isTelling };
}

/** Whether a short text, such as a ready summary, speaks of the field alone, and not of what its paper does. */
export function isBackground(text: string): boolean {
  return splitSentences(text.slice(0, mostRead)).every(
    ({ text: sentence }) =>
      background.test(sentence) && !does.test(sentence) && weighSentence(sentence, null) < 0,
  );
}

/** How well a sentence tells what its paper does: below zero for background, above ten at best. */
function weighSentence(text: string, name: string | null): number {
  const head = text.slice(0, mostOfSentence);
  const hasSpeaker = speaker.test(head);
  const cue = cues.find(({ pattern, isOfWe }) => (hasSpeaker || !isOfWe) && pattern.test(head));
  const isAmiss = background.test(head);
  const ofName = name === null ? 0 : weighName(head, name, isAmiss);
  let weight = Math.max(cue?.weight ?? 0, ofName);
  if (cue && cue.weight >= 9 && ofName > 0) weight += 1.5;
  if (isAmiss && weight < 9) weight -= weight >= 7 ? 1 : 5;
  if (head.endsWith("?") && weight < 7) weight -= 3;
  if (aside.test(head.slice(0, 40)) || alsoMade.test(head)) weight -= 4;
  if (closing.test(head)) weight -= 4;
  if (warning.test(head) || seeksLater.test(head)) weight -= 8;
  if (later.test(head) || text.length < 30) weight -= weight >= 9 ? 0.5 : 1.5;
  if (!made.test(head) && availability.test(head)) weight -= 6;
  return weight;
}

/** A sentence that begins by the title's name tells of it, best as "X is a ..."; one that holds it may. */
function weighName(text: string, name: string, isAmiss: boolean): number {
  const at = text.indexOf(name);
  if (at < 0 || /^(?:-?\p{L}|\p{N})/u.test(text.slice(at + name.length, at + name.length + 2))) return 0;
  // "RAG is widely used": letters that many papers share.
  if (isAmiss && /^[A-Z]+s?$/.test(name)) return 0;
  if (at >= 30) return 5;
  const after = text.slice(at + name.length, at + name.length + 60);
  const isDefined = /^\s*(?:\([^)]{1,30}\))?,?\s*(?:is|are|an?|the)\s/u.test(after);
  return (isDefined ? 9 : 8) - (isAmiss ? (isDefined ? 1 : 2) : 0);
}

/** The name that a paper gave to what it made: before the title's colon, or a word with capitals inside. */
function nameIn(title: string): string | null {
  const head = /^(.{2,40}?)(?:\s*[:：]|\s+[–—-]\s|\s+Technical Report)/u
    .exec(title.slice(0, 80))?.[1]
    ?.trim();
  if (head !== undefined && head.split(" ").length <= 3 && !commonName.test(head)) {
    if (!head.includes(" ") || /\p{Lu}.*\p{Lu}|\d/u.test(head)) return head;
  }
  const words = title.slice(0, 300).split(/[\s:,()“”"?!]+/u);
  return words.find((word) => looksCoined.test(word) && !commonName.test(word)) ?? null;
}

const looksCoined = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|^\p{Lu}\p{L}*-?\d/u;

/** Where no sentence tells: the one that shares most words with the title and is least about what is amiss. */
function bestByTitle(sentences: Sentence[], weights: number[], title: string): number {
  const words = new Set(wordsOf(title));
  return placeOfMost(
    sentences.map(({ text }, place) => {
      const shared = new Set(wordsOf(text).filter((word) => words.has(word)));
      return shared.size + (weights[place] ?? 0);
    }),
  );
}

function wordsOf(text: string): string[] {
  return (
    text
      .slice(0, mostOfSentence)
      .toLowerCase()
      .match(/\p{L}{4,}/gu) ?? []
  );
}

/** The first place of the highest; zero where there is none. */
function placeOfMost(values: number[]): number {
  return Math.max(0, values.indexOf(Math.max(...values)));
}

/** From its cue on: without what leads to it from before, and, when it is long, without the half sentence that does. */
function openAtCue(text: string): string {
  const short = text
    .replace(label, "")
    .replace(introduction, "")
    .replace(introduction, "")
    .replace(link, "$1 ");
  const clause = short.length <= most ? null : clauseOfWe.exec(short.slice(0, mostOfSentence));
  return capitalized(clause === null ? short : short.slice(clause.index + clause[0].length));
}

/** "We introduce , a benchmark ...": where a macro stood that only the paper defines, the title has what it said. */
function named(text: string, name: string | null): string {
  return text.replace(lostName, (_, verb: string) => (name === null ? verb : `${verb} ${name},`));
}

const lostName = /\b((?:introduc|present|propos|releas|develop)(?:e|es|ed)?) ,(?= (?:an?|the)\b)/;

/** Only what begins in the middle of its sentence gets a capital: a name such as mHC keeps its letters. */
function capitalized(text: string): string {
  return /^(?:we|this|the|here)\b/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** The picked sentence, and another where both are short enough: the next one, or else a result further down. */
function withSecond(sentences: Sentence[], weights: number[], first: number, text: string): string {
  if (text.length > most) return cutText(text, most - 10);
  const isShort = text.length < near / 2;
  const room = (isShort ? most : near) - text.length - " … ".length;
  const fits = (sentence: Sentence) =>
    sentence.text.length <= room &&
    sentence.text.length > shortest &&
    ![availability, empty, closing].some((not) => not.test(sentence.text));
  const next = sentences[first + 1];
  const tellsMore = (weights[first + 1] ?? 0) > 0;
  if (next && fits(next) && (tellsMore || (isShort && !background.test(next.text)))) {
    return `${text} ${next.text}`;
  }
  const weightsBelow = sentences.map((sentence, place) =>
    place > first + 1 && fits(sentence) && standsAlone(sentence.text) ? (weights[place] ?? 0) : 0,
  );
  const second = placeOfMost(weightsBelow);
  return (weightsBelow[second] ?? 0) >= tellingWeight ? `${text} … ${sentences[second]?.text}` : text;
}

/** Whether a sentence can be read after others were left out. */
function standsAlone(text: string): boolean {
  return text.length > 50 && ![pointing, aside, later].some((not) => not.test(text));
}
