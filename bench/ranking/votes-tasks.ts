import { closeOf, periodDays } from "../../src/calendar/periods.ts";
import { type Ideal, idealOfOrder, meanOf, ndcg, recall } from "../../src/ranking/metrics.ts";
import { rankCorrelation } from "../../src/ranking/rank-correlation.ts";
import { type Candidate, formulas, plainVotes, rankBy } from "./formulas.ts";
import type { TaskOutcome } from "./outcome.ts";
import type { Closing, SavedDays, Seen } from "./saved-days.ts";

export const depth = 10;
const dayMs = 86_400_000;
/** A week of fewer papers was not saved as a whole. */
const fewestOfWeek = 50;
/** Of a holiday's few papers hardly ten are to be chosen. */
const fewestOfClosedWeek = 80;
const fewestOfDay = 10;

/** A period to be ranked: its papers as they were known, and what came out first. */
type Unit = { papers: Candidate[]; ideal: Ideal };

/** T1: how far the votes of each paper's own morning foretell the week's top. */
export function measureMorningToWeek(saved: SavedDays): TaskOutcome {
  const units = saved.weeks.flatMap(({ week, top }) => {
    const seen = periodDays("weekly", week).flatMap((day) => saved.mornings.get(day) ?? []);
    const ideal = idealOfOrder(depth, top);
    if (seen.length < fewestOfWeek || ideal === null) return [];
    return [{ papers: onceEach(seen.map((paper) => candidateOf(paper, closeOf("weekly", week)))), ideal }];
  });
  return outcomeOf("T1", "morning's votes to the week's top", `${units.length} weeks`, units);
}

/** T2: how far the morning foretells how the day closes, of the papers that were there, and of all. */
export function measureMorningToClose(saved: SavedDays): TaskOutcome[] {
  const days = closedDays(saved).filter(({ morning }) => morning.length >= fewestOfDay);
  const within = (isAll: boolean) =>
    days.flatMap(({ morning, closing }) => {
      const seen = new Set(morning.map(({ id }) => id));
      const ideal = idealOfOrder(
        depth,
        closing.order.filter((id) => isAll || seen.has(id)),
      );
      const papers = morning.map((paper) => candidateOf(paper, paper.seenAt));
      return ideal === null ? [] : [{ papers, ideal, closing }];
    });
  const seen = within(false);
  const all = within(true);
  const count = `${days.length} days`;
  const first = outcomeOf("T2", "morning's votes to the day's close, of papers seen", count, seen);
  const places = formulas.map((formula) => ({
    name: "Spearman",
    values: seen.map(({ papers, closing }) => {
      const both = papers.filter(({ id }) => closing.order.includes(id));
      return rankCorrelation(
        both.map((paper) => formula.score(paper)),
        both.map(({ id }) => -closing.order.indexOf(id)),
      );
    }),
  }));
  const methods = first.methods.map(({ method, figures }, index) => ({
    method,
    figures: [...figures, ...places.slice(index, index + 1)],
  }));
  return [
    { ...first, methods, ceiling: null },
    outcomeOf("T2'", "the same, of all papers that the day came to have", count, all),
  ];
}

/** T3: how far each day's close foretells the week's top, in weeks of which at most one close is not known. */
export function measureCloseToWeek(saved: SavedDays): TaskOutcome {
  const closed = new Map(closedDays(saved).map((one) => [one.closing.day, one]));
  const units = saved.weeks.flatMap(({ week, top }) => {
    const days = periodDays("weekly", week).filter((day) => saved.mornings.has(day));
    const known = days.flatMap((day) => closed.get(day) ?? []);
    const ideal = idealOfOrder(depth, top);
    const came = known.reduce((sum, { closing }) => sum + closing.order.length, 0);
    if (ideal === null || known.length < days.length - 1 || came < fewestOfClosedWeek) return [];
    const close = closeOf("weekly", week);
    const papers = onceEach(known.flatMap(({ morning, closing }) => atClose(morning, closing, close)));
    const mornings = onceEach(
      known.flatMap(({ morning }) => morning.map((paper) => candidateOf(paper, close))),
    );
    return [{ papers, ideal, mornings }];
  });
  const outcome = outcomeOf("T3", "each day's close to the week's top", `${units.length} weeks`, units);
  const fromMorning = formulas
    .filter(({ name }) => name === plainVotes)
    .map((formula) => ({
      method: "plain votes of the morning",
      figures: orderFigures(
        units.map(({ mornings, ideal }) => ({ ranking: rankBy(formula, mornings), ideal })),
      ),
    }));
  return {
    ...outcome,
    methods: [...outcome.methods, ...fromMorning],
    notes: ["Votes at the close are those of the morning, fitted to the order in which the day closed."],
  };
}

