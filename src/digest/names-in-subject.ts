import type { DigestFacts } from "./compiled-digest.ts";
import { subjectWidth } from "./short-name.ts";

/** Phones and most clients show fewer than this many characters of a subject. */
const mostSubject = 59;
const mostPreheader = 140;
const mostNames = 3;
/** The names of a subject are those of the first papers; one that is too long to stand beside others is passed over. */
const mostLookedAt = 6;

/** How a language puts them. */
export type SubjectNames = {
  /** @param others how many more papers the mail has. @param hasPeriod whether the week or month stands before them. */
  names(names: string[], others: number, hasPeriod: boolean): string;
  /** @param names of the next papers. */
  also(names: string[]): string;
  /** Where no paper has a name. */
  unnamed(papers: number): string;
  /** What the papers are about, as a sentence; null when they share nothing. */
  about(shown: number[]): string | null;
};

/**
 * The subject gives the first paper's name, those of one or two of the next that fit, and counts the rest, in under 60
 * characters; the preheader says what the papers are about, then the next names, whole ones only. Neither is cut.
 *
 * @param shown indexes of papers, in the order of the mail; at least one.
 * @param fallback the preheader where that leaves nothing to say.
 */
export function namesInSubject(
  facts: DigestFacts,
  shown: number[],
  fallback: string,
  words: SubjectNames,
): { subject: string; preheader: string } {
  const names = namesOf(facts, shown);
  const { subject, given } =
    shown.length === 1 ? ofOne(facts, shown, names, words) : ofMany(shown, names, words);
  const about = words.about(shown);
  const next = names.filter((name) => !given.includes(name));
  return { subject, preheader: preheaderOf(about, next, words) || fallback };
}

/** Each name once. */
function namesOf({ papers }: DigestFacts, shown: number[]): string[] {
  return [...new Set(shown.flatMap((index) => papers[index]?.name ?? []))];
}

type Subject = { subject: string; given: string[] };

/** A single paper's whole title, when it fits. */
function ofOne({ papers }: DigestFacts, shown: number[], names: string[], words: SubjectNames): Subject {
  const title = papers[shown[0] ?? 0]?.title ?? "";
  const fitting = [words.names([title], 0, true), words.names([title], 0, false)].find(fits);
  return fitting === undefined ? ofMany(shown, names, words) : { subject: fitting, given: names };
}

function ofMany(shown: number[], names: string[], words: SubjectNames): Subject {
  for (const hasPeriod of [true, false]) {
    let subject: string | null = null;
    const given: string[] = [];
    for (const name of names.slice(0, mostLookedAt)) {
      const longer = words.names([...given, name], shown.length - given.length - 1, hasPeriod);
      if (!fits(longer)) {
        // The first paper opens the mail, so that a subject without it would promise something else.
        if (given.length === 0) break;
        continue;
      }
      subject = longer;
      given.push(name);
      if (given.length === mostNames) break;
    }
    if (subject !== null) return { subject, given };
  }
  return { subject: words.unnamed(shown.length), given: [] };
}

function fits(subject: string): boolean {
  return subjectWidth(subject) <= mostSubject;
}

function preheaderOf(about: string | null, next: string[], words: SubjectNames): string {
  const named: string[] = [];
  const line = (names: string[]) =>
    [...(about === null ? [] : [about]), ...(names.length === 0 ? [] : [words.also(names)])].join(" ");
  for (const name of next) {
    if (subjectWidth(line([...named, name])) > mostPreheader) break;
    named.push(name);
  }
  return line(named);
}
