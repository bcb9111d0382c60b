import type { Database } from "../db/client.ts";
import type { Edition } from "../editions/edition.ts";
import { listWordForms } from "../papers/search/forms-store.ts";
import { type FoundTheme, findThemes } from "./find-themes.ts";

/** Of fewer papers nobody can tell which words are rare. */
const fewestPapers = 300;

/** The themes of an edition's papers, weighed by how many of all papers that are kept hold their words. */
export async function listThemes(db: Database, { papers }: Pick<Edition, "papers">): Promise<FoundTheme[]> {
  const asked = new Set<string>();
  findThemes(papers, (word) => {
    asked.add(word);
    return null;
  });
  const { forms, papers: all } = await listWordForms(db, [...asked]);
  if (all < fewestPapers) return findThemes(papers);
  return findThemes(papers, (word) => {
    const held = forms.get(word)?.papers ?? 0;
    return held === 0 ? null : held / all;
  });
}
