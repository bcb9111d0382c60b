import { createWords, type MessageId, type Words } from "../../words/words.ts";
import { periodInSentence, weekNumber } from "../calendar/period-words.ts";
import { cutText } from "./clean-text.ts";
import type { DigestChoice, DigestFacts, ReaderLines } from "./compiled-digest.ts";
import { type Frame, frameOf, placeMark } from "./frame.ts";
import { namesInSubject, type Opener, type SubjectNames } from "./names-in-subject.ts";
import { quietLines } from "./quiet-lines.ts";
import { readerLinesBefore } from "./reader-lines-before.ts";
import { sharedThemes } from "./shared-themes.ts";
import { subjectWidth } from "./short-name.ts";
import { type SubjectWords, subjectLine, titlesOf } from "./subject-line.ts";

/** The sentences of `ReaderLines`: an edition keeps them, so that its sealed mails can be made again byte for byte. */
export const readerMessages: MessageId[] = [
  "digest.subject",
  "digest.also",
  "digest.summary",
  "digest.summary.papers",
  "digest.summary.with-late",
  "digest.summary.some",
  "digest.summary.of-first",
  "digest.summary.detailed",
  "digest.summary.followed",
  "digest.summary.rising",
  "digest.summary.late",
  "digest.talked",
  "digest.for-you",
  "digest.for-you.note",
  "digest.for-you.some",
  "digest.for-you.note-joined",
  "digest.for-you.note-with-joined",
  "digest.top",
  "digest.also-trending",
  "digest.also-trending.note",
  "digest.late",
  "digest.late.note",
  "digest.cut",
  "digest.because",
  "digest.like",
  "digest.seen",
  "digest.because-seen",
  "digest.for-you.late",
  "digest.quiet.subject",
  "digest.quiet.subject-few",
  "digest.quiet.summary",
  "digest.quiet.summary-few",
  "digest.quiet.wishes",
  "digest.quiet.wishes-few",
  "digest.quiet.more-wishes",
  "digest.quiet.near",
  "digest.quiet.near.note",
  "digest.quiet.shares",
  "digest.subject.names",
  "digest.subject.more",
  "digest.subject.unnamed",
  "digest.about.most",
  "digest.about.some",
  "digest.group.others",
];

/** An edition's facts are loaded once and said to every reader of a batch, so its sentences are read once. */
const known = new WeakMap<DigestFacts, ReaderLines>();

/** The lines of an edition, in the words that it keeps. */
export function readerLines(facts: DigestFacts): ReaderLines {
  const lines =
    known.get(facts) ??
    (facts.words === undefined
      ? readerLinesBefore(facts)
      : linesIn(createWords(facts.words.language, facts.words.layers), facts));
  known.set(facts, lines);
  return lines;
}

