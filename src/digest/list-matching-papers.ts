import { setImmediate } from "node:timers/promises";
import type { ShortForm } from "../config/short-forms.ts";
import type { FrozenPaper } from "../editions/edition.ts";
import type { DigestPreferences } from "./compiled-digest.ts";
import { indexPaper, matchPaper, mutes, preferenceWords } from "./match-paper.ts";

/** A paper with what of a reader's wishes it meets, in words; the reader's own text among them, so hostile. */
export type MatchingPaper = { paper: FrozenPaper; reasons: string[] };

/** Papers that are read before others get their turn. */
const atOnce = 50;

/** Whether a reader follows topics, keywords, authors or organisations at all. */
export function followsSomething(preferences: DigestPreferences): boolean {
  return !preferenceWords(preferences).followsNothing;
}

/**
 * All papers of a list that match what a reader follows and does not mute, those first that are most about it and then
 * as they stand in the list; late risers come last. A month has thousands, so that others get their turn in between.
 */
export async function listMatchingPapers(
  papers: FrozenPaper[],
  preferences: DigestPreferences,
  shortForms?: ShortForm[],
): Promise<MatchingPaper[]> {
  const words = preferenceWords(preferences, shortForms);
  const found: (MatchingPaper & { weight: number })[] = [];
  for (const [place, paper] of papers.entries()) {
    if (place % atOnce === atOnce - 1) await setImmediate();
    const index = indexPaper(paper);
    const match = mutes(words, index) ? null : matchPaper(words, index);
    if (match) found.push({ paper, ...match });
  }
  return found
    .toSorted((one, other) => lateness(one) - lateness(other) || other.weight - one.weight)
    .map(({ paper, reasons }) => ({ paper, reasons }));
}

function lateness({ paper }: Pick<MatchingPaper, "paper">): number {
  return paper.section === "late" ? 1 : 0;
}
