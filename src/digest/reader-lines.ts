import { createWords, type MessageId, type Words } from "../../words/words.ts";
import { periodInSentence, weekNumber } from "../calendar/period-words.ts";
import { cutText } from "./clean-text.ts";
import type { DigestChoice, DigestFacts, ReaderLines } from "./compiled-digest.ts";
import { keepResults, mostKeptLists } from "./keep-results.ts";
import { namesInSubject, type SubjectNames } from "./names-in-subject.ts";
import { quietLines } from "./quiet-lines.ts";
import { readerLinesBefore } from "./reader-lines-before.ts";
import { sharedThemes } from "./shared-themes.ts";
import { subjectLine, titlesOf } from "./subject-line.ts";

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
  const once = keepSentences();
  // Sets that were compiled before this sentence have no place for its link, and their sealed mails keep their bytes.
  const knowsOthers = facts.words?.layers.some(
    ({ messages }) => messages["digest.for-you.some"] !== undefined,
  );
  const tellsOthers = ({ forYou, matched = 0 }: Pick<DigestChoice, "forYou" | "matched">) =>
    knowsOthers === true && forYou.length > 0 && matched > forYou.length;
  const aboutOf = keepResults((shown: number[]) => {
    const { themes, isMost } = sharedThemes(facts.themes ?? [], shown);
    if (themes.length === 0) return null;
    const labels = () => words.list(themes.map((index) => facts.themes?.[index]?.label ?? ""));
    return once(`about ${isMost} ${themes.join(" ")}`, () =>
      isMost
        ? say("digest.about.most", { themes: labels() })
        : say("digest.about.some", { themes: labels() }),
    );
  }, mostKeptLists);
  const subjectWords: SubjectNames = {
    names: (names, others, hasPeriod) => {
      const sentence = once(`names ${names.length} ${others} ${hasPeriod}`, () => {
        const marks = names.map((_, index) => mark.repeat(index + 1) + end);
        const list = words.list([
          ...marks,
          ...(others === 0 ? [] : [say("digest.subject.more", { others })]),
        ]);
        return hasPeriod ? say("digest.subject.names", { ...period, names: list }) : list;
      });
      return sentence.replace(marked, (found) => names[found.length - 2] ?? "");
    },
    also: (names) =>
      fill(
        once("also", () => say("digest.also", { titles: mark })),
        names,
      ),
    unnamed: (papers) => once(`unnamed ${papers}`, () => say("digest.subject.unnamed", { cadence, papers })),
  };
  const namesOf = keepResults(
    (shown: number[]) => namesInSubject(facts, shown, aboutOf(shown), subjectWords),
    mostKeptLists,
  );
  return {
    mayLackNotes: true,
    subject: (shown, fallback) => {
      if (facts.themes !== undefined) {
        const { subject, preheader } = namesOf(shown);
        return { subject, preheader: preheader || fallback };
      }
      return subjectLine(titlesOf(facts, shown), fallback, {
        subject: (title, others) =>
          fill(
            once(`subject ${others}`, () => say("digest.subject", { ...period, title: mark, others })),
            title,
          ),
        also: (next) =>
          fill(
            once("also", () => say("digest.also", { titles: mark })),
            next,
          ),
      });
    },
    summary: (choice) => {
      const shown = [...choice.forYou, ...choice.top, ...choice.late];
      const rising = countRising(facts, choice);
      const { forYou, top, late } = choice;
      const counts = once(
        `summary ${forYou.length} ${joinedOf(choice)} ${top.length} ${late.length} ${rising}`,
        () => say("digest.summary", { parts: countsOf(words, facts, choice) }),
      );
      const about = aboutOf(shown);
      const most = mostTalkedAbout(facts, shown);
      const talked = most === null ? null : once(`talked ${most}`, () => talkedAbout(words, facts, most));
      return [about, counts, talked].filter((sentence) => sentence !== null).join(" ");
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
      fill(
        once("because", () => say("digest.because", { what: mark })),
        what,
      ),
    like: (what) =>
      fill(
        once("like", () => say("digest.like", { words: mark })),
        what,
      ),
    group: (theme) => {
      const label = theme === null ? undefined : facts.themes?.[theme]?.label;
      return label === undefined
        ? once("others", () => say("digest.group.others"))
        : once(`group ${theme}`, () => capitalised(label));
    },
    becauseSeen: (what, day) =>
      fill(
        once(`because seen ${day}`, () =>
          say("digest.because-seen", { what: mark, day: words.day(day, "dayAndMonth") }),
        ),
        what,
      ),
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

/** Stands for a text from outside in a sentence that is kept; `cleanText` takes noncharacters out of all such texts. */
const mark = "\ufdd2";
const end = "\ufdd3";
/** As many marks as the text's place among several. */
const marked = /\ufdd2+\ufdd3/g;

function fill(sentence: string, text: string): string {
  return sentence.split(mark).join(text);
}

/** Sentences differ by a few counts from reader to reader, so each is formatted once and kept with its edition. */
function keepSentences(): (key: string, make: () => string) => string {
  const kept = new Map<string, string>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const sentence = make();
    kept.set(key, sentence);
    return sentence;
  };
}

function countRising({ papers }: DigestFacts, { forYou, top }: DigestChoice): number {
  return [...forYou, ...top].filter((index) => papers[index]?.isRising).length;
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
function mostTalkedAbout({ papers }: DigestFacts, shown: number[]): number | null {
  if (shown.length < 2) return null;
  let most: number | null = null;
  let comments = leastTalk - 1;
  for (const index of shown) {
    const paper = papers[index];
    if (!paper || paper.comments <= comments) continue;
    most = index;
    comments = paper.comments;
  }
  return most;
}

function talkedAbout({ say }: Words, { papers }: DigestFacts, index: number): string {
  const { title = "", comments = 0 } = papers[index] ?? {};
  return say("digest.talked", { title: cutText(title, 90), comments });
}
