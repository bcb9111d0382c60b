import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import { parseRetryAfter } from "../../calendar/retry-after.ts";
import { AppError } from "../../errors.ts";
import { parseUrl } from "../../parse-url.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Span } from "../../telemetry/spans.ts";
import { serverFacts, traceStep } from "../../telemetry/traces.ts";
import { userAgentOf, type Visitor } from "../user-agent.ts";
import { maySendOn } from "./public-host.ts";

/** Validators of an answer, for a conditional request (RFC 9110, section 13). */
export type Validators = { url: string; etag: string | null; lastModified: string | null };

export type FetchLimits = {
  /** For one try, headers and body together. */
  timeoutMs: number;
  /** Tries after the first. */
  retries: number;
  /** The wait before try n is random between 0 and this times 2^(n-1). */
  backoffMs: number;
  /** No try begins later than this after the first, whatever `Retry-After` asks: somebody waits for the answer. */
  patienceMs: number;
  /** For all requests of one look together; what is not there by then is given up. */
  lookMs: number;
  maxBytes: number;
  /** Least time between the starts of two requests, which then never overlap; 0 for no such rule. */
  spacingMs: number;
};

const usual: FetchLimits = {
  timeoutMs: 20_000,
  retries: 3,
  backoffMs: 1000,
  patienceMs: 60_000,
  lookMs: 120_000,
  maxBytes: 20 * 1024 * 1024,
  spacingMs: 0,
};

/** What the answer of a source may be; a web page instead of it is a failure, whatever its status says. */
type AnswerForm = "json" | "xml";

export type PoliteRequest = {
  url: string;
  form: AnswerForm;
  validators?: Validators | null;
  /** Ends the request, its waits and its further tries. */
  signal?: AbortSignal | undefined;
  /** Limits for this request, in place of the usual ones. */
  limits?: Partial<Pick<FetchLimits, "timeoutMs" | "patienceMs">>;
};

export type PoliteAnswer =
  | { kind: "unchanged" }
  | { kind: "answered"; status: number; text: string; validators: Validators | null };

export type PoliteFetch = {
  (request: PoliteRequest): Promise<PoliteAnswer>;
  /** The signal for all requests of one look: it ends at the time limit of looks, or when the caller's does. */
  lookSignal(outer: AbortSignal | undefined): AbortSignal;
};

/** A source gave no usable answer; the message names its host and what came instead. */
export class SourceUnavailableError extends AppError {
  readonly code = "source_unavailable";
  override readonly isRetryable = true;
  override readonly httpStatus = 503;
  /** Whether the host answered 429: it is asked too often, by us or by others at the same address. */
  readonly isTooOften: boolean;
  /** How long the host asked to be left alone, if it did. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    { isTooOften = false, retryAfterMs = null, ...options }: ErrorOptions & Partial<AskedTooOften> = {},
  ) {
    super(message, options);
    this.isTooOften = isTooOften;
    this.retryAfterMs = retryAfterMs;
  }
}

type AskedTooOften = { isTooOften: boolean; retryAfterMs: number | null };

/** A fault that may pass by itself: it is tried again. */
class PassingFault extends Error {
  constructor(
    message: string,
    readonly retryAfterMs: number | null,
    options?: ErrorOptions & { isUnasked?: boolean; status?: number },
  ) {
    super(message, options);
    this.isUnasked = options?.isUnasked ?? false;
    this.isTooOften = options?.status === 429;
  }

  readonly isTooOften: boolean;

