import { foldText } from "./fold-text.ts";
import { keepResults } from "./keep-results.ts";

/** A person's name in the order in which it is spoken, folded, in parts. */
export type Name = {
  parts: string[];
  /** The last part, and as Germans write it without accents (`mueller` of `Müller`) where that differs. */
  last: string[];
};

/** A paper's authors by each spelling of their last names. */
export type NameIndex = Map<string, Name[]>;

/** `LeCun, Yann`, `Yann Le-Cun` and `LeCun, Y.` in the order in which they are spoken; a name of no parts is nobody's. */
export const foldName: (name: string) => Name = keepResults(nameOf, 20_000);

function nameOf(name: string): Name {
  const comma = name.indexOf(",");
  const spoken = comma < 0 ? name : `${name.slice(comma + 1)} ${name.slice(0, comma)}`;
  const parts = partsOf(spoken);
  const spellings = [parts.at(-1), partsOf(spellOut(spoken)).at(-1)];
  return { parts, last: [...new Set(spellings.flatMap((part) => part ?? []))] };
}

function partsOf(spoken: string): string[] {
  const parts = foldText(spoken)
    .split(/[\s.]+/)
    .filter((part) => part !== "");
  return parts.length > 2 && /^(?:jr|sr|ii|iii)$/.test(parts.at(-1) ?? "") ? parts.slice(0, -1) : parts;
}

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
  for (const name of names) {
    for (const last of name.last) {
      const known = index.get(last);
      if (known) known.push(name);
      else index.set(last, [name]);
    }
  }
  return index;
}

/** Whether one of a paper's authors bears a name. */
export function bears(index: NameIndex, wanted: Name): boolean {
  return wanted.last.some((last) => (index.get(last) ?? []).some((author) => isSameName(author, wanted)));
}

/**
 * Of names with the same last part, whether they are one: only that is wanted; their first parts are the same, or one is the
 * other's initial (`Y. LeCun`), or they are parted otherwise (`Wei-Lin` and `Weilin`). Where both first parts are written out, what
 * stands between must agree too: the same, an initial of it, or an initial that the other leaves out (`Yoshua K.`).
 */
function isSameName(author: Name, wanted: Name): boolean {
  if (wanted.parts.length === 1) return true;
  const [one, other] = [author.parts.slice(0, -1), wanted.parts.slice(0, -1)];
  const [first = "", otherFirst = ""] = [one[0], other[0]];
  if (first.length === 1 || otherFirst.length === 1) return first[0] === otherFirst[0] && first !== "";
  if (one.join("") === other.join("")) return true;
  return first === otherFirst && isSameMiddle(one.slice(1), other.slice(1));
}

function isSameMiddle(one: string[], other: string[]): boolean {
  if (one.length === 0 || other.length === 0) return [...one, ...other].every((part) => part.length === 1);
  if (one.length !== other.length) return false;
  return one.every((part, at) => isSamePart(part, other[at] ?? ""));
}

function isSamePart(one: string, other: string): boolean {
  return one === other || ((one.length === 1 || other.length === 1) && one[0] === other[0]);
}
