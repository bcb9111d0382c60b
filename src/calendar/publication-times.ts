import { CronExpressionParser } from "cron-parser";
import { type Cadence, closeOf, isClosed, lastClosedPeriod, nextPeriod } from "./periods.ts";

/** A period, and the instant at which it is to be published. */
export type Publication = { period: string; dueAt: Date };

/** The cron pattern (UTC) of a cadence: as `PUBLISH_AT` says, at its hour on Mondays, at its hour on the 1st. */
function patternOf(cadence: Cadence, publishAt: string): string {
  const [minute = "0", hour = "4"] = publishAt.trim().split(/\s+/);
  const patterns: Record<Cadence, string> = {
    daily: publishAt,
    weekly: `${minute} ${hour} * * 1`,
    monthly: `${minute} ${hour} 1 * *`,
  };
  return patterns[cadence];
}

/** The latest instant of a cron pattern (UTC) that is not after `now`. */
export function lastInstant(pattern: string, now: Date): Date {
  // The parser looks for what is earlier than the instant that it is given.
  const justAfter = new Date(now.getTime() + 1);
  return CronExpressionParser.parse(pattern, { tz: "UTC", currentDate: justAfter }).prev().toDate();
}

/** The latest period of a cadence whose hour has passed. */
export function lastPublication(cadence: Cadence, publishAt: string, now: Date): Publication {
  const instant = lastInstant(patternOf(cadence, publishAt), now);
  const period = lastClosedPeriod(cadence, instant);
  // A pattern that strikes twice a day wants the period at the first of its instants.
  return { period, dueAt: publicationInstant(cadence, period, publishAt) ?? instant };
}

/**
 * When a period is to be published: the first instant of the pattern after its close. Null for a period that the
 * pattern leaves out, as one for weekdays does with Fridays.
 *
 * @throws {InvalidInputError} for a malformed period.
 */
export function publicationInstant(cadence: Cadence, period: string, publishAt: string): Date | null {
  const justBefore = new Date(closeOf(cadence, period).getTime() - 1);
  const instant = CronExpressionParser.parse(patternOf(cadence, publishAt), {
    tz: "UTC",
    currentDate: justBefore,
  })
    .next()
    .toDate();
  return lastClosedPeriod(cadence, instant) === period ? instant : null;
}

/** The next instant after `now` at which a period of a cadence is to be published. */
export function nextPublication(cadence: Cadence, publishAt: string, now: Date): Date {
  for (let period = lastClosedPeriod(cadence, now); ; period = nextPeriod(cadence, period)) {
    const at = publicationInstant(cadence, period, publishAt);
    if (at !== null && at > now) return at;
  }
}

/**
 * The periods after one whose hour has passed, the oldest first, and how far that looked. It goes from period to
 * period, not from instant to instant, so that a changed `PUBLISH_AT` neither repeats a period nor leaves one out.
 */
export function publicationsAfter(
  cadence: Cadence,
  period: string,
  publishAt: string,
  now: Date,
): { due: Publication[]; upTo: string } {
  const due: Publication[] = [];
  let upTo = period;
  for (
    let next = nextPeriod(cadence, period);
    isClosed(cadence, next, now);
    next = nextPeriod(cadence, next)
  ) {
    const dueAt = publicationInstant(cadence, next, publishAt);
    if (dueAt !== null && dueAt > now) break;
    if (dueAt !== null) due.push({ period: next, dueAt });
    upTo = next;
  }
  return { due, upTo };
}
