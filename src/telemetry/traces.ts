import type { TracesConfig } from "../config/traces.ts";
import type { Log } from "./log.ts";
import { type RunSpan, type Span, type SpanFacts, spanUnderWay, type Traces } from "./spans.ts";

const silent: Span = { note: () => {}, rename: () => {}, fail: () => {} };

/** Without tracing, work is only work. */
export const noTraces: Traces = {
  span: (_name, _facts, work) => work(silent),
  begin: (_name, _facts, work) => work(silent),
  close: async () => {},
};

/** Spans over OTLP when the configuration names a collector; else nothing, of which nothing is loaded. */
export async function openTraces(config: TracesConfig | null, log: Log): Promise<Traces> {
  if (config === null) return noTraces;
  const { createOtlpTraces } = await import("./otlp-traces.ts");
  return createOtlpTraces(config, log);
}

/** Runs a step of the work under way as a span; where no trace is under way, it is only the step. */
export const traceStep: RunSpan = (name, facts, work, kind) => {
  const underWay = spanUnderWay.getStore();
  return underWay ? underWay.step(name, facts, work, kind) : work(silent);
};

/** The `traceparent` of the span under way, for what it causes; undefined when nobody would see it. */
export function traceparent(): string | undefined {
  return spanUnderWay.getStore()?.traceparent;
}

/** Where a client's request goes, without the path, which may hold a secret. */
export function serverFacts(url: string): SpanFacts {
  const { hostname, port, protocol } = new URL(url);
  return {
    "server.address": hostname,
    "server.port": port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}
