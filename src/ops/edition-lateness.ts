import { CronExpressionParser } from "cron-parser";
import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { Cadence } from "../editions/model.ts";
import { lastClosedPeriod, periodDays } from "../ranking/periods.ts";

export type Lateness = { cadence: Cadence; period: string; lateMs: number };

/**
 * How late the edition of the last closed period is, for each cadence: since the schedule should have
 * published it. Not late is a period without papers, such as a Sunday, and a fresh installation's past.
 */
export async function editionLateness(db: Database, publishAt: string, now: Date): Promise<Lateness[]> {
  const cadences: Cadence[] = ["daily", "weekly", "monthly"];
  return Promise.all(cadences.map((cadence) => latenessOf(db, cadence, publishAt, now)));
}

async function latenessOf(db: Database, cadence: Cadence, publishAt: string, now: Date): Promise<Lateness> {
  const dueAt = lastPublication(cadence, publishAt, now);
  const period = lastClosedPeriod(cadence, dueAt);
  const days = periodDays(cadence, period);
  const { rows } = await db.execute<{ isThere: boolean; hasPapers: boolean }>(sql`
    select exists (select from editions where cadence = ${cadence} and period = ${period}) as "isThere",
      exists (select from paper_listings where day between ${days[0]}::date and ${days.at(-1)}::date
        and first_seen_at < ${dueAt}) as "hasPapers"`);
  const isLate = rows[0]?.isThere === false && rows[0].hasPapers;
  return { cadence, period, lateMs: isLate ? now.getTime() - dueAt.getTime() : 0 };
}

/** When the schedule last published in a cadence: every day, on Mondays, or on the 1st. */
export function lastPublication(cadence: Cadence, publishAt: string, now: Date): Date {
  const [minute = "0", hour = "4"] = publishAt.trim().split(/\s+/);
  const patterns: Record<Cadence, string> = {
    daily: publishAt,
    weekly: `${minute} ${hour} * * 1`,
    monthly: `${minute} ${hour} 1 * *`,
  };
  return CronExpressionParser.parse(patterns[cadence], { tz: "UTC", currentDate: now }).prev().toDate();
}
