import type { DigestEmailProps } from "../../emails/components/digest.tsx";
import type { DigestPaper } from "../../emails/components/paper-entry.tsx";
import { shippedLook } from "../../emails/look.ts";
import { languageOfPapers, type Words } from "../../words/words.ts";
import { periodHeading, weekNumber } from "../calendar/period-words.ts";
import type { Detail, Edition, EditorsWords, FrozenPaper } from "../editions/edition.ts";
import { countOwnPapers } from "../editions/mailed-part.ts";
import { risingOf } from "../editions/rising.ts";
import { httpsLink } from "../papers/https-link.ts";
import { topicLabel } from "../papers/topics.ts";
import { markPath } from "../subscribers/links.ts";
import { cleanText, cutText } from "./clean-text.ts";
import type {
  DigestChoice,
  DigestFacts,
  DigestSlots,
  MailSite,
  ReaderLines,
  SectionLines,
} from "./compiled-digest.ts";
import { explanationInMail } from "./explanation-in-mail.ts";
import type { FoundTheme } from "./find-themes.ts";
import { mailedLinksOf } from "./mailed-links.ts";
import { parseNote } from "./parse-note.ts";
import { readerLines, readerMessages } from "./reader-lines.ts";
import { shortName } from "./short-name.ts";
import { shortTextOf } from "./short-text.ts";
import { themesIn } from "./themes-in.ts";

export type SectionKey = "forYou" | "top" | "late";
export const sectionKeys: SectionKey[] = ["forYou", "top", "late"];
const lateFirst: SectionKey[] = ["forYou", "late", "top"];

/**
 * The sections in the order in which a mail has them: late risers stand before what fills it up, and lead its subject,
 * where they alone match what the reader follows.
 */
export function sectionsOf({ forYou, late, becauseLate }: DigestChoice): SectionKey[] {
  return forYou.length === 0 && late.length > 0 && becauseLate !== undefined ? lateFirst : sectionKeys;
}

/** Its papers in the order of the mail. */
function shownOf(choice: DigestChoice): number[] {
  const [first, second, third] = sectionsOf(choice).map((key) => choice[key]);
  return [...(first ?? []), ...(second ?? []), ...(third ?? [])];
}

/** What all readers of an edition see in the same words. */
export type SharedProps = Pick<
  DigestEmailProps,
  "words" | "brand" | "look" | "heading" | "issue" | "note" | "caveat" | "all" | "postalAddress"
> & { editionUrl: string; papers: SharedPaper[] };

/** Its mark's address ends where the reader's token follows. */
type SharedPaper = Omit<DigestPaper, "number" | "isLead" | "because" | "mark" | "group"> & {
  mark: { label: string; url: string };
};

/** One reader's own lines. */
export type SubscriberValues = SectionLines & {
  subject: string;
  preheader: string;
  summary: string;
  recipient: string;
  view: string;
  preferences: string;
  pause: string;
  unsubscribe: string;
  /** The page of all papers that match; null where the mail shows them all. */
  matches: string | null;
  /** The token behind the path of each paper's mark, fit for an address; null when there is none. */
  mark: string | null;
  cut: string | null;
  /** What met nothing, in a quiet mail that says so; else null. */
  quietWishes: string | null;
};

/** One paper's own lines in one reader's mail. */
export type PaperValues = {
  number: string;
  isLead: boolean;
  because: string | null;
  /** What stands above the group that it begins; null when it begins none. */
  group: string | null;
};

/** The words of an edition that do not depend on who reads it. */
export function sharedProps(words: Words, edition: Edition, detail: Detail, site: MailSite): SharedProps {
  const { cadence, period } = edition;
  // A late riser has had longer to gather votes, so that each section is measured by its own.
  const most = (of: FrozenPaper["section"]) =>
    Math.max(1, ...edition.papers.filter(({ section }) => section === of).map(({ upvotes }) => upvotes));
  const mostOf = { top: most("top"), late: most("late"), further: most("further") };
  return {
    words,
    brand: words.brand,
    look: site.look ?? shippedLook,
    heading: periodHeading(words, cadence, period),
    issue: words.say("digest.issue", {
      cadence,
      week: weekNumber(cadence, period),
      number: String(edition.number),
    }),
    note: parseNote(edition.said?.note ?? ""),
    caveat: caveatOf(words, edition),
    all: words.say("digest.all", { cadence, papers: countOwnPapers(edition) }),
    postalAddress: cutText(cleanText(site.postalAddress), 300),
    editionUrl: `${site.publicUrl}/editions/${cadence}/${period}`,
    papers: edition.papers.map((paper) => ({
      ...sharedPaper(words, paper, mostOf[paper.section], detail),
      mark: { label: words.say("digest.mark"), url: site.publicUrl + markPath(paper.id) },
      thumbnail: site.showsThumbnails ? thumbnailOf(words, paper) : null,
    })),
  };
}

