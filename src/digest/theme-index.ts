import type { Theme } from "./compiled-digest.ts";

/** An edition's themes are asked for by every reader of a batch, so they are turned round once. */
const turned = new WeakMap<Theme[], Map<number, number[]>>();

/** The themes of each paper, as indexes into the themes, in their order. */
function themesByPaper(themes: Theme[]): ReadonlyMap<number, number[]> {
  const known = turned.get(themes);
  if (known) return known;
  const ofPaper = new Map<number, number[]>();
  for (const [index, { papers }] of themes.entries()) {
    for (const paper of papers) {
      const others = ofPaper.get(paper);
      if (others) others.push(index);
      else ofPaper.set(paper, [index]);
    }
  }
  turned.set(themes, ofPaper);
  return ofPaper;
}

/** Themes of two or more of some papers, each with the places of those papers in the list, in order. */
export function themesOfSeveral(themes: Theme[], list: number[]): { theme: number; places: number[] }[] {
  const ofPaper = themesByPaper(themes);
  const placesOf: number[][] = [];
  const found: number[] = [];
  for (let place = 0; place < list.length; place += 1) {
    for (const theme of ofPaper.get(list[place] ?? -1) ?? []) {
      const places = placesOf[theme];
      if (places === undefined) placesOf[theme] = [place];
      else if (places.push(place) === 2) found.push(theme);
    }
  }
  return found.map((theme) => ({ theme, places: placesOf[theme] ?? [] }));
}

/** What a theme tells of one of its papers. */
export function weightOf(theme: Theme | undefined): number {
  return theme === undefined ? 0 : theme.weight / theme.papers.length;
}
