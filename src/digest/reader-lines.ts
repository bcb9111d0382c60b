import { createWords, type MessageId, type Words } from "../../words/words.ts";
import { periodInSentence, weekNumber } from "../calendar/period-words.ts";
import { cutText } from "./clean-text.ts";
import type { DigestChoice, DigestFacts, ReaderLines } from "./model.ts";
import { readerLinesBefore } from "./reader-lines-before.ts";
import { subjectLine } from "./subject-line.ts";

/** The sentences of `ReaderLines`: an edition keeps them, so that its sealed mails can be made again byte for byte. */
export const readerMessages: MessageId[] = [
  "digest.subject",
  "digest.also",
  "digest.summary",
  "digest.summary.papers",
  "digest.summary.some",
  "digest.summary.detailed",
  "digest.summary.followed",
  "digest.summary.rising",
  "digest.summary.late",
  "digest.talked",
  "digest.for-you",
  "digest.for-you.note",
  "digest.top",
  "digest.also-trending",
  "digest.also-trending.note",
  "digest.late",
  "digest.late.note",
  "digest.cut",
  "digest.because",
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
  return {
    mayLackNotes: true,
    subject: (titles, fallback) =>
      subjectLine(titles, fallback, {
        subject: (title, others) => say("digest.subject", { ...period, title, others }),
        also: (next) => say("digest.also", { titles: next }),
      }),
    summary: (choice) => {
      const shown = [...choice.forYou, ...choice.top, ...choice.late];
      const parts = words.list(countsOf(words, facts, choice));
      return [say("digest.summary", { parts }), ...talkedAbout(words, facts, shown)].join(" ");
    },
    sections: ({ forYou, top, late }) => ({
      forYouHeading: say("digest.for-you"),
      forYouNote: say("digest.for-you.note", { papers: forYou.length }),
      topHeading: forYou.length > 0 ? say("digest.also-trending") : say("digest.top", { cadence }),
      topNote: forYou.length > 0 ? say("digest.also-trending.note", { cadence, papers: top.length }) : "",
      lateHeading: say("digest.late"),
      lateNote: say("digest.late.note", { papers: late.length }),
    }),
    cut: (papers) => say("digest.cut", { cadence, papers }),
    because: (what) => say("digest.because", { what }),
  };
}

/** What a digest is made of, in parts of one sentence. */
function countsOf({ say, list }: Words, facts: DigestFacts, choice: DigestChoice): string[] {
  const { cadence, papers } = facts;
  const ofPeriod = [...choice.forYou, ...choice.top];
  const shown = ofPeriod.length;
  const all = papers.filter(({ isLate }) => !isLate).length;
  const rising = ofPeriod.filter((index) => papers[index]?.isRising).length;
  const followed = choice.forYou.length;
  const late = choice.late.length;
  const details = [
    ...(followed > 0 && followed < shown + late
      ? [say("digest.summary.followed", { papers: followed })]
      : []),
    ...(rising > 0 ? [say("digest.summary.rising", { papers: rising })] : []),
  ];
  const ofAll =
    shown < all
      ? say("digest.summary.some", { cadence, shown, papers: all })
      : say("digest.summary.papers", { papers: shown });
  const head =
    details.length === 0 ? ofAll : say("digest.summary.detailed", { papers: ofAll, details: list(details) });
  return [...(shown > 0 ? [head] : []), ...(late > 0 ? [say("digest.summary.late", { papers: late })] : [])];
}

/** Fewer comments are no talk. */
const leastTalk = 5;

function talkedAbout({ say }: Words, facts: DigestFacts, shown: number[]): string[] {
  if (shown.length < 2) return [];
  let most: DigestFacts["papers"][number] | undefined;
  for (const index of shown) {
    const paper = facts.papers[index];
    if (paper && paper.comments > (most?.comments ?? leastTalk - 1)) most = paper;
  }
  return most === undefined
    ? []
    : [say("digest.talked", { title: cutText(most.title, 90), comments: most.comments })];
}
