import type { DigestPaper } from "../../emails/components/paper-entry.tsx";
import { defaultLanguage, type Words, wordsIn } from "../../words/words.ts";
import type { Detail, Edition } from "../editions/edition.ts";
import type { CompiledBody, CompiledDigest, MailSite } from "./compiled-digest.ts";
import { digestFacts, digestProps, type SubscriberValues, sharedProps } from "./digest-props.ts";
import { digestText } from "./digest-text.ts";
import { type FoundTheme, findThemes } from "./find-themes.ts";
import { listDomain, listDomainOfBefore } from "./list-domain.ts";
import { cutTemplate, emptySegment, findSegment, literalBytes, segmentMarks, slotMark } from "./piece.ts";

/**
 * Renders an edition's template once, with marks where readers differ, and cuts it at the marks. All papers
 * of the edition are rendered in one section; assembly puts them where a reader's choice has them.
 *
 * @param words the language of the edition's mails.
 * @param themes of its papers; weighed by all that are known where the caller asked for that (`listThemes`).
 */
export async function compileDigest(
  edition: Edition,
  detail: Detail,
  site: MailSite,
  words: Words = wordsIn(defaultLanguage),
  themes: FoundTheme[] = findThemes(edition.papers),
): Promise<CompiledDigest> {
  const { markedDigestHtml } = await import("./templates.tsx");
  const shared = sharedProps(words, edition, detail, site);
  const papers = shared.papers.map(
    (paper): DigestPaper => ({
      ...paper,
      number: slotMark("number"),
      isLead: false,
      because: slotMark("because"),
      mark: { ...paper.mark, url: paper.mark.url + slotMark("mark") },
      group: slotMark("group"),
    }),
  );
  const props = digestProps(shared, markedValues(), (key) => (key === "forYou" ? papers : []), true);
  const html = markedDigestHtml(props);
  const list = listDomain(site.publicUrl);
  return {
    version: 1,
    editionId: edition.id,
    cadence: edition.cadence,
    detail,
    from: site.from,
    replyTo: site.replyTo,
    unsubscribeTo: site.unsubscribeTo,
    ...(site.name === undefined ? {} : { name: site.name }),
    ...(list === listDomainOfBefore(site.publicUrl) ? {} : { listDomain: list }),
    facts: digestFacts(words, edition, site, themes),
    html: toPart(html, papers.length),
    text: toPart(digestText(props, segmentMarks), papers.length),
  };
}

function toPart(rendered: string, papers: number): CompiledBody {
  const whole = cutTemplate(rendered);
  const frame = emptySegment(whole, "papers:forYou");
  const group = findSegment(whole, "group") ?? [];
  const pieces = Array.from({ length: papers }, (_, index) => findSegment(whole, `paper:${index}`) ?? []);
  return {
    frame,
    papers: pieces,
    frameBytes: literalBytes(frame),
    paperBytes: pieces.map(literalBytes),
    group: { piece: group, bytes: literalBytes(group) },
  };
}

/** A mark for each of the reader's own lines. */
function markedValues(): SubscriberValues {
  return {
    subject: slotMark("subject"),
    preheader: slotMark("preheader"),
    summary: slotMark("summary"),
    recipient: slotMark("recipient"),
    view: slotMark("view"),
    preferences: slotMark("preferences"),
    pause: slotMark("pause"),
    unsubscribe: slotMark("unsubscribe"),
    mark: slotMark("mark"),
    forYouHeading: slotMark("forYouHeading"),
    forYouNote: slotMark("forYouNote"),
    topHeading: slotMark("topHeading"),
    topNote: slotMark("topNote"),
    lateHeading: slotMark("lateHeading"),
    lateNote: slotMark("lateNote"),
    matches: slotMark("matches"),
    cut: slotMark("cut"),
    quietWishes: slotMark("quietWishes"),
  };
}
