import type { DigestEmailProps } from "../../emails/components/digest.tsx";
import type { DigestPaper } from "../../emails/components/paper-entry.tsx";
import type { SegmentMarks } from "../../emails/components/segment.tsx";
import type { MailLook } from "../../emails/look.ts";
import { noteText } from "./note-text.ts";
import { columnsOf, textWidth, wrapText } from "./wrap-text.ts";

const rule = "-".repeat(textWidth);
const indent = "    ";

/**
 * The plain text of a digest, written for reading: wrapped, one link a line.
 *
 * Values that a slot can stand for (`reader` lines) are placed as they are: `textLine` prepares them.
 *
 * @param marks around segments while the text is being cut; null for an ordinary text.
 */
export function digestText(props: DigestEmailProps, marks: SegmentMarks | null): string {
  const { urls } = props;
  const { say } = props.words;
  return [
    `${nameText(props.brand, props.look)}\n${props.heading} · ${props.issue}\n\n`,
    props.note === null ? "" : `${headed(say("editors-note.heading"))}\n${noteText(props.note)}\n\n`,
    `${props.summary}\n`,
    segment(marks, "quiet", props.quiet !== null, quietText(props, marks)),
    props.caveat === null ? "" : `\n${wrapText(props.caveat)}\n`,
    ...props.sections.map((section) =>
      segment(
        marks,
        section.key,
        true,
        `\n${rule}\n${section.heading}` +
          segment(marks, `note:${section.key}`, section.note !== "", `: ${section.note}`) +
          `\n${rule}\n` +
          (section.key === "forYou"
            ? segment(
                marks,
                "matches",
                urls.matches !== null,
                `${say("digest.for-you.others")}:\n${urls.matches}\n`,
              )
            : "") +
          segment(
            marks,
            `papers:${section.key}`,
            true,
            section.papers
              .map((paper, index) => groupText(paper, marks) + paperText(paper, `paper:${index}`, marks))
              .join(""),
          ),
      ),
    ),
    `\n${rule}\n\n`,
    segment(marks, "cut", props.cut !== null, `${props.cut}\n\n`),
    link(props.all, urls.edition),
    link(say("digest.in-browser"), urls.view),
    link(say("digest.change"), urls.preferences),
    link(say("digest.pause"), urls.pause),
    link(say("digest.unsubscribe"), urls.unsubscribe),
    `${why(props)}\n${footText(props.look)}${wrapText(props.postalAddress)}\n`,
  ].join("");
}

/** Who sends a mail, at the head of its plain text. */
export function nameText(name: string, { tagline }: MailLook): string {
  return name.toUpperCase() + (tagline === null ? "" : `\n${wrapText(tagline)}`);
}

/** Its last lines, above the postal address; empty where there are none. */
export function footText({ footer }: MailLook): string {
  return footer === null
    ? ""
    : `${footer
        .split("\n")
        .map((line) => wrapText(line))
        .join("\n")}\n`;
}

/** What a quiet mail says beside its summary. */
function quietText({ quiet, urls, words: { say } }: DigestEmailProps, marks: SegmentMarks | null): string {
  const wishes = quiet?.wishes ?? null;
  return [
    segment(marks, "quiet:wishes", wishes !== null, `\n${wishes}\n`),
    `\n${wrapText(say("digest.quiet.once"))}\n\n`,
    `${say("digest.quiet.widen")}:\n${urls.preferences}\n`,
  ].join("");
}

/** Why the mail came. The address begins a line: it may be long, and is a slot that cannot be wrapped. */
function why({ words, recipient }: DigestEmailProps): string {
  return words.say("digest.why", { recipient: `\n${recipient}` }).replace(" \n", "\n");
}

function link(label: string, url: string): string {
  return `${label}:\n${url}\n\n`;
}

/** The reader's own lines as `digestText` places them. */
export const textLine = {
  paragraph: (text: string) => wrapText(text),
  number: (number: string) => `${number}. `.padStart(indent.length),
  /** Short enough to need no wrapping. */
  because: (because: string) => indent + because,
  group: (group: string) => headed(group),
};

function headed(heading: string): string {
  return `${wrapText(heading)}\n${"-".repeat(Math.min(textWidth, columnsOf(heading)))}`;
}

function groupText({ group }: DigestPaper, marks: SegmentMarks | null): string {
  return segment(marks, "group", group !== null, `\n\n${group}\n`);
}

function paperText(paper: DigestPaper, name: string, marks: SegmentMarks | null): string {
  const figures = [
    paper.upvotes + (paper.rise === null ? "" : ` (${paper.rise})`),
    paper.talk,
    paper.reason,
  ].filter((text) => text !== null);
  const text = [
    `\n${paper.number}${wrapText(paper.title, indent).trimStart()}\n`,
    paper.byline === "" ? "" : `${wrapText(paper.byline, indent)}\n`,
    `${wrapText(figures.join(" · "), indent)}\n`,
    segment(marks, "because", paper.because !== null, `${paper.because}\n`),
    paper.body === null ? "" : `\n${wrapText(paper.body, indent)}\n\n`,
    ...(paper.links.length === 0 ? [{ label: "arXiv", url: paper.url }] : paper.links).map(
      (link) => `${indent}${link.label}: ${link.url}\n`,
    ),
    // One within the other, as in the HTML.
    segment(
      marks,
      "own",
      true,
      segment(marks, "mark", paper.mark !== null, `${indent}${paper.mark?.label} ${paper.mark?.url}\n`),
    ),
  ];
  return segment(marks, name, true, text.join(""));
}

function segment(marks: SegmentMarks | null, name: string, when: boolean, text: string): string {
  if (marks === null) return when ? text : "";
  return marks.open(name) + text + marks.close(name);
}
