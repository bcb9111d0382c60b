import { fitDigest } from "../../src/digest/assemble.ts";
import type { CompiledDigest, DigestSlots, MailSite } from "../../src/digest/compiled-digest.ts";
import { sharedProps } from "../../src/digest/digest-props.ts";
import { digestText, textLine } from "../../src/digest/digest-text.ts";
import { readerLines } from "../../src/digest/reader-lines.ts";
import { readerProps } from "../../src/digest/reader-props.ts";
import { digestHtml } from "../../src/digest/templates.tsx";
import type { Edition } from "../../src/editions/edition.ts";
import { defaultLanguage, isLanguage, wordsIn } from "../../words/words.ts";

/**
 * The same mail by rendering the whole template for this one reader: what assembly must equal, byte for
 * byte. The compiled template only says how many papers fit.
 */
export function renderFull(
  edition: Edition,
  site: MailSite,
  compiled: CompiledDigest,
  slots: DigestSlots,
): { html: string; text: string } {
  const language = compiled.facts.words?.language ?? defaultLanguage;
  if (!isLanguage(language)) throw new Error(`no words in ${language}`);
  const shared = sharedProps(wordsIn(language, site.name), edition, compiled.detail, site);
  const { choice, values } = fitDigest(compiled, slots);
  const props = readerProps(readerLines(compiled.facts), shared, choice, values);
  return { html: digestHtml(props), text: digestText(forText(props), null) };
}

/** Prepares the lines that `digestText` places as they are. */
function forText(props: ReturnType<typeof readerProps>): typeof props {
  return {
    ...props,
    summary: textLine.paragraph(props.summary),
    cut: props.cut === null ? null : textLine.paragraph(props.cut),
    quiet: props.quiet && {
      wishes: props.quiet.wishes === null ? null : textLine.paragraph(props.quiet.wishes),
    },
    sections: props.sections.map((section) => ({
      ...section,
      papers: section.papers.map((paper) => ({
        ...paper,
        number: textLine.number(paper.number),
        because: paper.because === null ? null : textLine.because(paper.because),
        group: paper.group === null ? null : textLine.group(paper.group),
      })),
    })),
  };
}
