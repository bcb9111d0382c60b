import type { MailAnswer } from "../mailers/mailer.ts";

/** Until when all requests of all workers wait, and why. */
export type AnswerPause = { until: Date; reason: string };

/** What all mails share is tried again this often, so that delivery goes on by itself once it is mended. */
const sharedPauseMs = 5 * 60_000;

const limitedPauseMs = 1_000;

/**
 * The part of the table of answers that batches and single mails have in common: the pause that an answer asks for
 * which accepted nothing, for a reason that would meet the next request as well.
 */
export function pauseAfter(
  answer: MailAnswer & { kind: "limited" | "unauthorised" },
  now: Date,
): AnswerPause {
  switch (answer.kind) {
    case "limited": {
      const pauseMs = Math.max(answer.retryAfterMs ?? 0, limitedPauseMs);
      return { until: new Date(now.getTime() + pauseMs), reason: "rate limit" };
    }
    case "unauthorised":
      return pauseForAll(answer.reason, now);
  }
}

/** After a refusal of what all mails share: a key, the account, the sender. */
export function pauseForAll(reason: string, now: Date): AnswerPause {
  return { until: new Date(now.getTime() + sharedPauseMs), reason };
}
