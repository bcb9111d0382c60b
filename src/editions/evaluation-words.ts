import type { Evaluation } from "./evaluate-editions.ts";
import type { Compared, EditionOutcome, LateCounts } from "./evaluation.ts";

/** Why an edition has no figures yet or ever, as operators read it; null when it has. */
export function unmeasuredWords(outcome: EditionOutcome): string | null {
  switch (outcome.kind) {
    case "known":
      return null;
    case "young":
      return `not yet known: from ${outcome.knownFrom.toISOString().slice(0, 10)} on`;
    case "unseen":
      return `cannot be known: ${outcome.day} was not looked at a week after it`;
    case "unvoted":
      return "nobody voted for its papers";
  }
}

/** How the editions' order did beside plain votes on the whole, one sentence each, for operators. */
export function evaluationSentences({ page, editions, known, ndcg, recall, late }: Evaluation): string[] {
  if (editions.length === 0 && page > 1) return ["There are no editions so far back."];
  if (editions.length === 0) return ["No edition is published yet, so there is nothing to measure."];
  if (ndcg === null || recall === null)
    return ["Of no edition is it known yet what its votes became: that takes a week, and a look after it."];
  return [
    `${known} of ${editions.length} editions are known, measured against the ten with most votes a week later.`,
    comparedSentence("NDCG@10", ndcg),
    comparedSentence("recall@10", recall),
    lateSentence(late),
  ];
}

function comparedSentence(name: string, { ours, plain, difference, verdict }: Compared): string {
  const figures = `${name} ${ours.toFixed(3)}, plain votes ${plain.toFixed(3)}`;
  if (verdict === null) return `${figures}: too few editions to tell them apart.`;
  const { mean, low, high } = difference;
  return `${figures}: ${verdict} (${signed(mean)}, 95 % interval ${signed(low)} to ${signed(high)}).`;
}

/** What became of an edition's late risers, for operators; null when it had none. */
export function lateWords({ shown, known, ofDaysThree, ofWeeksTen }: LateCounts): string | null {
  if (shown === 0) return null;
  const risers = `${shown} late ${shown === 1 ? "riser" : "risers"}`;
  if (known === 0) return `${risers}, not yet known`;
  const open = known < shown ? `, ${shown - known} not yet known` : "";
  return `${risers}${open}: ${ofWeeksTen} of their week's ten, ${ofDaysThree} of their day's three`;
}

function lateSentence(late: LateCounts): string {
  return `${lateWords(late) ?? "No late riser was shown"}.`;
}

/** With its sign, also where it is zero after rounding: +0.012, -0.003, 0.000. */
function signed(value: number): string {
  const text = value.toFixed(3);
  if (Number(text) === 0) return "0.000";
  return value > 0 ? `+${text}` : text;
}
