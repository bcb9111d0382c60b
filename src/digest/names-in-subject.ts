import type { DigestFacts } from "./compiled-digest.ts";
import type { Frame } from "./frame.ts";
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
  /**
   * Around so many names.
   *
   * @param others how many more papers the mail has.
   * @param hasPeriod whether the week or month stands before them.
   */
  names(count: number, others: number, hasPeriod: boolean): Frame;
  /** Around the names of the next papers, in one line. */
  also(): Frame;
  /** Where no paper has a name. */
  unnamed(papers: number): string;
};

/** A sentence that opens a preheader. */
export type Opener = {
  text: string;
  /** In columns, with the space behind it. */
  width: number;
};

/**
 * The subject gives the first paper's name, those of one or two of the next that fit, and counts the rest, in under 60
 * characters; the preheader says what the papers are about, then the next names, whole ones only. Neither is
 * cut; the preheader is empty where neither says anything. What an editor set stands in place of either.
 *
 * @param shown indexes of papers, in the order of the mail; at least one.
 * @param about what the papers are about; null when they share nothing.
 */
export function namesInSubject(
  facts: DigestFacts,
  shown: number[],
  about: Opener | null,
  words: SubjectNames,
): { subject: string; preheader: string } {
  const names = namesOf(facts, shown);
  const { subject, given } = subjectOf(facts, shown, names, words);
  return { subject, preheader: facts.preheader ?? preheaderOf(about, names, given, words) };
}

/** Papers that are called alike share one, so that it is told by identity whether a mail has it already. */
type Name = { text: string; width: number; hasComma: boolean };

/** An edition's names are measured once, for wide ones take long. */
const measured = new WeakMap<DigestFacts["papers"], (Name | null)[]>();

function measureNames(papers: DigestFacts["papers"]): (Name | null)[] {
  const known = measured.get(papers);
  if (known) return known;
  const byText = new Map<string, Name>();
  const names = papers.map(({ name: text }) => {
    if (!text) return null;
    // Beside others a name with a comma reads as two.
    const name = byText.get(text) ?? { text, width: subjectWidth(text), hasComma: /[,，、]/u.test(text) };
    byText.set(text, name);
    return name;
  });
  measured.set(papers, names);
  return names;
}

/** The first names, each once. */
function namesOf({ papers }: DigestFacts, shown: number[]): Name[] {
  const known = measureNames(papers);
  const names: Name[] = [];
  for (const index of shown) {
    const name = known[index];
    if (name && !names.includes(name)) names.push(name);
    if (names.length === mostGathered) break;
  }
  return names;
}

type Subject = { subject: string; given: Name[] };

/** The editor's own names no paper, so that the preheader begins with the first. */
function subjectOf(facts: DigestFacts, shown: number[], names: Name[], words: SubjectNames): Subject {
  if (facts.subject !== undefined) return { subject: facts.subject, given: [] };
  return shown.length === 1 ? ofOne(facts, shown, names, words) : ofMany(shown, names, words);
}

/** A single paper's whole title, when it fits. */
function ofOne({ papers }: DigestFacts, shown: number[], names: Name[], words: SubjectNames): Subject {
  const title = papers[shown[0] ?? 0]?.title ?? "";
  const fitting = [words.names(1, 0, true).fill([title]), words.names(1, 0, false).fill([title])].find(
    (subject) => subjectWidth(subject) <= mostSubject,
  );
  return fitting === undefined ? ofMany(shown, names, words) : { subject: fitting, given: names };
}

function ofMany(shown: number[], names: Name[], words: SubjectNames): Subject {
  for (const hasPeriod of [true, false]) {
    const given = namesThatFit(shown, names, words, hasPeriod);
    if (given.length === 0) continue;
    const frame = words.names(given.length, shown.length - given.length, hasPeriod);
    return { subject: frame.fill(given.map(({ text }) => text)), given };
  }
  return { subject: words.unnamed(shown.length), given: [] };
}

function namesThatFit(shown: number[], names: Name[], words: SubjectNames, hasPeriod: boolean): Name[] {
  const given: Name[] = [];
  let width = 0;
  let looked = 0;
  for (const name of names) {
    looked += 1;
    if (looked > mostLookedAt) break;
    const count = given.length + 1;
    if (count > 1 && (name.hasComma || given[0]?.hasComma)) continue;
    const around = words.names(count, shown.length - count, hasPeriod).width;
    if (around + width + name.width > mostSubject) {
      // The first name opens the mail: a subject without it would promise something else.
      if (count === 1) break;
      continue;
    }
    width += name.width;
    given.push(name);
    if (count === mostNames) break;
  }
  return given;
}

/** @param given the names that the subject has. */
function preheaderOf(about: Opener | null, names: Name[], given: Name[], words: SubjectNames): string {
  const also = words.also();
  let width = (about?.width ?? 0) + also.width;
  let line = "";
  for (const name of names) {
    if (given.includes(name)) continue;
    width += name.width + (line === "" ? 0 : separator.length);
    if (width > mostPreheader) break;
    line += line === "" ? name.text : separator + name.text;
  }
  if (line === "") return about?.text ?? "";
  const next = also.fill([line]);
  return about === null ? next : `${about.text} ${next}`;
}

const separator = " · ";
