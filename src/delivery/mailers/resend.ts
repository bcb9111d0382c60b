import { Resend } from "resend";
import { z } from "zod";
import { parseRetryAfter } from "../../calendar/retry-after.ts";
import type { Config } from "../../config/env.ts";
import type { Mail } from "../../digest/compiled-digest.ts";
import { serverFacts, traceStep } from "../../telemetry/traces.ts";
import { mailsIn, type RequestBody } from "./body.ts";
import { LentBody } from "./lent-body.ts";
import type { MailAnswer, Mailer, MailReply, MailRequest, MailResult, Refusal } from "./mailer.ts";
import { readLimits, readResetMs } from "./read-limits.ts";
import { refusalConcerns } from "./refusal-concerns.ts";

const acceptedSchema = z.object({
  data: z.array(z.object({ id: z.string().min(1) })),
  errors: z.array(z.object({ index: z.number().int().nonnegative(), message: z.string() })).default([]),
});

const errorSchema = z.object({
  name: z.string().default("application_error"),
  message: z.string().default(""),
  statusCode: z.number().nullable().default(null),
});

const batchPath = "/emails/batch";

type VendorError = z.infer<typeof errorSchema>;

/**
 * The mailer of production: Resend's batch endpoint in permissive mode, so that one bad address does not
 * refuse ninety-nine good ones (https://resend.com/docs/api-reference/emails/send-batch-emails).
 * Makes one request a call, with a time limit and without repetitions: whoever calls decides on those.
 */
export function createResendMailer(config: Config["mail"]["resend"]): Mailer {
  const resend = new Resend(config.apiKey ?? undefined, { baseUrl: config.baseUrl });
  // The first fetch of a process loads its machinery, which would let the first request miss its slot.
  void fetch("data:,");
  const facts = {
    ...serverFacts(config.baseUrl),
    "http.request.method": "POST",
    "url.template": batchPath,
  };
  return {
    name: "resend",
    send: (request) =>
      traceStep(
        `POST ${batchPath}`,
        { ...facts, "paperboy.mails": request.body.mails },
        async (span) => {
          const { reply, status } = await post(resend, request, config.requestTimeoutMs);
          span.note({ "paperboy.answer": reply.answer.kind });
          if (status !== null) span.note({ "http.response.status_code": status });
          if (status === null || status >= 400) span.fail(String(status ?? reply.answer.kind));
          return reply;
        },
        "client",
      ),
  };
}

/** The status is null when no answer came; the SDK names none for a success, which the API documents as 200. */
async function post(
  resend: Resend,
  { body, idempotencyKey }: MailRequest,
  timeoutMs: number,
): Promise<{ reply: MailReply; status: number | null }> {
  const options = {
    // The SDK spreads its options over the request: these are the very bytes that were hashed, and it makes none.
    body: new LentBody(body.bytes),
    idempotencyKey,
    headers: { "x-batch-validation": "permissive" },
    signal: AbortSignal.timeout(timeoutMs),
  };
  const { data, error, headers } = await resend.post<unknown>(batchPath, null, options);
  const told = headers ?? {};
  const answer = error ? readError(error, told, body) : readAccepted(data, body);
  return { reply: { answer, limits: readLimits(told) }, status: error ? (error.statusCode ?? null) : 200 };
}

/** Ids come only for the accepted mails, in order; the refused ones are named by their index. */
function readAccepted(data: unknown, body: RequestBody): MailAnswer {
  const count = body.mails;
  const parsed = acceptedSchema.safeParse(data);
  if (!parsed.success) return { kind: "unknown", reason: null };
  const refused = new Map<number, string>();
  for (const { index, message } of parsed.data.errors) {
    const earlier = refused.get(index);
    refused.set(index, earlier === undefined ? message : `${earlier}; ${message}`);
  }
  const ids = parsed.data.data.map(({ id }) => id);
  if (ids.length + refused.size !== count || [...refused.keys()].some((index) => index >= count)) {
    return { kind: "incomplete", named: ids.length + refused.size };
  }
  const mails = refused.size === 0 ? [] : mailsIn(body);
  const results: MailResult[] = [];
  let next = 0;
  for (let index = 0; index < count; index += 1) {
    const message = refused.get(index);
    const id = message === undefined ? ids[next++] : undefined;
    results.push(
      id === undefined
        ? {
            kind: "refused",
            ...refusalIn({ message: message ?? "" }, describe(message ?? ""), mails.slice(index, index + 1)),
          }
        : { kind: "accepted", id },
    );
  }
  return { kind: "answered", results };
}

