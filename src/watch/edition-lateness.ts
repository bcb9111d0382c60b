import { type Cadence, cadences } from "../calendar/periods.ts";
import { lastPublication, type Publication, publicationsAfter } from "../calendar/publication-times.ts";
import type { Database } from "../db/client.ts";
import { firstMark } from "../due/due-rules.ts";
import { findBeginning, listPeriodMarks } from "../due/marks-store.ts";
import { listNeverNoted, listOpenPeriods } from "../due/store.ts";

export type Lateness = { cadence: Cadence; period: string; lateMs: number };

/**
 * How late the newest period of each cadence is that is due: since its hour. Not late is a period that the ledger
 * knows as published, empty, missed or skipped, and a fresh installation's past. A period whose hour has passed
 * while nobody looked at what is due is late too.
 */
export async function listLateEditions(db: Database, publishAt: string, now: Date): Promise<Lateness[]> {
  const [open, unnoted] = await Promise.all([
    listOpenPeriods(db, now),
    listUnnotedPeriods(db, publishAt, now),
  ]);
  return cadences.map((cadence) => {
    const due = open.filter((one) => one.cadence === cadence && one.state === "due");
    const newest = [...due, ...(unnoted.get(cadence) ?? [])].at(-1);
    return newest
      ? { cadence, period: newest.period, lateMs: now.getTime() - newest.dueAt.getTime() }
      : { cadence, period: lastPublication(cadence, publishAt, now).period, lateMs: 0 };
  });
}

/** Periods whose hour has passed since the dispatcher last looked, the oldest first. */
async function listUnnotedPeriods(
  db: Database,
  publishAt: string,
  now: Date,
): Promise<Map<Cadence, Publication[]>> {
  const beganAt = await findBeginning(db);
  if (beganAt === null) return new Map();
  const marks = await listPeriodMarks(db);
  const found = cadences.map(async (cadence): Promise<[Cadence, Publication[]]> => {
    const mark = marks.get(cadence) ?? firstMark(cadence, publishAt, beganAt, now);
    const { due } = publicationsAfter(cadence, mark, publishAt, now);
    const periods = await listNeverNoted(
      db,
      cadence,
      due.map(({ period }) => period),
    );
    return [cadence, due.filter(({ period }) => periods.includes(period))];
  });
  return new Map(await Promise.all(found));
}
