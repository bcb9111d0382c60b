import { z } from "zod";
import { parseRetryAfter } from "../../calendar/retry-after.ts";

/** What became of a question to the provider. */
export type ReadAnswer<T> =
  | { kind: "read"; value: T }
  /** The key may not read this (401, 403), or is not good at all. */
  | { kind: "refused"; reason: string }
  /** There is no such thing, or the question was none. */
  | { kind: "unknown" }
  /** Too many requests. */
  | { kind: "limited"; retryAfterMs: number }
  /** An answer of another shape: the same question would be answered the same. */
  | { kind: "unreadable" }
  /** No answer, or a fault: the same question may be answered later. */
  | { kind: "later" };

const errorSchema = z.object({
  name: z.string().default("application_error"),
  statusCode: z.number().nullable().default(null),
});

/** The SDK's result of a question, with the headers of its answer. */
export type VendorReply = { data: unknown; error: unknown; headers: Record<string, string> | null };

const usualRetryMs = 1_000;

/** Reads an answer of Resend (https://resend.com/docs/api-reference/errors). A reading that is refused says nothing of sending. */
export function readAnswer<T>(reply: VendorReply, schema: z.ZodType<T>): ReadAnswer<T> {
  if (reply.error === null || reply.error === undefined) {
    const parsed = schema.safeParse(reply.data);
    return parsed.success ? { kind: "read", value: parsed.data } : { kind: "unreadable" };
  }
  const error = errorSchema.safeParse(reply.error).data ?? { name: "unknown", statusCode: null };
  const { name, statusCode } = error;
  if (statusCode === null || statusCode === 408 || statusCode >= 500) return { kind: "later" };
  if (statusCode === 429) {
    const { "retry-after": asked, date } = reply.headers ?? {};
    return { kind: "limited", retryAfterMs: parseRetryAfter(asked, date) ?? usualRetryMs };
  }
  if (statusCode === 401 || statusCode === 403 || name === "restricted_api_key") {
    return { kind: "refused", reason: name };
  }
  return { kind: "unknown" };
}
