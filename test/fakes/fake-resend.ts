import { setMaxListeners } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { type Clock, systemClock } from "../../src/clock.ts";
import { answerText, listen, readBody, resetConnection } from "./http-fake.ts";
import { type ApiAnswer, type ApiRequest, ResendApi, type ResendApiOptions, refused } from "./resend-api.ts";
import { type AnswerFault, type Fault, type FaultPlan, refuseWith } from "./resend-faults.ts";
import { SlidingSecond } from "./resend-limits.ts";
import { type AcceptedMail, ResendMailbox } from "./resend-mailbox.ts";
import type { WireMail } from "./resend-validate.ts";

export type FakeResendOptions = ResendApiOptions & {
  /** 0 takes a free port. */
  port?: number;
  /** What goes wrong, asked in this order: `failNext`, the plan at arrival, the plan after the body. */
  faults?: FaultPlan;
  /** How much later than it was sent a request arrives, in milliseconds. */
  lateMs?: () => number;
  /** For the life of idempotency keys, quotas and the times of mails; the rate limit uses real time. */
  clock?: Clock;
  /** What stays in memory of each mail; default all of it. */
  keep?: "full" | "digest" | "none";
  /** Every accepted mail is appended here as one line of JSON before its request is answered. */
  outFile?: string | null;
  /** Leaves the bodies out of the file; their hash and sizes remain. */
  outDigest?: boolean;
  /** Name of the tag that, with the recipient, should occur once; default `edition`. */
  editionTag?: string;
};

/** What happened to one request. */
type ResendRequest = {
  number: number;
  /** `performance.now()` when its headers came. */
  atMs: number;
  path: string;
  key: string | null;
  /** Mails in it, good or bad. */
  mails: number;
  isFirstOfKey: boolean;
  fault: Fault["kind"] | null;
  /** Mails that it newly had accepted, whatever the client was told. */
  accepted: number;
  /** What the client got; `gone` when it left before the end of its body. */
  result: number | "reset" | "hang" | "truncated" | "gone";
};

export type ResendStats = {
  requests: number;
  /** Mails. */
  accepted: number;
  /** Accepted requests to `/emails/batch`. */
  batches: number;
  /** Requests answered with what was kept under their key. */
  replays: number;
  /** 409s that were due; like the next two without injected ones. */
  conflicts: number;
  limited: number;
  quotaRefusals: number;
  /** Mails that failed a check. */
  rejectedMails: number;
  maxRequestsInAnySecond: number;
  /** Pairs of edition tag and recipient that were accepted more than once. */
  duplicates: number;
  byStatus: Record<string, number>;
  byFault: Record<string, number>;
};

export type FakeResend = {
  url: string;
  port: number;
  /** Accepted mails, oldest first, as far as `keep` says. */
  mails: AcceptedMail[];
  /** Every request to the API, in the order in which they ended. */
  requests: ResendRequest[];
  stats(): ResendStats;
  /** Mails to a bare address, whatever its case. */
  mailsTo(address: string): AcceptedMail[];
  duplicates(): { edition: string; recipient: string; times: number }[];
  /**
   * The next requests meet these faults, one each; null lets one pass. Not those for the account's usage, which workers
   * make at any time: a plan names these.
   */
  failNext(...faults: (Fault | null)[]): void;
  setFaults(plan: FaultPlan | null): void;
  setRequestsPerSecond(limit: number | null): void;
  /** Resolves when the counts satisfy, looked at after every request; rejects after `timeoutMs` (10 s). */
  waitUntil(isDone: (stats: ResendStats) => boolean, timeoutMs?: number): Promise<ResendStats>;
  close(): Promise<void>;
};

/**
 * Behaves as api.resend.com does for sending (access, validation, batches, idempotency, limits, quotas), with faults.
 * `GET /stats` gives the counts. A request whose body came whole is carried out even when its client is gone.
 */
