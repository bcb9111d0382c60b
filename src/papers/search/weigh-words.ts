import type { CountedQuery, Forms } from "./list-forms.ts";
import type { QueryTerms, Term } from "./query-terms.ts";

/** What is asked of `paper_search`; queries are PostgreSQL's, as text. */
export type Asked = {
  /** What a paper must hold to be found as asked. Null when nothing was asked for. */
  exact: CountedQuery | null;
  /** What it must not hold; null when nothing is excluded. */
  excluded: string | null;
  /** What counts for the order, and for papers that are only close; a phrase counts as a whole. */
  some: Weighed;
  /** The same with the words of phrases each by itself. */
  any: Weighed;
};

type Weighed = {
  /** Each word that counts, the rarest first, none twice. */
  words: WeighedWord[];
  /** Any of the rarest words, such that not many papers hold one. Null when there is none. */
  rare: CountedQuery | null;
};

/** A word as a query, and what a paper gets for it: the more, the fewer papers hold it. */
export type WeighedWord = { query: string; weight: number };

/** More words than these, the rarest, say nothing more. */
const mostWeighed = 12;

/** So many papers are weighed when some of the words are enough. */
const mostHeld = 2_000;

/** The texts of which the forms are wanted: each term, then each two words that stand side by side, as one. */
export function textsOf({ alternatives, excluded }: QueryTerms): string[] {
  return [
    ...alternatives.flatMap((terms) => [...terms, ...pairsOf(terms)]).map(({ text }) => text),
    ...excluded.map(({ text }) => text),
  ];
}

/** "world model" may be written "worldmodel": after each word but the last, it and the next as a compound. */
function pairsOf(terms: Term[]): Term[] {
  return terms.slice(1).map((term, index) => {
    const before = terms[index];
    const isPair = before !== undefined && isSingle(before) && isSingle(term);
    return { text: isPair ? `${before.text}-${term.text}` : "", isPhrase: false };
  });
}

function isSingle({ text, isPhrase }: Term): boolean {
  return !isPhrase && /^[\p{L}\p{N}]+$/u.test(text);
}

/**
 * @param forms of `textsOf(wanted)`, in its order.
 * @param papers how many papers there are.
 */
export function askFor(wanted: QueryTerms, forms: Forms[], papers: number): Asked {
  const left = [...forms];
  const take = (count: number) => left.splice(0, count);
  const some: CountedQuery[] = [];
  const any: CountedQuery[] = [];
  const exact = wanted.alternatives.flatMap((terms) => {
    const own = take(terms.length);
    any.push(...own.flatMap(({ words }) => words));
    some.push(...own.flatMap((form, index) => (terms[index]?.isPhrase ? wholeOf(form) : form.words)));
    const pairs = take(terms.length - 1);
    return allOf(own, pairs) ?? [];
  });
  const excluded = take(wanted.excluded.length).flatMap(({ query }) => (query === "" ? [] : [query]));
  return {
    exact: exact.length === 0 ? null : anyCounted(exact),
    excluded: excluded.length === 0 ? null : anyOf(excluded),
    some: weigh(some, papers),
    any: weigh(any, papers),
  };
}

/** All terms, each by itself or written together with its neighbour; words like "of" only when there is nothing else. */
function allOf(terms: Forms[], pairs: Forms[]): CountedQuery | null {
  const isNothingElse = terms.every(({ isStop }) => isStop);
  const parts = terms.flatMap(({ query, isStop, papers }, index) => {
    if (query === "" || (isStop && !isNothingElse)) return [];
    const together = [pairs[index - 1], pairs[index]].flatMap((pair) => pair?.compound ?? []);
    return [anyCounted([{ query, papers }, ...together])];
  });
  return parts.length === 0 ? null : allCounted(parts);
}

function allCounted(parts: CountedQuery[]): CountedQuery {
  return {
    query: parts.map(({ query }) => `(${query})`).join(" & "),
    papers: Math.min(...parts.map(({ papers }) => papers)),
  };
}

function anyCounted(parts: CountedQuery[]): CountedQuery {
  return {
    query: anyOf(parts.map(({ query }) => query)),
    papers: parts.reduce((sum, { papers }) => sum + papers, 0),
  };
}

function anyOf(queries: string[]): string {
  return queries.map((query) => `(${query})`).join(" | ");
}

/** A phrase as one word, as frequent as the rarest of its words at the most. */
function wholeOf({ query, words }: Forms): CountedQuery[] {
  if (words.length === 0) return [];
  return [{ query, papers: Math.min(...words.map(({ papers }) => papers)) }];
}

function weigh(forms: CountedQuery[], papers: number): Weighed {
  const counted = new Map(forms.map((form) => [form.query, form]));
  const words = [...counted.values()]
    .toSorted((a, b) => a.papers - b.papers || (a.query < b.query ? -1 : 1))
    .slice(0, mostWeighed);
  return {
    words: words.map((word) => ({ query: word.query, weight: weightOf(word, papers) })),
    rare: rarestOf(words),
  };
}

/** PostgreSQL divides a rank by the number of forms of which any counts. */
function weightOf({ query, papers: held }: CountedQuery, papers: number): number {
  return Math.log(1 + papers / Math.max(1, held)) * query.split(" | ").length;
}

function rarestOf(words: CountedQuery[]): CountedQuery | null {
  let sum = 0;
  const rare = words.filter((word) => {
    sum += word.papers;
    return sum <= mostHeld && word.papers > 0;
  });
  if (rare.length > 0) return anyCounted(rare);
  // All are frequent: two of them together are less so.
  const rarest = words.filter((word) => word.papers > 0).slice(0, 2);
  return rarest.length === 0 ? null : allCounted(rarest);
}
