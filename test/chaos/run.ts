import { pause, until } from "./actor.ts";
import { day, edition, isSent, seatAudience } from "./audience.ts";
import { hireOperator } from "./operator.ts";
import { gatherTroupe, startPaperboy, type Troupe } from "./paperboy.ts";
import { startProvider } from "./provider.ts";
import type { Stage } from "./stage.ts";
import { planStrikes, type Strike } from "./strikes.ts";
import { judge, type Verdict } from "./verdict.ts";

export type RunOptions = {
  seed: number;
  subscribers: number;
  workers: number;
  strikes: number;
  /** Between two strikes, on the average. */
  everyMs: number;
  /** Of the provider and of the workers. */
  requestsPerSecond: number;
  /** At the end of the strikes everything is killed at once, and one `paperboy start` goes on alone. */
  hasFinale: boolean;
  /** Signs of life are missed sooner than in production, so that runs are short; promises stay the same. */
  isBrisk: boolean;
};

export type RunReport = Verdict & {
  seed: number;
  struck: Record<string, number>;
  requests: number;
  replays: number;
  faults: number;
  /** Requests that were accepted, lost, and refused under the same key from then on for a while. */
  denied: number;
  /** Answers that refused some mails, or all, for the sender, each by its index. */
  blamed: number;
  maxRequestsInAnySecond: number;
  requestsPerSecond: number;
  tookMs: number;
  drainMs: number;
};

/** Delivery must be over by then, however it was struck. */
const patienceMs = 900_000;

/** More than by default, so that short runs meet it too: accepted, lost, then refused under the same key. */
const deniedShare = "refused-after=0.12";

/** Answers that blame the sender, for the whole request or for some of its mails; each holds all requests. */
const senderShares = ["--fault", "sender-refused=0.05", "--fault", "sender-refused-some=0.1"];

/** Each look takes a connection. */
const lookEveryMs = 500;

/** Times after which a dead worker is missed, for short runs. */
const briskTimes = { QUEUE_LOCK_MS: "3000", DELIVERY_LEASE_MS: "3000", DISPATCH_EVERY_MS: "2000" };

/** Publishes to many readers through workers that are struck by the seed, and judges what came of it. */
export async function runChaos(stage: Stage, options: RunOptions): Promise<RunReport> {
  const { seed, subscribers, requestsPerSecond } = options;
  const startedAt = Date.now();
  const url = await stage.newDatabase();
  await seatAudience(url, subscribers);
  const provider = await startProvider(stage.folder, `provider-${seed}`, [
    ...["--chaos", String(seed), "--rate", String(requestsPerSecond), "--fault", deniedShare],
    ...senderShares,
  ]);
  const env = workerEnv(stage, url, provider.url, requestsPerSecond, options.isBrisk);
  const operator = hireOperator(stage.folder, url, env);
  let troupe = gatherTroupe(stage.folder, options.workers, ["worker"], env);
  try {
    const struck = await whileStruck(stage, url, troupe, options, () => publish(stage, env));
    if (options.hasFinale && !(await isSent(url))) {
      struck["kill everything, start one"] = 1;
      await killEverything(stage, troupe);
      troupe = gatherTroupe(stage.folder, 1, ["start"], { ...env, PORT: "0" }, troupe.deserters());
    }
    await until(() => isSent(url), "every mail has its outcome", patienceMs, lookEveryMs);
    await operator.dismiss();
    const { ends, tookMs: drainMs } = await troupe.dismiss();
    const verdict = await judge(url, edition, provider.accepted());
    const stats = await provider.stats();
    const complaints = [
      ...verdict.complaints,
      ...troupe.deserters().map((text) => `a worker ended by itself: ${text}`),
      ...(ends.every((end) => end === 0) ? [] : [`workers ended with ${ends.join(", ")} after SIGTERM`]),
      ...(drainMs <= 30_000 ? [] : [`workers took ${drainMs} ms to stop`]),
    ];
    return {
      ...verdict,
      complaints,
      seed,
      struck,
      requests: stats.requests,
      replays: stats.replays,
      faults: Object.values(stats.byFault).reduce((sum, count) => sum + count, 0),
      denied: stats.byFault["accept-then-refuse"] ?? 0,
      blamed: stats.byFault["refuse-some"] ?? 0,
      maxRequestsInAnySecond: stats.maxRequestsInAnySecond,
      requestsPerSecond,
      tookMs: Date.now() - startedAt,
      drainMs,
    };
  } finally {
    await operator.dismiss();
    await troupe.slay();
    await provider.close();
  }
}

