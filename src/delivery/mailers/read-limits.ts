import type { MailLimits } from "./mailer.ts";

/** Limits of longer windows are allowances, as a day's quota: refusals tell when one is used up. */
const longestWindowSeconds = 60;

/** A pace that no account has. */
const [leastPerSecond, mostPerSecond] = [1 / 60, 1_000];

/** No window begins anew later than this; some servers send an instant in its place. */
const longestResetSeconds = 60;

/**
 * What an answer's headers say of the limit, by the drafts of the IETF on rate limits (draft-ietf-httpapi-ratelimit-headers):
 * `ratelimit-limit: 10`, which counts a second unless the policy names its window; `10, 10;w=1, 300;w=60`; and
 * `ratelimit-policy: 10;w=1` or `"burst";q=10;w=1`. Of several limits the lowest counts, and what is no number, or no
 * pace that an account may have, is passed over. Null when they say nothing.
 */
export function readLimits(headers: Record<string, string>): MailLimits {
  const policies = itemsOf(headers["ratelimit-policy"]);
  const limits = itemsOf(headers["ratelimit-limit"]);
  const named = [...policies, ...limits].filter(({ windowSeconds }) => windowSeconds !== null);
  const plain = limits.filter(
    ({ quota, windowSeconds }) => windowSeconds === null && !named.some((one) => one.quota === quota),
  );
  const rates = [...named, ...plain]
    .filter(({ windowSeconds }) => (windowSeconds ?? 1) <= longestWindowSeconds)
    .map(({ quota, windowSeconds }) => quota / (windowSeconds ?? 1))
    .filter((rate) => rate >= leastPerSecond && rate <= mostPerSecond);
  // What remains of an allowance for a day is no reason to wait a second.
  if (rates.length === 0) return null;
  return {
    requestsPerSecond: Math.min(...rates),
    remaining: wholeNumber(headers["ratelimit-remaining"]),
  };
}

/** In how many milliseconds a window begins anew; null when it is not told, or cannot be. */
export function readResetMs(headers: Record<string, string>): number | null {
  const text = headers["ratelimit-reset"]?.trim() ?? "";
  const seconds = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  return seconds > 0 && seconds <= longestResetSeconds ? 1_000 * seconds : null;
}

type Item = { quota: number; windowSeconds: number | null };

/** The members of a list of structured fields, as far as they name a number of requests. */
function itemsOf(header: string | undefined): Item[] {
  return (header ?? "")
    .slice(0, 1_000)
    .split(",")
    .flatMap((member): Item[] => {
      const [first = "", ...parameters] = member.split(";").map((part) => part.trim());
      const named = new Map(
        parameters.map((one) => one.split("=").map((part) => part.trim()) as [string, string]),
      );
      const quota = wholeNumber(named.get("q") ?? first);
      if (quota === null) return [];
      if (!named.has("w")) return [{ quota, windowSeconds: null }];
      const windowSeconds = wholeNumber(named.get("w"));
      return windowSeconds === null || windowSeconds === 0 ? [] : [{ quota, windowSeconds }];
    });
}

function wholeNumber(text: string | undefined): number | null {
  return /^\d{1,9}$/.test(text?.trim() ?? "") ? Number(text) : null;
}
