import { meanings, tellingParts, tellingWords } from "./meanings.ts";
import { plainForm, plainWords } from "./plain-form.ts";
import { composedMeaning } from "./title-parts.ts";

export type Meaning = keyof typeof meanings;

/** What a title means; `isDoubtful` when only the column's values can tell whether it does. */
export type TitleMeaning = { meaning: Meaning; isDoubtful: boolean };

const byTitle = new Map<string, TitleMeaning>();
const byBeginning: [string, Meaning][] = [];
for (const [meaning, { titles, ...rest }] of entries(meanings)) {
  for (const title of titles) {
    if (title.endsWith("*")) byBeginning.push([plainForm(title), meaning]);
    else if (!byTitle.has(plainForm(title))) byTitle.set(plainForm(title), { meaning, isDoubtful: false });
  }
  if ("doubtful" in rest)
    for (const title of rest.doubtful) byTitle.set(plainForm(title), { meaning, isDoubtful: true });
}

/** Meanings that say nothing of whether somebody wants mail. */
const silent = new Set<Meaning>(["name", "tags", "other"]);

/** Columns in which whatever is no word for nothing is a leave. */
export const leavingMeanings = new Set<Meaning>([
  "left-at",
  "opted-out",
  "suppressed",
  "bounced",
  "complained",
  "deleted-at",
]);

/** What a title is known to mean; null for one that is not. A property of a nested object goes by its own name too. */
export function meaningOfTitle(title: string): TitleMeaning | null {
  const whole = lookUp(plainForm(title)) ?? composedMeaning(title);
  const dot = title.lastIndexOf(".");
  if (dot < 0) return whole;
  const nested = lookUp(plainForm(title.slice(dot + 1)));
  if (nested !== null && leavingMeanings.has(nested.meaning)) return nested;
  if (whole !== null) return whole;
  return nested !== null && silent.has(nested.meaning) ? nested : null;
}

/** Whether a column of this title holds the addresses. */
export function isAddressTitle(title: string): boolean {
  return title.length < 100 && meaningOfTitle(title)?.meaning === "address";
}

function lookUp(plain: string): TitleMeaning | null {
  const known = byTitle.get(plain);
  if (known) return known;
  const beginning = byBeginning.find(([start]) => plain.startsWith(start));
  return beginning ? { meaning: beginning[1], isDoubtful: false } : null;
}

/** The meaning that an operator names; null when there is none of that name. */
export function meaningByName(name: string): Meaning | null {
  const plain = plainForm(name);
  if (plain === "email") return "address";
  if (plain === "ignore" || plain === "nothing") return "other";
  return entries(meanings).find(([meaning]) => plainForm(meaning) === plain)?.[0] ?? null;
}

const parts = tellingParts.map(plainForm);
const words = new Set<string>(tellingWords);

/** Whether an unknown title speaks of consent, state, opting out, bouncing or deleting, in whatever language. */
export function titleSpeaks(title: string): boolean {
  const plain = plainForm(title);
  return parts.some((part) => plain.includes(part)) || plainWords(title).some((word) => words.has(word));
}

function entries<K extends string, V>(record: Record<K, V>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
