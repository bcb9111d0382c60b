import { defaultLanguage, isLanguage, type Language } from "../../words/words.ts";
import type { Detail } from "../editions/edition.ts";
import type { CompiledDigest, DigestChoice } from "./compiled-digest.ts";

/** The templates of one compiled set: of each language in which it was compiled, one for each detail. */
export type EditionTemplates = ReadonlyMap<Language, Record<Detail, CompiledDigest>>;

/**
 * The template that a choice was made for. A choice names its language only where the set has it (`choiceIn`).
 *
 * @throws when the set lacks it: what is compiled together is stored together.
 */
export function templateOf(
  templates: EditionTemplates,
  { detail, language = defaultLanguage }: Pick<DigestChoice, "detail" | "language">,
): CompiledDigest {
  const own = isLanguage(language) ? templates.get(language) : undefined;
  if (own === undefined) throw new Error(`no template of the edition is in ${language}`);
  return own[detail];
}

/** A reader's choice with their language, where the set was compiled in it; else it stays in the default one. */
export function choiceIn(
  templates: EditionTemplates,
  choice: DigestChoice,
  language: Language,
): DigestChoice {
  return language === defaultLanguage || !templates.has(language) ? choice : { ...choice, language };
}

/** Each template changed in the same way. */
export function mapTemplates(
  templates: EditionTemplates,
  change: (template: CompiledDigest) => CompiledDigest,
): EditionTemplates {
  return new Map(
    [...templates].map(([language, { title, summary, abstract }]) => [
      language,
      { title: change(title), summary: change(summary), abstract: change(abstract) },
    ]),
  );
}
