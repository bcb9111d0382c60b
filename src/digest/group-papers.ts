import type { ChoiceGroup, DigestChoice, DigestFacts, Theme } from "./compiled-digest.ts";

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
  const own = groupSection("forYou", forYou, leads, themes);
  const others = groupSection("top", top, Math.max(0, leads - forYou.length), themes);
  const groups = [...own.groups, ...others.groups];
  if (groups.length === 0) return choice;
  const pick = <T>(list: T[], places: number[]) => places.flatMap((place) => list.slice(place, place + 1));
  return {
    ...choice,
    forYou: pick(forYou, own.places),
    top: pick(top, others.places),
    ...(because === undefined ? {} : { because: pick(because, own.places) }),
    groups,
  };
}

type Grouped = {
  /** Places of the section's list in their new order. */
  places: number[];
  groups: ChoiceGroup[];
};

function groupSection(
  section: ChoiceGroup["section"],
  list: number[],
  first: number,
  themes: Theme[],
): Grouped {
  const all = list.map((_, place) => place);
  const rest = all.slice(first);
  const found = rest.length < leastRest ? [] : partition(list, rest, themes);
  if (found.length === 0) return { places: all, groups: [] };
  const taken = new Set(found.flatMap(({ places }) => places));
  const others = rest.filter((place) => !taken.has(place));
  const parts = [...found, ...(others.length === 0 ? [] : [{ theme: null, places: others }])];
  const places = all.slice(0, first);
  const groups = parts.map((part): ChoiceGroup => {
    const from = places.length;
    places.push(...part.places);
    return { section, from, theme: part.theme };
  });
  return { places, groups };
}

type Part = { theme: number; places: number[] };

function partition(list: number[], rest: number[], themes: Theme[]): Part[] {
  const left = new Map(rest.map((place) => [list[place] ?? -1, place]));
  const parts: Part[] = [];
  while (parts.length < mostGroups) {
    const best = bestOf(themes, left, rest.length);
    if (best === null) break;
    for (const place of best.places) left.delete(list[place] ?? -1);
    parts.push(best);
  }
  return parts.sort((a, b) => (a.places[0] ?? 0) - (b.places[0] ?? 0));
}

/**
 * The theme that tells most of papers that are left: narrow ones before wide ones, where both have some. One that all
 * share parts nothing. Fields come after all themes, the largest first.
 */
function bestOf(themes: Theme[], left: ReadonlyMap<number, number>, rest: number): Part | null {
  let best: (Part & { tells: number }) | null = null;
  for (const [theme, { papers, weight }] of themes.entries()) {
    const places = papers.flatMap((paper) => left.get(paper) ?? []);
    if (places.length < 2 || places.length === rest) continue;
    const tells = weight === 0 ? places.length / 1000 : (weight / papers.length) * Math.sqrt(places.length);
    if (best === null || tells > best.tells) best = { theme, places: places.sort((a, b) => a - b), tells };
  }
  return best && { theme: best.theme, places: best.places };
}
