import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startFakeResend } from "../test/fakes/fake-resend.ts";
import { type LimiterKind, limiterKinds } from "../test/fakes/rate-limiters.ts";
import { seededRandom } from "../test/fakes/seeded-random.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, print } from "./support/stage.ts";

/** Before it the first answers teach the limit, which a refusal may be one of. */
const settlingMs = 2_500;
const mostLateMs = 50;

/** Stands for all of them. */
const everyRate = 0;

/**
 * How much of a provider's limit reaches it, and how many requests are refused: worker processes that always have a
 * request to make share one gate, in front of providers that count in three ways, and each request arrives late by 0 to
 * 50 ms.
 *
 *     npm run bench -- pace [--seconds 20] [--rate 100] [--sliding]
 *
 * `--rate` takes one limit of four, `--sliding` leaves out the windows that stand and the buckets.
 */
export async function benchPace(args: string[]): Promise<void> {
  const sizes = { seconds: { usual: 20, small: 3 }, rate: { usual: everyRate, small: 10 } };
  const { seconds, rate, small, sliding } = readSizes(args, sizes, ["sliding"]);
  const kinds = small || sliding ? (["sliding window"] as const) : limiterKinds;
  const rates = rate === everyRate ? [2, 5, 10, 100] : [rate];
  const stage = await openStage();
  try {
    for (const kind of kinds)
      for (const perSecond of rates)
        for (const workers of [1, 4]) {
          await stage.ctx.db.execute("delete from send_gates");
          const url = stage.url;
          const { used, refused, requests } = await measure({ kind, perSecond, workers, seconds, url });
          print(
            `${kind}, ${perSecond} a second, ${workers} ${workers === 1 ? "worker" : "workers"}`,
            `${used.toFixed(3)} of the limit, ${refused} of ${requests} refused`,
          );
        }
  } finally {
    await stage.close();
  }
}

type Case = { kind: LimiterKind; perSecond: number; workers: number; seconds: number; url: string };

async function measure({ kind, perSecond, workers, seconds, url }: Case) {
  const random = seededRandom(perSecond + workers);
  const lateMs = () => mostLateMs * random();
  const provider = await startFakeResend({
    requestsPerSecond: perSecond,
    limiter: kind,
    lateMs,
    keep: "none",
  });
  const running = Array.from({ length: workers }, () => startWorker(url, provider.url));
  try {
    await Promise.all(running.map((worker) => once(worker, "message")));
    for (const worker of running) worker.send("go");
    await provider.waitUntil(({ requests }) => requests > 0);
    await wait(settlingMs);
    const fromMs = performance.now();
    await wait(1_000 * seconds);
    const untilMs = performance.now();
    const steady = provider.requests.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
    const admitted = steady.filter(({ result }) => result === 200).length;
    return {
      used: (1_000 * admitted) / (untilMs - fromMs) / perSecond,
      refused: steady.filter(({ result }) => result === 429).length,
      requests: steady.length,
    };
  } finally {
    for (const worker of running) await stop(worker);
    await provider.close();
  }
}

function startWorker(databaseUrl: string, providerUrl: string): ChildProcess {
  return fork(fileURLToPath(new URL("support/pace-worker.ts", import.meta.url)), {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: "error",
      TOKEN_SECRET: "a-secret-for-the-bench-of-32-bytes-or-more",
      PUBLIC_URL: "https://paperboy.example",
      MAIL_FROM: "Paperboy <digest@paperboy.example>",
      MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
      MAIL_TRANSPORT: "resend",
      RESEND_API_KEY: "re_bench",
      RESEND_BASE_URL: providerUrl,
    },
  });
}

async function stop(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null) return;
  const ended = once(worker, "exit");
  worker.disconnect();
  await ended;
}
