import type { DigestEmailProps } from "../../emails/components/digest.tsx";
import type { DigestPaper } from "../../emails/components/paper-entry.tsx";
import { defaultLanguage, wordsIn } from "../../words/words.ts";
import { type PeriodWords, periodWords } from "../calendar/period-words.ts";
import type { Detail, Edition, FrozenPaper } from "../editions/model.ts";
import { cleanText, counted, cutText, firstSentences, safeLink, shortCount } from "./clean-text.ts";
import { explanationInMail } from "./explanation-in-mail.ts";
import type { DigestChoice, DigestFacts, DigestSlots, MailSite } from "./model.ts";
import { subjectLine } from "./subject-line.ts";

export type SectionKey = "forYou" | "top" | "late";
export const sectionKeys: SectionKey[] = ["forYou", "top", "late"];

/** What all readers of an edition see in the same words. */
export type SharedProps = Pick<
  DigestEmailProps,
  "brand" | "heading" | "issue" | "caveat" | "all" | "postalAddress"
> & { editionUrl: string; papers: SharedPaper[] };

type SharedPaper = Omit<DigestPaper, "number" | "isLead" | "because">;

/** One reader's own lines. */
export type ReaderValues = {
  subject: string;
  preheader: string;
  summary: string;
  recipient: string;
  view: string;
  preferences: string;
  pause: string;
  unsubscribe: string;
  forYouHeading: string;
  forYouNote: string;
  topHeading: string;
  topNote: string;
  lateHeading: string;
  lateNote: string;
  cut: string | null;
};

/** One paper's own lines in one reader's mail. */
export type PaperValues = { number: string; isLead: boolean; because: string | null };

/** The words of an edition that do not depend on who reads it. */
export function sharedProps(edition: Edition, detail: Detail, site: MailSite): SharedProps {
  const words = periodWords(edition.cadence, edition.period);
  const most = Math.max(1, ...edition.papers.map((paper) => paper.upvotes));
  return {
    brand: brandOf(site.from),
    heading: words.heading,
    issue: `${words.issue} · No. ${edition.number}`,
    caveat: caveatOf(edition),
    all: `See all ${counted(edition.papers.length, "paper")} of the ${words.span}`,
    postalAddress: cutText(cleanText(site.postalAddress), 300),
    editionUrl: `${site.publicUrl}/editions/${edition.cadence}/${edition.period}`,
    papers: edition.papers.map((paper) => ({
      ...sharedPaper(paper, most, detail),
      thumbnail: site.showsThumbnails ? thumbnailOf(paper) : null,
    })),
  };
}

/** What assembly needs to know of an edition. */
export function digestFacts(edition: Edition, site: MailSite): DigestFacts {
  return {
    cadence: edition.cadence,
    period: edition.period,
    publicUrl: site.publicUrl,
    papers: edition.papers.map((paper) => ({
      title: titleOf(paper),
      comments: paper.comments,
      isRising: paper.section === "top" && isRising(paper),
    })),
  };
}

/**
 * A reader's own lines: subject, counts and notes are of the papers that the mail shows.
 *
 * @param choice what is shown, after what would not fit was taken away.
 * @param leftOut how many papers were taken away.
 */
export function readerValues(
  facts: DigestFacts,
  slots: DigestSlots,
  choice: DigestChoice,
  leftOut: number,
): ReaderValues {
  const words = periodWords(facts.cadence, facts.period);
  const summary = summaryOf(facts, choice, words);
  const shown = [...choice.forYou, ...choice.top, ...choice.late];
  const titles = shown.map((index) => facts.papers[index]?.title ?? "");
  const { subject, preheader } = subjectLine(titles, words.subjectPrefix, summary);
  const link = (path: string, token: string) =>
    `${facts.publicUrl}/${path}?token=${encodeURIComponent(token.replace(/\p{Surrogate}/gu, "\ufffd"))}`;
  const preferences = link("preferences", slots.tokens.preferences);
  return {
    subject,
    preheader,
    summary,
    recipient: cleanText(slots.to),
    view: link("view", slots.tokens.view),
    preferences,
    pause: `${preferences}#paused-until`,
    unsubscribe: link("unsubscribe", slots.tokens.unsubscribe),
    ...sectionWords(choice, words),
    cut:
      leftOut === 0
        ? null
        : `${counted(leftOut, "more paper")} would have made this mail too long for some inboxes. ${
            leftOut === 1 ? "It is" : "They are"
          } on the page of the ${words.span}.`,
  };
}

