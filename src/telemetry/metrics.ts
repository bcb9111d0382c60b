import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { version } from "../config/package.ts";

/**
 * What one process counts and times. What can be read from PostgreSQL is not counted here but at the scrape
 * (ledger-metrics.ts), so that every process tells the same and nothing is lost at a restart.
 */
export type Metrics = {
  registry: Registry;
  /** Adds what the process itself uses: memory, CPU, the event loop's lag. Safe to repeat. */
  watchProcess(): void;
  /** Tells at each scrape how many connections a pool of this process has. Once for each name. */
  watchPool(name: string, pool: WatchedPool): void;
  /** One request to the mail provider: what it answered and after how long, and what became of each mail. */
  noteAnswer(request: { answer: string; seconds: number; results: string[] }): void;
  /** One request to the site; `route` is a pattern, never a path, which may hold a token. */
  noteRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  /** One webhook: `stored`, `repeated` or `refused`. */
  noteWebhook(result: "stored" | "repeated" | "refused"): void;
};

/** What a pool of connections says of itself. */
type WatchedPool = { totalCount: number; idleCount: number; waitingCount: number; options: { max: number } };

/** From a local answer to the provider's time-out. */
const providerBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: "paperboy_build_info",
    help: "Always 1; its labels tell the version of Paperboy and of Node.",
    labelNames: ["version", "node"],
    registers,
  }).set({ version, node: process.version }, 1);
  const answers = new Counter({
    name: "paperboy_provider_answers_total",
    help: "Requests to the mail provider by what it answered.",
    labelNames: ["answer"],
    registers,
  });
  const mails = new Counter({
    name: "paperboy_provider_mails_total",
    help: "Mails in answered requests, accepted or refused.",
    labelNames: ["result"],
    registers,
  });
  const latency = new Histogram({
    name: "paperboy_provider_request_seconds",
    help: "How long the mail provider took to answer.",
    labelNames: ["answer"],
    buckets: providerBuckets,
    registers,
  });
  const requests = new Histogram({
    name: "paperboy_http_request_seconds",
    help: "How long the site took to answer.",
    labelNames: ["method", "route", "status"],
    buckets: requestBuckets,
    registers,
  });
  const webhooks = new Counter({
    name: "paperboy_webhooks_total",
    help: "Webhooks of the mail provider by what became of them.",
    labelNames: ["result"],
    registers,
  });
  const pools = new Map<string, WatchedPool>();
  new Gauge({
    name: "paperboy_database_connections",
    help: "Connections of this process to PostgreSQL: open ones, idle ones of them, the most that may be, and who waits for one.",
    labelNames: ["pool", "state"],
    registers,
    collect() {
      for (const [name, pool] of pools) {
        this.set({ pool: name, state: "open" }, pool.totalCount);
        this.set({ pool: name, state: "idle" }, pool.idleCount);
        this.set({ pool: name, state: "most" }, pool.options.max);
        this.set({ pool: name, state: "waiting" }, pool.waitingCount);
      }
    },
  });
  let isWatched = false;
  return {
    registry,
    watchProcess: () => {
      if (!isWatched) collectDefaultMetrics({ register: registry, prefix: "paperboy_" });
      isWatched = true;
    },
    watchPool: (name, pool) => pools.set(name, pool),
    noteAnswer: ({ answer, seconds, results }) => {
      answers.inc({ answer });
      latency.observe({ answer }, seconds);
      for (const result of results) mails.inc({ result });
    },
    noteRequest: ({ method, route, status, seconds }) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    noteWebhook: (result) => webhooks.inc({ result }),
  };
}
