import { type Cadence, periodDays, periodOf } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { listDayVotes } from "../papers/later-votes-store.ts";
import { listVotedDays } from "../ranking/store.ts";
import {
  type Compared,
  compareOrders,
  countLate,
  type EditionOutcome,
  evaluateLate,
  evaluateOrder,
  type JudgedLate,
  type LateCounts,
} from "./evaluation.ts";
import { listFrozenOrders } from "./evaluation-store.ts";

export type EvaluatedEdition = {
  editionId: string;
  publishedAt: Date;
  outcome: EditionOutcome;
  late: LateCounts;
};

/** How the orders of past editions met what the votes became, and all of them together. */
export type Evaluation = {
  cadence: Cadence;
  /** Which page of past editions this is, from 1. */
  page: number;
  /** The latest period first. */
  editions: EvaluatedEdition[];
  hasMore: boolean;
  /** How many of them are known. */
  known: number;
  ndcg: Compared | null;
  recall: Compared | null;
  late: LateCounts;
};

/** A page reads the votes of a year at most. */
const pageSize: Record<Cadence, number> = { daily: 60, weekly: 52, monthly: 12 };

/** Evaluates a page of a cadence's frozen editions, whichever release froze them. Reads only. */
export async function evaluateEditions(
  db: Database,
  { cadence, page, now }: { cadence: Cadence; page: number; now: Date },
): Promise<Evaluation> {
  const limit = pageSize[cadence];
  const read = await listFrozenOrders(db, cadence, { limit: limit + 1, offset: (page - 1) * limit });
  const orders = read.slice(0, limit);
  const votedDays = await listVotedDays(db, [...new Set(orders.flatMap(({ late }) => late))]);
  const periods = orders.flatMap(({ period }) => periodDays(cadence, period));
  const wanted = new Set([
    ...periods,
    ...[...votedDays.values()].flatMap(([own]) => (own === undefined ? [] : weekOf(own))),
  ]);
  const byDay = await listDayVotes(db, [...wanted], now);
  const votesOn = (days: string[]) => days.flatMap((day) => byDay.get(day) ?? []);
  const judged = orders.map((order) => ({
    editionId: order.editionId,
    publishedAt: order.publishedAt,
    outcome: evaluateOrder(order, votesOn(periodDays(cadence, order.period)), now),
    late: order.late.map((id): JudgedLate => {
      const day = votedDays.get(id)?.[0];
      return day === undefined ? null : evaluateLate(id, day, votesOn(weekOf(day)));
    }),
  }));
  const outcomes = judged.map(({ outcome }) => outcome);
  return {
    cadence,
    page,
    editions: judged.map((one) => ({ ...one, late: countLate(one.late) })),
    hasMore: read.length > limit,
    known: outcomes.filter(({ kind }) => kind === "known").length,
    ndcg: compareOrders(outcomes, "ndcg"),
    recall: compareOrders(outcomes, "recall"),
    late: countLate(judged.flatMap(({ late }) => late)),
  };
}

function weekOf(day: string): string[] {
  return periodDays("weekly", periodOf("weekly", day));
}
