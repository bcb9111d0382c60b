import { defaultLanguage, wordsIn } from "../../words/words.ts";
import type { Cadence } from "../calendar/periods.ts";
import { counted, cutText } from "./clean-text.ts";
import type { DigestChoice, DigestFacts, ReaderLines } from "./compiled-digest.ts";
import { subjectLine, titlesOf } from "./subject-line.ts";

const spans: Record<Cadence, string> = { daily: "day", weekly: "week", monthly: "month" };

/**
 * The lines of an edition that keeps no words: the release before published it, and its sealed mails have these bytes.
 * May go once no edition of that release is open.
 */
export function readerLinesBefore(facts: DigestFacts): ReaderLines {
  const span = spans[facts.cadence];
  const prefix = prefixOf(facts);
  return {
    mayLackNotes: false,
    opening: (choice, shown) => {
      const summary = summaryOf(facts, choice, span);
      const lines = subjectLine(titlesOf(facts, shown), summary, {
        subject: (title, others) => `${prefix}${title}${others === 0 ? "" : ` + ${others} more`}`,
        also: (next) => `Also: ${next}`,
      });
      return { ...lines, summary };
    },
    sections: (choice) => sectionsOf(choice, span),
    tellsOthers: () => false,
    cut: (papers) =>
      `${counted(papers, "more paper")} would have made this mail too long for some inboxes. ${
        papers === 1 ? "It is" : "They are"
      } on the page of the ${span}.`,
    // That release knows no groups, and its seals name none.
    group: () => "",
    because: (what) => `you\u00a0follow ${what}`,
    // That release has no such lines: its seals name no days, and nothing that joins.
    like: (words) => wordsIn(defaultLanguage).say("digest.like", { words }),
    seen: (day) => {
      const { say, ...words } = wordsIn(defaultLanguage);
      return say("digest.seen", { day: words.day(day, "dayAndMonth") });
    },
    becauseSeen: (what, day) => {
      const { say, ...words } = wordsIn(defaultLanguage);
      return say("digest.because-seen", { what, day: words.day(day, "dayAndMonth") });
    },
    quiet: null,
  };
}

function prefixOf({ cadence, period }: DigestFacts): string {
  if (cadence === "daily") return "";
  if (cadence === "weekly") return `Week ${Number(period.slice(6))}: `;
  const month = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });
  return `${month.format(new Date(`${period}-01T00:00:00Z`))} ${period.slice(0, 4)}: `;
}

function summaryOf(facts: DigestFacts, choice: DigestChoice, span: string): string {
  const shown = [...choice.forYou, ...choice.top, ...choice.late];
  const total = facts.papers.length;
  const rising = shown.filter((index) => facts.papers[index]?.isRising).length;
  const parts = [
    shown.length < total
      ? `${shown.length} of the ${span}’s ${counted(total, "paper")}`
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

function sectionsOf(choice: DigestChoice, span: string) {
  const follows = choice.forYou.length > 0;
  return {
    forYouHeading: "For you",
    forYouNote: `${counted(choice.forYou.length, "paper")} on what you follow`,
    topHeading: follows ? "Also trending" : `Top of the ${span}`,
    topNote: follows
      ? `${counted(choice.top.length, "paper")} that many read`
      : `${counted(choice.top.length, "paper")}, the most upvoted first`,
    lateHeading: "Late risers",
    lateNote: `${counted(choice.late.length, "paper")} that rose after ${choice.late.length === 1 ? "its" : "their"} day`,
  };
}