function linesIn(words: Words, facts: DigestFacts): ReaderLines {
  const { say } = words;
  const { cadence } = facts;
  const period = {
    cadence,
    week: weekNumber(cadence, facts.period),
    month: cadence === "monthly" ? periodInSentence(words, cadence, facts.period) : "",
  };
  const once = keepMade<string>();
  const framed = keepMade<Frame>();
  const opener = keepMade<Opener>();
  // Sets that were compiled before this sentence have no place for its link, and their sealed mails keep their bytes.
  const knowsOthers = facts.words?.layers.some(
    ({ messages }) => messages["digest.for-you.some"] !== undefined,
  );
  const tellsOthers = ({ forYou, matched = 0 }: Pick<DigestChoice, "forYou" | "matched">) =>
    knowsOthers === true && forYou.length > 0 && matched > forYou.length;
  const aboutOf = (shown: number[]) => {
    const { themes, isMost } = sharedThemes(facts.themes ?? [], shown);
    if (themes.length === 0) return null;
    return opener(`${isMost} ${themes.join(" ")}`, () => {
      const labels = words.list(themes.map((index) => facts.themes?.[index]?.label ?? ""));
      const text = isMost
        ? say("digest.about.most", { themes: labels })
        : say("digest.about.some", { themes: labels });
      return { text, width: subjectWidth(`${text} `) };
    });
  };
  const also = () => framed("also", () => frameOf(say("digest.also", { titles: placeMark(0) })));
  const subjectNames: SubjectNames = {
    names: (count, others, hasPeriod) =>
      framed(`names ${count} ${others} ${hasPeriod}`, () => {
        const list = words.list([
          ...Array.from({ length: count }, (_, place) => placeMark(place)),
          ...(others === 0 ? [] : [say("digest.subject.more", { others })]),
        ]);
        return frameOf(hasPeriod ? say("digest.subject.names", { ...period, names: list }) : list);
      }),
    also,
    unnamed: (papers) => once(`unnamed ${papers}`, () => say("digest.subject.unnamed", { cadence, papers })),
  };
  const subjectWords: SubjectWords = {
    subject: (title, others) =>
      framed(`subject ${others}`, () =>
        frameOf(say("digest.subject", { ...period, title: placeMark(0), others })),
      ).fill([title]),
    also: (next) => also().fill([next]),
  };
  const summaryOf = (choice: DigestChoice, about: Opener | null) => {
    const { forYou, top, late } = choice;
    const rising = countRising(facts, choice);
    const counts = once(
      `summary ${forYou.length} ${joinedOf(choice)} ${top.length} ${late.length} ${rising}`,
      () => say("digest.summary", { parts: countsOf(words, facts, choice) }),
    );
    const most = mostTalkedAbout(facts, choice);
    const opened = about === null ? counts : `${about.text} ${counts}`;
    return most === null
      ? opened
      : `${opened} ${once(`talked ${most}`, () => talkedAbout(words, facts, most))}`;
  };
  return {
    mayLackNotes: true,
    opening: (choice, shown) => {
      const about = aboutOf(shown);
      const summary = summaryOf(choice, about);
      if (facts.themes === undefined)
        return { ...subjectLine(titlesOf(facts, shown), summary, subjectWords), summary };
      const { subject, preheader } = namesInSubject(facts, shown, about, subjectNames);
      return { subject, preheader: preheader || summary, summary };
    },
    tellsOthers,
    sections: ({ forYou, top, late, becauseLate, ...choice }) => ({
      forYouHeading: once("for you", () => say("digest.for-you")),
      forYouNote: tellsOthers({ forYou, ...choice })
        ? once(`for you ${forYou.length} ${choice.matched}`, () =>
            say("digest.for-you.some", { shown: forYou.length, papers: choice.matched ?? 0 }),
          )
        : once(`for you ${forYou.length} ${joinedOf({ forYou, ...choice })}`, () => {
            const joined = joinedOf({ forYou, ...choice });
            return forYouNote(words, forYou.length - joined, joined);
          }),
      topHeading:
        forYou.length > 0 || becauseLate !== undefined
          ? once("also trending", () => say("digest.also-trending"))
          : once("top", () => say("digest.top", { cadence })),
      topNote:
        forYou.length > 0 || becauseLate !== undefined
          ? once(`top ${top.length}`, () => say("digest.also-trending.note", { cadence, papers: top.length }))
          : "",
      lateHeading:
        forYou.length === 0 && becauseLate !== undefined
          ? once("late for you", () => say("digest.for-you.late"))
          : once("late", () => say("digest.late")),
      lateNote: once(`late ${late.length}`, () => say("digest.late.note", { papers: late.length })),
    }),
    cut: (papers) => say("digest.cut", { cadence, papers }),
    because: (what) =>
      framed("because", () => frameOf(say("digest.because", { what: placeMark(0) }))).fill([what]),
    like: (what) => framed("like", () => frameOf(say("digest.like", { words: placeMark(0) }))).fill([what]),
    group: (theme) => {
      const label = theme === null ? undefined : facts.themes?.[theme]?.label;
      return label === undefined
        ? once("others", () => say("digest.group.others"))
        : once(`group ${theme}`, () => capitalised(label));
    },
    becauseSeen: (what, day) =>
      framed(`because seen ${day}`, () =>
        frameOf(say("digest.because-seen", { what: placeMark(0), day: words.day(day, "dayAndMonth") })),
      ).fill([what]),
    seen: (day) => once(`seen ${day}`, () => say("digest.seen", { day: words.day(day, "dayAndMonth") })),
    quiet: quietLines(words, cadence),
  };
}