/** A paper's own lines at a place in a mail. */
export function paperValues(choice: DigestChoice, key: SectionKey, place: number): PaperValues {
  const before =
    key === "forYou" ? 0 : key === "top" ? choice.forYou.length : choice.forYou.length + choice.top.length;
  const because = key === "forYou" ? choice.because?.[place] : undefined;
  return {
    number: String(before + place + 1),
    isLead: before + place === 0,
    because: because ? `you\u00a0follow ${cutText(cleanText(because), 52)}` : null,
  };
}

/** The template's props, from what is shared and what is the reader's own. */
export function digestProps(
  shared: SharedProps,
  values: ReaderValues,
  papersOf: (key: SectionKey) => DigestPaper[],
): DigestEmailProps {
  const { forYouHeading, forYouNote, topHeading, topNote, lateHeading, lateNote } = values;
  const sections = [
    { key: "forYou" as const, heading: forYouHeading, note: forYouNote },
    { key: "top" as const, heading: topHeading, note: topNote },
    { key: "late" as const, heading: lateHeading, note: lateNote },
  ];
  return {
    subject: values.subject,
    preheader: values.preheader,
    brand: shared.brand,
    heading: shared.heading,
    issue: shared.issue,
    summary: values.summary,
    caveat: shared.caveat,
    sections: sections.map((section) => ({ ...section, papers: papersOf(section.key) })),
    cut: values.cut,
    all: shared.all,
    recipient: values.recipient,
    postalAddress: shared.postalAddress,
    urls: {
      edition: shared.editionUrl,
      view: values.view,
      preferences: values.preferences,
      pause: values.pause,
      unsubscribe: values.unsubscribe,
    },
  };
}

/** The display name of a `From` header, or Paperboy. */
export function brandOf(from: string): string {
  const name = cleanText(from.replace(/<[^>]*>\s*$/, "")).replace(/^"(.*)"$/, "$1");
  return name === "" || name.includes("@") ? "Paperboy" : cutText(name, 40);
}

function titleOf(paper: Pick<FrozenPaper, "title" | "id">): string {
  return cutText(cleanText(paper.title), 400) || paper.id;
}

function sharedPaper(
  paper: FrozenPaper,
  mostUpvotes: number,
  detail: Detail,
): Omit<SharedPaper, "thumbnail"> {
  const isFull = detail !== "title";
  const said = explanationInMail(paper.explanation, wordsIn(defaultLanguage));
  return {
    title: titleOf(paper),
    url: safeLink(paper.links.arxiv) ?? `https://arxiv.org/abs/${encodeURIComponent(paper.id)}`,
    byline: bylineOf(paper),
    heat: (100 * Math.max(0, paper.upvotes)) / mostUpvotes,
    upvotes: figure(paper.upvotes, "upvote"),
    rise: said.rise ?? riseOf(paper),
    talk: talkOf(paper),
    reason: isFull ? said.reason : null,
    body: bodyOf(paper, detail),
    links: isFull ? linksOf(paper) : [],
  };
}

/** Whether a paper gained votes on top of what it had: all that a new one has came in a day. */
function isRising({ rise, upvotes }: FrozenPaper): boolean {
  return rise !== null && rise > 0 && rise <= 0.8 * upvotes;
}

function riseOf(paper: FrozenPaper): string | null {
  return isRising(paper) ? `+${shortCount(paper.rise ?? 0)} in a day` : null;
}

function thumbnailOf({ thumbnailUrl, ...paper }: FrozenPaper): SharedPaper["thumbnail"] {
  const url = safeLink(thumbnailUrl);
  return url === null ? null : { url, alt: `Picture: ${cutText(titleOf(paper), 30)}` };
}

/** Parts of a line: the dot stays with what it ends. */
const dot = "\u00a0· ";

/** A count that stays with its noun. */
function figure(count: number, noun: string): string {
  return counted(count, noun).replace(" ", "\u00a0");
}

const mostNamed = 2;