  /** No request reached the host: the next one need not keep the distance that the host asks for. */
  readonly isUnasked: boolean;
}

/**
 * Asks as a good guest does: names itself, gives up in time, tries again with full jitter, waits as long as
 * `Retry-After` says, spaces its requests, and reads no more than it has room for. 5xx, 408, 425, 429 and
 * broken connections are tried again; any other status is answered to the caller as it is. Redirects are followed
 * within the source's own domain, over https.
 *
 * @throws {SourceUnavailableError} after the last try.
 */
export function createPoliteFetch({
  visitor,
  log,
  ...limits
}: { visitor: Visitor; log: Log } & Partial<FetchLimits>): PoliteFetch {
  const settings = { ...usual, ...limits };
  const inTurn =
    settings.spacingMs > 0
      ? createTurns(settings.spacingMs)
      : <T>(_signal: AbortSignal | undefined, step: () => Promise<T>) => step();

  const politeFetch = async (request: PoliteRequest): Promise<PoliteAnswer> => {
    const { signal } = request;
    const { host } = new URL(request.url);
    const limits = { ...settings, ...request.limits };
    const endsAt = performance.now() + limits.patienceMs;
    const mayAsk = (error: unknown): error is PassingFault =>
      error instanceof PassingFault && performance.now() + (error.retryAfterMs ?? 0) <= endsAt;
    try {
      return await pRetry(
        (attempt) => inTurn(signal, () => askTraced(request, host, userAgentOf(visitor), limits, attempt)),
        {
          ...(signal ? { signal } : {}),
          retries: settings.retries,
          minTimeout: 0,
          maxTimeout: 0,
          shouldRetry: ({ error }) => mayAsk(error),
          onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
            if (retriesLeft === 0 || !mayAsk(error)) return;
            log.debug({ host, attemptNumber, reason: error.message }, "source is asked again");
            const jitterMs = Math.random() * settings.backoffMs * 2 ** (attemptNumber - 1);
            await wait(Math.max(error.retryAfterMs ?? 0, jitterMs), undefined, { signal });
          },
        },
      );
    } catch (error) {
      if (signal?.aborted) {
        throw new SourceUnavailableError(`${host} is given up: the time for this look is over.`, {
          cause: error,
        });
      }
      if (error instanceof PassingFault) {
        const { isTooOften, retryAfterMs } = error;
        throw new SourceUnavailableError(error.message, { cause: error, isTooOften, retryAfterMs });
      }
      throw error;
    }
  };
  const lookSignal = (outer: AbortSignal | undefined) =>
    AbortSignal.any([AbortSignal.timeout(settings.lookMs), ...(outer ? [outer] : [])]);
  return Object.assign(politeFetch, { lookSignal });
}

/**
 * One request at a time, their starts at least `spacingMs` apart, whoever asks; what reached nobody counts for
 * nothing.
 */
function createTurns(spacingMs: number) {
  let last: Promise<unknown> = Promise.resolve();
  let lastStartMs = Number.NEGATIVE_INFINITY;
  return <T>(signal: AbortSignal | undefined, step: () => Promise<T>): Promise<T> => {
    const turn = last.then(async () => {
      // Timers may fire a moment early, and the other side counts too.
      const leftMs = lastStartMs + spacingMs + 20 - performance.now();
      if (leftMs > 0) await wait(leftMs, undefined, { signal });
      const before = lastStartMs;
      lastStartMs = performance.now();
      try {
        return await step();
      } catch (error) {
        if (error instanceof PassingFault && error.isUnasked) lastStartMs = before;
        throw error;
      }
    });
    last = turn.catch(() => {});
    return turn;
  };
}

function askTraced(
  request: PoliteRequest,
  host: string,
  userAgent: string,
  limits: FetchLimits,
  attempt: number,
): Promise<PoliteAnswer> {
  const facts = {
    ...serverFacts(request.url),
    "http.request.method": "GET",
    ...(attempt > 1 ? { "http.request.resend_count": attempt - 1 } : {}),
  };
  return traceStep("GET", facts, (span) => askOnce(request, host, userAgent, limits, span), "client");
}

async function askOnce(
  { url, form, validators, signal: outer }: PoliteRequest,
  host: string,
  userAgent: string,
  { timeoutMs, maxBytes }: FetchLimits,
  span: Span,
): Promise<PoliteAnswer> {
  const headers: Record<string, string> = { "user-agent": userAgent, accept: forms[form].accept };
  if (validators?.etag) headers["if-none-match"] = validators.etag;
  if (validators?.lastModified) headers["if-modified-since"] = validators.lastModified;
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(outer ? [outer] : [])]);
  try {
    const response = await follow(new URL(url), { headers, signal });
    span.note({ "http.response.status_code": response.status });
    if (response.status >= 400) span.fail(String(response.status));
    // Said of a question that was asked without condition, it tells nothing.
    if (response.status === 304 && (validators?.etag || validators?.lastModified))
      return { kind: "unchanged" };
    if (response.status >= 500 || [408, 425, 429].includes(response.status)) {
      await response.body?.cancel();
      throw new PassingFault(
        `${host} answered ${response.status}.`,
        parseRetryAfter(response.headers.get("retry-after")),
        { status: response.status },
      );
    }
    if (response.status === 200) assertForm(form, response, host);
    const text = readText(await readBytes(response, host, maxBytes), form, response, host);
    return { kind: "answered", status: response.status, text, validators: validatorsOf(url, response) };
  } catch (error) {
    throw translate(error, host, timeoutMs);
  }
}