/** How many of the papers that are shown match nothing, and joined. */
function joinedOf({ forYou, joined = [] }: Pick<DigestChoice, "forYou" | "joined">): number {
  return joined.filter((index) => forYou.includes(index)).length;
}

function forYouNote({ say }: Words, papers: number, joined: number): string {
  if (joined === 0) return say("digest.for-you.note", { papers });
  if (papers === 0) return say("digest.for-you.note-joined", { joined });
  return say("digest.for-you.note-with-joined", { papers, joined });
}

/** As a heading begins: `kV caches` is nothing that papers write, so only a small letter before small ones grows. */
function capitalised(label: string): string {
  return label.replace(/^\p{Ll}(?=\p{Ll}|[\s-])/u, (letter) => letter.toUpperCase());
}

/** Sentences differ by a few counts from reader to reader, so each is formatted once and kept with its edition. */
function keepMade<Made>(): (key: string, make: () => Made) => Made {
  const kept = new Map<string, Made>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    kept.set(key, made);
    return made;
  };
}

function countRising({ papers }: DigestFacts, { forYou, top }: DigestChoice): number {
  let rising = 0;
  for (const shown of [forYou, top]) for (const index of shown) if (papers[index]?.isRising) rising += 1;
  return rising;
}

/** What a digest is made of: papers of its period, and apart from them late risers. */
function countsOf({ say, list }: Words, facts: DigestFacts, choice: DigestChoice): string {
  const { cadence, papers } = facts;
  const shown = choice.forYou.length + choice.top.length;
  const first = papers.filter(({ isLate }) => !isLate).length;
  const all = facts.ownPapers ?? first;
  const rising = countRising(facts, choice);
  const followed = choice.forYou.length - joinedOf(choice);
  const late = choice.late.length;
  const details = [
    ...(followed > 0 && followed < shown + late
      ? [say("digest.summary.followed", { papers: followed })]
      : []),
    ...(rising > 0 ? [say("digest.summary.rising", { papers: rising })] : []),
  ];
  const ofAll =
    first < all
      ? say("digest.summary.of-first", { cadence, shown, first, papers: all })
      : shown < all
        ? say("digest.summary.some", { cadence, shown, papers: all })
        : say("digest.summary.papers", { papers: shown });
  const head =
    details.length === 0 ? ofAll : say("digest.summary.detailed", { papers: ofAll, details: list(details) });
  if (late === 0) return head;
  const risers = say("digest.summary.late", { papers: late });
  if (shown === 0) return risers;
  // Sets of the release before know no sentence for both, and their sealed mails keep their bytes.
  return facts.ownPapers === undefined
    ? list([head, risers])
    : say("digest.summary.with-late", { papers: head, late: risers });
}

/** Fewer comments are no talk. */
const leastTalk = 5;

/** The index of the paper with most comments, or null. */
function mostTalkedAbout({ papers }: DigestFacts, { forYou, top, late }: DigestChoice): number | null {
  if (forYou.length + top.length + late.length < 2) return null;
  let most: number | null = null;
  let comments = leastTalk - 1;
  for (const shown of [forYou, top, late]) {
    for (const index of shown) {
      const paper = papers[index];
      if (!paper || paper.comments <= comments) continue;
      most = index;
      comments = paper.comments;
    }
  }
  return most;
}

function talkedAbout({ say }: Words, { papers }: DigestFacts, index: number): string {
  const { title = "", comments = 0 } = papers[index] ?? {};
  return say("digest.talked", { title: cutText(title, 90), comments });
}
