import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What a span tells: ids, counts, kinds and codes, named as OpenTelemetry's semantic conventions do where
 * they have a name (https://opentelemetry.io/docs/specs/semconv/). Never an address, a token, a subject, a
 * path or a query: what is told leaves for another system.
 */
export type SpanFacts = Record<string, string | number | boolean>;

export type SpanKind = "internal" | "server" | "client" | "consumer";

export type Span = {
  /** Adds what is known later. */
  note(facts: SpanFacts): void;
  rename(name: string): void;
  /** Marks it as failed; `code` is a stable word or status, and no message. The first one counts. */
  fail(code: string): void;
};

/** Runs work as a span that ends with it. What it throws is noted by its code, and passed on. */
export type RunSpan = <T>(
  name: string,
  facts: SpanFacts,
  work: (span: Span) => Promise<T>,
  kind?: SpanKind,
) => Promise<T>;

export type Traces = {
  /** A step of the work under way, or the beginning of a trace. */
  span: RunSpan;
  /**
   * The beginning of a trace of its own, whatever surrounds it.
   *
   * @param options.cause the `traceparent` of what caused it, which becomes a link.
   */
  begin<T>(
    name: string,
    facts: SpanFacts,
    work: (span: Span) => Promise<T>,
    options: { kind: SpanKind; cause?: string | undefined },
  ): Promise<T>;
  /** Exports what has ended, within some seconds, and ends. Safe to repeat. */
  close(): Promise<void>;
};

/** The span under way: how its steps run, and its name across processes (W3C Trace Context). */
export const spanUnderWay = new AsyncLocalStorage<{ step: RunSpan; traceparent: string | undefined }>();
