import { localDay } from "../../calendar/local-day.ts";
import type { Cadence } from "../../calendar/periods.ts";
import type { ReaderSilence } from "../ledger/quiet-store.ts";

/** After how many days without a digest a reader of a cadence is told: a week, three weeks, two months. */
const silentDays: Record<Cadence, number> = { daily: 7, weekly: 21, monthly: 59 };

/** The longest that lies between two editions, in days. */
const stepDays: Record<Cadence, number> = { daily: 1, weekly: 7, monthly: 31 };

const dayMs = 24 * 3_600_000;

/** Since when editions tell of a silence: mails may leave up to two days after they were published. */
export function silenceBegins(cadence: Cadence, now: Date): Date {
  return new Date(now.getTime() - (silentDays[cadence] + 3) * dayMs);
}

/** A reader's zone, and since when mails may come. */
type Reader = { timezone: string; confirmedAt: Date | null; createdAt: Date };

/**
 * Whether a reader for whom an edition has too little is told so by a quiet mail: when no digest has come for the days
 * above, nor the subscription is younger, since as long as that editions had too little for them, and they were not
 * told of this silence before. Days are those of the reader's calendar. A pause, or an outage of the site, is none.
 */
export function isSilent(reader: Reader, silence: ReaderSilence, cadence: Cadence, now: Date): boolean {
  if (silence.isTold) return false;
  const daysSince = (at: Date) => daysBetween(localDay(at, reader.timezone), localDay(now, reader.timezone));
  const heardAt = silence.lastMailedAt ?? reader.confirmedAt ?? reader.createdAt;
  const first = withoutSince(silence).at(0);
  return (
    daysSince(heardAt) >= silentDays[cadence] &&
    first !== undefined &&
    daysSince(first.dueAt) >= silentDays[cadence] - stepDays[cadence]
  );
}

/** Whether in a silence papers matched, and were fewer than asked for. */
export function hadTooFew(silence: ReaderSilence): boolean {
  return withoutSince(silence).some(({ reason }) => reason === "too-few-matches");
}

/** The editions since the last digest that had too little, the earliest first. */
function withoutSince({ lastMailedAt, without }: ReaderSilence): ReaderSilence["without"] {
  return without
    .filter(({ dueAt }) => lastMailedAt === null || dueAt > lastMailedAt)
    .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
}

/** @param from `YYYY-MM-DD`, as `to`. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}
