import type { DigestPaper } from "../../emails/components/paper-entry.tsx";
import { fitDigest } from "../../src/digest/assemble.ts";
import type {
  CompiledDigest,
  DigestChoice,
  DigestSlots,
  MailSite,
  ReaderLines,
} from "../../src/digest/compiled-digest.ts";
import {
  digestProps,
  paperValues,
  type SectionKey,
  type SharedProps,
  type SubscriberValues,
  sectionsOf,
  sharedProps,
} from "../../src/digest/digest-props.ts";
import { digestText, textLine } from "../../src/digest/digest-text.ts";
import { readerLines } from "../../src/digest/reader-lines.ts";
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
  const shared = sharedProps(wordsIn(language), edition, compiled.detail, site);
  const { choice, values } = fitDigest(compiled, slots);
  const props = readerProps(readerLines(compiled.facts), shared, choice, values);
  return { html: digestHtml(props), text: digestText(forText(props), null) };
}

/** The props of one reader's digest. */
function readerProps(
  lines: ReaderLines,
  shared: SharedProps,
  choice: DigestChoice,
  values: SubscriberValues,
) {
  const { mark } = values;
  const papersOf = (key: SectionKey): DigestPaper[] => {
    const ownLines = paperValues(lines, choice, key);
    return choice[key].flatMap((index, place) => {
      const paper = shared.papers[index];
      if (!paper) return [];
      const own = mark === null ? null : { ...paper.mark, url: paper.mark.url + mark };
      const line = ownLines[place];
      return line === undefined ? [] : [{ ...paper, ...line, mark: own }];
    });
  };
  const props = digestProps(shared, values, papersOf, choice.quiet !== undefined, sectionsOf(choice));
  return { ...props, sections: props.sections.filter((section) => section.papers.length > 0) };
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
