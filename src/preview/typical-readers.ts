import type { DigestFacts } from "../digest/compiled-digest.ts";
import type { Edition } from "../editions/edition.ts";
import { type Preferences, preferenceLimits, usualPreferences } from "../subscribers/preferences.ts";

/** Readers who are made up, by what they chose: what they follow is taken from the edition, so that it is met. */
export const typicalNames = [
  "nothing",
  "topics",
  "keywords",
  "names",
  "weekly",
  "japan",
  "german",
  "titles",
  "all",
  "unmet",
] as const;

export type TypicalName = (typeof typicalNames)[number];

/** What of their choice depends on no edition. */
const choices: Record<TypicalName, Partial<Preferences>> = {
  nothing: {},
  topics: {},
  keywords: {},
  names: {},
  weekly: { cadence: "weekly" },
  japan: { timezone: "Asia/Tokyo", hour: 8, cadence: "weekdays" },
  german: { timezone: "Europe/Berlin", language: "de" },
  titles: { detail: "title", fillUp: "yes" },
  all: { detail: "abstract", maxPapers: preferenceLimits.maxPapers.most, fillUp: "yes", wantsRepeats: true },
  // Neither is what papers of this field are about; a match all the same shows as one.
  unmet: { topics: ["math.GN"], keywords: ["tidal sedimentology"], fillUp: "no" },
};

/** A made-up reader's choice as far as no edition decides it. */
export function typicalPreferences(name: TypicalName): Preferences {
  return { ...usualPreferences, ...choices[name] };
}

const mostFollowed = 2;

/**
 * A made-up reader's choice before an edition: who follows topics follows its most frequent ones, who follows keywords
 * the first of its themes (without themes the longest word of its first title), who follows names the first
 * author and the first organization that it names.
 */
export function typicalPreferencesFor(
  name: TypicalName,
  edition: Pick<Edition, "papers">,
  themes: DigestFacts["themes"] = [],
): Preferences {
  const preferences = typicalPreferences(name);
  const papers = edition.papers.filter(({ section }) => section === "top");
  switch (name) {
    case "topics":
      return {
        ...preferences,
        topics: mostFrequent(papers.flatMap(({ primaryCategory }) => primaryCategory ?? [])),
      };
    case "keywords":
      return { ...preferences, keywords: keywordsOf(papers, themes) };
    case "names":
      return {
        ...preferences,
        authors: papers.flatMap(({ authors }) => authors.slice(0, 1)).slice(0, 1),
        organizations: papers.flatMap(({ organization }) => organization ?? []).slice(0, 1),
      };
    default:
      return preferences;
  }
}

function mostFrequent(words: string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, mostFollowed)
    .map(([word]) => word);
}

function keywordsOf(
  papers: Pick<Edition["papers"][number], "title">[],
  themes: DigestFacts["themes"] = [],
): string[] {
  const labels = themes.filter(({ weight }) => weight > 0).map(({ label }) => label);
  if (labels.length > 0) return labels.slice(0, mostFollowed);
  const words = papers[0]?.title.match(/\p{L}{4,}/gu) ?? [];
  return words.toSorted((one, other) => other.length - one.length).slice(0, 1);
}
