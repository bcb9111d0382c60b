import type {
  CompiledBody,
  CompiledDigest,
  DigestChoice,
  DigestSlots,
  Mail,
  Piece,
  ReaderLines,
} from "./compiled-digest.ts";
import { digestHeaders, headerValue, tagValue } from "./digest-headers.ts";
import {
  inAddress,
  type PaperValues,
  paperValues,
  type SectionKey,
  type SubscriberValues,
  sectionKeys,
  sectionsOf,
  subscriberValues,
} from "./digest-props.ts";
import { textLine } from "./digest-text.ts";
import { escapeHtml } from "./escape-html.ts";
import { keepResults } from "./keep-results.ts";
import { fillPiece, findSegment, literalBytes } from "./piece.ts";
import { readerLines } from "./reader-lines.ts";

/** Gmail cuts a mail whose HTML is larger; a little is left for what relays change. */
const mostHtmlBytes = 102_000;

/**
 * One subscriber's mail from an edition's compiled template: the same input gives the same bytes. When the
 * chosen papers would exceed what Gmail shows, the last ones are left out and the mail says so.
 */
export function assembleDigest(compiled: CompiledDigest, slots: DigestSlots): Mail {
  return assembleSealed(compiled, slots).mail;
}

/** As `assembleDigest`, with the choice as it is kept: it tells which of its papers were left out. */
export function assembleSealed(
  compiled: CompiledDigest,
  slots: DigestSlots,
): { mail: Mail; choice: DigestChoice } {
  if (compiled.version !== 1) throw new Error(`unknown version ${compiled.version} of a compiled digest`);
  const fitted = fitDigest(compiled, slots);
  return {
    mail: mailOf(compiled, slots, fitted),
    choice: withLeftOut(slots.choice, fitted.choice),
  };
}

/** @param shown what fits of it. */
function withLeftOut({ leftOut: _, ...choice }: DigestChoice, shown: DigestChoice): DigestChoice {
  const leftOut = sectionKeys.flatMap((key) => choice[key].slice(shown[key].length));
  return leftOut.length === 0 ? choice : { ...choice, leftOut };
}

function mailOf(compiled: CompiledDigest, slots: DigestSlots, fitted: FittedDigest): Mail {
  const { values, choice, html, papers } = fitted;
  const lines = readerLines(compiled.facts);
  return {
    from: headerValue(compiled.from),
    to: headerValue(slots.to),
    replyTo: compiled.replyTo === null ? null : headerValue(compiled.replyTo),
    subject: headerValue(values.subject),
    html,
    text: fillPart(
      compiled.text,
      lines,
      choice,
      textValues(values),
      textPapers(compiled.text, choice, papers, values.mark),
    ),
    headers: digestHeaders(compiled, slots, values.unsubscribe),
    tags: [
      { name: "edition", value: tagValue(compiled.editionId) },
      { name: "subscriber", value: tagValue(slots.subscriberId) },
    ],
  };
}

type FittedDigest = {
  choice: DigestChoice;
  values: SubscriberValues;
  html: string;
  papers: FilledPapers;
};

/** What a mail shows of a choice, and its HTML: as many of the chosen papers as stay under Gmail's limit. */
export function fitDigest(compiled: CompiledDigest, slots: DigestSlots): FittedDigest {
  const { html: body, facts } = compiled;
  const lines = readerLines(facts);
  const papers = fillPapers(body, lines, slots);
  let choice = slots.choice;
  for (let leftOut = 0; ; leftOut += 1) {
    const bytes = bytesOf(papers, choice);
    const isLast = choice.forYou.length + choice.top.length + choice.late.length <= 1;
    // Made only where they may fit: the lines of a mail cost as much as its papers.
    if (isLast || bytes + leastBytes(body.frame) <= mostHtmlBytes) {
      const values = subscriberValues(lines, facts, slots, choice, leftOut);
      const slotTexts = htmlValues(values);
      const fill = (shown: (key: SectionKey) => string) => fillPart(body, lines, choice, slotTexts, shown);
      const fits =
        bytes + mostBytes(body, slotTexts) <= mostHtmlBytes ||
        bytes + Buffer.byteLength(fill(() => "")) <= mostHtmlBytes;
      const html = () => fill((key) => textOf(papers[key], choice[key].length));
      if (fits || isLast) return { choice, values, html: html(), papers };
    }
    choice = withoutLast(choice);
  }
}

/**
 * A paper's own lines, its HTML with the heading of the group that it begins, and its bytes: they stay when papers behind
 * it are left out.
 */