function bylineOf(paper: FrozenPaper): string {
  const named = paper.authors.slice(0, mostNamed).map((name) => cutText(cleanText(name), 60));
  const others = paper.authors.length - named.length;
  const authors = named.join(", ") + (others > 0 ? ` and ${counted(others, "other")}` : "");
  const organization = paper.organization === null ? "" : cutText(cleanText(paper.organization), 80);
  const category = cutText(cleanText(paper.primaryCategory ?? paper.categories[0] ?? ""), 40);
  const where = [organization, category].filter((text) => text !== "").join("\u00a0·\u00a0");
  return [authors, where].filter((text) => text !== "").join(dot);
}

function talkOf(paper: FrozenPaper): string | null {
  const talk = [
    paper.comments > 0 ? figure(paper.comments, "comment") : "",
    paper.stars !== null && paper.stars > 0 ? figure(paper.stars, "star") : "",
  ].filter((text) => text !== "");
  return talk.length === 0 ? null : talk.join(dot);
}

function bodyOf(paper: FrozenPaper, detail: Detail): string | null {
  if (detail === "title") return null;
  const abstract = cutText(cleanText(paper.abstract), 5000);
  const summary = paper.summary === null ? "" : cutText(cleanText(paper.summary), 420);
  if (detail === "abstract") return abstract || summary || null;
  return summary || firstSentences(abstract, 240) || null;
}

function linksOf(paper: FrozenPaper): { label: string; url: string }[] {
  const { links } = paper;
  return [
    { label: "arXiv", url: safeLink(links.arxiv) },
    { label: "PDF", url: safeLink(links.pdf) },
    { label: "Code", url: safeLink(links.code) },
    { label: "Project", url: safeLink(links.project) },
    { label: "Discussion", url: safeLink(links.discussion) },
  ].flatMap(({ label, url }) => (url === null ? [] : [{ label, url }]));
}

function caveatOf(edition: Edition): string | null {
  if (edition.missingSources.length === 0) return null;
  const names = edition.missingSources.map((name) => sourceNames[name] ?? cutText(cleanText(name), 40));
  return `${names.join(" and ")} could not be reached for this edition, so something may be missing.`;
}

const sourceNames: Record<string, string> = { arxiv: "arXiv", huggingface: "Hugging Face" };

function summaryOf(facts: DigestFacts, choice: DigestChoice, words: PeriodWords): string {
  const shown = [...choice.forYou, ...choice.top, ...choice.late];
  const total = facts.papers.length;
  const rising = shown.filter((index) => facts.papers[index]?.isRising).length;
  const parts = [
    shown.length < total
      ? `${shown.length} of the ${words.span}’s ${counted(total, "paper")}`
      : counted(total, "paper"),
    choice.forYou.length > 0 && choice.forYou.length < shown.length
      ? `${choice.forYou.length} on what you follow`
      : "",
    rising > 0 ? `${rising} rising` : "",
    choice.late.length > 0 ? counted(choice.late.length, "late riser") : "",
  ].filter((text) => text !== "");
  return `${parts.join(", ")}.${mostTalkedAbout(facts, shown)}`;
}

function mostTalkedAbout(facts: DigestFacts, shown: number[]): string {
  if (shown.length < 2) return "";
  let best: DigestFacts["papers"][number] | undefined;
  for (const index of shown) {
    const paper = facts.papers[index];
    if (paper && paper.comments > (best?.comments ?? 0)) best = paper;
  }
  if (!best) return "";
  return ` Most talked about: ${cutText(best.title, 90)}, with ${counted(best.comments, "comment")}.`;
}

function sectionWords(choice: DigestChoice, words: PeriodWords) {
  const follows = choice.forYou.length > 0;
  return {
    forYouHeading: "For you",
    forYouNote: `${counted(choice.forYou.length, "paper")} on what you follow`,
    topHeading: follows ? "Also trending" : `Top of the ${words.span}`,
    topNote: follows
      ? `${counted(choice.top.length, "paper")} that many read`
      : `${counted(choice.top.length, "paper")}, the most upvoted first`,
    lateHeading: "Late risers",
    lateNote: `${counted(choice.late.length, "paper")} that rose after ${choice.late.length === 1 ? "its" : "their"} day`,
  };
}
