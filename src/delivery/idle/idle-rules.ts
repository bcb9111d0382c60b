import { longestGapDays } from "../../config/still-reading.ts";

/** What is known of one reader who may have stopped reading. */
export type ReaderFacts = {
  /** Their last click, mark, choice or confirmation, as far as any is known. */
  lastSignAt: Date;
  /** Digests of editions whose clicks reached us that the reader was sent in the days that count; those that bounced do not. */
  mails: number;
  firstMailAt: Date | null;
};

/** The first and the last publication of an edition on which a person's click was heard of; null when there is none. */
export type HeardClicks = { firstAt: Date | null; lastAt: Date | null };

/** Why nothing can be said of who reads. */
export type NotMeasured = "never" | "too-short" | "no-longer";

const dayMs = 86_400_000;

/** One mail that nobody follows says nothing. */
const fewestMails = 2;

/** The instant from which on a sign of reading counts. */
export function idleSince(days: number, now: Date): Date {
  return new Date(now.getTime() - days * dayMs);
}

/**
 * Whether a reader has given no sign of reading for so many days, though there was something to read: mails that they
 * could have followed, the first of them in the earlier half of that time.
 */
export function isIdle({ lastSignAt, mails, firstMailAt }: ReaderFacts, days: number, now: Date): boolean {
  if (lastSignAt >= idleSince(days, now) || mails < fewestMails) return false;
  return firstMailAt !== null && firstMailAt <= idleSince(days / 2, now);
}

/**
 * Why silence means nothing in this installation, null when it does: clicks must have been heard of during all of the
 * days that are asked about, and until lately. Where tracking was switched on yesterday, everybody seems silent.
 */
export function whyNotMeasured(
  { firstAt, lastAt }: HeardClicks,
  days: number,
  now: Date,
): NotMeasured | null {
  if (firstAt === null || lastAt === null) return "never";
  if (lastAt < idleSince(longestGapDays, now)) return "no-longer";
  return firstAt > idleSince(days, now) ? "too-short" : null;
}

/**
 * Whether a reader who was told has let the days pass that the mail named, and an answer would have been heard: clicks
 * on an edition that came after the mail were.
 */
export function isGraceOver(toldAt: Date, lastHeardAt: Date | null, graceDays: number, now: Date): boolean {
  return toldAt <= idleSince(graceDays, now) && lastHeardAt !== null && lastHeardAt >= toldAt;
}
