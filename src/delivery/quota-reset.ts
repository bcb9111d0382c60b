import type { Usage } from "./provider/read-usage.ts";

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
  if (retryAfterMs !== null) return new Date(now.getTime() + retryAfterMs);
  const told = usage?.[period]?.resetsAt;
  if (told && told > now) return told;
  return period === "day"
    ? new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1))
    : new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
}
