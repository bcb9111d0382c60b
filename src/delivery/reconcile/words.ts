import type { ReconcileReport } from "../kept-shapes.ts";
import type { Drift } from "./drift.ts";

/** What came of a run and where the two sides differ, in sentences. */
export function reconcileWords(report: ReconcileReport, drift: Drift): string[] {
  const { events, mails, suppressions, refused, unreadable = [], stopped, requests } = report;
  return [
    events === null
      ? "Events: no webhook of the account that points to this site could be read."
      : `Events: ${events.listed} listed, ${events.stored} new, ${events.known} known, ${events.gone} gone.`,
    `Uncertain mails: ${mails.looked} looked for, ${mails.settled} found and submitted.`,
    `Suppressions: ${suppressions.listed} at the provider, ${suppressions.added} of them new here.`,
    ...(drift.onlyHere.length === 0
      ? []
      : [
          `Suppressed here and not there: ${drift.onlyHere.map(({ reason, count }) => `${count} ${reason}`).join(", ")}.`,
        ]),
    ...(refused.length === 0
      ? []
      : [`The key may not read ${refused.join(", ")}: sending is not touched by it.`]),
    ...(unreadable.length === 0
      ? []
      : [`The provider's answers on ${unreadable.join(", ")} cannot be read: nothing is changed by them.`]),
    ...(stopped === "budget" ? ["The requests are used up: the next run goes on here."] : []),
    ...(stopped === "later" ? ["The provider cannot be asked now: the next run goes on here."] : []),
    `${requests} requests.`,
  ];
}