export async function startFakeResend(options: FakeResendOptions = {}): Promise<FakeResend> {
  const provider = new FaultyProvider(options);
  const running = await listen((request, response) => void provider.handle(request, response), options.port);
  const { mailbox, requests } = provider;
  return {
    url: running.url,
    port: running.port,
    mails: mailbox.mails,
    requests,
    stats: () => provider.stats(),
    mailsTo: (address) => mailbox.mailsTo(address),
    duplicates: () => mailbox.duplicates(),
    failNext: (...faults) => provider.queued.push(...faults),
    setFaults: (plan) => {
      provider.plan = plan;
    },
    setRequestsPerSecond: (limit) => {
      provider.api.requestsPerSecond = limit;
    },
    waitUntil: (isDone, timeoutMs) => provider.waitUntil(isDone, timeoutMs),
    close: async () => {
      provider.stopping.abort();
      await running.close();
      mailbox.close();
    },
  };
}

/** The vendor's API over HTTP, with what goes wrong on the way. */
class FaultyProvider {
  readonly mailbox: ResendMailbox;
  readonly api: ResendApi;
  readonly requests: ResendRequest[] = [];
  readonly queued: (Fault | null)[] = [];
  readonly stopping = new AbortController();
  plan: FaultPlan | null;
  #arrivals = 0;
  #seen = new SlidingSecond();
  #busiest = 0;
  #byStatus: Record<string, number> = {};
  #byFault: Record<string, number> = {};
  #watchers = new Set<() => void>();
  readonly #lateMs: (() => number) | null;
  readonly #keysSeen = new Set<string>();
  /** Refusals that are owed to the next requests under a key. */
  #owed = new Map<string, { left: number; refusal: AnswerFault }>();

  constructor(options: FakeResendOptions) {
    this.mailbox = new ResendMailbox({
      keep: options.keep ?? "full",
      outFile: options.outFile ?? null,
      outDigest: options.outDigest ?? false,
      editionTag: options.editionTag ?? "edition",
    });
    this.api = new ResendApi(options, this.mailbox, options.clock ?? systemClock, this.stopping.signal);
    // As many may be under way as there are workers.
    setMaxListeners(0, this.stopping.signal);
    this.plan = options.faults ?? null;
    this.#lateMs = options.lateMs ?? null;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (pathOf(request) === "/stats")
      return answerText(response, 200, JSON.stringify(this.stats()), jsonType);
    try {
      await this.#serve(request, response);
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#lateMs) await delay(this.#lateMs(), undefined, { signal: this.stopping.signal });
    const entry = this.#noteArrival(request);
    const owed = this.#takeOwed(entry.key);
    const isQueued = owed === null && this.queued.length > 0 && entry.path !== usagePath;
    let fault: Fault | null =
      owed ?? (isQueued ? (this.queued.shift() ?? null) : this.#faultAtArrival(entry));
    if (fault?.kind === "reset" && fault.when === "before-body") {
      resetConnection(request);
      return this.#finish(entry, fault, "reset");
    }
    const body = await readBody(request);
    if (body === null) return this.#finish(entry, fault, "gone");
    const parsed = request.method === "POST" ? parseJson(body) : null;
    const apiRequest = toApiRequest(request, body, parsed);
    const refusal = this.api.admit(apiRequest);
    if (refusal) return this.#reply(response, entry, null, refusal);
    const mails = mailsIn(parsed);
    entry.mails = mails.length;
    if (!isQueued) fault ??= this.#faultAfterBody(entry, mails);
    await this.#answerUnderFault(fault, entry, apiRequest, response);
  }

  #noteArrival(request: IncomingMessage): ResendRequest {
    const atMs = performance.now();
    this.#busiest = Math.max(this.#busiest, this.#seen.add(atMs));
    this.#arrivals += 1;
    const key = headerOf(request, "idempotency-key");
    const isFirstOfKey = key === null || !this.#keysSeen.has(key);
    if (key !== null) this.#keysSeen.add(key);
    return {
      number: this.#arrivals,
      atMs,
      path: pathOf(request),
      key,
      isFirstOfKey,
      mails: 0,
      fault: null,
      accepted: 0,
      result: "gone",
    };
  }

  #faultAtArrival({ number, key, path }: ResendRequest): Fault | null {
    return (typeof this.plan === "function" ? null : this.plan?.atArrival?.({ number, key, path })) ?? null;
  }

