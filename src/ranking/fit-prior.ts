import { byDay } from "./by-day.ts";
import {
  centredMeans,
  figuresOf,
  logVotes,
  type PriorFigures,
  priorSignals,
  priorStrengths,
  shippedPriorWeights,
  sumOfParts,
  type VotedPaper,
} from "./prior.ts";
import { rankCorrelation } from "./rank-correlation.ts";

/** One day's papers as numbers: the strengths of each signal, and the votes that came, in log2. */
export type PriorDay = { day: string; strengths: PriorFigures[]; votes: number[] };

/** A day with fewer papers says little of their order. */
const fewestPapers = 5;
/** Keeps the weight of a signal that hardly any paper has near the shipped one: as if ten papers had spoken for it. */
const ridge = 10;
/** Every fifth day is foretold by the other four. */
const folds = 5;

/**
 * The days of a history that a prior can be fitted to, each with the strengths as they were known on its morning:
 * organisations and submitters are judged by the days before it alone. Days of which the source told too little, or
 * which were collected before it was kept, judge names only.
 *
 * @param history in the order of days.
 */
export function priorDays(history: VotedPaper[]): PriorDay[] {
  const before: VotedPaper[] = [];
  const days: PriorDay[] = [];
  for (const [day, papers] of byDay(history)) {
    if (papers.length >= fewestPapers && isToldOf(papers)) {
      const means = centredMeans(before);
      const strengths = papers.map((paper) => priorStrengths(paper, means));
      days.push({ day, strengths, votes: papers.map(logVotes) });
    }
    before.push(...papers);
  }
  return days;
}

/** Whether claims are known of half the papers at least. */
function isToldOf(papers: VotedPaper[]): boolean {
  return 2 * papers.filter(({ claimedAuthors }) => claimedAuthors !== null).length >= papers.length;
}

/**
 * The weights with which the strengths foretell the votes best within each day, by least squares with a ridge around
 * the shipped ones: what the days say nothing of stays as it is.
 */
export function fitPrior(days: PriorDay[]): PriorFigures {
  const rows = days.flatMap(({ strengths, votes }) => {
    const centres = figuresOf((signal) => mean(strengths.map((one) => one[signal])));
    const centre = mean(votes);
    return strengths.map((one, index) => {
      const centred = figuresOf((signal) => one[signal] - centres[signal]);
      const missed = (votes[index] ?? centre) - centre - weigh(centred, shippedPriorWeights);
      return { strengths: priorSignals.map((signal) => centred[signal]), missed };
    });
  });
  const products = priorSignals.map((_, row) =>
    priorSignals.map((__, column) =>
      sum(rows.map((one) => at(one.strengths, row) * at(one.strengths, column))),
    ),
  );
  const changes = solve(
    products.map((line, row) => line.map((value, column) => (row === column ? value + ridge : value))),
    priorSignals.map((_, row) => sum(rows.map((one) => at(one.strengths, row) * one.missed))),
  );
  return figuresOf((signal) => shippedPriorWeights[signal] + at(changes, priorSignals.indexOf(signal)));
}

/** How well weights order the papers of a day: the mean over days of Spearman's rank correlation; 0 for no days. */
export function priorCorrelation(days: PriorDay[], weights: PriorFigures): number {
  return days.length === 0 ? 0 : mean(days.map((day) => dayCorrelation(day, weights)));
}

/** As `priorCorrelation`, of weights that are fitted anew for each fifth of the days, to the other days alone. */
export function crossValidate(days: PriorDay[]): number {
  if (days.length === 0) return 0;
  return (
    sum(
      Array.from({ length: folds }, (_, fold) => {
        const weights = fitPrior(days.filter((__, index) => index % folds !== fold));
        return sum(
          days.filter((__, index) => index % folds === fold).map((day) => dayCorrelation(day, weights)),
        );
      }),
    ) / days.length
  );
}

function dayCorrelation({ strengths, votes }: PriorDay, weights: PriorFigures): number {
  return rankCorrelation(
    strengths.map((one) => weigh(one, weights)),
    votes,
  );
}

function weigh(strengths: PriorFigures, weights: PriorFigures): number {
  return sumOfParts(figuresOf((signal) => strengths[signal] * weights[signal]));
}

/**
 * Solves a system of linear equations by elimination. Sums of products with something added to their diagonal are
 * positive definite: no pivot is 0, and no rows need to change places (Golub and Van Loan, section 4.2).
 */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, index) => [...row, at(right, index)]);
  for (const [index, pivot] of rows.entries()) {
    for (const row of rows.slice(index + 1)) {
      const factor = at(row, index) / at(pivot, index);
      for (let column = index; column < row.length; column++)
        row[column] = at(row, column) - factor * at(pivot, column);
    }
  }
  const found: number[] = [];
  for (const [index, row] of [...rows.entries()].reverse()) {
    const rest = sum(found.map((value, after) => value * at(row, index + 1 + after)));
    found.unshift((at(row, row.length - 1) - rest) / at(row, index));
  }
  return found;
}

const at = (values: number[], index: number) => values[index] ?? 0;
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: number[]) => sum(values) / values.length;
