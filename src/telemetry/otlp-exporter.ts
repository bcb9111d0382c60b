import { AsyncResource } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { parseRetryAfter } from "../calendar/retry-after.ts";
import type { TracesConfig } from "../config/traces.ts";
import type { Log } from "./log.ts";
import { reasonOf } from "./reason-of.ts";

export type OtlpExporter = SpanExporter & {
  /** From now on each request is tried once: the process ends. */
  hurry(): void;
  /** Gives up the requests under way. */
  abandon(): void;
  /** Resolves when no request is under way. */
  settled(): Promise<void>;
};

/** While a collector is away, this often is told what it costs. */
const tellEveryMs = 10 * 60_000;

const backoffMs = 500;

/** `ExportResultCode` of `@opentelemetry/core`. */
const exported = 0;
const failed = 1;

/** The collector said no; these it may take when they come again (OTLP/HTTP, "Retryable Response Codes"). */
class RefusedExport extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterMs: number | null,
  ) {
    super(`the collector answers ${status}`);
  }
}

const passingStatuses = [429, 502, 503, 504];

/**
 * Sends spans as OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp), in protobuf, which
 * every collector takes. The official exporter has the same wire but no way to give up: its repetitions
 * keep a process alive for its whole time limit after the work is done. What cannot be exported is dropped
 * and told, at a pace that an outage of hours does not drown the log.
 */
export function createOtlpExporter(config: TracesConfig, log: Log): OtlpExporter {
  const closing = new AbortController();
  const requests = new Set<AbortController>();
  const underWay = new Set<Promise<void>>();
  const tell = createTeller(log);

  async function post(body: Uint8Array, leftMs: number): Promise<void> {
    const request = new AbortController();
    const limit = setTimeout(() => request.abort(timedOut()), leftMs);
    requests.add(request);
    try {
      await postTraces(config, body, request.signal);
    } finally {
      clearTimeout(limit);
      requests.delete(request);
    }
  }

  async function send(body: Uint8Array): Promise<void> {
    const endsAt = performance.now() + config.timeoutMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await post(body, endsAt - performance.now());
      } catch (error) {
        const waitMs = pauseBefore(error, attempt);
        if (closing.signal.aborted || waitMs === null || performance.now() + waitMs >= endsAt) throw error;
        // The end of the process is no reason to wait, but one to try at once.
        await wait(waitMs, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  }

  return {
    export: (spans, done) => {
      const work = send(ProtobufTraceSerializer.serializeRequest(spans) ?? new Uint8Array()).then(
        () => {
          tell.success();
          done({ code: exported });
        },
        (error) => {
          tell.failure(error, spans.length);
          done({ code: failed, error });
        },
      );
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    },
    hurry: () => closing.abort(),
    abandon: () => {
      for (const request of requests) request.abort(timedOut());
    },
    settled: async () => {
      await Promise.allSettled(underWay);
    },
    shutdown: async () => {},
  };
}

/**
 * Makes one request with spans in OTLP's protobuf; an empty body is an export of nothing.
 *
 * @throws {Error} with a message fit for an operator when the collector does not take them.
 */
export async function postTraces(
  { url, headers }: Pick<TracesConfig, "url" | "headers">,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf", ...headers },
    body,
    redirect: "manual",
    signal,
  });
  await response.arrayBuffer();
  if (!response.ok) {
    const { headers: told } = response;
    throw new RefusedExport(response.status, parseRetryAfter(told.get("retry-after"), told.get("date")));
  }
}

/** How long to wait before the next try; null when there is no use in one. */
function pauseBefore(error: unknown, attempt: number): number | null {
  const jitteredMs = backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random());
  if (!(error instanceof RefusedExport)) return jitteredMs;
  return passingStatuses.includes(error.status) ? Math.max(error.retryAfterMs ?? 0, jitteredMs) : null;
}

function timedOut(): DOMException {
  return new DOMException("no answer in time", "TimeoutError");
}

/** Tells of an outage when it begins and then at a slow pace, and once when it is over. */
function createTeller(log: Log) {
  let lost = 0;
  let quietUntilMs = Number.NEGATIVE_INFINITY;
  let isTold = false;
  return {
    // Bound to no work: the timer that led here belongs to whichever span ended first.
    failure: AsyncResource.bind((error: unknown, spans: number) => {
      lost += spans;
      if (performance.now() < quietUntilMs) return;
      quietUntilMs = performance.now() + tellEveryMs;
      isTold = true;
      log.warn({ reason: reasonOf(error), spans: lost }, "traces cannot be exported; mail goes on without");
      lost = 0;
    }),
    success: AsyncResource.bind(() => {
      if (!isTold) return;
      isTold = false;
      log.info({ spans: lost }, "traces are exported again");
      lost = 0;
    }),
  };
}
