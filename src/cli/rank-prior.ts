import { type PriorFigures, priorSignals } from "../ranking/prior.ts";
import { refitPrior, resetPrior } from "../ranking/refit-prior.ts";
import type { CommandRun } from "./program.ts";

/** The signals of a prior as operators read them. */
export const priorSignalWords: Record<keyof PriorFigures, string> = {
  organization: "organisation",
  submitter: "submitter",
  authors: "log2 authors",
  stars: "log2 stars",
  projectPage: "project page",
  media: "figures or video",
  claimedAuthors: "log2 claimed authors",
  authorTakesPart: "author takes part",
};

/** Fits the prior to the installation's own history and prints old and new weights, and what they are worth. */
export async function printRefit({ ctx, out }: CommandRun): Promise<void> {
  const report = await refitPrior(ctx);
  const { days, papers, shipped, held, fitted, isKept } = report;
  out.json(report);
  out.line(`Fitted to ${days} days with ${papers} papers.`);
  out.line();
  out.table([
    ["weight", "shipped", "held", "fitted"],
    ...priorSignals.map((signal) => [
      priorSignalWords[signal],
      ...[shipped, held, fitted].map(({ weights }) => weights[signal].toFixed(2)),
    ]),
    ["rank correlation", ...[shipped, held, fitted].map(({ correlation }) => correlation.toFixed(3))],
  ]);
  out.line();
  out.line(
    "The correlation is Spearman's, within days; of the fitted weights on days that the fit did not see.",
  );
  out.line(
    isKept
      ? "The fitted weights hold from now on; `paperboy rank --reset-prior` goes back to those shipped."
      : "The fitted weights order no better than those shipped: nothing was changed.",
  );
}

/** Goes back to the shipped weights. */
export async function printReset({ ctx, out }: CommandRun): Promise<void> {
  const wasFitted = await resetPrior(ctx);
  out.json({ wasFitted });
  out.line(wasFitted ? "The shipped weights hold again." : "The shipped weights hold already.");
}
