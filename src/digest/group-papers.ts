import type { ChoiceGroup, DigestChoice, DigestFacts, Theme } from "./compiled-digest.ts";
import { indexThemes, themesOfSeveral } from "./theme-index.ts";

/** A mail of fewer papers is looked through at a glance. */
const leastGrouped = 8;
/** So many of a mail's papers stand first, whatever they are about. */
const leads = 3;
/** A shorter rest of a section makes no groups. */
const leastRest = 4;
/** More headings would be read instead of papers. */
const mostGroups = 6;

/**
 * A choice with the papers behind the first three grouped by what they are about, within their sections: by the
 * edition's themes, else by field, two or more each, in the order of their first papers; what fits none comes last.
 * Order within a group stays. Pure: the same choice and facts give the same groups.
 *
 * @param facts without themes, as the release before compiled them, the choice stays as it is.
 */
export function groupPapers(choice: DigestChoice, { themes }: Pick<DigestFacts, "themes">): DigestChoice {
  const { forYou, top, late, because } = choice;
  if (themes === undefined || forYou.length + top.length + late.length < leastGrouped) return choice;
  const groups: ChoiceGroup[] = [];
  const own = groupSection(forYou, leads, themes, "forYou", groups);
  const others = groupSection(top, Math.max(0, leads - forYou.length), themes, "top", groups);
  if (groups.length === 0) return choice;
  return {
    ...choice,
    forYou: pick(forYou, own),
    top: pick(top, others),
    ...(because === undefined ? {} : { because: pick(because, own) }),
    groups,
  };
}

/** @param places those that a list lacks are passed over. */
function pick<T>(list: T[], places: number[]): T[] {
  const picked: T[] = [];
  for (const place of places) {
    const one = list[place];
    if (one !== undefined) picked.push(one);
  }
  return picked;
}

/**
 * Places of a section's list in their new order.
 *
 * @param first so many stand before all groups.
 * @param groups to which the section's are added.
 */
function groupSection(
  list: number[],
  first: number,
  themes: Theme[],
  section: ChoiceGroup["section"],
  groups: ChoiceGroup[],
): number[] {
  const all = Array.from(list.keys());
  if (list.length - first < leastRest) return all;
  const taken: boolean[] = [];
  const found = partition(list.slice(first), themes, taken);
  if (found.length === 0) return all;
  const places = all.slice(0, first);
  for (const part of found) {
    groups.push({ section, from: places.length, theme: part.theme });
    for (const place of part.places) places.push(first + place);
  }
  if (places.length < list.length) groups.push({ section, from: places.length, theme: null });
  for (let place = first; place < list.length; place += 1) if (!taken[place - first]) places.push(place);
  return places;
}

type Part = { theme: number; places: number[] };

/** @param rest the papers to part. @param taken is set at the places of those that a part has. */
function partition(rest: number[], themes: Theme[], taken: boolean[]): Part[] {
  const index = indexThemes(themes);
  const open = themesOfSeveral(index, rest);
  /** How many of a theme's papers no part has yet. */
  const left: number[] = [];
  for (const { theme, places } of open) left[theme] = places.length;
  const parts: Part[] = [];
  while (parts.length < mostGroups) {
    const best = bestOf(open, left, index.weights, rest.length);
    if (best === null) break;
    const places = best.places.filter((place) => !taken[place]);
    for (const place of places) {
      taken[place] = true;
      for (const theme of index.ofPaper[rest[place] ?? -1] ?? []) left[theme] = (left[theme] ?? 0) - 1;
    }
    parts.push({ theme: best.theme, places });
  }
  return parts.sort((a, b) => (a.places[0] ?? 0) - (b.places[0] ?? 0));
}

/**
 * The theme that tells most of papers that are left: narrow ones before wide ones, where both have some. One that all
 * share parts nothing. Fields come after all themes, the largest first.
 */
function bestOf(open: Part[], left: number[], weights: number[], rest: number): Part | null {
  let best: Part | null = null;
  let most = 0;
  for (const part of open) {
    const papers = left[part.theme] ?? 0;
    if (papers < 2 || papers === rest) continue;
    const weight = weights[part.theme] ?? 0;
    const tells = weight === 0 ? papers / 1000 : weight * Math.sqrt(papers);
    if (tells < most || (tells === most && part.theme > (best?.theme ?? part.theme))) continue;
    most = tells;
    best = part;
  }
  return best;
}
