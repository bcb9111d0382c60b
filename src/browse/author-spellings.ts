import { bears, foldName, indexNames } from "../digest/match-names.ts";

/** One spelling of an author's name on papers. */
export type Spelling = {
  /** `nameKey` of it. */
  key: string;
  name: string;
  /** How many papers bear it. */
  papers: number;
};

/** Whose page a name leads to. */
export type FoundAuthor =
  | {
      kind: "one";
      /** Of the fullest spelling, which names the page. */
      key: string;
      /** All spellings that mean this author and nobody else, the fullest first. */
      spellings: Spelling[];
    }
  /** Several authors may be meant, the one with most papers first; or nobody is known by this name. */
  | { kind: "several"; spellings: Spelling[] };

/**
 * Whom a name means among the spellings on papers, by the rule that matches a reader's wish (`bears`): `Y. LeCun` and
 * `LeCun, Yann` are `Yann LeCun`, as long as no other LeCun has that initial.
 *
 * @param asked a name as somebody typed it, or a key.
 * @param known all spellings that may match it.
 */
export function findAuthorAmong(asked: string, askedKey: string, known: Spelling[]): FoundAuthor {
  const indexed = known.map((spelling) => ({ spelling, index: indexNames([foldName(spelling.name)]) }));
  const borneBy = (name: string) => {
    const wanted = foldName(name);
    return indexed.filter(({ index }) => bears(index, wanted)).map(({ spelling }) => spelling);
  };
  const meantBy = ({ name }: Spelling) => fullestOf(borneBy(name));
  // Another spelling is this author's where it can mean no other, and this one is what both are called by.
  const pageOf = (own: Spelling): Spelling[] => {
    const meant = borneBy(own.name);
    const isFullest = fullestOf(meant)?.key === own.key;
    return [own, ...(isFullest ? meant : []).filter((one) => one.key !== own.key && meantBy(one) === own)];
  };
  const exact = known.find(({ key }) => key === askedKey);
  const meant = borneBy(exact?.name ?? asked.replaceAll("-", " "));
  const start = exact ?? fullestOf(meant);
  if (start === null) return { kind: "several", spellings: meant.toSorted(mostPapersFirst) };
  const named = meantBy(start) ?? start;
  const page = pageOf(named);
  // `LeCun Y.` may be turned to mean Yann LeCun, and he is not found by `Y`: nobody is led to a page without their papers.
  const [key, spellings] = page.includes(start) ? [named.key, page] : [start.key, [start]];
  return { kind: "one", key, spellings: spellings.toSorted(fullestFirst) };
}

/** Nobody is written in more ways. */
const mostSpellings = 12;

/** The fullest of spellings that all may mean one author; null where two of them cannot, or there is none. */
function fullestOf(spellings: Spelling[]): Spelling | null {
  if (spellings.length > mostSpellings) return null;
  const names = spellings.map(({ name }) => foldName(name));
  const agree = names.every((name, at) =>
    names.slice(at + 1).every((other) => bears(indexNames([other]), name)),
  );
  return agree ? (spellings.toSorted(fullestFirst)[0] ?? null) : null;
}

/** A name as it is spoken goes before the same with its last name first. */
function fullestFirst(a: Spelling, b: Spelling): number {
  const hasComma = Number(a.name.includes(",")) - Number(b.name.includes(","));
  return hasComma || b.key.length - a.key.length || b.papers - a.papers || compare(a.key, b.key);
}

function mostPapersFirst(a: Spelling, b: Spelling): number {
  return b.papers - a.papers || compare(a.key, b.key);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Where the spellings of a name lie: its possible last names, and the letter that keys of it begin with; null for any. */
export function whereToLook(asked: string): { lasts: string[]; initials: string[] | null } {
  const { spellings, turned, isLastAlone } = foldName(asked);
  const ways = [...spellings, ...(turned === null ? [] : [turned])].filter((parts) => parts.length > 0);
  const lasts = ways.flatMap((parts) => waysToWrite(parts.at(-1) ?? ""));
  const isWhole = !isLastAlone && ways.every((parts) => parts.length > 1);
  return {
    lasts: [...new Set(lasts)],
    initials: isWhole ? [...new Set(ways.map(([first = ""]) => first.slice(0, 1)))] : null,
  };
}

/** Keys know no accents: what was `Müller` is `muller`, and `mueller` where it was written without. */
function waysToWrite(last: string): string[] {
  const withoutE = last.replace(/ae/g, "a").replace(/oe/g, "o").replace(/ue/g, "u").replace(/aa/g, "a");
  const withE = [...last.matchAll(/[aou](?!e)/g)].map(
    ({ index }) => `${last.slice(0, index + 1)}e${last.slice(index + 1)}`,
  );
  return [last, withoutE, ...withE.slice(0, mostWaysToWrite)];
}

const mostWaysToWrite = 8;
