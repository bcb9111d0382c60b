import type { Words } from "../../words/words.ts";
import type { Edition, FrozenPaper } from "../editions/edition.ts";
import { topicLabel } from "../papers/topics.ts";
import { cleanText, cutText } from "./clean-text.ts";
import type { Theme } from "./compiled-digest.ts";
import type { FoundTheme } from "./find-themes.ts";

/** An edition's themes and fields as its mails name them: themes first, the weightiest first; fields by their first paper. */
export function themesIn(words: Words, { papers }: Pick<Edition, "papers">, found: FoundTheme[]): Theme[] {
  const themes = found.map(({ known, phrase, papers: indexes, weight }) => ({
    label: known === null ? phrase : words.say(known),
    papers: indexes,
    weight,
  }));
  return [...themes, ...fieldsIn(papers)];
}

function fieldsIn(papers: FrozenPaper[]): Theme[] {
  const fields = new Map<string, number[]>();
  for (const [index, paper] of papers.entries()) {
    const id = paper.primaryCategory ?? paper.categories[0] ?? "";
    if (id !== "") fields.set(id, [...(fields.get(id) ?? []), index]);
  }
  return [...fields]
    .map(([id, indexes]) => ({ label: cutText(cleanText(topicLabel(id)), 80), papers: indexes, weight: 0 }))
    .filter(({ label, papers: indexes }) => label !== "" && indexes.length > 1);
}
