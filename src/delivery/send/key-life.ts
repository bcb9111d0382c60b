/**
 * How long a key protects a repetition. Resend keeps keys for 24 hours
 * (https://resend.com/docs/dashboard/emails/idempotency-keys); an hour is left for clocks and slow requests.
 */
export const keyLifeMs = 23 * 3_600_000;

/** A first request before this instant is too long ago: its key may be forgotten. */
export function keyAliveSince(now: Date): Date {
  return new Date(now.getTime() - keyLifeMs);
}

/** Until when the provider knows a key again: from then on a repeated request would be a second mail. */
export function keyEndsAt(firstAttemptAt: Date): Date {
  return new Date(firstAttemptAt.getTime() + keyLifeMs);
}
