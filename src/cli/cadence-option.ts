import { Option } from "commander";
import { type Cadence, cadences, meantPeriod } from "../calendar/periods.ts";

export type PeriodOptions = { date?: string; cadence: Cadence; json?: boolean };

/** `--cadence`, daily unless said. */
export function cadenceOption(): Option {
  return new Option("--cadence <cadence>", "which edition").choices(cadences).default("daily");
}

/** For the commands that look and publish nothing: `--date`, by default that of `shownPeriod`. */
export function shownDateOption(): Option {
  return new Option(
    "--date <day>",
    "a day, YYYY-MM-DD (default: the latest day that is over and has papers)",
  );
}

/** The period that a command means: the one that holds `--date` (or is named by it), else the last one over. */
export function periodFrom({ date, cadence }: PeriodOptions, now: Date): string {
  return meantPeriod(cadence, date ?? null, now);
}
