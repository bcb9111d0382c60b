import { minuteWords } from "../calendar/minute-words.ts";
import type { OpenPeriod } from "./store.ts";

/** An open period in one sentence without a full stop: what stands in its way. */
export function describeOpenPeriod(open: OpenPeriod): string {
  const name = `The ${open.cadence} edition of ${open.period}`;
  if (open.state === "missed") return `${name} ${missedWords(open)}`;
  const tried = open.lastReason === null ? "" : `: ${reasonWords(open.lastReason, open)}`;
  const tries = open.attempts > 0 ? `, tried ${open.attempts === 1 ? "once" : `${open.attempts} times`}` : "";
  return `${name} is due since ${minuteWords(open.dueAt)}${tries}${tried}`;
}

/** Why only an operator publishes it. */
export function missedWords({ missedReason, dueAt }: Pick<OpenPeriod, "missedReason" | "dueAt">): string {
  return missedReason === "restored"
    ? "may have gone out after the backup that this ledger was restored from"
    : `was due at ${minuteWords(dueAt)} and was not published in time`;
}

/** The commands that decide what becomes of it. */
export function decidingCommands({ cadence, period }: Pick<OpenPeriod, "cadence" | "period">): {
  publish: string;
  skip: string;
} {
  const which = `--date ${period}${cadence === "daily" ? "" : ` --cadence ${cadence}`}`;
  return { publish: `paperboy publish ${which}`, skip: `paperboy skip ${which}` };
}

function reasonWords(code: string, { lastFacts }: OpenPeriod): string {
  switch (code) {
    case "source_silent":
      return `no papers are known, and Hugging Face has not yet said, after its close, what ${someDays(lastFacts?.days ?? [])} holds`;
    case "source_unavailable":
      return `${(lastFacts?.sources ?? []).join(" and ") || "a source"} could not be collected`;
    case "database":
      return "the database went away";
    case "unexpected":
      return "something unexpected failed, which the log of the worker names";
    default:
      return code;
  }
}

const someDays = (days: string[]) =>
  days.length > 2 ? `${days[0]} and ${days.length - 1} more days` : days.join(" and ");
