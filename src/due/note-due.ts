import { cadences } from "../calendar/periods.ts";
import { publicationsAfter } from "../calendar/publication-times.ts";
import type { Config } from "../config/env.ts";
import type { Database } from "../db/client.ts";
import { firstMark, lookedAtDays, missedPeriods, wantedChores, wantedLooks } from "./due-rules.ts";
import { listPeriodMarks, lockInstallation, writeMark } from "./marks-store.ts";
import {
  forgetLooks,
  insertPeriods,
  listDuePeriodsAtRest,
  markMissed,
  wantChore,
  wantLooks,
} from "./store.ts";

/**
 * Writes down what the clock wants by now: periods whose hour has passed, days that are to be looked at,
 * housekeeping; and leaves to an operator what is too late to be published by itself. Safe to repeat, in many
 * processes at once.
 */
export function noteDue(db: Database, schedule: Config["schedule"], now: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const { beganAt } = await lockInstallation(tx, now);
    await notePeriods(tx, schedule.publishAt, beganAt, now);
    for (const late of missedPeriods(await listDuePeriodsAtRest(tx, now), now))
      await markMissed(tx, late, "late", now);
    await wantLooks(tx, wantedLooks(schedule.ingestEvery, beganAt, now), now);
    await forgetLooks(tx, lookedAtDays(now));
    for (const { name, dueAt } of wantedChores(beganAt, now)) await wantChore(tx, name, dueAt);
  });
}

async function notePeriods(tx: Database, publishAt: string, beganAt: Date, now: Date): Promise<void> {
  const marks = await listPeriodMarks(tx);
  for (const cadence of cadences) {
    const known = marks.get(cadence);
    const mark = known ?? firstMark(cadence, publishAt, beganAt, now);
    const { due, upTo } = publicationsAfter(cadence, mark, publishAt, now);
    await insertPeriods(tx, cadence, due, now);
    if (upTo !== known) await writeMark(tx, cadence, upTo);
  }
}