  #faultAfterBody({ number, key, path }: ResendRequest, mails: Partial<WireMail>[]): Fault | null {
    const ask = typeof this.plan === "function" ? this.plan : this.plan?.afterBody;
    return ask?.({ number, key, path, mails }) ?? null;
  }

  /** Where a fault accepts first, a request that the API itself refuses gets that refusal. */
  async #answerUnderFault(
    fault: Fault | null,
    entry: ResendRequest,
    request: ApiRequest,
    response: ServerResponse,
  ): Promise<void> {
    const refusedSome = fault?.kind === "refuse-some" && entry.isFirstOfKey ? fault : null;
    const work = async (latencyMs = 0): Promise<ApiAnswer> => {
      const answer = await this.api.carryOut(request, latencyMs, refusedSome);
      entry.accepted = answer.accepted;
      return answer;
    };
    const earlier = this.api.lastAccepted;
    switch (fault?.kind) {
      case undefined:
      case "refuse-some":
        return this.#reply(response, entry, fault, await work());
      case "held":
        await fault.until.catch(() => {}); // the test that began it hears of it
        return this.#reply(response, entry, fault, await work());
      case "latency":
        return this.#reply(response, entry, fault, await work(fault.ms));
      case "error":
      case "raw": {
        const injected = injectedAnswer(fault);
        const answer = fault.accepted ? await work() : null;
        return this.#reply(response, entry, fault, answer && answer.status !== 200 ? answer : injected);
      }
      case "reset":
        if (fault.when === "after-acceptance") await work();
        response.socket?.resetAndDestroy();
        return this.#finish(entry, fault, "reset");
      case "hang":
        if (fault.accepted) await work();
        else this.#holdKey(entry.key, response);
        return this.#finish(entry, fault, "hang");
      case "truncated": {
        const answer = await work();
        if (answer.status !== 200) return this.#reply(response, entry, fault, answer);
        cutShort(response, answer, this.api.limitHeaders());
        return this.#finish(entry, fault, "truncated");
      }
      case "drip": {
        const answer = await work();
        await this.#sendInPieces(response, answer, fault);
        return this.#finish(entry, fault, answer.status);
      }
      case "fewer-ids":
        return this.#reply(response, entry, fault, withFewerIds(await work(), fault.missing));
      case "accept-then-refuse":
        await work();
        if (entry.key !== null) this.#owe(entry.key, fault);
        response.socket?.resetAndDestroy();
        return this.#finish(entry, fault, "reset");
      case "earlier-response": {
        const answer = await work();
        return this.#reply(response, entry, fault, answer.status === 200 && earlier ? earlier : answer);
      }
    }
  }

  #owe(
    key: string,
    { times, refusal = refuseWith("validation_error") }: Fault & { kind: "accept-then-refuse" },
  ) {
    // Once for each key: a client that repeats under it comes to an end.
    if (!this.#owed.has(key)) this.#owed.set(key, { left: times, refusal });
  }

  #takeOwed(key: string | null): AnswerFault | null {
    const owed = this.#owed.get(key ?? "");
    if (!owed || owed.left === 0) return null;
    owed.left -= 1;
    return owed.refusal;
  }

  /** A request that is never answered keeps its key in flight until the client gives up. */
  #holdKey(key: string | null, response: ServerResponse): void {
    const release = key === null ? null : this.api.holdKey(key);
    if (release) response.on("close", release);
  }

  async #sendInPieces(
    response: ServerResponse,
    answer: ApiAnswer,
    fault: Fault & { kind: "drip" },
  ): Promise<void> {
    const body = Buffer.from(answer.body);
    const size = Math.max(1, Math.ceil(body.length / fault.pieces));
    response.writeHead(answer.status, {
      ...jsonType,
      ...this.api.limitHeaders(),
      "content-length": body.length,
    });
    for (let start = 0; start < body.length && !response.destroyed; start += size) {
      response.write(body.subarray(start, start + size));
      await delay(fault.pauseMs, undefined, { signal: this.stopping.signal });
    }
    response.end();
  }

  #reply(response: ServerResponse, entry: ResendRequest, fault: Fault | null, answer: ApiAnswer): void {
    answerText(response, answer.status, answer.body, {
      ...jsonType,
      ...this.api.limitHeaders(),
      ...answer.headers,
    });
    this.#finish(entry, fault, answer.status);
  }

  #finish(entry: ResendRequest, fault: Fault | null, result: ResendRequest["result"]): void {
    entry.fault = fault?.kind ?? null;
    entry.result = result;
    this.requests.push(entry);
    this.#byStatus[result] = (this.#byStatus[result] ?? 0) + 1;
    if (fault) this.#byFault[fault.kind] = (this.#byFault[fault.kind] ?? 0) + 1;
    for (const watch of this.#watchers) watch();
  }

  stats(): ResendStats {
    return {
      requests: this.#arrivals,
      accepted: this.mailbox.accepted,
      ...this.api.counts,
      maxRequestsInAnySecond: this.#busiest,
      duplicates: this.mailbox.duplicatePairs,
      byStatus: { ...this.#byStatus },
      byFault: { ...this.#byFault },
    };
  }

  waitUntil(isDone: (stats: ResendStats) => boolean, timeoutMs = 10_000): Promise<ResendStats> {
    return new Promise((resolve, reject) => {
      const watch = () => {
        const stats = this.stats();
        if (!isDone(stats)) return;
        stop();
        resolve(stats);
      };
      const timer = setTimeout(() => {
        stop();
        reject(
          new Error(`The fake did not get there within ${timeoutMs} ms: ${JSON.stringify(this.stats())}`),
        );
      }, timeoutMs);
      const stop = () => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
      };
      this.#watchers.add(watch);
      watch();
    });
  }
}

