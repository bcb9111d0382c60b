import { type Recording, recordAct } from "../audit/record-act.ts";
import { addDays, dayOf } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { RefusedError } from "../errors.ts";
import { crossValidate, fitPrior, type PriorDay, priorCorrelation, priorDays } from "./fit-prior.ts";
import { type PriorFigures, shippedPriorWeights } from "./prior.ts";
import { deleteRefit, findRefit, listVotedPapers, upsertRefit } from "./prior-store.ts";

/** Weights, and how well they order the papers of a day: the mean of Spearman's rank correlation with the votes. */
type Judged = { weights: PriorFigures; correlation: number };

type RefitReport = {
  /** Of the history that was used. */
  days: number;
  papers: number;
  shipped: Judged;
  /** What held until now: the shipped weights, or those of an earlier refit, which may have seen these days. */
  held: Judged;
  /** What was fitted; its correlation is that of days that each fit did not see. */
  fitted: Judged;
  /** Whether the fitted weights hold from now on: they must order days that they did not see better than the shipped. */
  isKept: boolean;
};

/** Fewer and the fit knows less of the next month than the shipped weights (docs/ranking.md). */
const fewestDays = 40;
const fewestPapers = 800;
const historyDays = 365;
/** Until then a day's votes still grow. */
const settledAfterDays = 7;

/**
 * Fits the weights of the prior to the installation's own history, and keeps them when they order days that they did
 * not see better than the shipped ones do. Safe to repeat.
 *
 * @throws {RefusedError} when the history is too short.
 */
export async function refitPrior(ctx: Pick<Context, "db"> & Recording): Promise<RefitReport> {
  const now = ctx.clock.now();
  const before = addDays(dayOf(now), -settledAfterDays);
  const days = priorDays(await listVotedPapers(ctx.db, { from: addDays(before, -historyDays), before, now }));
  const papers = days.reduce((sum, { votes }) => sum + votes.length, 0);
  if (days.length < fewestDays || papers < fewestPapers) throw tooShort(days.length, papers);
  const held = await findRefit(ctx.db);
  const report = judge(days, held?.weights ?? shippedPriorWeights);
  const isKept = report.fitted.correlation > report.shipped.correlation;
  const { weights } = report.fitted;
  if (isKept)
    await ctx.db.transaction(async (tx) => {
      await upsertRefit(tx, { weights, days: days.length, papers, fittedAt: now });
      const before = report.held.weights;
      await recordAct(tx, ctx, { verb: "ranking.refit", before, after: weights });
    });
  return { days: days.length, papers, ...report, isKept };
}

/** Goes back to the shipped weights. @returns whether others held. */
export function resetPrior(ctx: Pick<Context, "db"> & Recording): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const held = await findRefit(tx);
    if (!(await deleteRefit(tx))) return false;
    await recordAct(tx, ctx, { verb: "ranking.reset", before: held?.weights, after: shippedPriorWeights });
    return true;
  });
}

function judge(days: PriorDay[], held: PriorFigures): Pick<RefitReport, "shipped" | "held" | "fitted"> {
  const judged = (weights: PriorFigures) => ({ weights, correlation: priorCorrelation(days, weights) });
  return {
    shipped: judged(shippedPriorWeights),
    held: judged(held),
    fitted: { weights: fitPrior(days), correlation: crossValidate(days) },
  };
}

function tooShort(days: number, papers: number): RefusedError {
  return new RefusedError(
    `The history is too short to fit the prior to: ${days} days with ${papers} papers are settled, ${fewestDays} days with ${fewestPapers} papers are needed; the weights stay as they are.`,
  );
}
