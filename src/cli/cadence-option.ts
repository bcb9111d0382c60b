import { Option } from "commander";
import type { Cadence } from "../editions/model.ts";
import { lastClosedPeriod, periodOf } from "../ranking/periods.ts";

export type PeriodOptions = { date?: string; cadence: Cadence; json?: boolean };

/** `--cadence`, daily unless said. */
export function cadenceOption(): Option {
  return new Option("--cadence <cadence>", "which edition")
    .choices(["daily", "weekly", "monthly"])
    .default("daily");
}

/** The period that a command means: the one that holds `--date` (or is named by it), else the last one over. */
export function periodFrom({ date, cadence }: PeriodOptions, now: Date): string {
  return date === undefined ? lastClosedPeriod(cadence, now) : periodOf(cadence, date);
}