type FilledPaper = { own: PaperValues; text: string; bytes: number };
type FilledPapers = Record<SectionKey, FilledPaper[]>;

function fillPapers(body: CompiledBody, lines: ReaderLines, { choice, tokens }: DigestSlots): FilledPapers {
  const mark = tokens.mark === undefined ? undefined : escapeHtml(inAddress(tokens.mark));
  const fill = (key: SectionKey) =>
    choice[key].map((index, place): FilledPaper => {
      const own = paperValues(lines, choice, key, place);
      const paper = htmlPaper(body.papers[index] ?? noPaper, own, mark);
      if (own.group === null) return paper;
      const group = fillGroup(body, escapeHtml(own.group));
      return { own, text: group + paper.text, bytes: Buffer.byteLength(group) + paper.bytes };
    });
  return { forYou: fill("forYou"), top: fill("top"), late: fill("late") };
}

function bytesOf(papers: FilledPapers, choice: DigestChoice): number {
  let all = 0;
  for (const key of sectionKeys)
    for (let place = 0; place < choice[key].length; place += 1) all += papers[key][place]?.bytes ?? 0;
  return all;
}

function textOf(papers: FilledPaper[], count: number): string {
  let text = "";
  for (let place = 0; place < count; place += 1) text += papers[place]?.text ?? "";
  return text;
}

const least = new WeakMap<Piece, number>();

/** Bytes of a frame that no mail lacks. */
function leastBytes(frame: Piece): number {
  const bytes = least.get(frame) ?? literalBytes(frame.filter((node) => typeof node === "string"));
  least.set(frame, bytes);
  return bytes;
}

/** Bytes that the HTML around the papers cannot exceed, found without reading it: a unit of UTF-16 takes three or fewer. */
function mostBytes(body: CompiledBody, values: Record<string, string>): number {
  let bytes = body.frameBytes;
  for (const name in values) bytes += 2 * 3 * (values[name]?.length ?? 0);
  return bytes;
}

function withoutLast(choice: DigestChoice): DigestChoice {
  const last = sectionsOf(choice).findLast((key) => choice[key].length > 0) ?? "forYou";
  if (last !== "forYou") return { ...choice, [last]: choice[last].slice(0, -1) };
  const forYou = choice.forYou.slice(0, -1);
  const { joined } = choice;
  return joined
    ? { ...choice, forYou, joined: joined.filter((index) => forYou.includes(index)) }
    : { ...choice, forYou };
}

const noteSlots = { "note:forYou": "forYouNote", "note:top": "topNote", "note:late": "lateNote" } as const;

const noPaper: Piece = [];

/** @param papers those of a section, filled. */
function fillPart(
  part: CompiledBody,
  lines: ReaderLines,
  choice: DigestChoice,
  values: Record<string, string>,
  papers: (key: SectionKey) => string,
): string {
  const order = sectionsOf(choice);
  // The frame has the sections in their usual order, one after another.
  const section = (name: SectionKey, body: Piece): string => {
    const key = order[sectionKeys.indexOf(name)] ?? name;
    if (choice[key].length === 0) return "";
    return fillPiece(key === name ? body : (findSegment(part.frame, key) ?? noPaper), values, segment);
  };
  const segment = (name: string, body: Piece): string => {
    switch (name) {
      case "forYou":
      case "top":
      case "late":
        return section(name, body);
      case "papers:forYou":
        return papers("forYou");
      case "papers:top":
        return papers("top");
      case "papers:late":
        return papers("late");
      case "matches":
        return values.matches === undefined ? "" : fillPiece(body, values, segment);
      case "cut":
        return values.cut === undefined ? "" : fillPiece(body, values, segment);
      case "quiet":
        return choice.quiet === undefined ? "" : fillPiece(body, values, segment);
      case "quiet:wishes":
        return values.quietWishes === undefined ? "" : fillPiece(body, values, segment);
      case "note:forYou":
      case "note:top":
      case "note:late":
        return lines.mayLackNotes && values[noteSlots[name]] !== "" ? fillPiece(body, values, segment) : "";
      default:
        return "";
    }
  };
  return fillPiece(part.frame, values, segment);
}

function fillGroup({ group }: CompiledBody, text: string): string {
  return fillPiece(group?.piece ?? [], { group: text }, () => "");
}

/** @param mark the token behind the path of its mark, ready for its place. */
function htmlPaper(paper: Piece, own: PaperValues, mark: string | undefined): FilledPaper {
  const { number, isLead, because } = own;
  const form = { isLead, hasBecause: because !== null, isMarked: mark !== undefined };
  const values = { number, because: because === null ? "" : escapeHtml(because), mark: mark ?? "" };
  return { own, ...fillSettled(settlePaper(paper, form), values) };
}

