import { type ResendError, type ResendErrorName, resendError, senderRefusals } from "./resend-errors.ts";
import type { WireMail } from "./resend-validate.ts";
import { seededRandom } from "./seeded-random.ts";

/**
 * What goes wrong with one request. Where both can happen, `accepted` says whether the mails were taken
 * before it; an accepted request is remembered under its idempotency key with the answer it should have had.
 */
export type Fault =
  /** Waits, then goes on as if nothing were; meanwhile the key counts as in flight. */
  | { kind: "latency"; ms: number }
  /** Waits for the end of what a test does meanwhile, then goes on as if nothing were. */
  | { kind: "held"; until: Promise<unknown> }
  | AnswerFault
  /**
   * Accepts, and the answer is lost; the next requests under the same key, this many, are refused as if nothing
   * had been accepted (422 unless said), though the key is remembered.
   */
  | { kind: "accept-then-refuse"; times: number; refusal?: AnswerFault }
  /**
   * Refuses every so manieth mail with this error, and so, when the request is strict, all of it. Only of the first
   * request under a key: after one of unknown outcome nobody would ever know of these mails.
   */
  | { kind: "refuse-some"; every: number; error: ResendError }
  /** TCP reset: before the body is read, after it but before acceptance, or when the answer is lost. */
  | { kind: "reset"; when: "before-body" | "before-acceptance" | "after-acceptance" }
  /** Never answers. While nothing was accepted, the key stays in flight until the client gives up. */
  | { kind: "hang"; accepted: boolean }
  /** Accepts, then ends the connection in the middle of the 200. */
  | { kind: "truncated" }
  /** Accepts, then sends the 200 in pieces with a pause after each. */
  | { kind: "drip"; pieces: number; pauseMs: number }
  /** Accepts all, but the 200 lacks the ids of the last mails. */
  | { kind: "fewer-ids"; missing: number }
  /** Accepts, but answers with the answer to an earlier request; a plain 200 when there was none. */
  | { kind: "earlier-response" };

export type AnswerFault =
  /** Answers with this error. */
  | { kind: "error"; error: ResendError; accepted: boolean; headers?: Record<string, string> }
  /** Answers with any status and text, such as a proxy's page. */
  | { kind: "raw"; status: number; body: string; accepted: boolean; headers?: Record<string, string> };

/** A request whose headers have come; the body has not been read. */
type Arrival = { number: number; key: string | null; path: string };

/** A request whose body was read; `mails` are those that came, good or bad. */
type FaultRequest = Arrival & { mails: Partial<WireMail>[] };

/** `atArrival` is needed only for a reset before the body is read. A plain function is asked after the body. */
export type FaultPlan =
  | ((request: FaultRequest) => Fault | null)
  | { atArrival?: (request: Arrival) => Fault | null; afterBody?: (request: FaultRequest) => Fault | null };

/** A refusal by name, nothing accepted: `refuseWith("rate_limit_exceeded", { retryAfterSeconds: 2 })`. */
export function refuseWith(
  name: ResendErrorName,
  changes: { message?: string; statusCode?: number; retryAfterSeconds?: number } = {},
): AnswerFault {
  const headers: Record<string, string> = {};
  if (changes.retryAfterSeconds !== undefined) headers["retry-after"] = String(changes.retryAfterSeconds);
  return { kind: "error", error: resendError(name, changes), accepted: false, headers };
}

/** A server error; `accepted` says whether the mails were taken before it. */
export function serverError(statusCode: 500 | 502 | 503 | 504, accepted: boolean): Fault {
  if (statusCode === 500) return { kind: "error", error: resendError("internal_server_error"), accepted };
  const page = `<html><head><title>${statusCode}</title></head><body>upstream error</body></html>`;
  return { kind: "raw", status: statusCode, body: page, accepted, headers: { "content-type": "text/html" } };
}