const jsonType = { "content-type": "application/json; charset=utf-8" };

const usagePath = "/usage";

const pathOf = (request: IncomingMessage) => (request.url ?? "/").split("?")[0] ?? "/";

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function toApiRequest(request: IncomingMessage, body: Buffer, parsed: unknown): ApiRequest {
  return {
    method: request.method ?? "GET",
    path: pathOf(request),
    query: new URL(request.url ?? "/", "http://fake").searchParams,
    headers: {
      authorization: headerOf(request, "authorization"),
      userAgent: headerOf(request, "user-agent"),
      validation: headerOf(request, "x-batch-validation"),
      key: headerOf(request, "idempotency-key"),
    },
    body,
    parsed,
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function mailsIn(parsed: unknown): Partial<WireMail>[] {
  if (Array.isArray(parsed)) return parsed as Partial<WireMail>[];
  return typeof parsed === "object" && parsed !== null ? [parsed as Partial<WireMail>] : [];
}

function injectedAnswer(fault: AnswerFault): ApiAnswer {
  if (fault.kind === "error") return refused(fault.error, fault.headers);
  return { status: fault.status, body: fault.body, headers: fault.headers, accepted: 0 };
}

/** Announces the whole length, sends half, and ends the connection once that half is out. */
function cutShort(response: ServerResponse, answer: ApiAnswer, headers: Record<string, string>): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...jsonType, ...headers, "content-length": body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

function withFewerIds(answer: ApiAnswer, missing: number): ApiAnswer {
  if (answer.status !== 200) return answer;
  const body: { data?: unknown[] } = JSON.parse(answer.body);
  if (!body.data) return answer;
  return { ...answer, body: JSON.stringify({ ...body, data: body.data.slice(0, -missing) }) };
}
