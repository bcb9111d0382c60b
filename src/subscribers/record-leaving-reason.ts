import type { Context } from "../context.ts";
import { insertConsent } from "./consents-store.ts";

/** The answers that the page offers, in its order. */
export const leavingReasons = ["too-many", "not-relevant", "read-elsewhere", "never-asked", "other"] as const;

export type LeavingReason = (typeof leavingReasons)[number];

/** Keeps the optional answer to why a reader leaves with their consents: the `wording` is what they chose. */
export async function recordLeavingReason(
  ctx: Context,
  input: { subscriberId: string; wording: string },
): Promise<void> {
  await insertConsent(ctx.db, {
    subscriberId: input.subscriberId,
    action: "left-because",
    source: "page",
    wording: input.wording,
    at: ctx.clock.now(),
  });
}
