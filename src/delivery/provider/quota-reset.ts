import type { Usage } from "./read-usage.ts";

const dayMs = 24 * 3_600_000;

/** No quota takes longer to be filled again, whatever a provider says. */
const longestMs = { day: dayMs + 3_600_000, month: 32 * dayMs };

/**
 * When a used-up quota is filled again: as the refusal says, else as the provider says of the account, else the
 * next UTC day or month, when Resend's quotas begin anew (https://resend.com/docs/api-reference/rate-limit).
 */
export function quotaReset(
  now: Date,
  period: "day" | "month",
  retryAfterMs: number | null,
  usage: Usage | null,
): Date {
  const toldMs = retryAfterMs ?? (usage?.[period]?.resetsAt?.getTime() ?? Number.NaN) - now.getTime();
  if (toldMs > 0 && toldMs <= longestMs[period]) return new Date(now.getTime() + toldMs);
  return period === "day"
    ? new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1))
    : new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
}
