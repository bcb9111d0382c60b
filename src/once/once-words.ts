import { minuteWords } from "../calendar/minute-words.ts";
import type { OnceEdition, OnceReport } from "./once-report.ts";

/** A run's summary in lines, without its problems. */
export function onceWords(report: OnceReport): string[] {
  const { days, feedback, editions, notes } = report;
  const { startedAt, endedAt } = report;
  return [
    `From ${minuteWords(startedAt)} to ${minuteWords(endedAt)}.`,
    days.length === 0
      ? "No day was due to be collected."
      : `Collected ${days.length === 1 ? days[0] : `${days.length} days, ${days[0]} to ${days.at(-1)}`}.`,
    ...(feedback === null
      ? []
      : [
          `Fetched ${count(feedback.events, "event")} that no webhook brought; ${count(feedback.suppressed, "address", "addresses")} newly suppressed.`,
        ]),
    ...(editions.length === 0 ? ["No edition was due."] : editions.map(lineOf)),
    ...notes,
  ];
}

function lineOf({ editionId, isNew, state, planned, pending, sealed, inThisRun }: OnceEdition): string {
  const { submitted, excluded, failed, uncertain } = inThisRun;
  const waiting = pending + sealed;
  return `${editionId}${isNew ? ", published now" : ""} (${state}): ${submitted} sent, ${excluded} excluded, ${failed} failed, ${uncertain} uncertain in this run; ${waiting} of ${planned} open.`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
