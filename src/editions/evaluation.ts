import { type Cadence, closeOf } from "../calendar/periods.ts";
import type { DayVotes } from "../papers/later-votes-store.ts";
import {
  type Estimate,
  estimate,
  idealOf,
  judge,
  meanOf,
  ndcg,
  recall,
  type Verdict,
} from "../ranking/metrics.ts";

/** How well an order met the ten that had most votes later, 0 to 1 each. */
export type OrderScore = { ndcg: number; recall: number };

/** A late riser of an edition, with what its own day and week became; null while that is not known. */
export type JudgedLate = { isOfDaysThree: boolean; isOfWeeksTen: boolean } | null;

export type EditionOutcome =
  | { kind: "known"; ours: OrderScore; plain: OrderScore }
  /** Votes still grow. */
  | { kind: "young"; knownFrom: Date }
  /** A day of it was not looked at a week after it was over. */
  | { kind: "unseen"; day: string }
  /** Nobody could vote for its papers, or nobody did. */
  | { kind: "unvoted" };

/** An edition's order and the votes that it was frozen with. */
export type FrozenOrder = {
  editionId: string;
  cadence: Cadence;
  period: string;
  publishedAt: Date;
  /** The period's own papers, of sections `top` and `further`, in their order. */
  top: { id: string; upvotes: number }[];
  /** Section `late`. */
  late: string[];
};

const dayMs = 24 * 60 * 60_000;
/** A week after its day a paper has nearly all the votes that it will ever have. */
const settledDays = 7;
const depth = 10;
const firstOfDay = 3;

/**
 * Measures an edition's order, and that of the votes alone that it was frozen with, against what the votes of the
 * period's papers became: also of those that it left out, or that came after it.
 *
 * @param days the days of its period that have papers with votes.
 */
export function evaluateOrder(edition: FrozenOrder, days: DayVotes[], now: Date): EditionOutcome {
  const knownFrom = new Date(closeOf(edition.cadence, edition.period).getTime() + settledDays * dayMs);
  if (now < knownFrom) return { kind: "young", knownFrom };
  const unseen = days.find((day) => !isSettled(day));
  if (unseen) return { kind: "unseen", day: unseen.day };
  const ideal = idealOf(depth, votesOf(days));
  if (ideal === null) return { kind: "unvoted" };
  const scoreOf = (ids: string[]) => ({ ndcg: ndcg(ids, ideal), recall: recall(ids, ideal) });
  return {
    kind: "known",
    ours: scoreOf(edition.top.map(({ id }) => id)),
    plain: scoreOf(edition.top.toSorted(byVotes).map(({ id }) => id)),
  };
}

/** @param day the paper's first. @param week the days of that day's week that have papers with votes. */
export function evaluateLate(id: string, day: string, week: DayVotes[]): JudgedLate {
  const own = week.find((one) => one.day === day);
  if (!own || !week.every(isSettled)) return null;
  return {
    isOfDaysThree: isAmongFirst(firstOfDay, id, own.votes),
    isOfWeeksTen: isAmongFirst(depth, id, votesOf(week)),
  };
}

/** How our order did beside plain votes over many editions. */
export type Compared = { ours: number; plain: number; difference: Estimate; verdict: Verdict | null };

/** Null when nothing is known of any. */
export function compareOrders(outcomes: EditionOutcome[], measure: keyof OrderScore): Compared | null {
  const known = outcomes.filter((outcome) => outcome.kind === "known");
  const difference = estimate(known.map(({ ours, plain }) => ours[measure] - plain[measure]));
  if (difference === null) return null;
  return {
    ours: meanOf(known.map(({ ours }) => ours[measure])),
    plain: meanOf(known.map(({ plain }) => plain[measure])),
    difference,
    verdict: judge(difference),
  };
}

/** Counts of late risers, over which nothing but what is known is told right. */
export type LateCounts = { shown: number; known: number; ofDaysThree: number; ofWeeksTen: number };

export function countLate(late: JudgedLate[]): LateCounts {
  const known = late.filter((one) => one !== null);
  return {
    shown: late.length,
    known: known.length,
    ofDaysThree: known.filter((one) => one.isOfDaysThree).length,
    ofWeeksTen: known.filter((one) => one.isOfWeeksTen).length,
  };
}

function isSettled({ day, lookedAt }: DayVotes): boolean {
  return lookedAt !== null && lookedAt.getTime() >= closeOf("daily", day).getTime() + settledDays * dayMs;
}

function votesOf(days: DayVotes[]): Map<string, number> {
  return new Map(days.flatMap(({ votes }) => [...votes]));
}

function isAmongFirst(places: number, id: string, votes: Map<string, number>): boolean {
  const ideal = idealOf(places, votes);
  return ideal !== null && (ideal.sure.has(id) || ideal.tied.has(id));
}

/** Equals by the newer id, so that plain votes get nothing of our order. */
function byVotes(a: { id: string; upvotes: number }, b: { id: string; upvotes: number }): number {
  if (a.upvotes !== b.upvotes) return b.upvotes - a.upvotes;
  return a.id < b.id ? 1 : -1;
}
