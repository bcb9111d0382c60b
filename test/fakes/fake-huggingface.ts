import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { listen } from "./http-fake.ts";
import { FaultySource, type SourceAnswer, type SourceFault, type SourceRequest } from "./source-faults.ts";

export type FakeHuggingFaceOptions = {
  /** 0 takes a free port. */
  port?: number;
  /** Folder of raw daily files `YYYY-MM-DD.json`, read at each request. */
  dir?: string;
  /** Days given directly; they come before the folder's. */
  days?: Record<string, unknown[]>;
  /** Gives the items of a day that is in `days` neither, made anew at each request; null for a day of the folder. */
  listDay?: (day: string) => unknown[] | null;
  /** What cites each paper, by its id, as `GET /api/arxiv/<id>/repos` answers; nothing cites any other. */
  repos?: Record<string, unknown>;
};

export type FakeHuggingFace = {
  url: string;
  port: number;
  requests: SourceRequest[];
  /** Adds a day or replaces it. */
  setDay(day: string, items: unknown[]): void;
  failNext(times: number, fault: SourceFault): void;
  close(): Promise<void>;
};

/**
 * Serves what cites papers, and `GET /api/daily_papers?date&limit&p` as huggingface.co does: 50 items unless asked for up to 100, in the
 * file's order, with an ETag; an unknown day is empty, a malformed one is refused, none is the latest.
 */
export async function startFakeHuggingFace(options: FakeHuggingFaceOptions = {}): Promise<FakeHuggingFace> {
  const days = new Map(Object.entries(options.days ?? {}));
  const source = new FaultySource((url, request) => answerDailyPapers(url, request, days, options));
  const running = await listen((request, response) => void source.handle(request, response), options.port);
  return {
    url: running.url,
    port: running.port,
    requests: source.requests,
    setDay: (day, items) => {
      days.set(day, items);
    },
    failNext: (times, fault) => source.failNext(times, fault),
    close: () => {
      source.stopping.abort();
      return running.close();
    },
  };
}

function answerDailyPapers(
  url: URL,
  request: IncomingMessage,
  days: Map<string, unknown[]>,
  options: FakeHuggingFaceOptions,
): SourceAnswer {
  const dir = options.dir ?? null;
  const [, paperId] = /^\/api\/arxiv\/(.+)\/repos$/.exec(url.pathname) ?? [];
  if (paperId !== undefined && request.method === "GET")
    return json(200, options.repos?.[paperId] ?? { models: [], datasets: [], spaces: [] });
  if (url.pathname !== "/api/daily_papers" || request.method !== "GET") {
    return json(404, { error: "Sorry, we can't find the page you are looking for." });
  }
  const date = url.searchParams.get("date");
  if (date !== null && !isDate(date))
    return json(400, { error: `Invalid date: "date" must be a day as YYYY-MM-DD` });
  const limit = wholeNumber(url.searchParams.get("limit"), 50);
  const page = wholeNumber(url.searchParams.get("p"), 0);
  if (limit === null || limit < 1 || page === null) return json(400, { error: `Invalid "limit" or "p"` });
  const size = Math.min(limit, 100);
  const day = date ?? latestDay(days, dir);
  const made = day === null || days.has(day) ? null : (options.listDay?.(day) ?? null);
  const items = (made ?? itemsOf(day, days, dir)).slice(page * size, (page + 1) * size);
  const answer = json(200, items);
  const etag = `W/"${createHash("sha1").update(answer.body).digest("base64url")}"`;
  const headers = { ...answer.headers, etag };
  if (request.headers["if-none-match"] === etag) return { status: 304, body: "", headers: { etag } };
  return { ...answer, headers };
}

function itemsOf(day: string | null, days: Map<string, unknown[]>, dir: string | null): unknown[] {
  if (day === null) return [];
  const given = days.get(day);
  if (given) return given;
  const file = dir === null ? null : join(dir, `${day}.json`);
  return file !== null && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

function latestDay(days: Map<string, unknown[]>, dir: string | null): string | null {
  const files = dir === null ? [] : readdirSync(dir).filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/.test(name));
  return [...days.keys(), ...files.map((name) => name.slice(0, 10))].sort().at(-1) ?? null;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function wholeNumber(text: string | null, otherwise: number): number | null {
  if (text === null) return otherwise;
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function json(status: number, body: unknown): SourceAnswer {
  return {
    status,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json; charset=utf-8" },
  };
}
