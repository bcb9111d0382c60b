import type {
  CompiledBody,
  CompiledDigest,
  DigestChoice,
  DigestSlots,
  Mail,
  Piece,
  ReaderLines,
  UnwrittenMail,
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
import { filledSize, filledText, fillPiece, literalOf, type ReadyPiece, readyPiece } from "./literal.ts";
import { findSegment, literalBytes } from "./piece.ts";
import { readerLines } from "./reader-lines.ts";
import type { Literal, Sink } from "./sink.ts";

/** Gmail cuts a mail whose HTML is larger; a little is left for what relays change. */
const mostHtmlBytes = 102_000;

/**
 * One subscriber's mail from an edition's compiled template: the same input gives the same bytes. When the
 * chosen papers would exceed what Gmail shows, the last ones are left out and the mail says so.
 */
export function assembleDigest(compiled: CompiledDigest, slots: DigestSlots): Mail {
  const { mail } = assembleSealed(compiled, slots);
  return { ...mail, html: filledText(mail.html), text: filledText(mail.text) };
}

/**
 * As `assembleDigest`, its bodies yet to be written to wherever they go, with the choice as it is kept: it tells which of
 * its papers were left out.
 */
export function assembleSealed(
  compiled: CompiledDigest,
  slots: DigestSlots,
): { mail: UnwrittenMail; choice: DigestChoice } {
  if (compiled.version !== 1) throw new Error(`unknown version ${compiled.version} of a compiled digest`);
  const fitted = fitDigest(compiled, slots);
  return {
    mail: mailOf(compiled, slots, fitted),
    choice: withLeftOut(slots.choice, fitted.choice),
  };
}

/** @param shown what fits of it. */
function withLeftOut(sealed: DigestChoice, shown: DigestChoice): DigestChoice {
  if (shown === sealed && sealed.leftOut === undefined) return sealed;
  const { leftOut: _, ...choice } = sealed;
  const leftOut = sectionKeys.flatMap((key) => choice[key].slice(shown[key].length));
  return leftOut.length === 0 ? choice : { ...choice, leftOut };
}

function mailOf(compiled: CompiledDigest, slots: DigestSlots, fitted: FittedDigest): UnwrittenMail {
  const { values, choice, html, papers } = fitted;
  const lines = readerLines(compiled.facts);
  return {
    from: headerValue(compiled.from),
    to: headerValue(slots.to),
    replyTo: compiled.replyTo === null ? null : headerValue(compiled.replyTo),
    subject: headerValue(values.subject),
    html,
    text: (sink) =>
      fillPart(
        compiled.text,
        lines,
        choice,
        textValues(values),
        textPapers(compiled.text, choice, papers, values.mark, sink),
        sink,
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
  /** Writes the HTML. */
  html: (sink: Sink) => void;
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
    if (isLast || bytes + leastBytes(body) <= mostHtmlBytes) {
      const values = subscriberValues(lines, facts, slots, choice, leftOut);
      const slotTexts = htmlValues(values);
      const fits =
        bytes + mostBytes(body, slotTexts) <= mostHtmlBytes ||
        bytes + filledSize((sink) => fillPart(body, lines, choice, slotTexts, () => {}, sink)) <=
          mostHtmlBytes;
      if (fits || isLast)
        return { choice, values, html: htmlOf(body, lines, choice, slotTexts, papers), papers };
    }
    choice = withoutLast(choice);
  }
}

function htmlOf(
  body: CompiledBody,
  lines: ReaderLines,
  choice: DigestChoice,
  slotTexts: Record<string, string>,
  papers: FilledPapers,
): (sink: Sink) => void {
  return (sink) =>
    fillPart(
      body,
      lines,
      choice,
      slotTexts,
      (key) => {
        for (let place = 0; place < choice[key].length; place += 1) papers[key][place]?.html(sink);
      },
      sink,
    );
}

/**
 * A paper's own lines, its HTML with the heading of the group that it begins, and its bytes: they stay when papers behind
 * it are left out.
 */
type FilledPaper = { own: PaperValues; html: (sink: Sink) => void; bytes: number };
type FilledPapers = Record<SectionKey, FilledPaper[]>;

function fillPapers(body: CompiledBody, lines: ReaderLines, { choice, tokens }: DigestSlots): FilledPapers {
  const settled = settledPapers(body);
  const mark = tokens.mark === undefined ? null : escapeHtml(inAddress(tokens.mark));
  const markBytes = Buffer.byteLength(mark ?? "");
  const fill = (key: SectionKey) =>
    paperValues(lines, choice, key).map((own, place): FilledPaper => {
      const { number, isLead, group } = own;
      const because = own.because === null ? null : escapeHtml(own.because);
      const paper = settled(choice[key][place] ?? -1, isLead, because !== null, mark !== null);
      const heading = group === null ? null : htmlGroups(body)(group);
      const html = (sink: Sink) => {
        if (heading !== null) sink.literal(heading);
        fillSettled(paper, number, because ?? "", mark ?? "", sink);
      };
      let bytes = paper.bytes + paper.numbers * number.length + paper.marks * markBytes;
      if (because !== null) bytes += paper.reasons * Buffer.byteLength(because);
      return { own, html, bytes: (heading?.size ?? 0) + bytes };
    });
  return { forYou: fill("forYou"), top: fill("top"), late: fill("late") };
}

/** An edition has few groups, and they come again with every reader. */
const htmlGroups = keepPerBody((body) =>
  keepResults((heading: string) => fillGroup(body, escapeHtml(heading)), 2_000),
);

/** What is made of a body is made once, for all mails of an edition come from it. */
function keepPerBody<Made>(make: (body: CompiledBody) => Made): (body: CompiledBody) => Made {
  const kept = new WeakMap<CompiledBody, Made>();
  return (body) => {
    const known = kept.get(body);
    if (known !== undefined) return known;
    const made = make(body);
    kept.set(body, made);
    return made;
  };
}

function bytesOf(papers: FilledPapers, choice: DigestChoice): number {
  let all = 0;
  for (const key of sectionKeys)
    for (let place = 0; place < choice[key].length; place += 1) all += papers[key][place]?.bytes ?? 0;
  return all;
}

/** Bytes of a frame that no mail lacks. */
const leastBytes = keepPerBody(({ frame }) => literalBytes(frame.filter((node) => typeof node === "string")));

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

/** A frame, and the section of each key in it, ready to be filled. */
const readyFrame = keepPerBody(({ frame }) => ({
  frame: readyPiece(frame),
  sections: {
    forYou: readyPiece(findSegment(frame, "forYou") ?? noPaper),
    top: readyPiece(findSegment(frame, "top") ?? noPaper),
    late: readyPiece(findSegment(frame, "late") ?? noPaper),
  },
}));

/** @param papers writes those of a section. */
function fillPart(
  part: CompiledBody,
  lines: ReaderLines,
  choice: DigestChoice,
  values: Record<string, string>,
  papers: (key: SectionKey) => void,
  sink: Sink,
): void {
  const { frame, sections } = readyFrame(part);
  const order = sectionsOf(choice);
  const fill = (body: ReadyPiece) => fillPiece(body, values, segment, sink);
  // The frame has the sections in their usual order, one after another.
  const section = (name: SectionKey, body: ReadyPiece): void => {
    const key = order[sectionKeys.indexOf(name)] ?? name;
    if (choice[key].length > 0) fill(key === name ? body : sections[key]);
  };
  const segment = (name: string, body: ReadyPiece): void => {
    if (name === "forYou" || name === "top" || name === "late") section(name, body);
    else if (name === "papers:forYou") papers("forYou");
    else if (name === "papers:top") papers("top");
    else if (name === "papers:late") papers("late");
    else if (isShown(name, lines, choice, values)) fill(body);
  };
  fill(frame);
}

/** Whether a mail has a segment of the frame that is neither a section nor its papers. */
function isShown(
  name: string,
  { mayLackNotes }: ReaderLines,
  { quiet }: DigestChoice,
  values: Record<string, string>,
): boolean {
  switch (name) {
    case "matches":
      return values.matches !== undefined;
    case "cut":
      return values.cut !== undefined;
    case "quiet":
      return quiet !== undefined;
    case "quiet:wishes":
      return values.quietWishes !== undefined;
    case "note:forYou":
    case "note:top":
    case "note:late":
      return mayLackNotes && values[noteSlots[name]] !== "";
    default:
      return false;
  }
}

function fillGroup({ group }: CompiledBody, text: string): Literal {
  const piece = readyPiece(group?.piece ?? []);
  return literalOf(filledText((sink) => fillPiece(piece, { group: text }, () => {}, sink)));
}

function textPapers(
  part: CompiledBody,
  choice: DigestChoice,
  papers: FilledPapers,
  mark: string | null,
  sink: Sink,
): (key: SectionKey) => void {
  const settled = settledPapers(part);
  return (key) => {
    for (let place = 0; place < choice[key].length; place += 1) {
      const own = papers[key][place]?.own;
      if (own === undefined) continue;
      const { number, because, group } = own;
      if (group !== null) sink.literal(textGroups(part)(group));
      // The plain text knows no larger title: the lead is a paper like the others.
      const paper = settled(choice[key][place] ?? -1, false, because !== null, mark !== null);
      const reason = because === null ? "" : textLine.because(because);
      fillSettled(paper, textLine.number(number), reason, mark ?? "", sink);
    }
  };
}

const textGroups = keepPerBody((part) =>
  keepResults((heading: string) => fillGroup(part, textLine.group(heading)), 2_000),
);

/** What a paper shows of what differs between mails. */
type PaperForm = { isLead: boolean; hasBecause: boolean; isMarked: boolean };

type OwnSlot = "number" | "because" | "mark";

/** A paper of a form: its literal text, cut where the reader's own lines stand, and how often each of them does. */
type SettledPaper = {
  before: Literal;
  own: { slot: OwnSlot; after: Literal }[];
  /** Of the literal text. */
  bytes: number;
  numbers: number;
  reasons: number;
  marks: number;
};

/** A body's papers, by index and form: papers of few forms stand in all mails of an edition, so each is settled once. */
const settledPapers = keepPerBody(({ papers }) => {
  const forms = papers.map((): SettledPaper[] => []);
  return (index: number, isLead: boolean, hasBecause: boolean, isMarked: boolean): SettledPaper => {
    const form = (isLead ? 1 : 0) + (hasBecause ? 2 : 0) + (isMarked ? 4 : 0);
    const known = forms[index]?.[form];
    if (known !== undefined) return known;
    const settled = settle(papers[index] ?? noPaper, { isLead, hasBecause, isMarked });
    const ofPaper = forms[index];
    if (ofPaper) ofPaper[form] = settled;
    return settled;
  };
});

function settle(paper: Piece, form: PaperForm): SettledPaper {
  const piece = paper.flatMap((node) => settleNode(node, form));
  const texts = [""];
  const slots: OwnSlot[] = [];
  for (const node of piece) {
    if (typeof node === "string") texts.push((texts.pop() ?? "") + node);
    else if ("slot" in node) {
      const { slot } = node;
      if (slot !== "number" && slot !== "because" && slot !== "mark") continue;
      slots.push(slot);
      texts.push("");
    }
  }
  const [before = "", ...after] = texts;
  const count = (one: OwnSlot) => slots.filter((slot) => slot === one).length;
  return {
    before: literalOf(before),
    own: slots.map((slot, place) => ({ slot, after: literalOf(after[place] ?? "") })),
    bytes: literalBytes(piece),
    numbers: count("number"),
    reasons: count("because"),
    marks: count("mark"),
  };
}

function fillSettled(
  { before, own }: SettledPaper,
  number: string,
  because: string,
  mark: string,
  sink: Sink,
): void {
  sink.literal(before);
  for (const { slot, after } of own) {
    sink.value(slot === "number" ? number : slot === "because" ? because : mark);
    sink.literal(after);
  }
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

function htmlValues(values: SubscriberValues): Record<string, string> {
  return mapValues(values, (_, value) => escapeHtml(value));
}

/** Lines that the plain text wraps. */
const wrapped: ReadonlySet<string> = new Set(["summary", "cut", "quietWishes"]);

/** The reader's own lines as the plain text has them. */
function textValues(values: SubscriberValues): Record<string, string> {
  return mapValues(values, (name, value) => (wrapped.has(name) ? textLine.paragraph(value) : value));
}

/** Without those that a mail does not have. */
function mapValues(
  values: SubscriberValues,
  change: (name: string, value: string) => string,
): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const name of Object.keys(values) as (keyof SubscriberValues)[]) {
    const value = values[name];
    if (value !== null) changed[name] = change(name, value);
  }
  return changed;
}
