import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { answerText, listen, readBody } from "./http-fake.ts";
import { type CollectedSpan, readTraces } from "./otlp-protobuf.ts";

export type FakeCollectorOptions = {
  /** 0 takes a free port. */
  port?: number;
  /** What the next requests meet, asked for each: a status, or no answer at all; null takes the spans. */
  fault?: () => number | "hang" | null;
  /** Called with what each request brought. */
  onSpans?: (spans: CollectedSpan[]) => void;
};

export type FakeCollector = {
  /** To be set as `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string;
  /** In the order in which they came. */
  spans: CollectedSpan[];
  requests: { path: string; headers: IncomingHttpHeaders; body: Buffer; status: number | "hang" }[];
  close(): Promise<void>;
};

/** Takes OTLP over HTTP as a collector does at port 4318: traces in protobuf, at `/v1/traces`. */
export async function startFakeCollector(options: FakeCollectorOptions = {}): Promise<FakeCollector> {
  const spans: CollectedSpan[] = [];
  const requests: FakeCollector["requests"] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await readBody(request)) ?? Buffer.alloc(0);
    const status = options.fault?.() ?? judge(request, body, spans, options.onSpans);
    requests.push({ path: request.url ?? "", headers: request.headers, body, status });
    if (status === "hang") return;
    const again: Record<string, string> = status === 429 ? { "retry-after": "0" } : {};
    answerText(response, status, "", { "content-type": "application/x-protobuf", ...again });
  };
  const { url, close } = await listen((request, response) => void answer(request, response), options.port);
  return { url, spans, requests, close };
}

function judge(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  spans: CollectedSpan[],
  onSpans: FakeCollectorOptions["onSpans"],
): number {
  if (url !== "/v1/traces") return 404;
  if (method !== "POST") return 405;
  if (headers["content-type"] !== "application/x-protobuf") return 415;
  try {
    const read = readTraces(body);
    spans.push(...read);
    onSpans?.(read);
    return 200;
  } catch {
    return 400; // the reader throws for what is no export
  }
}

/** Traces as an indented tree, a line a span. */
export function drawTraces(spans: CollectedSpan[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const draw = (span: CollectedSpan, depth: number): string[] => [
    `${"  ".repeat(depth)}${span.name} (${span.kind}, ${span.durationMs.toFixed(1)} ms)${
      span.status === "error" ? ` ERROR ${span.statusMessage}` : ""
    }${span.links.length > 0 ? ` <- ${span.links.map(({ spanId }) => spanId).join(", ")}` : ""} ${JSON.stringify(span.facts)}`,
    ...spans.filter(({ parentId }) => parentId === span.spanId).flatMap((child) => draw(child, depth + 1)),
  ];
  const roots = spans.filter(({ parentId }) => parentId === null || !ids.has(parentId));
  return `${roots.flatMap((root) => draw(root, 0)).join("\n")}\n`;
}