/** The table of answers: https://resend.com/docs/api-reference/errors */
function readError(raw: unknown, headers: Record<string, string>, body: RequestBody): MailAnswer {
  const parsed = errorSchema.safeParse(raw);
  if (!parsed.success) return { kind: "unknown", reason: null };
  const error = parsed.data;
  const retryAfterMs = parseRetryAfter(headers["retry-after"], headers.date);
  const reason = describe(`${error.name}: ${error.message}`);
  switch (error.name) {
    case "rate_limit_exceeded":
      return { kind: "limited", retryAfterMs: retryAfterMs ?? readResetMs(headers) };
    case "daily_quota_exceeded":
      return { kind: "quota", period: "day", retryAfterMs };
    case "monthly_quota_exceeded":
      return { kind: "quota", period: "month", retryAfterMs };
    case "invalid_idempotent_request":
      return { kind: "key-reused" };
    case "concurrent_idempotent_requests":
      return { kind: "concurrent", retryAfterMs };
    case "security_error":
    case "missing_api_key":
    case "restricted_api_key":
    case "invalid_api_key":
    // An address that is not the provider's says nothing of the mails.
    case "not_found":
    case "method_not_allowed":
      return { kind: "unauthorised", reason };
  }
  return readStatus(error, retryAfterMs ?? readResetMs(headers), reason, body);
}

/** Of keys, domains and requests, which all mails share; each is so when its text names no recipient. */
const sharedNames = new Set([
  "invalid_from_address",
  "invalid_access",
  "invalid_parameter",
  "invalid_region",
]);

function readStatus(
  error: VendorError,
  retryAfterMs: number | null,
  reason: string,
  body: RequestBody,
): MailAnswer {
  const status = error.statusCode;
  if (status === 429) return { kind: "limited", retryAfterMs };
  const isRefusal = status !== null && status >= 400 && status < 500 && status !== 408 && status !== 409;
  if (!isRefusal) return { kind: "unknown", reason };
  // Megabytes of mails, read for a refusal alone: what it names may be one of them.
  const refusal = refusalIn(error, reason, mailsIn(body));
  // A proxy's page says nothing of the mails; only the vendor's own words refuse them, or name what is refused.
  const isNamed = error.name !== "application_error" && error.name !== "internal_server_error";
  const isVendorsWord = isNamed || refusal.concerns !== "unknown";
  const isOfRecipients = refusal.concerns === undefined && isVendorsWord && status !== 401;
  const isOfAll = refusal.concerns === "all" || sharedNames.has(error.name);
  const isForbidden = status === 401 || status === 403 || status === 451;
  if (!isOfRecipients && (isForbidden || (isVendorsWord && isOfAll))) {
    // Splitting the batch would only refuse each of its mails in turn.
    return { kind: "unauthorised", reason };
  }
  return isVendorsWord ? { kind: "refused", ...refusal } : { kind: "unknown", reason };
}

/**
 * The vendor has no code for a recipient on its suppression list, nor for what a refusal is about: its words tell, and
 * where they do not, the name of the error.
 */
function refusalIn(
  { message, name = "" }: Pick<VendorError, "message"> & { name?: string },
  reason: string,
  mails: Mail[],
): Refusal {
  const ofMessage = refusalConcerns(message, mails);
  const concerns = ofMessage === "unknown" ? refusalConcerns(name, []) : ofMessage;
  if (concerns === "all") return { reason, concerns };
  const isSuppressed = /\bsuppress(ed|ion)\b/i.test(message);
  return concerns === "mail" || isSuppressed ? { reason, isSuppressed } : { reason, isSuppressed, concerns };
}

/**
 * A vendor's message may quote an address; the ledger and the log keep none. Nor do they keep the place in the request
 * or the number of an incident, so that one reason reads the same for each mail that meets it.
 */
function describe(message: string): string {
  return beginningOf(message)
    .replaceAll(/[^\s<>"'`]+@[^\s<>"'`]+/g, "(address)")
    .replaceAll(/\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{16,})\b/gi, "(id)")
    .replaceAll(/\[\d+\]/g, "[n]")
    .replaceAll(/([/.])\d+(?=[/.])/g, "$1n")
    .replaceAll(/\b(index|position|item|e?mail|number|no\.?)([ :=#]{0,3})\d+\b/gi, "$1$2n")
    .slice(0, 300);
}

/** No answer is longer that means anything; a proxy's page may be. */
const mostRead = 2_000;

/** Without the word at which a text is cut off: half of an address would not be known for one. */
function beginningOf(message: string): string {
  return message.length <= mostRead ? message : message.slice(0, mostRead).replace(/\S+$/, "");
}