/** Faults that the chaos plan draws from, each by its name on the command line. */
export const chaosFaults = {
  latency: (random) => ({ kind: "latency", ms: Math.floor(random() * 400) }),
  "status-before": (random) => serverError(random() < 0.34 ? 500 : random() < 0.5 ? 502 : 503, false),
  "status-after": () => serverError(500, true),
  "reset-before-body": () => ({ kind: "reset", when: "before-body" }),
  "reset-before": () => ({ kind: "reset", when: "before-acceptance" }),
  "reset-after": () => ({ kind: "reset", when: "after-acceptance" }),
  "hang-before": () => ({ kind: "hang", accepted: false }),
  "hang-after": () => ({ kind: "hang", accepted: true }),
  truncated: () => ({ kind: "truncated" }),
  "not-json-before": () => ({ kind: "raw", status: 200, body: "<html>Please wait</html>", accepted: false }),
  "not-json-after": () => ({ kind: "raw", status: 200, body: "<html>Please wait</html>", accepted: true }),
  drip: () => ({ kind: "drip", pieces: 5, pauseMs: 40 }),
  "fewer-ids": () => ({ kind: "fewer-ids", missing: 1 }),
  "earlier-response": () => ({ kind: "earlier-response" }),
  "rate-limit": () => refuseWith("rate_limit_exceeded", { retryAfterSeconds: 1 }),
  "rate-limit-silent": () => refuseWith("rate_limit_exceeded"),
  concurrent: () => refuseWith("concurrent_idempotent_requests"),
  "daily-quota": () => refuseWith("daily_quota_exceeded", { retryAfterSeconds: 5 }),
  "monthly-quota": () => refuseWith("monthly_quota_exceeded", { retryAfterSeconds: 5 }),
  unauthorised: () => refuseWith("missing_api_key"),
  forbidden: () => refuseWith("invalid_api_key"),
  security: () => refuseWith("security_error"),
  unprocessable: () => refuseWith("validation_error"),
  "refused-after": () => ({ kind: "accept-then-refuse", times: 3 }),
  "sender-refused": () => ({ kind: "error", error: senderRefusals["malformed sender"], accepted: false }),
  "sender-refused-some": (random) => ({
    kind: "refuse-some",
    every: 1 + Math.floor(random() * 3),
    error: senderRefusals["domain not verified"],
  }),
} satisfies Record<string, (random: () => number) => Fault>;

export type ChaosFaultName = keyof typeof chaosFaults;

/**
 * Share of the requests that meet each fault unless said otherwise. What an operator must mend (401, 403, 451, the
 * sender), what pauses for long (quotas) and what refuses good mail (422) has the rate 0: asked for, never by chance.
 * `earlier-response` too, since no client can tell it from the truth.
 */
export const defaultChaosRates: Record<ChaosFaultName, number> = {
  latency: 0.1,
  "status-before": 0.03,
  "status-after": 0.03,
  "reset-before-body": 0.02,
  "reset-before": 0.02,
  "reset-after": 0.03,
  "hang-before": 0.01,
  "hang-after": 0.01,
  truncated: 0.02,
  "not-json-before": 0.01,
  "not-json-after": 0.01,
  drip: 0.02,
  "fewer-ids": 0.02,
  "earlier-response": 0,
  "rate-limit": 0.03,
  "rate-limit-silent": 0.02,
  concurrent: 0.01,
  "daily-quota": 0,
  "monthly-quota": 0,
  unauthorised: 0,
  forbidden: 0,
  security: 0,
  unprocessable: 0,
  "refused-after": 0.04,
  "sender-refused": 0,
  "sender-refused-some": 0,
};

/** A plan in which the fault of request N depends on the seed and N alone, whatever the request holds. */
export function chaosPlan(
  seed: number,
  rates: Partial<Record<ChaosFaultName, number>> = defaultChaosRates,
): FaultPlan {
  return { atArrival: ({ number }) => drawFault(seededRandom(Math.imul(seed, 0x9e3779b1) ^ number), rates) };
}

function drawFault(random: () => number, rates: Partial<Record<ChaosFaultName, number>>): Fault | null {
  let draw = random();
  for (const [name, rate] of Object.entries(rates) as [ChaosFaultName, number][]) {
    if (draw < rate) return chaosFaults[name](random);
    draw -= rate;
  }
  return null;
}
