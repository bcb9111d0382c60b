import { addDays, type Cadence, closeOf, dayOf, periodDays } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { findRecentVotes, listOrganizationPapers } from "../papers/day-lists-store.ts";
import { type ListedPaper, listPapersOf } from "../papers/listings-store.ts";
import { type Look, listLooks } from "../papers/runs-store.ts";
import type { Signal } from "../papers/signals-store.ts";
import { listSignalsUpTo } from "../papers/signals-store.ts";
import type { StoredPaper } from "../papers/store.ts";
import { byDay } from "./by-day.ts";
import { type Explained, explainLateRise, explainRanking, type KnownVotes, knownVotes } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { type EditionShown, listLateRisers } from "./list-late-risers.ts";
import { gatherScoreFacts, type ScoreFacts } from "./score-facts.ts";
import { looksAt, type Rise, riseOf, signalAt, starGrowth } from "./signals.ts";
import { listVotedDays } from "./store.ts";
import { byScore, type ScoreParts, scorePaper } from "./trend-score.ts";

/**
 * The period's own papers, those of days before that rose late, or what comes after the first papers of a week or
 * month: pages show it, and mails do not choose from it.
 */
export type EditionSection = "top" | "late" | "further";

export type RankedPaper = {
  id: string;
  title: string;
  section: EditionSection;
  /** 1 is first, within its section; what is further goes on where the top ended. */
  rank: number;
  score: number;
  parts: ScoreParts;
  /** Why it stands here. */
  explanation: Explanation | null;
  upvotes: number;
  comments: number;
  stars: number | null;
  /** What it gained in the last day; null where that is no rise, also for a late riser, which says what it is. */
  rise: Rise | null;
  paper: StoredPaper;
};

export type RankInput = {
  cadence: Cadence;
  period: string;
  now: Date;
  /** Papers that another edition of the cadence showed as late risers. */
  shownLate: Set<string>;
  /** The editions of the cadence that hold days of the fortnight before. */
  shownBefore: EditionShown[];
};

/** Mails choose from so many of a week or month; of a day from all, since subscribers choose by topic. */
const mostWhereDaysMix = 100;
const mostLate: Record<Cadence, number> = { daily: 3, weekly: 5, monthly: 5 };
/** A rise is measured at 12:00 UTC after the period, when it is usually ranked, even if it is ranked much later. */
const morningMs = 12 * 60 * 60_000;
/** Over how many days votes are compared. */
const comparedDays = 60;

/**
 * Ranks the papers that were listed within a period by the newest signals known at `now`: section `top`, then
 * section `late` with papers of the fortnight before that rose after their day and were not shown so before, then
 * section `further`.
 *
 * @throws {InvalidInputError} for a malformed period.
 */
export async function rankPeriod(db: Database, input: RankInput): Promise<RankedPaper[]> {
  const { cadence, period, now } = input;
  const days = periodDays(cadence, period);
  const reference = new Date(Math.min(now.getTime(), closeOf(cadence, period).getTime() + morningMs));
  const listed = await listPapersOf(db, days);
  const ids = listed.map(({ paper }) => paper.id);
  const signals = await listSignalsUpTo(db, ids, now);
  const votedDays = await listVotedDays(db, ids);
  const facts = await gatherScoreFacts(
    db,
    listed.map(({ paper }) => paper),
    { votedDays, signals, before: days[0] ?? period, now },
  );
  const known = await gatherKnown(db, { listed, votedDays, days, now });
  const looks = looksByDay(listed, signals, known);
  const scored = listed
    .map(({ paper, day, isVotedOn }) => {
      const history = signals.get(paper.id) ?? [];
      const firstDay = known.firstDays.get(paper.id) ?? day;
      const seen = [...new Set([day, firstDay])].flatMap((one) => looks.get(one) ?? []);
      return {
        ...measure(paper, history, now, facts),
        rise: riseOf(history, seen, closeOf("daily", firstDay), reference),
        isVotedOn,
        starGrowth: starGrowth(history),
        ofOrganization: known.ofOrganization.get(paper.id) ?? null,
        listedBefore: firstDay < (days[0] ?? period) ? firstDay : null,
      };
    })
    .sort(byScore);
  const explanations = explainRanking(cadence, scored.map(explained), known.votes);
  const own = scored.map(
    (
      { isVotedOn: _voted, starGrowth: _stars, ofOrganization: _of, listedBefore: _before, ...paper },
      index,
    ) => ({
      ...paper,
      section: cadence === "daily" || index < mostWhereDaysMix ? ("top" as const) : ("further" as const),
      rank: index + 1,
      explanation: explanations.get(paper.id) ?? null,
    }),
  );
  const late = await rankLate(db, input, new Set(ids));
  const isTop = ({ section }: { section: EditionSection }) => section === "top";
  return [...own.filter(isTop), ...late, ...own.filter((paper) => !isTop(paper))];
}

