import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { answerText, resetConnection } from "./http-fake.ts";

/** What goes wrong with one request to a source of papers. */
export type SourceFault =
  | { kind: "status"; status: number; retryAfterSeconds?: number; body?: string }
  /** Never answers. */
  | { kind: "hang" }
  | { kind: "reset" }
  /** A 200 with a text that is neither JSON nor XML. */
  | { kind: "garbage" }
  /** Ends the connection in the middle of the answer. */
  | { kind: "truncated" }
  /** Waits, then answers as usual. */
  | { kind: "latency"; ms: number }
  /** Something happens elsewhere first, then it answers as usual. */
  | { kind: "meanwhile"; work: () => Promise<unknown> }
  /** Answers with exactly this; without a type it has none. */
  | { kind: "raw"; body: string | Buffer; type?: string; encoding?: string }
  /** Sends on to another place; its own path makes it a circle. */
  | { kind: "redirect"; to: string }
  /** The usual answer, one byte at a time, with this pause between two. */
  | { kind: "drip"; everyMs: number }
  /** The usual answer, then blanks without end. */
  | { kind: "endless" }
  /** One header after the other without end. */
  | { kind: "endless-headers" }
  /** The usual answer, compressed and cut in the middle. */
  | { kind: "cut-gzip" };

/** One request that a source got. */
export type SourceRequest = {
  /** `performance.now()` when its headers came. */
  atMs: number;
  /** Path and query. */
  url: string;
  userAgent: string | null;
  fault: SourceFault["kind"] | null;
};

export type SourceAnswer = { status: number; body: string; headers: Record<string, string> };

/** Answers requests one rule at a time, with faults on demand, and remembers what came. */
export class FaultySource {
  readonly requests: SourceRequest[] = [];
  /** Greatest number of requests that were open at once. */
  maxConcurrent = 0;
  readonly stopping = new AbortController();
  #open = 0;
  #queued: SourceFault[] = [];

  constructor(private readonly answer: (url: URL, request: IncomingMessage) => SourceAnswer) {}

  failNext(times: number, fault: SourceFault): void {
    for (let left = times; left > 0; left -= 1) this.#queued.push(fault);
  }

  /** Least time between the starts of two successive requests; Infinity with fewer than two. */
  minSpacingMs(): number {
    const gaps = this.requests
      .slice(1)
      .map((request, index) => request.atMs - (this.requests[index]?.atMs ?? 0));
    return Math.min(...gaps);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#queued.shift() ?? null;
    this.requests.push({
      atMs: performance.now(),
      url: request.url ?? "/",
      userAgent: request.headers["user-agent"] ?? null,
      fault: fault?.kind ?? null,
    });
    this.#open += 1;
    this.maxConcurrent = Math.max(this.maxConcurrent, this.#open);
    response.on("close", () => {
      this.#open -= 1;
    });
    if (fault?.kind === "latency") {
      const isStopped = await delay(fault.ms, false, { signal: this.stopping.signal }).catch(() => true);
      if (isStopped) return;
    }
    if (fault?.kind === "meanwhile") await fault.work();
    this.#answerUnderFault(fault, request, response);
  }

  #answerUnderFault(fault: SourceFault | null, request: IncomingMessage, response: ServerResponse): void {
    switch (fault?.kind) {
      case "hang":
        break;
      case "reset":
        resetConnection(request);
        break;
      case "garbage":
        answerText(response, 200, "<html><body>Please wait", htmlType);
        break;
      case "status":
        answerStatus(response, fault);
        break;
      case "raw":
        response.writeHead(200, {
          ...(fault.type ? { "content-type": fault.type } : {}),
          ...(fault.encoding ? { "content-encoding": fault.encoding } : {}),
        });
        response.end(fault.body);
        break;
      case "redirect":
        response.writeHead(302, { location: fault.to });
        response.end();
        break;
      case "endless-headers":
        void pour(request.socket, "HTTP/1.1 200 OK\r\n", () => `x-${Math.random()}: ${"y".repeat(1000)}\r\n`);
        break;
      case "drip":
        this.#start(request, response, (body) => void drip(response, body, fault.everyMs));
        break;
      case "endless":
        this.#start(request, response, (body) => void pour(response, body, () => " ".repeat(65_536)));
        break;
      case "cut-gzip":
        this.#start(
          request,
          response.setHeader("content-encoding", "gzip"),
          (body) => void response.end(gzipSync(body).subarray(0, 100)),
        );
        break;
      default:
        this.#answerAsUsual(fault?.kind === "truncated", request, response);
    }
  }

  /** The head of the usual answer without its length, then the body as somebody writes it. */
  #start(request: IncomingMessage, response: ServerResponse, write: (body: Buffer) => void): void {
    const answer = this.answer(new URL(request.url ?? "/", "http://fake.invalid"), request);
    response.writeHead(answer.status, answer.headers);
    write(Buffer.from(answer.body));
  }

  #answerAsUsual(isTruncated: boolean, request: IncomingMessage, response: ServerResponse): void {
    const answer = this.answer(new URL(request.url ?? "/", "http://fake.invalid"), request);
    if (isTruncated) {
      const body = Buffer.from(answer.body);
      response.writeHead(answer.status, { ...answer.headers, "content-length": body.length });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    } else {
      answerText(response, answer.status, answer.body, answer.headers);
    }
  }
}

async function drip(response: ServerResponse, body: Buffer, everyMs: number): Promise<void> {
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await delay(everyMs);
  }
  response.end();
}

/** Writes as fast as the other side reads, until it goes away. */
async function pour(stream: Writable, first: string | Buffer, more: () => string): Promise<void> {
  function* pieces() {
    yield first;
    for (;;) yield more();
  }
  await pipeline(Readable.from(pieces()), stream).catch(() => {});
}

function answerStatus(response: ServerResponse, fault: SourceFault & { kind: "status" }): void {
  const { status, retryAfterSeconds, body = `error ${status}` } = fault;
  const headers: Record<string, string> = { ...htmlType };
  if (retryAfterSeconds !== undefined) headers["retry-after"] = String(retryAfterSeconds);
  answerText(response, status, body, headers);
}

const htmlType = { "content-type": "text/html; charset=utf-8" };
