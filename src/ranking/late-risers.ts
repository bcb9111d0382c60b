import { closeOf } from "../calendar/periods.ts";
import type { Look } from "../papers/runs-store.ts";
import type { Signal } from "../papers/signals-store.ts";
import { signalAt } from "./signals.ts";

/** What is known of the papers that one day's list has where votes are counted. */
export type DayHistory = {
  /** `YYYY-MM-DD` (UTC). */
  day: string;
  papers: {
    id: string;
    /** When it was first seen on the day's list. */
    listedAt: Date;
    /** Oldest first. */
    signals: Signal[];
  }[];
  /** Looks at the day that went well, oldest first. */
  looks: Look[];
};

/** What the edition of a paper's own day, week or month came with. */
export type OwnEdition = { publishedAt: Date };

export type LateRiser = {
  id: string;
  day: string;
  /** Its place among its day's papers by upvotes; 1 is the most upvoted, and equals share a place. */
  place: number;
  isShared: boolean;
  /** How many papers the list of its day has. */
  of: number;
  /**
   * Its place at a look within two hours of the day's close, null when it was not listed by then; null as a whole
   * when there was no such look.
   */
  atClose: { place: number | null } | null;
  upvotes: number;
};

const hourMs = 60 * 60_000;
const nearCloseMs = 2 * hourMs;
/** A day without an edition would have been ranked by this time after its close. */
const morningMs = 12 * hourMs;
/** Who stood so near the top of its own edition was not missed. */
const firstInEdition = 5;
const firstOfDay = 3;
const leastUpvotes = 10;

/**
 * The papers of a day that rose after it: not among the first five of their own edition, or in none, and now among
 * the first three of the day by votes that were looked at after its close; the most upvoted first.
 *
 * A place counts only where it was won: the paper had a lower one when its edition came out, or was not listed yet,
 * and stands above another paper now, for on a day of two papers everybody is among the first three. Votes that
 * fall take a place away again. Where nothing is known of how the day stood, nothing is said.
 *
 * @param own null when the day, week or month had no edition: then its order when it would have come out counts.
 * @param shownFirst ids among the first five of any edition of the cadence.
 */
export function findLateRisers(
  history: DayHistory,
  own: OwnEdition | null,
  shownFirst: Set<string>,
  now: Date,
): LateRiser[] {
  const { day, papers } = history;
  const close = closeOf("daily", day);
  const looks = history.looks.filter(({ finishedAt }) => finishedAt <= now);
  if (!looks.some(({ startedAt }) => startedAt >= close)) return [];
  const closing = lookNear(looks, close);
  const shownAt = own?.publishedAt ?? (closing ?? lastBy(looks, close.getTime() + morningMs))?.finishedAt;
  if (shownAt === undefined) return [];

  const today = standingsAt(papers, now);
  const before = standingsAt(papers, shownAt);
  const atClose = closing === null ? null : standingsAt(papers, closing.finishedAt);
  const wasFirst = (id: string) =>
    shownFirst.has(id) || (own === null && (before.get(id)?.place ?? Infinity) <= firstInEdition);

  return papers
    .flatMap(({ id }): LateRiser[] => {
      const standing = today.get(id);
      if (standing === undefined || standing.place > firstOfDay || standing.below === 0) return [];
      if (standing.upvotes < leastUpvotes || wasFirst(id)) return [];
      const placeAtClose = atClose?.get(id)?.place ?? null;
      const places = [before.get(id)?.place ?? null, placeAtClose].filter((place) => place !== null);
      if (places.some((place) => place <= firstOfDay)) return [];
      const { place, isShared, upvotes } = standing;
      const closePlace = atClose === null ? null : { place: placeAtClose };
      return [{ id, day, place, isShared, of: today.size, atClose: closePlace, upvotes }];
    })
    .sort((a, b) => b.upvotes - a.upvotes || a.place - b.place);
}

type Standing = {
  upvotes: number;
  place: number;
  isShared: boolean;
  /** How many papers have fewer upvotes. */
  below: number;
};

/** How the papers that were listed by an instant stood by upvotes then, by id. */
function standingsAt(papers: DayHistory["papers"], instant: Date): Map<string, Standing> {
  const counted = papers
    .filter(({ listedAt }) => listedAt <= instant)
    .map(({ id, signals }) => ({ id, upvotes: signalAt(signals, instant)?.upvotes ?? 0 }));
  const sharedBy = new Map<number, { place: number; papers: number }>();
  const votes = counted.map(({ upvotes }) => upvotes).toSorted((a, b) => b - a);
  for (const [index, upvotes] of votes.entries()) {
    const { place = index + 1, papers: others = 0 } = sharedBy.get(upvotes) ?? {};
    sharedBy.set(upvotes, { place, papers: others + 1 });
  }
  return new Map(
    counted.map(({ id, upvotes }) => {
      const { place = votes.length, papers: sharing = 1 } = sharedBy.get(upvotes) ?? {};
      return [id, { upvotes, place, isShared: sharing > 1, below: votes.length - (place - 1) - sharing }];
    }),
  );
}

/** The look nearest to a day's close, not more than two hours from it; or null. */
function lookNear(looks: Look[], close: Date): Look | null {
  const away = ({ finishedAt }: Look) => Math.abs(finishedAt.getTime() - close.getTime());
  const [first] = looks.toSorted((a, b) => away(a) - away(b));
  return first !== undefined && away(first) <= nearCloseMs ? first : null;
}

function lastBy(looks: Look[], instantMs: number): Look | null {
  return looks.findLast(({ finishedAt }) => finishedAt.getTime() <= instantMs) ?? null;
}
