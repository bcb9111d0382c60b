import type { Theme } from "./compiled-digest.ts";

type ThemeIndex = {
  /** The themes of each paper, as indexes into the themes, in their order; nothing where it has none. */
  ofPaper: number[][];
  /** What each theme tells of one of its papers; fields, which weigh nothing, are no themes. */
  weights: number[];
};

/** An edition's themes are asked for by every reader of a batch, so they are turned round once. */
const turned = new WeakMap<Theme[], ThemeIndex>();

/** An edition's themes, turned round. */
export function indexThemes(themes: Theme[]): ThemeIndex {
  const known = turned.get(themes);
  if (known) return known;
  const ofPaper: number[][] = [];
  for (const [index, { papers }] of themes.entries())
    for (const paper of papers) ofPaper[paper] = [...(ofPaper[paper] ?? []), index];
  const index = { ofPaper, weights: themes.map(({ weight, papers }) => weight / papers.length) };
  turned.set(themes, index);
  return index;
}

/** Themes of two or more of some papers, each with the places of those papers in the list, in order. */
export function themesOfSeveral(
  { ofPaper }: ThemeIndex,
  list: number[],
): { theme: number; places: number[] }[] {
  const placesOf: number[][] = [];
  const found: { theme: number; places: number[] }[] = [];
  for (let place = 0; place < list.length; place += 1) {
    const own = ofPaper[list[place] ?? -1];
    if (own === undefined) continue;
    for (const theme of own) {
      const places = placesOf[theme];
      if (places === undefined) placesOf[theme] = [place];
      else if (places.push(place) === 2) found.push({ theme, places });
    }
  }
  return found;
}
