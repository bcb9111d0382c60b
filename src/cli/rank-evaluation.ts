import type { Cadence } from "../calendar/periods.ts";
import { evaluateEditions } from "../editions/evaluate-editions.ts";
import type { EditionOutcome, LateCounts } from "../editions/evaluation.ts";
import { evaluationSentences, lateWords, unmeasuredWords } from "../editions/evaluation-words.ts";
import { InvalidInputError } from "../errors.ts";
import type { CommandRun } from "./program.ts";

type EvaluationOptions = { cadence: Cadence; page?: string };

/**
 * `rank --evaluate`: how the orders of past editions met what the votes became.
 *
 * @throws {InvalidInputError} for a page that is none.
 */
export async function printEvaluation(
  { ctx, out }: CommandRun,
  { cadence, page = "1" }: EvaluationOptions,
): Promise<void> {
  if (!/^[1-9]\d{0,5}$/.test(page))
    throw new InvalidInputError(
      `--page wants a whole number from 1 on, not ${JSON.stringify(page.slice(0, 40))}.`,
    );
  const evaluation = await evaluateEditions(ctx.db, { cadence, page: Number(page), now: ctx.clock.now() });
  out.json(evaluation);
  for (const sentence of evaluationSentences(evaluation)) out.line(sentence);
  if (evaluation.editions.length === 0) return;
  out.line();
  out.table([
    ["edition", "NDCG@10", "plain", "recall@10", "plain", ""],
    ...evaluation.editions.map(({ editionId, outcome, late }) => [
      editionId,
      ...figures(outcome),
      said(outcome, late),
    ]),
  ]);
  if (evaluation.hasMore)
    out.line(
      `Earlier ones: \`paperboy rank --evaluate --cadence ${cadence} --page ${evaluation.page + 1}\`.`,
    );
}

function figures(outcome: EditionOutcome): string[] {
  if (outcome.kind !== "known") return ["", "", "", ""];
  const { ours, plain } = outcome;
  return [ours.ndcg, plain.ndcg, ours.recall, plain.recall].map((value) => value.toFixed(3));
}

function said(outcome: EditionOutcome, late: LateCounts): string {
  return [unmeasuredWords(outcome), lateWords(late)].filter((words) => words !== null).join("; ");
}
