import type { BreakerFacts } from "../../editions/pause-facts.ts";
import type { EditionRow } from "../../editions/store.ts";

/** What of an edition says why it stands as it does. */
export type PauseColumns = Pick<EditionRow, "state" | "stateReason" | "pausedBy" | "pausedFacts">;

/**
 * Why an edition is paused or cancelled, as one sentence without a full stop: what the operator said of a pause, else a
 * sentence of ours. Null when its state says it all.
 */
export function stateSentence({ state, stateReason, pausedBy, pausedFacts }: PauseColumns): string | null {
  if (state === "cancelled") return "cancelled by the operator";
  if (state !== "paused") return null;
  switch (pausedBy) {
    case "restore":
      return "restored from a backup: mails may have left after it was made";
    case "breaker":
      return pausedFacts === null ? (stateReason ?? "breaker") : breakerSentence(pausedFacts);
    default:
      return stateReason ?? "paused by the operator";
  }
}

/** Whether an edition waits because of the breaker. */
export function isPausedByBreaker({ state, pausedBy }: Pick<PauseColumns, "state" | "pausedBy">): boolean {
  return state === "paused" && pausedBy === "breaker";
}

/** Which mails, which numbers and which limit. Workers of the release before know the breaker by the first word. */
export function breakerSentence(facts: BreakerFacts): string {
  return `breaker: ${feedbackWords(facts)}`;
}

/** The numbers that were judged, such as `5 complaints among 6,000 submitted mails of daily-2026-06-17 (0.083 %; ...)`. */
export function feedbackWords(facts: BreakerFacts): string {
  const { measure, count, submitted, limitRatio, editionId, windowDays, heardSince } = facts;
  const mails =
    editionId === null ? `mails submitted in the last ${windowDays} days` : `submitted mails of ${editionId}`;
  const since = heardSince === null ? "" : `, heard since ${heardSince.slice(0, 16).replace("T", " ")} UTC`;
  return `${counted(count)} ${measure} among ${counted(submitted)} ${mails}${since} (${percent(count / submitted)}; the limit is ${percent(limitRatio)})`;
}

/** How an edition that the breaker paused goes on, as a whole sentence. */
export function breakerMend(editionId: string): string {
  return `See what the reports say and mend the list, then \`paperboy resume --edition ${editionId} --force\`, after which only later feedback counts, or \`paperboy cancel --edition ${editionId}\`.`;
}

const counted = (count: number) => count.toLocaleString("en-US");

const percent = (ratio: number) => `${Number((100 * ratio).toPrecision(2))} %`;