/** The variables of a worker that mails through the fake. */
export function workerEnv(
  stage: Stage,
  databaseUrl: string,
  providerUrl: string,
  requestsPerSecond: number,
  isBrisk: boolean,
): Record<string, string> {
  return {
    ...stage.queueEnv,
    QUEUE_PREFIX: `{${new URL(databaseUrl).pathname.slice(1)}}`,
    ...(isBrisk ? briskTimes : {}),
    DATABASE_URL: databaseUrl,
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_chaos",
    RESEND_BASE_URL: providerUrl,
    RESEND_REQUESTS_PER_SECOND: String(requestsPerSecond),
    RESEND_TIMEOUT_MS: "8000",
    MAIL_FROM: "Paperboy <digest@paperboy.example>",
    MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
    PUBLIC_URL: "https://paperboy.example",
    TOKEN_SECRET: "a-secret-for-chaos-of-at-least-32-bytes",
    LOG_LEVEL: "info",
  };
}

/** Publishes, again when that was cut off: a person or a scheduler does the same. */
export async function publish(stage: Stage, env: Record<string, string>): Promise<void> {
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const actor = startPaperboy(stage.folder, `publish-${attempt}`, ["publish", "--date", day, "--now"], env);
    if ((await actor.ended) === 0) return;
    await pause(500);
  }
  throw new Error("the edition could not be published");
}

async function whileStruck(
  stage: Stage,
  url: string,
  troupe: Troupe,
  { seed, strikes, everyMs }: RunOptions,
  work: () => Promise<void>,
): Promise<Record<string, number>> {
  const struck: Record<string, number> = {};
  const working = work();
  working.catch(() => {}); // awaited below
  for (const strike of planStrikes(seed, stage.backend, strikes, everyMs)) {
    await pause(strike.afterMs);
    if (await isSent(url)) break;
    struck[strike.kind] = (struck[strike.kind] ?? 0) + 1;
    await carryOut(stage, url, troupe, strike);
  }
  await working;
  return struck;
}

/** The workers, PostgreSQL and Redis at the same instant; the servers come back, the workers do not. */
async function killEverything(stage: Stage, troupe: Troupe): Promise<void> {
  await Promise.all([troupe.slay(), stage.strikePostgres("SIGKILL"), stage.strikeRedis("SIGKILL", 0)]);
}

async function carryOut(stage: Stage, url: string, troupe: Troupe, strike: Strike): Promise<void> {
  const worker = troupe.pick(strike.target);
  switch (strike.kind) {
    case "kill a worker":
      return worker?.signal("SIGKILL");
    case "stop a worker":
      return worker?.signal("SIGTERM");
    case "freeze a worker":
      worker?.signal("SIGSTOP");
      setTimeout(() => worker?.signal("SIGCONT"), strike.lastsMs * 2);
      return;
    case "kill all workers":
      for (const one of troupe.all()) one.signal("SIGKILL");
      return;
    case "restart PostgreSQL":
      return stage.strikePostgres("SIGINT");
    case "crash PostgreSQL":
      return stage.strikePostgres("SIGQUIT");
    case "kill PostgreSQL":
      return stage.strikePostgres("SIGKILL");
    case "restart Redis":
      return stage.strikeRedis("SIGTERM", strike.lastsMs);
    case "kill Redis":
      return stage.strikeRedis("SIGKILL", strike.lastsMs);
    case "freeze Redis":
      return stage.freezeRedis(strike.lastsMs);
    case "wipe the queue":
      return stage.wipeQueue(url).catch(() => {}); // the server may be away: then there is nothing to wipe
  }
}
