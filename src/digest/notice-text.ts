import type { NoticeBase, NoticeWords } from "../../emails/components/notice.tsx";
import { footText, nameText } from "./digest-text.ts";
import { wrapText } from "./wrap-text.ts";

/** The plain text of a notice, written for reading: wrapped, one link a line. */
export function noticeText(base: NoticeBase, words: NoticeWords): string {
  const link = ({ label, url }: { label: string; url: string }) => `${wrapText(label)}:\n${url}`;
  const { action, list } = words;
  return `${[
    `${nameText(base.brand, base.look)}\n${words.kicker}`,
    wrapText(words.heading),
    ...words.paragraphs.map((paragraph) => wrapText(paragraph)),
    ...(words.facts.length > 0
      ? [words.facts.map((fact) => wrapText(`${fact.label}: ${fact.value}`)).join("\n")]
      : []),
    ...(action === null ? [] : [link(action)]),
    ...(list === null ? [] : [wrapText(list.heading), ...list.items.map(link), link(list.more)]),
    ...words.notes.map((note) => wrapText(note)),
    "-".repeat(2),
    ...words.links.map(link),
    wrapText(words.why),
    footText(base.look) + wrapText(base.postalAddress),
  ].join("\n\n")}\n`;
}