/** What assembly needs to know of an edition. */
export function digestFacts(
  words: Words,
  edition: Edition,
  site: MailSite,
  themes: FoundTheme[],
): DigestFacts {
  return {
    cadence: edition.cadence,
    period: edition.period,
    publicUrl: site.publicUrl,
    papers: edition.papers.map((paper) => ({
      title: titleOf(paper),
      comments: paper.comments,
      isRising: paper.section === "top" && risingOf(paper) !== null,
      isLate: paper.section === "late",
      name: shortName(titleOf(paper)),
    })),
    ownPapers: countOwnPapers(edition),
    words: { language: words.language, layers: words.excerpt(readerMessages) },
    themes: themesIn(words, edition, themes),
    ...editorsLines(edition.said),
  };
}

/** The lines that an editor set, without those that are left to each reader's papers. */
function editorsLines(said: EditorsWords | undefined): Pick<DigestFacts, "subject" | "preheader"> {
  const subject = cleanText(said?.subject ?? "");
  const preheader = cleanText(said?.preheader ?? "");
  return { ...(subject === "" ? {} : { subject }), ...(preheader === "" ? {} : { preheader }) };
}

/**
 * A reader's own lines: subject, counts and notes are of the papers that the mail shows.
 *
 * @param choice what is shown, after what would not fit was taken away.
 * @param leftOut how many papers were taken away.
 */
export function subscriberValues(
  lines: ReaderLines,
  facts: DigestFacts,
  slots: DigestSlots,
  choice: DigestChoice,
  leftOut: number,
): SubscriberValues {
  const quiet = quietLinesOf(lines, choice);
  const { subject, preheader, summary } = quiet ?? lines.opening(choice, shownOf(choice));
  const link = (path: string, token: string) => `${facts.publicUrl}/${path}?token=${inAddress(token)}`;
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
    mark: slots.tokens.mark === undefined ? null : inAddress(slots.tokens.mark),
    ...lines.sections(choice),
    ...(quiet && { topHeading: quiet.topHeading, topNote: quiet.topNote }),
    matches: lines.tellsOthers(choice) ? link("matches", slots.tokens.view) : null,
    cut: leftOut === 0 ? null : lines.cut(leftOut),
    quietWishes: quiet?.wishes ?? null,
  };
}

/** What an inbox shows of the digest of a choice, as long as all of it fits into the mail. */
export function openingOf(
  facts: DigestFacts,
  choice: DigestChoice,
): Pick<SubscriberValues, "subject" | "preheader"> {
  const { subject, preheader } = readerLines(facts).opening(choice, shownOf(choice));
  return { subject, preheader };
}

/** What stands in place of a digest's lines in a quiet mail; null in a digest. */
function quietLinesOf({ quiet }: ReaderLines, choice: DigestChoice) {
  return choice.quiet === undefined || quiet === null ? null : quiet.lines(choice, choice.quiet);
}

