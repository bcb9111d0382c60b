import { addDays, closeOf, periodDays } from "../../src/calendar/periods.ts";
import type { Signal } from "../../src/papers/signals-store.ts";
import { type DayHistory, findLateRisers } from "../../src/ranking/late-risers.ts";
import { idealOfOrder } from "../../src/ranking/metrics.ts";
import { type GrowingPaper, votesAt } from "../../test/fakes/growing-huggingface.ts";
import { readGrowingPapers } from "../../test/support/shared-growing-papers.ts";
import { plainVotes } from "./formulas.ts";
import type { TaskOutcome } from "./outcome.ts";
import type { SavedDays } from "./saved-days.ts";
import { depth, outcomeOf } from "./votes-tasks.ts";

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Editions come at four in the morning after their period. */
const publishedAfterMs = 4 * hourMs;
/** Whoever stood among these in the edition of its day is no late riser. */
const firstInEdition = 5;
const lookedAtDays = 14;
/** A week of fewer papers was not saved as a whole. */
const fewestOfWeek = 40;

const notes = ["Mornings and the week's top are real; how votes grow from one to the other is invented."];

/** A week whose papers grew from their saved mornings to its later top. */
type GrownWeek = { week: string; days: string[]; top: string[]; papers: GrowingPaper[] };

/**
 * What looking again is worth, with votes that grow: T3' orders each week by its votes when its edition comes, T5' asks
 * the rule of late risers each morning for a fortnight.
 */
export function measureGrownWeeks(dir: string, saved: SavedDays): TaskOutcome[] {
  const weeks = saved.weeks.flatMap(({ week, top }): GrownWeek[] => {
    const days = periodDays("weekly", week);
    const papers = readGrowingPapers(dir, days);
    return papers.length < fewestOfWeek ? [] : [{ week, days, top, papers }];
  });
  return [measureOrder(weeks), measureLate(weeks)];
}

function measureOrder(weeks: GrownWeek[]): TaskOutcome {
  const units = weeks.flatMap(({ week, top, papers }) => {
    const at = new Date(closeOf("weekly", week).getTime() + publishedAfterMs);
    const ideal = idealOfOrder(depth, top);
    const daysSince = (day: string) => (at.getTime() - Date.parse(day)) / dayMs;
    const candidates = papers.map((paper) => ({
      id: paper.id,
      upvotes: votesAt(paper, at),
      comments: 0,
      stars: null,
      votesAgeDays: daysSince(paper.day),
      listedDays: daysSince(paper.day) - paper.listedAtHour / 24,
    }));
    return ideal === null ? [] : [{ papers: candidates, ideal }];
  });
  const outcome = outcomeOf(
    "T3'",
    "votes that grow, when the week's edition comes, to its top",
    `${units.length} weeks`,
    units,
  );
  return { ...outcome, notes };
}

function measureLate(weeks: GrownWeek[]): TaskOutcome {
  let found = 0;
  let right = 0;
  let wanted = 0;
  for (const { days, top, papers } of weeks)
    for (const day of days) {
      const ofDay = papers.filter((paper) => paper.day === day);
      const shown = new Set(editionOf(ofDay, day).slice(0, firstInEdition));
      const risen = risersOf(ofDay, day, shown);
      found += risen.size;
      right += [...risen].filter((id) => top.includes(id)).length;
      wanted += ofDay.filter(({ id }) => top.includes(id) && !shown.has(id)).length;
    }
  const share = (of: number) => ({ figure: of === 0 ? 0 : right / of, difference: null });
  return {
    task: "T5'",
    title: "late risers with votes that grow: outside the first five of their edition, in the week's top",
    units: `${weeks.length} weeks, ${wanted} such papers, ${found} found`,
    baseline: plainVotes,
    methods: [
      {
        method: "ours",
        figures: [
          { name: "precision", whole: share(found) },
          { name: "recall", whole: share(wanted) },
        ],
      },
    ],
    ceiling: null,
    notes,
  };
}

/** A day's papers as its edition orders them. */
function editionOf(papers: GrowingPaper[], day: string): string[] {
  const at = publicationOf(day);
  return listedBy(papers, at)
    .map((paper) => ({ id: paper.id, upvotes: votesAt(paper, at) }))
    .sort((a, b) => b.upvotes - a.upvotes || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);
}

/** Who rises late on any morning of the fortnight after a day. */
function risersOf(papers: GrowingPaper[], day: string, shown: Set<string>): Set<string> {
  const mornings = Array.from({ length: lookedAtDays }, (_, days) => publicationOf(addDays(day, days)));
  const first = closeOf("daily", day);
  const instants = [first, ...mornings];
  const history: DayHistory = {
    day,
    papers: papers.map((paper) => ({
      id: paper.id,
      listedAt: listedAt(paper),
      signals: instants.filter((at) => at >= listedAt(paper)).map((at) => signalOf(paper, at)),
    })),
    looks: instants.map((at) => ({ day, startedAt: at, finishedAt: at })),
  };
  const own = { publishedAt: publicationOf(day) };
  return new Set(mornings.flatMap((now) => findLateRisers(history, own, shown, now).map(({ id }) => id)));
}

function publicationOf(day: string): Date {
  return new Date(closeOf("daily", day).getTime() + publishedAfterMs);
}

function listedAt({ day, listedAtHour }: GrowingPaper): Date {
  return new Date(Date.parse(day) + listedAtHour * hourMs);
}

function listedBy(papers: GrowingPaper[], at: Date): GrowingPaper[] {
  return papers.filter((paper) => listedAt(paper) <= at);
}

function signalOf(paper: GrowingPaper, at: Date): Signal {
  return { observedAt: at, upvotes: votesAt(paper, at), comments: 0, stars: null, position: null };
}
