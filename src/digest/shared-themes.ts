import type { Theme } from "./compiled-digest.ts";
import { themesOfSeveral, weightOf } from "./theme-index.ts";

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
  const covered = new Set<number>();
  const named: { theme: number; papers: number }[] = [];
  for (const { theme, places } of weightiestFirst(themes, shown)) {
    const known = places.reduce((sum, place) => sum + (covered.has(place) ? 1 : 0), 0);
    if (known >= mostCovered * places.length) continue;
    // "GUI agents and agents" would say one thing twice.
    if (named.some((other) => themes[other.theme]?.label.endsWith(` ${themes[theme]?.label}`))) continue;
    for (const place of places) covered.add(place);
    named.push({ theme, papers: places.length });
    if (named.length === mostNamed) break;
  }
  const isMost = 2 * covered.size >= shown.length;
  // "Mostly about medicine, agents, ..." would be read as mostly about medicine.
  if (isMost) named.sort((a, b) => b.papers - a.papers);
  return { themes: named.map(({ theme }) => theme), isMost };
}

/** Fields, which weigh nothing, are no themes. */
function weightiestFirst(themes: Theme[], shown: number[]) {
  return themesOfSeveral(themes, shown)
    .map(({ theme, places }) => ({ theme, places, weight: places.length * weightOf(themes[theme]) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.theme - b.theme);
}
