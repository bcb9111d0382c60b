import type { Edition } from "../editions/edition.ts";
import type { PaperVector } from "../papers/search/terms-store.ts";
import type { TasteProfile } from "../taste/profile.ts";

/** What a reader's marks say of the papers of an edition. */
export type Taste = {
  profile: TasteProfile;
  /** What the papers are about, by their ids, as frozen with the edition. */
  vectors: ReadonlyMap<string, PaperVector>;
};

/** What marks say of one paper. */
export type Liking = {
  /** Its place within what a reader follows, beside what its match weighs: the higher, the earlier. */
  score: number;
  /** How many spreads its similarity lies above the mean of the last sixty days' papers. */
  likeness: number;
  /** At most three words that it shares with what was marked, the most telling first; sought only where they are asked for. */
  shared: () => string[];
};

/** What a spread of the day's votes counts, beside one of similarity. */
const votesWeight = 0.3;

/** So much like what was marked, a paper is for a reader also when it matches no word that they follow. */
const joiningLikeness = 2.5;

const mostShared = 3;

/** So much like what a reader wants less of, a paper goes behind the others where nothing tells what they want more of. */
const avoidedLikeness = -2;

/** Lower than what any match weighs can make up for. */
const avoidedScore = -100;

/** What marks say of the papers of an edition, by their places in it. Costs nothing that grows with the corpus. */
export function likingsOf({ papers }: Pick<Edition, "papers">, { profile, vectors }: Taste): Liking[] {
  const index = indexVectors(papers, vectors);
  const isLiking = profile.terms.some(({ weight }) => weight > 0);
  const similarity = new Float64Array(papers.length);
  for (const { lexeme, weight } of profile.terms)
    for (const posting of index.postings.get(lexeme) ?? [])
      similarity[posting.place] = (similarity[posting.place] ?? 0) + weight * posting.weight;
  return papers.map((_, place) => {
    const likeness = ((similarity[place] ?? 0) - profile.mean) / profile.spread;
    return {
      score: isLiking
        ? likeness + votesWeight * (index.votes[place] ?? 0)
        : likeness <= avoidedLikeness
          ? avoidedScore
          : 0,
      likeness,
      shared: () => tellingWords(sharedTerms(index, profile, place)),
    };
  });
}

type SharedTerm = { word: string; weight: number };

/** What a paper and a profile have in common that speaks for the paper. */
function sharedTerms({ postings }: VectorIndex, { terms }: TasteProfile, place: number): SharedTerm[] {
  return terms.flatMap(({ lexeme, word, weight }) => {
    const posting = postings.get(lexeme)?.find((one) => one.place === place);
    const part = weight * (posting?.weight ?? 0);
    return part > 0 ? [{ word, weight: part }] : [];
  });
}

/** The most telling words, none of which is part of another: not "world-models", "world" and "models". */
function tellingWords(shared: SharedTerm[]): string[] {
  const words: string[] = [];
  for (const { word } of shared.toSorted((one, other) => other.weight - one.weight)) {
    if (words.length === mostShared) break;
    if (!words.some((other) => isPartOf(word, other) || isPartOf(other, word))) words.push(word);
  }
  return words;
}

function isPartOf(word: string, compound: string): boolean {
  return plainParts(compound).includes(plainParts(word).join("-"));
}

/** `World-Models` as `world` and `model`. */
function plainParts(word: string): string[] {
  return word
    .toLowerCase()
    .split("-")
    .map((part) => (part.length > 3 ? part.replace(/s$/, "") : part));
}

/** Whether a paper is so much like what was marked that it needs no other reason, and three words tell why. */
export function joins({ likeness, shared }: Liking): boolean {
  return likeness >= joiningLikeness && shared().length === mostShared;
}

type Posting = { place: number; weight: number };
type VectorIndex = { of: Taste["vectors"]; postings: ReadonlyMap<string, Posting[]>; votes: number[] };

/** An edition is frozen and read by every reader of a batch, so its words are turned around once. */
const indexed = new WeakMap<Edition["papers"], VectorIndex>();

function indexVectors(papers: Edition["papers"], vectors: Taste["vectors"]): VectorIndex {
  const known = indexed.get(papers);
  if (known?.of === vectors) return known;
  const postings = new Map<string, Posting[]>();
  for (const [place, { id }] of papers.entries()) {
    const { lexemes, weights } = vectors.get(id) ?? { lexemes: [], weights: [] };
    for (const [index, lexeme] of lexemes.entries()) {
      const posting = { place, weight: weights[index] ?? 0 };
      const others = postings.get(lexeme);
      if (others) others.push(posting);
      else postings.set(lexeme, [posting]);
    }
  }
  const index = { of: vectors, postings, votes: votesAboveMean(papers) };
  indexed.set(papers, index);
  return index;
}

/** How many spreads each paper's votes lie above the mean of the edition's own papers, by powers of two. */
function votesAboveMean(papers: Edition["papers"]): number[] {
  const logs = papers.map(({ upvotes }) => Math.log2(1 + upvotes));
  const own = logs.filter((_, place) => papers[place]?.section === "top");
  const mean = own.reduce((sum, log) => sum + log, 0) / Math.max(1, own.length);
  const spread = Math.sqrt(own.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, own.length));
  return logs.map((log) => (spread > 0 ? (log - mean) / spread : 0));
}
