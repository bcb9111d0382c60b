import type { DigestEmailProps } from "../../emails/components/digest.tsx";
import type { DigestPaper } from "../../emails/components/paper-entry.tsx";
import type { DigestChoice, ReaderLines } from "./compiled-digest.ts";
import {
  digestProps,
  paperValues,
  type SectionKey,
  type SharedProps,
  type SubscriberValues,
  sectionsOf,
} from "./digest-props.ts";

/** The template's props of one reader's digest, such as to render it whole. Sections without papers are left out. */
export function readerProps(
  lines: ReaderLines,
  shared: SharedProps,
  choice: DigestChoice,
  values: SubscriberValues,
): DigestEmailProps {
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
