import type { DigestFacts } from "./compiled-digest.ts";
import { subjectWidth } from "./short-name.ts";

/** Phones and most clients show fewer than this many characters of a subject. */
const mostSubject = 59;
const mostPreheader = 140;
const mostNames = 3;
/** The names of a subject are those of the first papers; one that is too long to stand beside others is passed over. */
const mostLookedAt = 6;

/** More names than a preheader holds are not looked at. */
const mostGathered = 24;

/** How a language puts them. */
export type SubjectNames = {
  /** @param others how many more papers the mail has. @param hasPeriod whether the week or month stands before them. */
  names(names: string[], others: number, hasPeriod: boolean): string;
  /** @param names of the next papers, in one line. */
  also(names: string): string;
  /** Where no paper has a name. */
  unnamed(papers: number): string;
};

/**
 * The subject gives the first paper's name, those of one or two of the next that fit, and counts the rest, in under 60
 * characters; the preheader says what the papers are about, then the next names, whole ones only. Neither is
 * cut; the preheader is empty where neither says anything.
 *
 * @param shown indexes of papers, in the order of the mail; at least one.
 * @param about what the papers are about, as a sentence; null when they share nothing.
 */
export function namesInSubject(
  facts: DigestFacts,
  shown: number[],
  about: string | null,
  words: SubjectNames,
): { subject: string; preheader: string } {
  const names = namesOf(facts, shown);
  const { subject, given } =
    shown.length === 1 ? ofOne(facts, shown, names, words) : ofMany(shown, names, words);
  const next = names.filter((name) => !given.includes(name));
  return { subject, preheader: preheaderOf(about, next, words) };
}

/** The first names, each once. */
function namesOf({ papers }: DigestFacts, shown: number[]): string[] {
  const names: string[] = [];
  for (const index of shown) {
    const name = papers[index]?.name;
    if (name && !names.includes(name)) names.push(name);
    if (names.length === mostGathered) break;
  }
  return names;
}

type Subject = { subject: string; given: string[] };

/** A single paper's whole title, when it fits. */
function ofOne({ papers }: DigestFacts, shown: number[], names: string[], words: SubjectNames): Subject {
  const title = papers[shown[0] ?? 0]?.title ?? "";
  const fitting = [words.names([title], 0, true), words.names([title], 0, false)].find(
    (subject) => subjectWidth(subject) <= mostSubject,
  );
  return fitting === undefined ? ofMany(shown, names, words) : { subject: fitting, given: names };
}

function ofMany(shown: number[], names: string[], words: SubjectNames): Subject {
  for (const hasPeriod of [true, false]) {
    const given: string[] = [];
    let width = 0;
    for (const name of names.slice(0, mostLookedAt)) {
      const count = given.length + 1;
      // Beside others a name with a comma reads as two.
      if (count > 1 && [name, ...given].some(hasComma)) continue;
      const wider = width + widthOf(name);
      const around = widthOf(words.names(nothing.slice(0, count), shown.length - count, hasPeriod));
      if (around + wider > mostSubject) {
        // The first name opens the mail: a subject without it would promise something else.
        if (count === 1) break;
        continue;
      }
      width = wider;
      given.push(name);
      if (count === mostNames) break;
    }
    if (given.length > 0)
      return { subject: words.names(given, shown.length - given.length, hasPeriod), given };
  }
  return { subject: words.unnamed(shown.length), given: [] };
}

function hasComma(name: string): boolean {
  return /[,，、]/u.test(name);
}

const nothing = Array.from({ length: mostNames }, () => "");

function preheaderOf(about: string | null, next: string[], words: SubjectNames): string {
  const before = about === null ? "" : `${about} `;
  const named: string[] = [];
  let width = widthOf(before) + widthOf(words.also(""));
  for (const name of next) {
    width += widthOf(name) + (named.length === 0 ? 0 : separator.length);
    if (width > mostPreheader) break;
    named.push(name);
  }
  return named.length === 0 ? (about ?? "") : before + words.also(named.join(separator));
}

const separator = " · ";

/** Names and what stands around them come again with every reader, and wide ones take long to measure. */
const widths = new Map<string, number>();
const mostKept = 5_000;

function widthOf(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (widths.size >= mostKept) widths.clear();
  const width = subjectWidth(text);
  widths.set(text, width);
  return width;
}
