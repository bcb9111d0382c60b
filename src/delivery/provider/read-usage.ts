import { Resend } from "resend";
import { z } from "zod";
import type { Config } from "../../config/env.ts";
import { type ReadAnswer, readAnswer } from "../mailers/read-answer.ts";

/** One quota of the account; a limit that is null is none. */
export type Quota = { used: number; limit: number | null; resetsAt: Date | null };

/** What the provider says of the account; null is what it does not say. */
export type Usage = { requestsPerSecond: number | null; day: Quota | null; month: Quota | null };

const instant = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()))
  .nullable()
  .catch(null);

const quota = z
  .object({ used: z.number(), limit: z.number().nullable().catch(null), resets_at: instant })
  .transform(({ used, limit, resets_at }): Quota => ({ used, limit, resetsAt: resets_at }))
  .nullable()
  .catch(null);

const durations: Record<string, number> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3_600,
  hour: 3_600,
};

/** `1s`, `60 seconds`, `1 minute`; in seconds, null for anything else. */
function secondsIn(text: string): number | null {
  const [, count, unit] = /^(\d*)\s*([a-z]+?)s?$/i.exec(text.trim()) ?? [];
  const seconds = durations[(unit ?? text.trim()).toLowerCase()];
  const total = (seconds ?? Number.NaN) * Number(count || 1);
  return total > 0 ? total : null;
}

const rate = z
  .object({ limit: z.number().positive(), duration: z.string() })
  .transform(({ limit, duration }) => {
    const seconds = secondsIn(duration);
    return seconds === null ? null : limit / seconds;
  })
  .nullable()
  .catch(null);

const usageSchema = z
  .object({
    object: z.literal("usage"),
    emails: z
      .object({ daily: quota.default(null), monthly: quota.default(null) })
      .catch({ daily: null, monthly: null }),
    rate_limit: rate.default(null),
  })
  .transform(
    ({ emails, rate_limit }): Usage => ({
      requestsPerSecond: rate_limit,
      day: emails.daily,
      month: emails.monthly,
    }),
  );

/** Asks what the account may do and has done (https://resend.com/docs/api-reference/usage/retrieve-usage). */
export async function readUsage(
  config: Pick<Config["mail"]["resend"], "apiKey" | "baseUrl" | "requestTimeoutMs">,
): Promise<ReadAnswer<Usage>> {
  const resend = new Resend(config.apiKey ?? undefined, { baseUrl: config.baseUrl });
  return readAnswer(
    await resend.usage.get({ signal: AbortSignal.timeout(config.requestTimeoutMs) }),
    usageSchema,
  );
}
