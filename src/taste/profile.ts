import type { PaperTerm } from "../papers/search/paper-terms.ts";
import type { PaperVector } from "../papers/search/terms-store.ts";
import type { MarkKind } from "./marks-store.ts";

/** What a reader's marks say of papers that they have not seen. */
export type TasteProfile = {
  /** Above zero the reader wants more of a word, below zero less; the heaviest first, and the squares of their weights add up to 1. */
  terms: PaperTerm[];
  /** Of the similarity of recent papers to the terms, so that one paper's is told as so many spreads above the mean. */
  mean: number;
  spread: number;
};

/** A marked paper: what the reader said of it, and the words that tell what it is about. */
type MarkedPaper = { kinds: MarkKind[]; terms: PaperTerm[] };

/** More words say nothing more, and a seal reads them of each of its readers. */
const mostProfileTerms = 60;

/** How much "less like this" takes away, beside what "more like this" and a saved paper give. */
const lessWeight = 0.5;

/** Similarities that hardly differ tell no paper from another. */
const leastSpread = 1e-4;

/**
 * The words that marked papers have in common (Rocchio): the mean of those that a reader wants more of or saved, less
 * half the mean of those they want less of; each the lighter, the fewer of these papers hold it, by the root of their
 * share. A paper that was saved and called "less" counts as both.
 *
 * @param removed lexemes that the reader took out.
 */
export function profileTerms(marked: MarkedPaper[], removed: ReadonlySet<string>): PaperTerm[] {
  const liked = marked.filter(({ kinds }) => kinds.some((kind) => kind !== "less"));
  const disliked = marked.filter(({ kinds }) => kinds.includes("less"));
  const sums = new Map<string, PaperTerm>();
  add(sums, shared(liked), 1);
  add(sums, shared(disliked), -lessWeight);
  const heaviest = [...sums.values()]
    .filter(({ lexeme, weight }) => weight !== 0 && !removed.has(lexeme))
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.lexeme < b.lexeme ? -1 : 1))
    .slice(0, mostProfileTerms);
  const length = Math.hypot(...heaviest.map(({ weight }) => weight));
  return heaviest.map((term) => ({ ...term, weight: round(term.weight / length) }));
}

/** What papers weigh together: a word that one of them alone has says more of that paper than of a taste. */
function shared(papers: MarkedPaper[]): PaperTerm[] {
  const sums = new Map<string, PaperTerm>();
  for (const { terms } of papers) add(sums, terms, 1 / papers.length);
  const held = new Map<string, number>();
  for (const { lexeme } of papers.flatMap(({ terms }) => terms))
    held.set(lexeme, (held.get(lexeme) ?? 0) + 1);
  return [...sums.values()].map((term) => ({
    ...term,
    weight: term.weight * Math.sqrt((held.get(term.lexeme) ?? 0) / papers.length),
  }));
}

/** The word that was met first stays. */
function add(sums: Map<string, PaperTerm>, terms: PaperTerm[], factor: number): void {
  for (const { lexeme, word, weight } of terms) {
    const known = sums.get(lexeme);
    sums.set(lexeme, { lexeme, word: known?.word ?? word, weight: (known?.weight ?? 0) + factor * weight });
  }
}

function round(weight: number): number {
  return Math.round(weight * 10_000) / 10_000;
}

/**
 * A profile with the mean and the spread of its similarity to recent papers; null when it says nothing of them. Who
 * only wants less of something is like nothing: then the mean is 0, and no paper is above it.
 */
export function measureProfile(terms: PaperTerm[], recent: PaperVector[]): TasteProfile | null {
  if (terms.length === 0 || recent.length === 0) return null;
  const weights = new Map(terms.map(({ lexeme, weight }) => [lexeme, weight]));
  const similarities = recent.map((vector) => similarityTo(weights, vector));
  const isLiking = terms.some(({ weight }) => weight > 0);
  const mean = isLiking ? meanOf(similarities) : 0;
  const spread = Math.sqrt(meanOf(similarities.map((one) => (one - mean) ** 2)));
  return spread < leastSpread ? null : { terms, mean, spread };
}

function similarityTo(weights: ReadonlyMap<string, number>, vector: PaperVector): number {
  let sum = 0;
  for (const [index, lexeme] of vector.lexemes.entries())
    sum += (weights.get(lexeme) ?? 0) * (vector.weights[index] ?? 0);
  return sum;
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
