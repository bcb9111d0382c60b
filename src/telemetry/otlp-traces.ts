import {
  type Context,
  type Link,
  type Span as OtelSpan,
  SpanKind as OtelSpanKind,
  ROOT_CONTEXT,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { SamplerName, TracesConfig } from "../config/traces.ts";
import { type Log, withLogFields } from "./log.ts";
import { createOtlpExporter } from "./otlp-exporter.ts";
import { type Span, type SpanFacts, type SpanKind, spanUnderWay, type Traces } from "./spans.ts";

/** A collector that does not answer holds up the end of a process for no longer than this. */
const flushMs = 3_000;

type Begin = { kind?: SpanKind | undefined; cause?: string | undefined };

/**
 * Spans of this process, exported in batches while it runs. Nothing of OpenTelemetry's is global: the span
 * under way is known to `traces.ts`, and each line of the log carries its ids. The SDK's line 2 and the API's
 * 1.9 are the last that run on Node 20.
 */
export function createOtlpTraces(config: TracesConfig, log: Log): Traces {
  const exporter = createOtlpExporter(config, log);
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ "process.pid": process.pid, ...config.resource }),
    ),
    sampler: samplers[config.sampler.name](config.sampler.ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("paperboy");

  async function run<T>(
    parent: Context,
    name: string,
    facts: SpanFacts,
    work: (span: Span) => Promise<T>,
    { kind = "internal", cause }: Begin,
  ): Promise<T> {
    const span = tracer.startSpan(
      name,
      { kind: kinds[kind], attributes: facts, links: linksTo(cause) },
      parent,
    );
    const { traceId, spanId } = span.spanContext();
    const within = trace.setSpan(parent, span);
    const underWay = {
      step: <S>(stepName: string, stepFacts: SpanFacts, step: (s: Span) => Promise<S>, stepKind?: SpanKind) =>
        run(within, stepName, stepFacts, step, { kind: stepKind }),
      traceparent: traceparentOf(span),
    };
    const handle = handleOf(span);
    try {
      return await spanUnderWay.run(underWay, () =>
        withLogFields({ trace_id: traceId, span_id: spanId }, () => work(handle)),
      );
    } catch (error) {
      handle.fail(codeOf(error));
      throw error;
    } finally {
      span.end();
    }
  }

  return {
    span: (name, facts, work, kind) => {
      const underWay = spanUnderWay.getStore();
      return underWay
        ? underWay.step(name, facts, work, kind)
        : run(ROOT_CONTEXT, name, facts, work, { kind });
    },
    begin: (name, facts, work, options) => run(ROOT_CONTEXT, name, facts, work, options),
    close: async () => {
      exporter.hurry();
      const limit = setTimeout(exporter.abandon, flushMs);
      // A failure has been told by the exporter.
      await provider.shutdown().catch(() => {});
      await exporter.settled();
      clearTimeout(limit);
    },
  };
}

function handleOf(span: OtelSpan): Span {
  let hasFailed = false;
  return {
    note: (facts) => span.setAttributes(facts),
    rename: (name) => span.updateName(name),
    fail: (code) => {
      if (hasFailed) return;
      hasFailed = true;
      span.setAttribute("error.type", code);
      span.setStatus({ code: SpanStatusCode.ERROR, message: code });
    },
  };
}

const kinds: Record<SpanKind, OtelSpanKind> = {
  internal: OtelSpanKind.INTERNAL,
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  consumer: OtelSpanKind.CONSUMER,
};

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration */
const samplers: Record<SamplerName, (ratio: number) => Sampler> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: (ratio) => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
};

/** A span that is not exported is no cause that anybody could look up. */
function traceparentOf(span: OtelSpan): string | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return (traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : `00-${traceId}-${spanId}-01`;
}

/** https://www.w3.org/TR/trace-context/#traceparent-header; what is none links to nothing. */
function linksTo(cause: string | undefined): Link[] {
  const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(cause ?? "") ?? [];
  if (traceId === undefined || spanId === undefined) return [];
  return [{ context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true } }];
}

/** The first code in the chain of causes, such as `refused` or `23505`; messages may quote anything. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && typeof current.code === "string") return current.code;
  }
  return error instanceof Error ? error.name : "unknown";
}
