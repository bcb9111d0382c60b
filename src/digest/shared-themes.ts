import type { Theme } from "./compiled-digest.ts";
import { indexThemes, themesOfSeveral } from "./theme-index.ts";

const mostNamed = 3;
/** A theme that is nearly another again is not named beside it. */
const mostCovered = 2 / 3;

/** What some papers share, as indexes into the themes of an edition. */
type SharedThemes = {
  themes: number[];
  /** Whether they are what most of the papers are about. */
  isMost: boolean;
};

/**
 * The themes that say most of some papers of an edition: each of two or more of them, three at most; the weightiest
 * first, or that of most papers where together they are what most papers are about.
 */
export function sharedThemes(themes: Theme[], shown: number[]): SharedThemes {
  const covered: boolean[] = [];
  let papers = 0;
  const named: { theme: number; papers: number }[] = [];
  for (const { theme, places } of weightiestFirst(themes, shown)) {
    let known = 0;
    for (const place of places) if (covered[place]) known += 1;
    if (known >= mostCovered * places.length) continue;
    // "GUI agents and agents" would say one thing twice.
    if (named.length > 0 && named.some((other) => endsIn(themes[other.theme], themes[theme]))) continue;
    for (const place of places) covered[place] = true;
    papers += places.length - known;
    named.push({ theme, papers: places.length });
    if (named.length === mostNamed) break;
  }
  const isMost = 2 * papers >= shown.length;
  // "Mostly about medicine, agents, ..." would be read as mostly about medicine.
  if (isMost) named.sort((a, b) => b.papers - a.papers);
  return { themes: named.map(({ theme }) => theme), isMost };
}

/** Whether a label is the end of another. */
function endsIn(long: Theme | undefined, short: Theme | undefined): boolean {
  return long?.label.endsWith(` ${short?.label}`) === true;
}

/** Fields, which weigh nothing, are no themes. */
function weightiestFirst(themes: Theme[], shown: number[]) {
  const found: { theme: number; places: number[]; weight: number }[] = [];
  const index = indexThemes(themes);
  for (const { theme, places } of themesOfSeveral(index, shown)) {
    const weight = places.length * (index.weights[theme] ?? 0);
    if (weight > 0) found.push({ theme, places, weight });
  }
  return found.sort((a, b) => b.weight - a.weight || a.theme - b.theme);
}
