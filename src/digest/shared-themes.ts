import type { Theme } from "./compiled-digest.ts";

const mostNamed = 3;
/** A theme that is nearly another again is not named beside it. */
const mostCovered = 2 / 3;

/** What some papers share, as indexes into the themes of an edition, the weightiest first. */
export type SharedThemes = {
  themes: number[];
  /** Whether they are what most of the papers are about. */
  isMost: boolean;
};

/** The themes that say most of some papers of an edition: each of two or more of them, three at most. */
export function sharedThemes(themes: Theme[], shown: number[]): SharedThemes {
  const open = weighed(themes, new Set(shown));
  const covered = new Set<number>();
  const named: number[] = [];
  for (const { index, papers } of open) {
    if (papers.filter((paper) => covered.has(paper)).length >= mostCovered * papers.length) continue;
    const { label } = themes[index] ?? { label: "" };
    // "GUI agents and agents" would say one thing twice.
    if (named.some((other) => ` ${themes[other]?.label}`.endsWith(` ${label}`))) continue;
    for (const paper of papers) covered.add(paper);
    named.push(index);
    if (named.length === mostNamed) break;
  }
  return { themes: named, isMost: 2 * covered.size >= shown.length };
}

function weighed(themes: Theme[], shown: ReadonlySet<number>) {
  const shared: { index: number; papers: number[]; weight: number }[] = [];
  for (const [index, theme] of themes.entries()) {
    if (theme.weight === 0) break;
    const papers = theme.papers.filter((paper) => shown.has(paper));
    if (papers.length > 1)
      shared.push({ index, papers, weight: (papers.length * theme.weight) / theme.papers.length });
  }
  return shared.sort((a, b) => b.weight - a.weight || a.index - b.index);
}
