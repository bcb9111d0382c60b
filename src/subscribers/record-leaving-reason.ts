import type { Context } from "../context.ts";
import { insertConsent } from "./consents-store.ts";

/** The answers that the page offers, in its order. */
export const leavingReasons = {
  "too-many": "Too many mails",
  "not-relevant": "The papers are not for me",
  "read-elsewhere": "I read them elsewhere",
  "never-asked": "I never asked for it",
  other: "Something else",
} as const;

export type LeavingReason = keyof typeof leavingReasons;

/** Keeps the optional answer to "why do you leave?" with the reader's consents. */
export async function recordLeavingReason(
  ctx: Context,
  input: { subscriberId: string; reason: LeavingReason },
): Promise<void> {
  await insertConsent(ctx.db, {
    subscriberId: input.subscriberId,
    action: "left-because",
    source: "page",
    wording: leavingReasons[input.reason],
    at: ctx.clock.now(),
  });
}