/** How votes grow, as far as one day was saved twice, beside what the score adds for them. */
export function growthLines(saved: SavedDays, growthLeft: (days: number) => number): string[] {
  const lines = [...saved.again].flatMap(([day, later]) => {
    const first = new Map((saved.mornings.get(day) ?? []).map((paper) => [paper.id, paper]));
    const pairs = later.flatMap((paper) => {
      const before = first.get(paper.id);
      return before ? [{ before, paper }] : [];
    });
    const [pair] = pairs;
    if (!pair) return [];
    const [from, to] = [ageOf(pair.before), ageOf(pair.paper)];
    const grown = meanOf(pairs.map(({ before, paper }) => log2(paper.upvotes) - log2(before.upvotes)));
    const said = growthLeft(from) - growthLeft(to);
    return [
      `  ${day}  from ${from.toFixed(2)} to ${to.toFixed(2)} days, ${pairs.length} papers: ${grown.toFixed(2)} log2 (times ${(2 ** grown).toFixed(2)}), the score's curve ${said.toFixed(2)}`,
    ];
  });
  return [
    "",
    "Growth of votes, where a day was saved twice",
    ...(lines.length === 0 ? ["  none was"] : lines),
  ];
}

/** NDCG@10 and recall@10 of all formulas on the same units, and the best that any order reaches. */
export function outcomeOf(task: string, title: string, units: string, measured: Unit[]): TaskOutcome {
  const best = orderFigures(
    measured.map(({ papers, ideal }) => {
      const worth = ({ id }: Candidate) => ideal.gains.get(id) ?? 0;
      return { ranking: papers.toSorted((a, b) => worth(b) - worth(a)).map(({ id }) => id), ideal };
    }),
  );
  return {
    task,
    title,
    units,
    methods: formulas.map((formula) => ({
      method: formula.name,
      figures: orderFigures(
        measured.map(({ papers, ideal }) => ({ ranking: rankBy(formula, papers), ideal })),
      ),
    })),
    baseline: plainVotes,
    ceiling: best.map(({ values }) => meanOf(values)),
    notes: [],
  };
}

/** NDCG@10 and recall@10 of rankings. */
export function orderFigures(
  rankings: { ranking: string[]; ideal: Ideal }[],
): { name: string; values: number[] }[] {
  return [
    { name: "NDCG@10", values: rankings.map(({ ranking, ideal }) => ndcg(ranking, ideal)) },
    { name: "recall@10", values: rankings.map(({ ranking, ideal }) => recall(ranking, ideal)) },
  ];
}

function candidateOf(paper: Seen, rankedAt: Date): Candidate {
  const listedDays = Math.max(0, (rankedAt.getTime() - paper.listedAt.getTime()) / dayMs);
  const { id, upvotes, comments, stars } = paper;
  return { id, upvotes, comments, stars, votesAgeDays: ageOf(paper), listedDays };
}

function ageOf({ seenAt, day }: Seen): number {
  return (seenAt.getTime() - Date.parse(day)) / dayMs;
}

/** A paper that was listed twice counts with more votes. */
function onceEach(papers: Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const paper of papers)
    if (paper.upvotes > (best.get(paper.id)?.upvotes ?? -1)) best.set(paper.id, paper);
  return [...best.values()];
}

function closedDays({ mornings, closings }: SavedDays): { morning: Seen[]; closing: Closing }[] {
  return [...closings.values()].map((closing) => ({ morning: mornings.get(closing.day) ?? [], closing }));
}

/** The papers of a closing with the votes that their places let one guess. */
function atClose(morning: Seen[], { day, closedAt, order }: Closing, rankedAt: Date): Candidate[] {
  const seen = new Map(morning.map((paper) => [paper.id, paper]));
  const votes = fallingFit(order.map((id) => seen.get(id)?.upvotes ?? null));
  return order.map((id, place) => {
    const { comments = 0, stars = null, listedAt = new Date(day) } = seen.get(id) ?? {};
    const paper = { id, day, comments, stars, listedAt, seenAt: closedAt };
    // Equals of the fit stay in the order of the page.
    return candidateOf({ ...paper, upvotes: (votes[place] ?? 0) - place * 1e-6 }, rankedAt);
  });
}

/** The falling numbers that are nearest to these (isotonic regression); what is null lies between its neighbours. */
function fallingFit(values: (number | null)[]): number[] {
  const blocks: { sum: number; count: number; places: number[] }[] = [];
  for (const [place, value] of values.entries()) {
    if (value === null) continue;
    blocks.push({ sum: value, count: 1, places: [place] });
    for (
      let last = blocks.at(-1), before = blocks.at(-2);
      last && before;
      last = blocks.at(-1), before = blocks.at(-2)
    ) {
      if (before.sum / before.count >= last.sum / last.count) break;
      blocks.splice(-2, 2, {
        sum: before.sum + last.sum,
        count: before.count + last.count,
        places: [...before.places, ...last.places],
      });
    }
  }
  const known = blocks.flatMap(({ sum, count, places }) =>
    places.map((place) => ({ place, value: sum / count })),
  );
  return values.map((_, place) => {
    const before = known.findLast((one) => one.place <= place);
    const after = known.find((one) => one.place >= place);
    if (!before || !after) return (before ?? after)?.value ?? 0;
    const share = after.place === before.place ? 0 : (place - before.place) / (after.place - before.place);
    return before.value + share * (after.value - before.value);
  });
}

const log2 = (votes: number) => Math.log2(1 + votes);