/** Tokens are made of what stands in an address as it is: only others are looked at twice. */
export function inAddress(token: string): string {
  return /^[\w.~-]*$/.test(token) ? token : encodeURIComponent(token.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/** The papers' own lines in a section of a mail, in its order. */
export function paperValues(lines: ReaderLines, choice: DigestChoice, key: SectionKey): PaperValues[] {
  let before = 0;
  for (const section of sectionsOf(choice)) {
    if (section === key) break;
    before += choice[section].length;
  }
  const values = choice[key].map(
    (_, place): PaperValues => ({
      number: String(before + place + 1),
      isLead: before + place === 0,
      because: becauseLine(lines, choice, key, place),
      group: null,
    }),
  );
  for (const { section, from, theme } of choice.groups ?? []) {
    const begun = section === key ? values[from] : undefined;
    if (begun) begun.group = lines.group(theme);
  }
  return values;
}

/** What a paper has to do with its reader: that they follow it, nearly do, or saw it before; null when nothing. */
function becauseLine(
  lines: ReaderLines,
  choice: DigestChoice,
  key: SectionKey,
  place: number,
): string | null {
  const shares = key === "top" ? choice.quiet?.shares[place] : undefined;
  if (shares && lines.quiet) return lines.quiet.shares(cutText(cleanText(shares), 52));
  const because =
    key === "forYou" ? choice.because?.[place] : key === "late" ? choice.becauseLate?.[place] : undefined;
  const what = because ? cutText(cleanText(because), 52) : "";
  if (what !== "" && choice.joined?.includes(choice[key][place] ?? -1)) return lines.like(what);
  const day = key === "late" ? choice.seenOn?.[place] : undefined;
  if (day) return what === "" ? lines.seen(day) : lines.becauseSeen(what, day);
  return because ? lines.because(what) : null;
}

/**
 * The template's props, from what is shared and what is the reader's own.
 *
 * @param isQuiet of a quiet mail.
 * @param order of the sections.
 */
export function digestProps(
  shared: SharedProps,
  values: SubscriberValues,
  papersOf: (key: SectionKey) => DigestPaper[],
  isQuiet: boolean,
  order: SectionKey[] = sectionKeys,
): DigestEmailProps {
  const { forYouHeading, forYouNote, topHeading, topNote, lateHeading, lateNote } = values;
  const lines = {
    forYou: { heading: forYouHeading, note: forYouNote },
    top: { heading: topHeading, note: topNote },
    late: { heading: lateHeading, note: lateNote },
  };
  return {
    words: shared.words,
    subject: values.subject,
    preheader: values.preheader,
    brand: shared.brand,
    look: shared.look,
    heading: shared.heading,
    issue: shared.issue,
    note: shared.note,
    summary: values.summary,
    quiet: isQuiet ? { wishes: values.quietWishes } : null,
    caveat: shared.caveat,
    sections: order.map((key) => ({ key, ...lines[key], papers: papersOf(key) })),
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
      matches: values.matches,
    },
  };
}

function titleOf(paper: Pick<FrozenPaper, "title" | "id">): string {
  return cutText(cleanText(paper.title), 400) || paper.id;
}

function sharedPaper(
  words: Words,
  paper: FrozenPaper,
  mostUpvotes: number,
  detail: Detail,
): Omit<SharedPaper, "thumbnail" | "mark"> {
  const isFull = detail !== "title";
  const said = explanationInMail(paper.explanation, words);
  return {
    title: titleOf(paper),
    url: httpsLink(paper.links.arxiv) ?? `https://arxiv.org/abs/${encodeURIComponent(paper.id)}`,
    byline: bylineOf(words, paper),
    heat: (100 * Math.max(0, paper.upvotes)) / mostUpvotes,
    upvotes: words.say("digest.upvotes", counted(words, paper.upvotes)),
    rise: said.rise ?? riseOf(words, paper),
    talk: talkOf(words, paper),
    reason: isFull ? said.reason : null,
    body: bodyOf(words, paper, detail),
    links: isFull ? linksOf(words, paper) : [],
    language: languageOfPapers(words) ?? null,
  };
}

function riseOf(words: Words, paper: FrozenPaper): string | null {
  const rising = risingOf(paper);
  if (rising === null) return null;
  const upvotes = shown(words, rising.gained);
  return rising.day === null
    ? words.say("digest.rise-of-before", { upvotes })
    : words.say("digest.rise", { upvotes, day: words.day(rising.day, "dayAndMonth") });
}

function thumbnailOf(words: Words, { thumbnailUrl, ...paper }: FrozenPaper): SharedPaper["thumbnail"] {
  const url = httpsLink(thumbnailUrl);
  return url === null
    ? null
    : { url, alt: words.say("digest.picture", { title: cutText(titleOf(paper), 30) }) };
}

/** Parts of a line: the dot stays with what it ends. */
const dot = "\u00a0· ";

/** A count as it is shown, and as what is counted agrees with it. */
function counted(words: Words, count: number): { shown: string; count: number } {
  return { shown: shown(words, count), count };
}

/** `1,234`, and from ten thousand on `12.3k`. */
function shown(words: Words, count: number): string {
  return count >= 10_000 ? words.shortNumber(count) : words.number(count);
}

const mostNamed = 2;

function bylineOf(words: Words, paper: FrozenPaper): string {
  const named = paper.authors.slice(0, mostNamed).map((name) => cutText(cleanText(name), 60));
  const others = paper.authors.length - named.length;
  const authors = words.list(
    others > 0 ? [...named, words.say("digest.more-authors", { authors: others })] : named,
  );
  const organization = paper.organization === null ? "" : cutText(cleanText(paper.organization), 80);
  const category = cutText(cleanText(topicLabel(paper.primaryCategory ?? paper.categories[0] ?? "")), 80);
  const where = [organization, category].filter((text) => text !== "").join("\u00a0·\u00a0");
  return [authors, where].filter((text) => text !== "").join(dot);
}

function talkOf(words: Words, paper: FrozenPaper): string | null {
  const talk = [
    paper.comments > 0 ? words.say("digest.comments", counted(words, paper.comments)) : "",
    paper.stars !== null && paper.stars > 0 ? words.say("digest.stars", counted(words, paper.stars)) : "",
  ].filter((text) => text !== "");
  return talk.length === 0 ? null : talk.join(dot);
}

function bodyOf(words: Words, paper: FrozenPaper, detail: Detail): string | null {
  if (detail === "title") return null;
  const abstract = detail === "abstract" ? cutText(cleanText(paper.abstract), 5000) : "";
  if (abstract !== "") return abstract;
  const short = shortTextOf(paper);
  if (short?.by === "model")
    return words.say("digest.machine-summary", { text: short.text, model: short.model });
  return short?.text ?? null;
}

function linksOf({ say }: Words, paper: FrozenPaper): { label: string; url: string }[] {
  const labels = {
    arxiv: "arXiv",
    pdf: "PDF",
    code: say("digest.code"),
    project: say("digest.project"),
    discussion: say("digest.discussion"),
  };
  return mailedLinksOf(paper).map(({ kind, url }) => ({ label: labels[kind], url }));
}

function caveatOf({ say }: Words, { missingSources }: Edition): string | null {
  if (missingSources.length === 0) return null;
  return missingSources
    .map((source) => {
      if (source === "arxiv") return say("digest.missing.arxiv");
      if (source === "huggingface") return say("digest.missing.huggingface");
      return say("digest.missing.other", { source: cutText(cleanText(source), 40) });
    })
    .join(" ");
}
