import { addDays, type Cadence, periodOf } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { listVotedListings } from "../papers/day-lists-store.ts";
import { listLooks } from "../papers/runs-store.ts";
import { listSignalsUpTo, type Signal } from "../papers/signals-store.ts";
import { listPapers, type StoredPaper } from "../papers/store.ts";
import { byDay } from "./by-day.ts";
import { findLateRisers, type LateRiser } from "./late-risers.ts";
import { looksAt } from "./signals.ts";
import { listVotedDays } from "./store.ts";

/** What an edition showed, as far as late risers need it. */
export type EditionShown = {
  period: string;
  publishedAt: Date;
  /** Ids of the first five papers of its own. */
  first: string[];
};

const lateDays = 14;

type Asked = { cadence: Cadence; firstDay: string; now: Date; shownBefore: EditionShown[] };

/**
 * The papers of the fortnight before a day that rose after their own, with what is known of them, the most upvoted
 * first. A paper of several days belongs to the first on which it could be voted for.
 */
export async function listLateRisers(
  db: Database,
  { cadence, firstDay, now, shownBefore }: Asked,
): Promise<(LateRiser & { paper: StoredPaper; signals: Signal[] })[]> {
  const days = Array.from({ length: lateDays }, (_, index) => addDays(firstDay, index - lateDays));
  const listings = await listVotedListings(db, days, now);
  const ids = [...new Set(listings.map(({ paperId }) => paperId))];
  const signals = await listSignalsUpTo(db, ids, now);
  const votedDays = await listVotedDays(db, ids);
  const isOwnDay = (id: string, day: string) => votedDays.get(id)?.[0] === day;
  const marks = byDay(await listLooks(db, days, now));
  const editions = new Map(shownBefore.map((edition) => [edition.period, edition]));
  const shownFirst = new Set(shownBefore.flatMap(({ first }) => first));
  const risen = [...byDay(listings)].flatMap(([day, onDay]) => {
    const papers = onDay.map(({ paperId: id, listedAt }) => ({
      id,
      listedAt,
      signals: signals.get(id) ?? [],
    }));
    const own = editions.get(periodOf(cadence, day)) ?? null;
    const onlyHere = papers.filter(({ id }) => isOwnDay(id, day) && votedDays.get(id)?.length === 1);
    const histories = onlyHere.map((paper) => paper.signals);
    const looks = looksAt(day, marks.get(day) ?? [], histories);
    return findLateRisers({ day, papers, looks }, own, shownFirst, now).filter(({ id }) => isOwnDay(id, day));
  });
  const papers = new Map(
    (
      await listPapers(
        db,
        risen.map(({ id }) => id),
      )
    ).map((paper) => [paper.id, paper]),
  );
  return risen
    .flatMap((late) => {
      const paper = papers.get(late.id);
      return paper ? [{ ...late, paper, signals: signals.get(late.id) ?? [] }] : [];
    })
    .sort((a, b) => b.upvotes - a.upvotes || a.place - b.place || (a.id < b.id ? 1 : -1));
}