function explained<T extends Omit<Explained, "authors" | "isAuthorInDiscussion" | "mediaCount">>(
  measured: T & { paper: StoredPaper },
): Explained {
  const { authors, isAuthorInDiscussion, mediaCount } = measured.paper;
  return { ...measured, authors: authors.length, isAuthorInDiscussion, mediaCount };
}

/** What tells of a period's papers beside their signals. */
type Known = {
  /** The first day on which a paper was listed where votes are counted, by id. */
  firstDays: Map<string, string>;
  /** The marks of looks that went well, by day. */
  marks: Map<string, Look[]>;
  ofOrganization: Map<string, NonNullable<Explained["ofOrganization"]>>;
  votes: KnownVotes | null;
};

type Ranked = { listed: ListedPaper[]; votedDays: Map<string, string[]>; days: string[]; now: Date };

async function gatherKnown(db: Database, { listed, votedDays, days, now }: Ranked): Promise<Known> {
  const [firstDay = "", today] = [days[0], dayOf(now)];
  const lastDay = [days.at(-1) ?? today, today].toSorted()[0] ?? today;
  const firstDays = new Map(
    [...votedDays].flatMap(([id, [first]]) => (first === undefined ? [] : [[id, first]])),
  );
  const marks = byDay(await listLooks(db, [...new Set([...days, ...firstDays.values()])], now));
  const compared = { firstDay: addDays(lastDay, 1 - comparedDays), lastDay };
  const recent = await findRecentVotes(db, compared, now);
  const organizations = new Set(listed.flatMap(({ paper }) => paper.organization ?? []));
  const ofMonth = await listOrganizationPapers(db, [...organizations], {
    firstDay: `${firstDay.slice(0, 7)}-01`,
    lastDay,
  });
  const ofOrganization: Known["ofOrganization"] = new Map();
  const counts = new Map<string, number>();
  for (const { paperId, organization, day } of ofMonth) {
    const month = day.slice(0, 7);
    const key = `${month} ${organization}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    // Of a month that had begun when the first day was collected nobody can say how many came before.
    if (recent === null || recent.firstDay >= `${month}-01`) continue;
    ofOrganization.set(paperId, { organization, nth, month });
  }
  return { firstDays, marks, ofOrganization, votes: knownVotes(recent, lastDay) };
}

/** The looks at the days of a period's papers, and at those on which they were first listed. */
function looksByDay(
  listed: ListedPaper[],
  signals: Map<string, Signal[]>,
  { marks, firstDays }: Known,
): Map<string, Look[]> {
  const days = new Map<string, Signal[][]>([...marks.keys()].map((day) => [day, []]));
  for (const { paper, day } of listed) {
    if (firstDays.get(paper.id) !== day) continue;
    const histories = days.get(day) ?? [];
    histories.push(signals.get(paper.id) ?? []);
    days.set(day, histories);
  }
  return new Map([...days].map(([day, histories]) => [day, looksAt(day, marks.get(day) ?? [], histories)]));
}

function measure(paper: StoredPaper, history: Signal[], now: Date, facts: Map<string, ScoreFacts>) {
  const { upvotes = 0, comments = 0, stars = null } = signalAt(history, now) ?? {};
  return {
    id: paper.id,
    title: paper.title,
    upvotes,
    comments,
    stars,
    paper,
    ...scorePaper({ upvotes, ...(facts.get(paper.id) ?? { ageDays: 0 }) }),
  };
}

/** @param inPeriod the period's own papers, which are no late risers of it. */
async function rankLate(db: Database, input: RankInput, inPeriod: Set<string>): Promise<RankedPaper[]> {
  const { now } = input;
  const [firstDay = input.period] = periodDays(input.cadence, input.period);
  const risers = (await listLateRisers(db, { ...input, firstDay }))
    .filter(({ paper }) => !inPeriod.has(paper.id) && !input.shownLate.has(paper.id))
    .slice(0, mostLate[input.cadence]);
  const votedDays = await listVotedDays(
    db,
    risers.map(({ id }) => id),
  );
  const facts = await gatherScoreFacts(
    db,
    risers.map(({ paper }) => paper),
    { votedDays, signals: new Map(risers.map(({ id, signals }) => [id, signals])), before: firstDay, now },
  );
  return risers.map(({ paper, signals, ...late }, index) => ({
    ...measure(paper, signals, now, facts),
    rise: null,
    section: "late",
    rank: index + 1,
    explanation: explainLateRise(late),
  }));
}
