import type { StoredPaper } from "./store.ts";

/** One sentence that a language model made of a paper's abstract, and the model's name as the operator set it. */
export type MachineSummary = { text: string; model: string };

/** A stored paper's sentence by a model; null where none was made. */
export function machineSummaryOf(
  paper: Pick<StoredPaper, "machineSummary" | "machineSummaryModel">,
): MachineSummary | null {
  return paper.machineSummary === null
    ? null
    : { text: paper.machineSummary, model: paper.machineSummaryModel ?? "" };
}
