import { addDays, type Cadence, closeOf, periodDays } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { listFirstListedDays, listPapersOf } from "../papers/listings-store.ts";
import type { Signal } from "../papers/signals-store.ts";
import { listSignalsUpTo } from "../papers/signals-store.ts";
import type { StoredPaper } from "../papers/store.ts";
import { explainLateRise, explainRanking } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { isOlder, lateRise, riseOver, signalAt } from "./signals.ts";
import { byScore, type ScoreParts, scorePaper } from "./trend-score.ts";

/** The period's own papers, or those of days before that rose late. */
export type EditionSection = "top" | "late";

export type RankedPaper = {
  id: string;
  title: string;
  section: EditionSection;
  /** 1 is first, within its section. */
  rank: number;
  score: number;
  parts: ScoreParts;
  /** Why it stands here. */
  explanation: Explanation | null;
  upvotes: number;
  comments: number;
  stars: number | null;
  /** Upvotes gained over the last day; null when the history is too short. */
  rise: number | null;
  paper: StoredPaper;
};

export type RankInput = {
  cadence: Cadence;
  period: string;
  now: Date;
  /** Papers that another edition of the cadence showed as late risers. */
  shownLate: Set<string>;
};

/** Weekly and monthly rankings are cut here. A daily one never is: subscribers choose from all of it by topic. */
const mostWhereDaysMix = 100;
const lateDays = 14;
const mostLate: Record<Cadence, number> = { daily: 3, weekly: 5, monthly: 5 };
/** A rise is measured at 12:00 UTC after the period, when it is usually ranked, even if it is ranked much later. */
const morningMs = 12 * 60 * 60_000;

/**
 * Ranks the papers that were listed within a period by the newest signals known at `now`: section `top`, then
 * section `late` with papers of the fortnight before that rose after their day and were not shown so before.
 *
 * @throws {InvalidInputError} for a malformed period.
 */
export async function rankPeriod(
  db: Database,
  { cadence, period, now, shownLate }: RankInput,
): Promise<RankedPaper[]> {
  const days = periodDays(cadence, period);
  const lastDay = days.at(-1) ?? period;
  const reference = new Date(Math.min(now.getTime(), closeOf(cadence, period).getTime() + morningMs));
  const listed = await listPapersOf(db, days);
  const signals = await listSignalsUpTo(
    db,
    listed.map(({ paper }) => paper.id),
    now,
  );
  const scored = listed
    .map(({ paper, day, isVotedOn }) => {
      const history = signals.get(paper.id) ?? [];
      const ageDays = (Date.parse(lastDay) - Date.parse(day)) / 86_400_000;
      return {
        ...measure(paper, history, reference, now, ageDays),
        isVotedOn,
        isOlder: isOlder(history, reference),
      };
    })
    .sort(byScore);
  const explanations = explainRanking(cadence, scored, reference);
  const top = scored
    .slice(0, cadence === "daily" ? scored.length : mostWhereDaysMix)
    .map(({ isVotedOn: _voted, isOlder: _older, ...paper }, index) => ({
      ...paper,
      section: "top" as const,
      rank: index + 1,
      explanation: explanations.get(paper.id) ?? null,
    }));
  return [...top, ...(await rankLate(db, { cadence, period, now, shownLate }, days, reference))];
}

function measure(paper: StoredPaper, history: Signal[], reference: Date, now: Date, ageDays: number) {
  const { upvotes = 0, comments = 0, stars = null } = signalAt(history, now) ?? {};
  return {
    id: paper.id,
    title: paper.title,
    upvotes,
    comments,
    stars,
    rise: riseOver(history, reference),
    paper,
    ...scorePaper({ upvotes, comments, stars, ageDays }),
  };
}

async function rankLate(
  db: Database,
  { cadence, period, now, shownLate }: RankInput,
  days: string[],
  reference: Date,
): Promise<RankedPaper[]> {
  const firstDay = days[0] ?? period;
  const before = Array.from({ length: lateDays }, (_, index) => addDays(firstDay, index - lateDays));
  const inPeriod = new Set((await listPapersOf(db, days)).map(({ paper }) => paper.id));
  const earlier = (await listPapersOf(db, before)).filter(({ paper }) => !inPeriod.has(paper.id));
  const ids = earlier.map(({ paper }) => paper.id);
  const [signals, firstDays] = [await listSignalsUpTo(db, ids, now), await listFirstListedDays(db, ids)];
  return earlier
    .flatMap(({ paper, day }) => {
      const history = signals.get(paper.id) ?? [];
      const ownDay = firstDays.get(paper.id) ?? day;
      const rise = lateRise(history, closeOf("daily", ownDay), now);
      if (!rise || shownLate.has(paper.id)) return [];
      const ageDays = (Date.parse(firstDay) - Date.parse(day)) / 86_400_000;
      return [{ ...measure(paper, history, reference, now, ageDays), late: rise, ownDay }];
    })
    .sort((a, b) => b.late.gained - a.late.gained || byScore(a, b))
    .slice(0, mostLate[cadence])
    .map(({ late, ownDay, ...paper }, index) => ({
      ...paper,
      section: "late",
      rank: index + 1,
      explanation: explainLateRise(late, ownDay),
    }));
}
