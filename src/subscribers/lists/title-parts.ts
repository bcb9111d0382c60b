import { titleParts } from "./meanings.ts";
import { plainForm, plainWords } from "./plain-form.ts";

type Leaving = keyof typeof titleParts.leaving;
type Part = Exclude<keyof typeof titleParts, "leaving"> | Leaving;

/** `isDoubtful` when its values may contradict it. */
export type ComposedMeaning = {
  meaning: Leaving | "bounces" | "state" | "consent" | "other";
  isDoubtful: boolean;
};

const partOf = new Map<string, Set<Part>>();
const { leaving, ...others } = titleParts;
for (const [part, words] of [...Object.entries(leaving), ...Object.entries(others)])
  for (const word of words) {
    const plain = plainForm(word);
    partOf.set(plain, (partOf.get(plain) ?? new Set()).add(part as Part));
  }

const mostWords = 10;
const longestPart = 4;

/** What a title of known words means; null when one of its words is not known, or they say nothing together. */
export function composedMeaning(title: string): ComposedMeaning | null {
  if (title.length > 100) return null;
  const words = plainWords(title);
  if (words.length === 0 || words.length > mostWords) return null;
  const parts = partsOf(words);
  if (parts === null) return null;
  const meaning = weigh((part) => parts.has(part));
  return (
    meaning && { meaning, isDoubtful: meaning === "other" && !parts.has("keys") && !parts.has("channels") }
  );
}

function weigh(has: (part: Part) => boolean): ComposedMeaning["meaning"] | null {
  if (has("keys") || (has("channels") && !has("mail"))) return "other";
  const left = (Object.keys(leaving) as Leaving[]).find(has);
  if (left !== undefined) return left === "bounced" && has("softly") ? "bounces" : left;
  if (has("softly") || has("channels")) return null;
  if (has("state")) return has("when") || has("how") ? null : "state";
  if (has("made") && (has("when") || has("how"))) return "other";
  if (has("consent")) return has("how") ? "other" : "consent";
  return null;
}

/** The parts to which the words belong, the longest first; null when a word belongs to none. */
function partsOf(words: string[]): Set<Part> | null {
  const found = new Set<Part>();
  for (let at = 0; at < words.length; ) {
    let length = Math.min(longestPart, words.length - at);
    while (length > 0 && !partOf.has(words.slice(at, at + length).join(""))) length -= 1;
    if (length === 0) return null;
    for (const part of partOf.get(words.slice(at, at + length).join("")) ?? []) found.add(part);
    at += length;
  }
  return found;
}