const forms = {
  json: { accept: "application/json", isType: /json|^text\/plain|octet-stream/i, called: "JSON" },
  xml: {
    accept: "application/atom+xml, application/rss+xml, application/xml, text/xml",
    isType: /^(?!.*xhtml).*xml|^text\/plain|octet-stream/i,
    called: "XML",
  },
};

/** A server that does not say what it sends is judged by that itself. */
function assertForm(form: AnswerForm, response: Response, host: string): void {
  const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
  const { isType, called } = forms[form];
  if (type.trim() === "" || isType.test(type.trim().slice(0, 100))) return;
  throw new SourceUnavailableError(
    `${host} answered with something that is not ${called} (${printable(type)}).`,
  );
}

const mostRedirects = 5;

/** Follows redirects where the source may send us (RFC 9110, section 15.4); all of them share one time limit. */
async function follow(base: URL, init: { headers: Record<string, string>; signal: AbortSignal }) {
  for (let url = base, redirects = 0; ; redirects += 1) {
    const response = await fetch(url, { ...init, redirect: "manual" });
    const location = response.headers.get("location");
    if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return response;
    await response.body?.cancel();
    if (redirects === mostRedirects)
      throw new SourceUnavailableError(`${base.host} redirects more than ${mostRedirects} times.`);
    url = targetOf(location, url, base);
  }
}

function targetOf(location: string, from: URL, base: URL): URL {
  const target = parseUrl(location, from.href);
  if (target && maySendOn(base, target)) return target;
  throw new SourceUnavailableError(
    `${base.host} redirects to ${target ? printable(target.origin) : "no address"}: redirects are followed within its own domain over https only.`,
  );
}

/** What another server wrote, fit for a line of a report. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 100);
}

function translate(error: unknown, host: string, timeoutMs: number): Error {
  if (error instanceof PassingFault || error instanceof AppError) return error;
  if (error instanceof Error && error.name === "TimeoutError") {
    return new PassingFault(`${host} did not answer within ${timeoutMs / 1000} seconds.`, null, {
      cause: error,
    });
  }
  const code = codeOf(error);
  return new PassingFault(`${host} cannot be reached (${code}).`, null, {
    cause: error,
    isUnasked: unaskedCodes.has(code),
  });
}

/** No name, no route, nobody listening, no handshake in time. */
const unaskedCodes = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** The innermost error code, such as ECONNREFUSED: messages may repeat a URL, codes never do. */
function codeOf(error: unknown): string {
  let code = "the connection failed";
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && typeof current.code === "string") code = current.code;
  }
  return code;
}

async function readBytes(response: Response, host: string, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new SourceUnavailableError(
        `${host} answered with more than ${Math.floor(maxBytes / 1024)} kB: that is not read.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** JSON is UTF-8 (RFC 8259, section 8.1); XML is what it says (RFC 7303, section 3). */
function readText(bytes: Buffer, form: AnswerForm, response: Response, host: string): string {
  const encoding = form === "json" ? "utf-8" : xmlEncoding(bytes, response.headers.get("content-type") ?? "");
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch (cause) {
    throw new SourceUnavailableError(
      `${host} answered in an encoding that is not known (${printable(encoding)}).`,
      { cause },
    );
  }
}

const encodingInType = /;\s{0,9}charset\s{0,9}=\s{0,9}"?([\w.:-]{1,40})/i;
const encodingInXml = /^<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/;

/** The byte order mark decides, then the header, then the XML declaration, which is read as ASCII. */
function xmlEncoding(bytes: Buffer, contentType: string): string {
  const start = bytes.toString("latin1", 0, 400);
  const mark = byteOrderMarks.find(([, bytesOfMark]) => start.startsWith(bytesOfMark));
  if (mark) return mark[0];
  const told = encodingInType.exec(contentType) ?? encodingInXml.exec(start);
  return told?.[1] ?? "utf-8";
}

const byteOrderMarks = [
  ["utf-8", "\xef\xbb\xbf"],
  ["utf-16le", "\xff\xfe"],
  ["utf-16be", "\xfe\xff"],
] as const;

const mostValidatorLength = 1000;

function validatorsOf(url: string, response: Response): Validators | null {
  const etag = response.headers.get("etag");
  const lastModified = response.headers.get("last-modified");
  const isSensible = (etag?.length ?? 0) + (lastModified?.length ?? 0) <= mostValidatorLength;
  return isSensible && (etag || lastModified) ? { url, etag, lastModified } : null;
}
