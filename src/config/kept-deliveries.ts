import { z } from "zod";
import { longestGapDays } from "./still-reading.ts";

/**
 * For so many days after an edition no paper of it is shown to its reader again; a migration remembers what was mailed
 * before it as long. What else is judged by deliveries (silences, bounces that pass) needs less.
 */
export const shownDays = 100;

export const keptDeliveriesVariables = {
  RETENTION_DELIVERIES_DAYS: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && (Number(text) === 0 || isWithin(Number(text))), {
      message: `must be 0 for ever, or a whole number of days from ${shownDays} to 36500`,
    })
    .transform(Number)
    .default(0),
};

function isWithin(days: number): boolean {
  return days >= shownDays && days <= 36_500;
}

/**
 * For how many days it can be told which digests a reader was sent: by deliveries, or by events of them; 0 is until the
 * reader is erased.
 */
export function keptDigestDays({ deliveries, events }: { deliveries: number; events: number }): number {
  return deliveries === 0 || events === 0 ? 0 : Math.max(deliveries, events);
}

/** Who does not read any more is told by deliveries: those must be there. */
export function forgottenDeliveries(given: Record<string, string | undefined>): string[] {
  const kept = Number(given.RETENTION_DELIVERIES_DAYS ?? 0);
  const silent = Number(given.STILL_READING_DAYS ?? 0);
  const needed = silent + longestGapDays;
  if (!(silent > 0 && kept >= shownDays && kept < needed)) return [];
  return [
    `RETENTION_DELIVERIES_DAYS must not be shorter than what tells who still reads: STILL_READING_DAYS is ${silent}, so let it be ${needed} or more, or 0`,
  ];
}
