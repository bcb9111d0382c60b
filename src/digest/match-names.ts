import { foldText } from "./fold-text.ts";
import { keepResults } from "./keep-results.ts";

/** A person's name in the order in which it is spoken, folded, in parts. */
type Parts = string[];

/** A name as somebody typed it or as it stands on a paper. */
export type Name = {
  /** The ways to write it: without accents, as Germans and Danes do without them (`mueller`), and without `Jr.`. */
  spellings: Parts[];
  /** The other way round, where it may be typed last name first (`Li Fei-Fei`, `Bengio Y`). */
  turned: Parts | null;
  /** A last name of several parts without a first one: `van der Maaten`, `García-López`. */
  isLastAlone: boolean;
};

/** The spellings of a paper's authors, by their last parts. */
export type NameIndex = Map<string, Parts[]>;

/** `LeCun, Yann`, `Yann Le-Cun` and `LeCun, Y.` in the order in which they are spoken; a name of nothing has no spellings. */
export const foldName: (name: string) => Name = keepResults(nameOf, 20_000);

function nameOf(name: string): Name {
  const comma = name.indexOf(",");
  const spoken = comma < 0 ? name : `${name.slice(comma + 1)} ${name.slice(0, comma)}`;
  const written = [partsOf(spoken), partsOf(spellOut(spoken))].filter((parts) => parts.length > 0);
  const spellings = new Map(
    written.flatMap((parts) => [parts, withoutSuffix(parts)]).map((parts) => [parts.join(" "), parts]),
  );
  const words = spoken.trim().split(/\s+/).map(partsOf);
  return {
    spellings: [...spellings.values()],
    turned: comma < 0 ? turnedOf(words) : null,
    isLastAlone: words.length === 1 ? words.flat().length > 1 : particles.has(words[0]?.join(" ") ?? ""),
  };
}

function partsOf(spoken: string): Parts {
  return foldText(spoken.replaceAll(/['’‘`´ʼ]/g, ""))
    .split(/[\s.]+/)
    .filter((part) => part !== "");
}

function withoutSuffix(parts: Parts): Parts {
  return parts.length > 2 && /^(?:jr|sr|ii|iii)$/.test(parts.at(-1) ?? "") ? parts.slice(0, -1) : parts;
}

/** Of two words of which one is hyphenated, or the second an initial: others may be typed in one order only. */
function turnedOf([one = [], other = [], ...more]: Parts[]): Parts | null {
  if (more.length > 0 || one.length === 0 || other.length === 0) return null;
  const isHyphenated = one.length > 1 !== other.length > 1;
  const hasInitialLast = one.join("").length > 1 && other.length === 1 && other[0]?.length === 1;
  return isHyphenated || hasInitialLast ? [...other, ...one] : null;
}

/** What last names begin with and first names are not. */
const particles = new Set("van von der den de del della dos ter ten zu al el bin".split(" "));

const spelledOut: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" };

function spellOut(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüåø]/g, (letter) => spelledOut[letter] ?? letter);
}

/** Where to look for a name among a paper's authors. */
export function indexNames(names: Name[]): NameIndex {
  const index: NameIndex = new Map();
  for (const spelling of names.flatMap(({ spellings }) => spellings)) {
    const last = spelling.at(-1) ?? "";
    const known = index.get(last);
    if (known) known.push(spelling);
    else index.set(last, [spelling]);
  }
  return index;
}

/** Whether one of a paper's authors bears a name. */
export function bears(index: NameIndex, { spellings, turned, isLastAlone }: Name): boolean {
  const isBorne = (parts: Parts) =>
    index
      .get(parts.at(-1) ?? "")
      ?.some((author) => isSameName(author, parts) || (isLastAlone && endsWith(author, parts)));
  return spellings.some(isBorne) || (turned !== null && isBorne(turned) === true);
}

function endsWith(author: Parts, last: Parts): boolean {
  return last.every((part, at) => author[author.length - last.length + at] === part);
}

/**
 * Of names with the same last part, whether they are one: only that is wanted; their first parts are the same, or one is the
 * other's initial (`Y. LeCun`), or they are parted otherwise (`Wei-Lin` and `Weilin`). Where both first parts are written out, what
 * stands between must agree too: the same, an initial of it, or an initial that the other leaves out (`Yoshua K.`).
 */
function isSameName(author: Parts, wanted: Parts): boolean {
  if (wanted.length === 1) return true;
  const [one, other] = [author.slice(0, -1), wanted.slice(0, -1)];
  const [first = "", otherFirst = ""] = [author[0], wanted[0]];
  if (first.length === 1 || otherFirst.length === 1) return first[0] === otherFirst[0];
  if (one.join("") === other.join("")) return true;
  return first === otherFirst && isSameMiddle(one.slice(1), other.slice(1));
}

function isSameMiddle(one: Parts, other: Parts): boolean {
  if (one.length === 0 || other.length === 0) return [...one, ...other].every((part) => part.length === 1);
  if (one.length !== other.length) return false;
  return one.every((part, at) => isSamePart(part, other[at] ?? ""));
}

function isSamePart(one: string, other: string): boolean {
  return one === other || ((one.length === 1 || other.length === 1) && one[0] === other[0]);
}
