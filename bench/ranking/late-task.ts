import { periodDays } from "../../src/calendar/periods.ts";
import { plainVotes } from "./formulas.ts";
import type { TaskOutcome } from "./outcome.ts";
import type { Closing, SavedDays, Seen } from "./saved-days.ts";

/** Who stood so near the top of its own edition was not missed. */
const firstInEdition = 5;
/** As many of a day as are late risers, and what fewer or more would be. */
const firstOfDay = [3, 1, 5];

/** A paper outside the first five of its morning: its place at the day's close, and whether its week's top ten held it later. */
type Missed = { place: number; isWanted: boolean };

/**
 * T5: how many of those that came among the first of their day by its close, and were not among the first five of its
 * morning, the later top ten of the week holds, and how many it holds of all that were not among those five.
 */
export function measureLateRisers(saved: SavedDays): TaskOutcome {
  const weeks = saved.weeks.flatMap(({ week, top }) => {
    const days = closedDaysOf(saved, week).map(({ morning, closing }) => missedOf(morning, closing, top));
    return days.length === 0 ? [] : [days];
  });
  const days = weeks.flat();
  return {
    task: "T5",
    title: "late risers: among the first of the day at its close, not of its morning",
    units: `${days.length} days of ${weeks.length} weeks`,
    baseline: plainVotes,
    methods: firstOfDay.map((places) => ({
      method: `the first ${places === 1 ? "one" : places} of a day`,
      figures: figuresOf(days.flat(), places),
    })),
    ceiling: null,
    notes: [laterNote(saved)],
  };
}

function missedOf(morning: Seen[], closing: Closing, top: string[]): Missed[] {
  const edition = morning.toSorted((a, b) => b.upvotes - a.upvotes || (a.id < b.id ? 1 : -1));
  const shown = new Set(edition.slice(0, firstInEdition).map(({ id }) => id));
  return closing.order.flatMap((id, index) =>
    shown.has(id) ? [] : [{ place: index + 1, isWanted: top.includes(id) }],
  );
}

function figuresOf(papers: Missed[], places: number) {
  const wanted = papers.filter(({ isWanted }) => isWanted);
  const found = papers.filter(({ place }) => place <= places);
  const right = found.filter(({ isWanted }) => isWanted).length;
  const share = (of: number) => ({ figure: of === 0 ? 0 : right / of, difference: null });
  return [
    { name: "precision", whole: share(found.length) },
    { name: "recall", whole: share(wanted.length) },
  ];
}

/** How rarely an edition that comes after the close leaves a late riser to be found. */
function laterNote(saved: SavedDays): string {
  const places = saved.weeks.flatMap(({ week, top }) =>
    closedDaysOf(saved, week).flatMap(({ closing }) =>
      top.map((id) => closing.order.indexOf(id)).filter((place) => place !== -1),
    ),
  );
  const outside = places.filter((place) => place >= firstInEdition).length;
  return `At its day's close ${outside} of ${places.length} papers of a week's top ten were not among the first five.`;
}

function closedDaysOf({ mornings, closings }: SavedDays, week: string) {
  return periodDays("weekly", week).flatMap((day) => {
    const closing = closings.get(day);
    const morning = mornings.get(day);
    return closing && morning ? [{ morning, closing }] : [];
  });
}
