import type { Database } from "../../db/client.ts";
import { listSpellings, listWordForms, type WordForms } from "./forms-store.ts";

/** A typed word or phrase as `paper_search` holds it. Queries are PostgreSQL's, as text; empty when nothing is left. */
export type Forms = {
  /** Its words side by side, or as one where it is a compound, or two where it was typed as one ("worldmodel"). */
  query: string;
  /** As one word only: "worldmodel" of "world-model"; null unless it is a compound. */
  compound: CountedQuery | null;
  /** Whether it is nothing but words like "of" and "the". */
  isStop: boolean;
  /** About how many papers hold it. */
  papers: number;
  /** Each word by itself. */
  words: CountedQuery[];
};

/** A query, and about how many papers match it, hardly more: it decides how they are looked for, not which are found. */
export type CountedQuery = { query: string; papers: number };

/** The forms of typed texts, in their order, and how many papers there are to be found. */
export async function listForms(db: Database, texts: string[]): Promise<{ forms: Forms[]; papers: number }> {
  const spelled = (await listSpellings(db, texts)).map(takeApart);
  const words = [...new Set(spelled.flatMap(({ parts, compounds }) => [...parts, ...compounds]))];
  const alone = splittable(spelled);
  // Of few words the halves are asked for at once, before it is known which words are rare.
  const early = alone.length <= mostSplit ? halvesOf(alone) : [];
  const { forms: known, papers } = await listWordForms(db, [...new Set([...words, ...early])]);
  const rarest = rarestOf(alone, known);
  const late = [...new Set(halvesOf(rarest))].filter((half) => !known.has(half));
  const halfForms = late.length === 0 ? known : new Map([...known, ...(await listWordForms(db, late)).forms]);
  const halves = findHalves(rarest, halfForms);
  return { forms: spelled.map((one) => formsOf(one, known, halves)), papers };
}

type Spelled = {
  parts: string[];
  compounds: string[];
  /** Whether it is one compound and nothing else. */
  isCompound: boolean;
};

const longestCompound = 60;

/** As `paperboy_parts` and `paperboy_compounds` do it. */
function takeApart(plain: string): Spelled {
  const pieces = plain
    .split(/\s+/)
    .map((piece) => piece.replaceAll(/^-+|-+$/g, ""))
    .filter((piece) => piece !== "");
  const compounds = pieces.filter(
    (piece) => piece.includes("-") && piece.length <= longestCompound && /[^0-9-]/.test(piece),
  );
  return {
    parts: pieces.flatMap((piece) => piece.split("-")).filter((part) => part !== ""),
    compounds: compounds.map((piece) => piece.replaceAll("-", "")),
    isCompound: pieces.length === 1 && compounds.length === 1,
  };
}

function formsOf(
  { parts, compounds, isCompound }: Spelled,
  known: Map<string, WordForms>,
  halves: Map<string, Halves>,
): Forms {
  const words = parts.flatMap((part) => known.get(part) ?? []);
  const joined = compounds.flatMap((compound) => known.get(compound) ?? []);
  const [whole] = isCompound ? joined : [];
  const compound = whole ? { query: inBothForms(whole), papers: whole.papers } : null;
  const [alone = ""] = parts.length === 1 ? parts : [];
  const queries = [
    sideBySide(words.map(({ stemmed }) => stemmed)),
    sideBySide(words.map(({ asTyped }) => asTyped)),
    compound?.query ?? "",
    halves.get(alone)?.phrase ?? "",
  ];
  return {
    query: [...new Set(queries)].filter((query) => query !== "").join(" | "),
    compound,
    isStop: words.every(({ stemmed }) => stemmed === ""),
    papers: fewestOf(words) + (compound?.papers ?? 0) + (halves.get(alone)?.papers ?? 0),
    words: [...words, ...joined]
      .filter(({ stemmed }) => stemmed !== "")
      .map((word) => ({ query: inBothForms(word), papers: word.papers })),
  };
}

/** Words side by side stand in as many papers as the rarest of them at the most. */
function fewestOf(words: WordForms[]): number {
  return words.length === 0 ? 0 : Math.min(...words.map(({ papers }) => papers));
}

function inBothForms({ stemmed, asTyped }: WordForms): string {
  return stemmed === asTyped || stemmed === "" ? asTyped : `${stemmed} | ${asTyped}`;
}

/** A phrase; of words that do not lie there, only the place is kept. */
function sideBySide(queries: string[]): string {
  let phrase = "";
  let distance = 1;
  for (const query of queries) {
    if (query !== "") phrase = phrase === "" ? `(${query})` : `(${phrase} <${distance}> (${query}))`;
    distance = query === "" ? distance + 1 : 1;
  }
  return phrase;
}

const shortestHalf = 2;
const longestSplit = 24;
const mostSplit = 4;
/** What stands in more papers is a word of its own. */
const mostHeldSplit = 1_000;

/** Two words that were typed as one, as a phrase, and how many papers hold the rarer of them. */
type Halves = { phrase: string; papers: number };

/** The words that stand by themselves and may be two written together, none twice. */
function splittable(spelled: Spelled[]): string[] {
  const alone = spelled.flatMap(({ parts }) => (parts.length === 1 ? parts : []));
  return [...new Set(alone)].filter((word) => /^[\p{L}\p{N}]+$/u.test(word) && word.length <= longestSplit);
}

/** Only the rarest words are looked at. */
function rarestOf(words: string[], known: Map<string, WordForms>): string[] {
  const held = (word: string) => known.get(word)?.papers ?? 0;
  return words
    .filter((word) => held(word) <= mostHeldSplit)
    .toSorted((a, b) => held(a) - held(b))
    .slice(0, mostSplit);
}

const halvesOf = (words: string[]) => words.flatMap(splitsOf).flatMap(({ halves }) => halves);

/** Words that may be two written together, each with its halves: both stand in more papers than the word itself. */
function findHalves(words: string[], forms: Map<string, WordForms>): Map<string, Halves> {
  const best = new Map<string, Halves>();
  for (const { word, halves } of words.flatMap(splitsOf)) {
    const found = halves.flatMap((half) => forms.get(half) ?? []).filter(({ stemmed }) => stemmed !== "");
    const papers = found.length === 2 ? fewestOf(found) : 0;
    if (papers <= Math.max(forms.get(word)?.papers ?? 0, best.get(word)?.papers ?? 0)) continue;
    best.set(word, { papers, phrase: sideBySide(found.map(({ stemmed }) => stemmed)) });
  }
  return best;
}

function splitsOf(word: string): { word: string; halves: string[] }[] {
  const letters = [...word];
  const places = Math.max(0, letters.length - 2 * shortestHalf + 1);
  return Array.from({ length: places }, (_, index) => {
    const at = index + shortestHalf;
    return { word, halves: [letters.slice(0, at).join(""), letters.slice(at).join("")] };
  });
}
