import { z } from "zod";
import { wholeNumber } from "./values.ts";

/** When readers who give no sign of reading are asked whether they still do. */
export type StillReadingConfig = {
  /** Without a click and a mark. */
  days: number;
  /** From the mail that asks to the pause. */
  graceDays: number;
  /** The most who are asked on one day (UTC). */
  dailyLimit: number;
};

/** Longer than from one monthly edition to the next: clicks are looked for on editions of so many days more. */
export const longestGapDays = 35;

/** A monthly digest comes twice in this time. */
const fewestDays = 60;

const daysOrNever = z
  .string()
  .refine((text) => /^\d{1,4}$/.test(text) && (Number(text) === 0 || Number(text) >= fewestDays), {
    message: `must be 0 for never, or a whole number of days from ${fewestDays} to 9999`,
  })
  .transform(Number);

export const stillReadingVariables = {
  STILL_READING_DAYS: daysOrNever.default(0),
  STILL_READING_GRACE_DAYS: wholeNumber(7, 90).default(14),
  STILL_READING_DAILY_LIMIT: wholeNumber(1, 10_000).default(100),
};

const stillReadingSchema = z.object(stillReadingVariables);

/** Null where nobody is asked. */
export function toStillReadingConfig(env: z.infer<typeof stillReadingSchema>): StillReadingConfig | null {
  if (env.STILL_READING_DAYS === 0) return null;
  return {
    days: env.STILL_READING_DAYS,
    graceDays: env.STILL_READING_GRACE_DAYS,
    dailyLimit: env.STILL_READING_DAILY_LIMIT,
  };
}

/** What is not remembered cannot be told from what did not happen. */
export function forgottenClicks(given: Record<string, string | undefined>, usualKeptDays: number): string[] {
  const days = Number(given.STILL_READING_DAYS ?? 0);
  const kept = Number(given.RETENTION_EVENTS_DAYS ?? usualKeptDays);
  if (!(days > kept && kept > 0)) return [];
  return [
    `STILL_READING_DAYS must not be longer than clicks are kept: RETENTION_EVENTS_DAYS is ${kept}, so let it be ${days} or more, or 0`,
  ];
}