function textPapers(
  part: CompiledBody,
  choice: DigestChoice,
  papers: FilledPapers,
  mark: string | null,
): (key: SectionKey) => string {
  return (key) => {
    let text = "";
    for (const [place, index] of choice[key].entries()) {
      const own = papers[key][place]?.own;
      if (own === undefined) continue;
      if (own.group !== null) text += fillGroup(part, groupLines(own.group));
      text += textPaper(part.papers[index] ?? noPaper, own, mark);
    }
    return text;
  };
}

/** An edition has few groups, and they come again with every reader. */
const groupLines = keepResults(textLine.group, 2_000);

function textPaper(paper: Piece, { number, because }: PaperValues, mark: string | null): string {
  // The plain text knows no larger title: the lead is a paper like the others.
  const form = { isLead: false, hasBecause: because !== null, isMarked: mark !== null };
  const values = {
    number: textLine.number(number),
    because: because === null ? "" : textLine.because(because),
    mark: mark ?? "",
  };
  return fillPiece(settlePaper(paper, form).piece, values, () => "");
}

/** What a paper shows of what differs between mails. */
type PaperForm = { isLead: boolean; hasBecause: boolean; isMarked: boolean };

/** A paper of a form, with the bytes of its literal text. */
type SettledPaper = { piece: Piece; bytes: number };

const settledPapers = new WeakMap<Piece, SettledPaper[]>();

/**
 * A paper of a form, with slots and no segments: papers of few forms stand in all mails of an edition, so each is settled
 * once.
 */
function settlePaper(paper: Piece, form: PaperForm): SettledPaper {
  const key = Number(form.isLead) + 2 * Number(form.hasBecause) + 4 * Number(form.isMarked);
  const forms = settledPapers.get(paper) ?? [];
  const settled = forms[key] ?? settle(paper, form);
  forms[key] = settled;
  settledPapers.set(paper, forms);
  return settled;
}

function settle(paper: Piece, form: PaperForm): SettledPaper {
  const piece = joinTexts(paper.flatMap((node) => settleNode(node, form)));
  return { piece, bytes: literalBytes(piece) };
}

function fillSettled(
  { piece, bytes }: SettledPaper,
  values: Record<string, string>,
): Omit<FilledPaper, "own"> {
  const filled = { text: "", bytes };
  for (const node of piece) {
    if (typeof node === "string") filled.text += node;
    else if ("slot" in node) {
      const value = values[node.slot] ?? "";
      filled.text += value;
      filled.bytes += Buffer.byteLength(value);
    }
  }
  return filled;
}

/** What a node of a paper becomes; a segment within a segment is shown only where it is known. */
function settleNode(node: Piece[number], { isLead, hasBecause, isMarked }: PaperForm): Piece {
  if (typeof node === "string" || "slot" in node) return [node];
  const { segment, body } = node;
  if (segment === "own") return isMarked ? body.flatMap((inner) => openSegment(inner, "mark")) : [];
  const isShown = segment === "lead" ? isLead : segment === "usual" ? !isLead : hasBecause;
  return isShown ? body.flatMap((inner) => openSegment(inner, null)) : [];
}

function openSegment(node: Piece[number], name: string | null): Piece {
  if (typeof node === "string" || "slot" in node) return [node];
  return node.segment === name ? node.body.flatMap((inner) => openSegment(inner, null)) : [];
}

function joinTexts(piece: Piece): Piece {
  const joined: Piece = [];
  for (const node of piece) {
    const last = joined.at(-1);
    if (typeof node === "string" && typeof last === "string") joined[joined.length - 1] = last + node;
    else joined.push(node);
  }
  return joined;
}

function htmlValues(values: SubscriberValues): Record<string, string> {
  const escaped: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) escaped[name] = escapeHtml(value);
  }
  return escaped;
}

/** The reader's own lines as the plain text has them. */
function textValues(values: SubscriberValues): Record<string, string> {
  const { cut, matches, mark, quietWishes, ...lines } = values;
  return {
    ...lines,
    ...(matches === null ? {} : { matches }),
    ...(mark === null ? {} : { mark }),
    summary: textLine.paragraph(values.summary),
    ...(cut === null ? {} : { cut: textLine.paragraph(cut) }),
    ...(quietWishes === null ? {} : { quietWishes: textLine.paragraph(quietWishes) }),
  };
}
