import { cutPoint, cutText } from "./clean-text.ts";
import type { DigestFacts } from "./compiled-digest.ts";

/** Phones and most clients show fewer than this many characters of a subject. */
const mostSubject = 59;
const mostPreheader = 140;

/** How a language puts them. */
export type SubjectWords = {
  /** @param others how many more papers the mail has. */
  subject(title: string, others: number): string;
  /** @param titles of the next papers, in one line. */
  also(titles: string): string;
};

/**
 * As sets of the release before put it: the subject names the top paper and counts the rest, in under 60 characters; the
 * preheader goes on where the subject stops and names the next papers.
 *
 * @param titles in the order of the mail; at least one.
 * @param fallback the preheader of a digest of one paper whose title fits.
 */
export function subjectLine(
  titles: string[],
  fallback: string,
  words: SubjectWords,
): { subject: string; preheader: string } {
  const [first = "", ...others] = titles;
  const room = mostSubject - words.subject("", others.length).length;
  const { head, rest } = part(first, room);
  const also = others.length === 0 ? "" : words.also(others.slice(0, 4).join(" · "));
  const preheader = [rest, also].filter((text) => text !== "").join(" ") || fallback;
  return { subject: words.subject(head, others.length), preheader: cutText(preheader, mostPreheader) };
}

/** Parts a long title after its name (`RNG-Bench: ...`) when that says enough, else after a word. */
function part(title: string, room: number): { head: string; rest: string } {
  if (title.length <= room) return { head: title, rest: "" };
  const colon = title.lastIndexOf(": ", room);
  if (colon >= room * 0.45) return { head: title.slice(0, colon), rest: `${title.slice(colon + 2)}.` };
  const at = cutPoint(title, room - 1);
  return { head: `${title.slice(0, at).trimEnd()}…`, rest: `…${title.slice(at).trimStart()}.` };
}

/** The titles of papers, by their indexes. */
export function titlesOf({ papers }: DigestFacts, shown: number[]): string[] {
  return shown.map((index) => papers[index]?.title ?? "");
}
