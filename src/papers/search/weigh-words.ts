import type { CountedQuery, Forms } from "./list-forms.ts";
import type { QueryTerms, Term, TextField } from "./query-terms.ts";

/** What is asked of `paper_search`; queries are PostgreSQL's, as text. */
export type Asked = {
  /** What a paper must hold to be found as asked. Null when nothing was asked for. */
  exact: CountedQuery | null;
  /** Whether nothing but categories is asked for. */
  isOfCategory: boolean;
  /** The same as `exact`, each alternative by itself, where one asks for a name; else empty. */
  alternatives: Fixed[];
  /** What it must not hold; null when nothing is excluded. */
  excluded: string | null;
  /** Names that it must not have. */
  excludedNames: NameTerm[];
  /** What papers that are only close must hold too, since a field was named; null where none can be close. */
  fixed: Fixed | null;
  /** What counts for the order, and for papers that are only close; a phrase counts as a whole. */
  some: Weighed;
  /** The same with the words of phrases each by itself. */
  any: Weighed;
};

/** All of a query and of some names; the query is empty when only names, or nothing, are asked for. */
export type Fixed = { query: string; names: NameTerm[] };

/** A query of the names of authors or of the organisation, which lie in `paper_search` under one weight. */
export type NameTerm = { field: "author" | "org"; query: string };

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

function isSingle({ text, isPhrase, field }: Term): boolean {
  return !isPhrase && field === undefined && /^[\p{L}\p{N}]+$/u.test(text);
}

/**
 * @param forms of `textsOf(wanted)`, in its order.
 * @param papers how many papers there are.
 */
export function askFor(wanted: QueryTerms, forms: Forms[], papers: number): Asked {
  const left = [...forms];
  const take = (count: number) => left.splice(0, count);
  const alternatives = wanted.alternatives.map((terms) =>
    readAlternative(terms, take(terms.length), take(terms.length - 1)),
  );
  const exact = alternatives.flatMap(({ all }) => all ?? []);
  const excluded = wanted.excluded.flatMap((term) =>
    take(1)
      .map((form) => ({ term, query: inField(form, term).query }))
      .filter(({ query }) => query !== ""),
  );
  const excludedWords = excluded.filter(({ term }) => !isName(term)).map(({ query }) => query);
  const fields = alternatives.flatMap(({ fixed }) => fixed ?? []);
  const none: Fixed = { query: "", names: [] };
  return {
    exact: exact.length === 0 ? null : anyCounted(exact),
    isOfCategory: wanted.alternatives.length === 0 && wanted.within.length > 0,
    alternatives: fields.some(({ names }) => names.length > 0)
      ? alternatives.flatMap(({ all, fixed }) =>
          all === null ? [] : { query: all.query, names: fixed?.names ?? [] },
        )
      : [],
    excluded: excludedWords.length === 0 ? null : anyOf(excludedWords),
    excludedNames: excluded.flatMap(({ term, query }) => nameTermOf(term, query)),
    fixed: fields.length === 0 ? none : alternatives.length === 1 ? (fields[0] ?? none) : null,
    some: weigh(
      alternatives.flatMap(({ some }) => some),
      papers,
    ),
    any: weigh(
      alternatives.flatMap(({ any }) => any),
      papers,
    ),
  };
}

/** A word that counts for the order; one of a field must be there, so that it makes nothing close. */
type Counting = CountedQuery & { isOfField: boolean };

type Alternative = { all: CountedQuery | null; fixed: Fixed | null; some: Counting[]; any: Counting[] };

function readAlternative(terms: Term[], forms: Forms[], pairs: Forms[]): Alternative {
  const own = forms.map((form, index) => inField(form, terms[index]));
  const counting = (index: number, words: CountedQuery[]): Counting[] =>
    words.map((word) => ({ ...word, isOfField: terms[index]?.field !== undefined }));
  const ofFields = own.filter((_, index) => terms[index]?.field !== undefined);
  return {
    all: allOf(own, pairs),
    fixed:
      ofFields.length === 0
        ? null
        : {
            query: allOf(ofFields, [])?.query ?? "",
            names: terms.flatMap((term, index) => nameTermOf(term, own[index]?.query ?? "")),
          },
    some: own.flatMap((form, index) => counting(index, terms[index]?.isPhrase ? wholeOf(form) : form.words)),
    any: own.flatMap((form, index) => counting(index, form.words)),
  };
}

/** PostgreSQL's weights of the places in which a field lies. */
const placesOf: Record<TextField, string> = { title: "A", author: "B", org: "B" };

/** A term's forms, looked for where its field lies alone. A name may be a word like "an". */
function inField(form: Forms, term: Term | undefined): Forms {
  const field = term?.field;
  if (field === undefined) return form;
  const there = <Query extends CountedQuery>(query: Query): Query => ({
    ...query,
    query: placed(query.query, placesOf[field]),
  });
  return {
    ...form,
    query: placed(form.query, placesOf[field]),
    compound: form.compound === null ? null : there(form.compound),
    isStop: field !== "author" && form.isStop,
    words: form.words.map(there),
  };
}

/** Has each lexeme of a query be looked for under one weight alone. */
function placed(query: string, places: string): string {
  return query.replaceAll(/'(?:[^']|'')*'/g, (lexeme) => `${lexeme}:${places}`);
}

const isName = ({ field }: Term) => field === "author" || field === "org";

function nameTermOf({ field }: Term, query: string): NameTerm[] {
  return query !== "" && (field === "author" || field === "org") ? [{ field, query }] : [];
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

function weigh(forms: Counting[], papers: number): Weighed {
  const counted = new Map(forms.map((form) => [form.query, form]));
  const words = [...counted.values()]
    .toSorted((a, b) => a.papers - b.papers || (a.query < b.query ? -1 : 1))
    .slice(0, mostWeighed);
  return {
    words: words.map((word) => ({ query: word.query, weight: weightOf(word, papers) })),
    rare: rarestOf(words.filter(({ isOfField }) => !isOfField)),
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
