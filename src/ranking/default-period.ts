import { type Cadence, dayOf, lastClosedPeriod, periodOf, readPeriod } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { latestListedDay } from "./store.ts";

/**
 * The period that is meant when somebody looks at a ranking or a digest and names none: the last one that is over, or
 * when it has no papers the latest before it that has, so that there is something to see; else the one under way.
 */
export async function defaultPeriod(db: Database, cadence: Cadence, now: Date): Promise<string> {
  const closed = lastClosedPeriod(cadence, now);
  const day =
    (await latestListedDay(db, readPeriod(cadence, closed).lastDay)) ??
    (await latestListedDay(db, dayOf(now)));
  return day === null ? closed : periodOf(cadence, day);
}
