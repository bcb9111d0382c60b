import type { Database } from "../../db/client.ts";
import { listSpellings, listWordForms, type WordForms } from "./forms-store.ts";

/** A typed word or phrase as `paper_search` holds it. Queries are PostgreSQL's, as text; empty when nothing is left. */
export type Forms = {
  /** Its words side by side, or as one where it is a compound, or two where it was typed as one ("worldmodel"). */
  query: string;
  /** As one word only: "worldmodel" of "world-model"; empty unless it is a compound. */
  compound: string;
  /** Whether it is nothing but words like "of" and "the". */
  isStop: boolean;
  words: CountedWord[];
};

/** A word by itself, and in how many papers it stands. */
export type CountedWord = { query: string; papers: number };

/** The forms of typed texts, in their order. */
export async function listForms(db: Database, texts: string[]): Promise<Forms[]> {
  const spelled = (await listSpellings(db, texts)).map(takeApart);
  const known = await listWordForms(db, [
    ...new Set(spelled.flatMap(({ parts, compounds }) => [...parts, ...compounds])),
  ]);
  const halves = await findHalves(db, spelled, known);
  return spelled.map((one) => formsOf(one, known, halves));
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
  halves: Map<string, string>,
): Forms {
  const words = parts.flatMap((part) => known.get(part) ?? []);
  const joined = compounds.flatMap((compound) => known.get(compound) ?? []);
  const compound = isCompound && joined[0] ? inBothForms(joined[0]) : "";
  const [alone = ""] = parts.length === 1 ? parts : [];
  const queries = [
    sideBySide(words.map(({ stemmed }) => stemmed)),
    sideBySide(words.map(({ asTyped }) => asTyped)),
    compound,
    halves.get(alone) ?? "",
  ];
  return {
    query: [...new Set(queries)].filter((query) => query !== "").join(" | "),
    compound,
    isStop: words.every(({ stemmed }) => stemmed === ""),
    words: [...words, ...joined]
      .filter(({ stemmed }) => stemmed !== "")
      .map((word) => ({ query: inBothForms(word), papers: word.papers })),
  };
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

/**
 * Words that may be two written together, each with the phrase of its halves: both stand in more papers than the word
 * itself. Only the rarest words are looked at.
 */
async function findHalves(
  db: Database,
  spelled: Spelled[],
  known: Map<string, WordForms>,
): Promise<Map<string, string>> {
  const alone = spelled.flatMap(({ parts }) => (parts.length === 1 ? parts : []));
  const held = (word: string) => known.get(word)?.papers ?? 0;
  const rarest = [...new Set(alone)]
    .filter((word) => /^[\p{L}\p{N}]+$/u.test(word) && word.length <= longestSplit)
    .filter((word) => held(word) <= mostHeldSplit)
    .toSorted((a, b) => held(a) - held(b))
    .slice(0, mostSplit);
  const splits = rarest.flatMap((word) => splitsOf(word));
  if (splits.length === 0) return new Map();
  const forms = await listWordForms(db, [...new Set(splits.flatMap(({ halves }) => halves))]);
  const best = new Map<string, { papers: number; phrase: string }>();
  for (const { word, halves } of splits) {
    const found = halves.flatMap((half) => forms.get(half) ?? []).filter(({ stemmed }) => stemmed !== "");
    const papers = found.length === 2 ? Math.min(...found.map((half) => half.papers)) : 0;
    if (papers <= Math.max(held(word), best.get(word)?.papers ?? 0)) continue;
    best.set(word, { papers, phrase: sideBySide(found.map(({ stemmed }) => stemmed)) });
  }
  return new Map([...best].map(([word, { phrase }]) => [word, phrase]));
}

function splitsOf(word: string): { word: string; halves: string[] }[] {
  const letters = [...word];
  const places = Math.max(0, letters.length - 2 * shortestHalf + 1);
  return Array.from({ length: places }, (_, index) => {
    const at = index + shortestHalf;
    return { word, halves: [letters.slice(0, at).join(""), letters.slice(at).join("")] };
  });
}
