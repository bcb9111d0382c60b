import type { ChoiceGroup, DigestChoice, DigestFacts, Theme } from "./compiled-digest.ts";
import { keepResults, mostKeptLists } from "./keep-results.ts";
import { themesOfSeveral, weightOf } from "./theme-index.ts";

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
  const own = partsOf(themes, leads)(forYou);
  const others = partsOf(themes, Math.max(0, leads - forYou.length))(top);
  const groups = [
    ...own.groups.map((group) => ({ section: "forYou" as const, ...group })),
    ...others.groups.map((group) => ({ section: "top" as const, ...group })),
  ];
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
  groups: Omit<ChoiceGroup, "section">[];
};

type Parting = (list: number[]) => Grouped;

const partings = new WeakMap<Theme[], Map<number, Parting>>();

/** How sections are parted by an edition's themes, kept by their papers. @param first so many stand before all groups. */
function partsOf(themes: Theme[], first: number): Parting {
  const known = partings.get(themes) ?? new Map<number, Parting>();
  partings.set(themes, known);
  const parting =
    known.get(first) ?? keepResults((list: number[]) => groupSection(list, first, themes), mostKeptLists);
  known.set(first, parting);
  return parting;
}

function groupSection(list: number[], first: number, themes: Theme[]): Grouped {
  const all = list.map((_, place) => place);
  const rest = all.slice(first);
  const found = rest.length < leastRest ? [] : partition(list, rest, themes);
  if (found.length === 0) return { places: all, groups: [] };
  const taken = new Set(found.flatMap(({ places }) => places));
  const others = rest.filter((place) => !taken.has(place));
  const parts = [...found, ...(others.length === 0 ? [] : [{ theme: null, places: others }])];
  const places = all.slice(0, first);
  const groups = parts.map((part) => {
    const from = places.length;
    places.push(...part.places);
    return { from, theme: part.theme };
  });
  return { places, groups };
}

type Part = { theme: number; places: number[] };

function partition(list: number[], rest: number[], themes: Theme[]): Part[] {
  const first = list.length - rest.length;
  let open = themesOfSeveral(themes, list.slice(first)).map(({ theme, places }) => ({
    theme,
    places: places.map((place) => place + first),
    weight: weightOf(themes[theme]),
  }));
  const parts: Part[] = [];
  while (parts.length < mostGroups) {
    const best = bestOf(open, rest.length);
    if (best === null) break;
    parts.push(best);
    open = open.flatMap((one) => {
      const places = one.places.filter((place) => !best.places.includes(place));
      return places.length < 2 ? [] : [{ ...one, places }];
    });
  }
  return parts.sort((a, b) => (a.places[0] ?? 0) - (b.places[0] ?? 0));
}

/**
 * The theme that tells most of papers that are left: narrow ones before wide ones, where both have some. One that all
 * share parts nothing. Fields come after all themes, the largest first.
 */
function bestOf(open: (Part & { weight: number })[], rest: number): Part | null {
  let best: Part | null = null;
  let most = 0;
  for (const { theme, places, weight } of open) {
    if (places.length === rest) continue;
    const tells = weight === 0 ? places.length / 1000 : weight * Math.sqrt(places.length);
    if (tells < most || (tells === most && theme > (best?.theme ?? theme))) continue;
    most = tells;
    best = { theme, places };
  }
  return best;
}
