import { type Cadence, dayOf, lastClosedPeriod, parsePeriodOf, periodOf } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { findLatestListedDay } from "./store.ts";

/** The period of a named day (or of itself); without one that of `defaultPeriod`. */
export async function shownPeriod(
  db: Database,
  { cadence, date }: { cadence: Cadence; date?: string | null },
  now: Date,
): Promise<string> {
  return typeof date === "string" ? periodOf(cadence, date) : defaultPeriod(db, cadence, now);
}

/**
 * The period that is meant when somebody looks at a ranking or a digest and names none: the last one that is over, or
 * when it has no papers the latest before it that has, so that there is something to see; else the one under way.
 */
async function defaultPeriod(db: Database, cadence: Cadence, now: Date): Promise<string> {
  const closed = lastClosedPeriod(cadence, now);
  const day =
    (await findLatestListedDay(db, parsePeriodOf(cadence, closed).lastDay)) ??
    (await findLatestListedDay(db, dayOf(now)));
  return day === null ? closed : periodOf(cadence, day);
}
