import {
  type ExplainedPaper,
  type ExplainedPrior,
  type ExplainedScore,
  explainPaper,
} from "../editions/explain-paper.ts";
import type { HistoryEntry } from "../editions/look-history.ts";
import { priorSignals } from "../ranking/prior.ts";
import type { Printer } from "./printer.ts";
import type { CommandRun } from "./program.ts";
import { priorSignalWords } from "./rank-prior.ts";

/** Prints what a paper's score is made of, what the looks saw of it, and in which editions it stood. */
export async function printExplained({ ctx, out }: CommandRun, id: string): Promise<void> {
  const paper = await explainPaper(ctx, id);
  out.json(paper);
  out.line(`${paper.id}  ${paper.title}`);
  out.line(listedWords(paper));
  if (paper.withdrawnAt)
    out.line(`Withdrawn: found on ${minute(paper.withdrawnAt)}; no new edition shows it.`);
  out.line();
  printScore(out, paper);
  out.line();
  printPrior(out, paper.prior);
  out.line();
  printHistory(out, paper.history);
  out.line();
  printStandings(out, paper);
}

function listedWords({ listings, place }: ExplainedPaper): string {
  const days = listings.map(
    ({ day, source, droppedAt }) =>
      `${day} by ${source}${droppedAt ? ` (dropped ${minute(droppedAt)})` : ""}`,
  );
  const now = place ? ` Now ${place.rank} of ${place.of} on ${place.day}.` : "";
  return `Listed ${days.length === 0 ? "by nobody" : days.join(", ")}.${now}`;
}

function printScore(out: Printer, { score }: ExplainedPaper): void {
  const { parts, upvotes, votesAgeDays } = score;
  out.line(`Score ${score.score.toFixed(3)}`);
  const votes = upvotes === null ? "no source counts votes for it" : `log2(1 + ${upvotes} upvotes)`;
  const age =
    votesAgeDays === null || parts.growth === 0
      ? "without votes"
      : `what votes ${votesAgeDays.toFixed(2)} days old may still gain`;
  out.table([
    ["  upvotes", signed(parts.upvotes), votes],
    ["  growth", signed(parts.growth), age],
    ["  prior", signed(parts.prior), upvotes ? "counts only without votes" : "its prior, between 0 and 1"],
  ]);
  out.line(tiesWords(score));
}

function tiesWords({ comments, stars }: ExplainedScore): string {
  const code = stars === null ? "no code" : counted(stars, "star");
  return `  Among equals: ${counted(comments ?? 0, "comment")}, then ${code}, then the newer identifier.`;
}

function printPrior(out: Printer, prior: ExplainedPrior): void {
  const use = prior.isUsed ? "orders it while nobody votes" : "not used any more";
  out.line(`Prior ${signed(prior.sum)} log2 votes: ${use}`);
  out.table(
    priorSignals.map((signal) => [
      `  ${priorSignalWords[signal]}`,
      signed(prior.parts[signal]),
      `weight ${prior.weights[signal].toFixed(2)}`,
    ]),
  );
  const { refit } = prior;
  out.line(
    refit
      ? `  Weights fitted on ${minute(refit.fittedAt)} to ${refit.days} days with ${refit.papers} papers.`
      : "  Weights as shipped; `paperboy rank --refit-prior` fits others.",
  );
}

function printHistory(out: Printer, history: HistoryEntry[]): void {
  out.line(history.length === 0 ? "No look saw votes." : "Looks (UTC)");
  out.table(
    history.map((entry) => [
      `  ${minute(entry.observedAt)}`,
      counted(entry.upvotes, "upvote"),
      counted(entry.comments, "comment"),
      entry.stars === null ? "no code" : counted(entry.stars, "star"),
      entry.position === null ? "" : `place ${entry.position}`,
      entry.unchangedUntil
        ? `unchanged at ${counted(entry.looksWithoutChange, "look")} until ${minute(entry.unchangedUntil)}`
        : "",
    ]),
  );
}

function printStandings(out: Printer, { standings }: ExplainedPaper): void {
  out.line(standings.length === 0 ? "In no edition yet." : "Editions");
  out.table(
    standings.map(({ editionId, section, rank, score, parts, upvotes }) => [
      `  ${editionId}`,
      section === "late" ? `late riser ${rank}` : `place ${rank}`,
      `score ${score.toFixed(3)}`,
      `${counted(upvotes, "upvote")}; ${partsWords(parts)}`,
    ]),
  );
}

/** What a score is the sum of, the largest part first, whatever the release that froze it called them. */
function partsWords(parts: Record<string, number>): string {
  return Object.entries(parts)
    .filter(([, value]) => value !== 0)
    .toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([name, value]) => `${name} ${signed(value)}`)
    .join(", ");
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
const signed = (value: number) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
/** `2026-06-18 04:00`, UTC. */
const minute = (at: Date) => at.toISOString().slice(0, 16).replace("T", " ");
