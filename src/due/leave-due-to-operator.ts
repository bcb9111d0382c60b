import { type Cadence, cadences } from "../calendar/periods.ts";
import { publicationsAfter } from "../calendar/publication-times.ts";
import type { Database } from "../db/client.ts";
import { firstMark } from "./due-rules.ts";
import { endRestoredErrands } from "./errands-store.ts";
import { findLastScheduledWrite, listPeriodMarks, lockInstallation, writeMark } from "./marks-store.ts";
import { insertPeriods, listOpenPeriods, markMissed } from "./store.ts";

/**
 * Leaves every period to an operator whose hour has passed and of which a restored ledger does not know that it
 * was settled: it may have gone out after the backup. The oldest first. What was asked for and not done is ended, for
 * the same reason. Safe to repeat.
 */
export function leaveDueToOperator(
  db: Database,
  publishAt: string,
  now: Date,
): Promise<{ cadence: Cadence; period: string }[]> {
  return db.transaction(async (tx) => {
    const { beganAt } = await lockInstallation(tx, now);
    const writtenAt = (await findLastScheduledWrite(tx)) ?? beganAt;
    const marks = await listPeriodMarks(tx);
    for (const cadence of cadences) {
      // A backup of a release that kept no marks tells by its last write how far it had got.
      const mark = marks.get(cadence) ?? firstMark(cadence, publishAt, beganAt, writtenAt);
      const { due, upTo } = publicationsAfter(cadence, mark, publishAt, now);
      await insertPeriods(tx, cadence, due, now);
      await writeMark(tx, cadence, upTo);
    }
    await endRestoredErrands(tx, now);
    const due = (await listOpenPeriods(tx, now)).filter(({ state }) => state === "due");
    for (const one of due) await markMissed(tx, one, "restored", now);
    return due.map(({ cadence, period }) => ({ cadence, period }));
  });
}
