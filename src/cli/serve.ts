import { readConfig } from "../config/env.ts";
import { version } from "../config/package.ts";
import type { Context } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import { type QueueName, queueNames } from "../queues/contracts.ts";
import { createLog } from "../telemetry/log.ts";
import { listenForStop } from "./listen-for-stop.ts";
import { command } from "./program.ts";
import { verb } from "./verb.ts";

/** A server that restarts together with its database outlasts the minute in which that recovers. */
const databasePatienceMs = 60_000;

/** A stop is over by then, whatever still hangs: what was not finished is in the ledger. */
const longestStopMs = 29_000;

/** The site and all workers in one process. */
export const startCommand = () =>
  command("start", "the site and all workers in one process", "start").action(() =>
    serve(async (ctx) => {
      // The site first: a port that is taken refuses the start before any work begins.
      const site = await startSite(ctx);
      const { startWorkers } = await import("../../workers/main.ts");
      const workers = await startWorkers(ctx);
      await sayWhere(ctx, site.url);
      return async () => {
        await Promise.all([site.close(), workers.close()]);
      };
    }),
  );

export const webCommand = () =>
  command("web", "the site alone", "web").action(() =>
    serve(async (ctx) => {
      const site = await startSite(ctx);
      await sayWhere(ctx, site.url);
      return site.close;
    }),
  );

export const workerCommand = () =>
  command("worker", "workers alone; start as many as you like, anywhere", "worker --queues deliver,notices")
    .option("--queues <names>", `only these queues, with commas between: ${queueNames.join(", ")}`)
    .action((options: { queues?: string }) => {
      const names = options.queues === undefined ? queueNames : readQueues(options.queues);
      return serve(async (ctx) => {
        const { metricsPort } = ctx.config.watch;
        const watched = metricsPort === null ? null : await startWatch(ctx, metricsPort);
        const { startWorkers } = await import("../../workers/main.ts");
        const workers = await startWorkers(ctx, names);
        process.stdout.write(`Paperboy works on ${names.join(", ")}\n`);
        return async () => {
          await workers.close();
          await watched?.close();
        };
      });
    });

/** The pages take a second to load, which a worker alone does not need. */
async function startSite(ctx: Context) {
  const { startWebServer } = await import("../web/server.ts");
  return startWebServer(ctx, { port: ctx.config.site.port });
}

/** Where the site is; for an installation that nobody has used also the link to its set-up, here and nowhere else. */
async function sayWhere(ctx: Context, url: string): Promise<void> {
  process.stdout.write(`Paperboy is at ${url}\n`);
  const { offerSetup } = await import("../setup/enter-setup.ts");
  const token = await offerSetup(ctx);
  if (token !== null)
    process.stdout.write(`Set it up in a browser, by this link once: ${url}/ops/setup?token=${token}\n`);
}

async function startWatch(ctx: Context, port: number) {
  const { startWatchServer } = await import("../web/server.ts");
  return startWatchServer(ctx, port);
}

/** Opens what is needed, runs until a signal comes, and closes in the reverse order. */
async function serve(run: (ctx: Context) => Promise<() => Promise<void>>): Promise<void> {
  const stop = listenForStop();
  const config = readConfig(process.env);
  const log = createLog(config);
  log.info({ version, node: process.version }, "Paperboy starts");
  const { createContext } = await import("../context.ts");
  const databasePatience = { endsMs: performance.now() + databasePatienceMs };
  const ctx = await createContext(config, { log, databasePatience, role: verb() });
  try {
    // What cannot be opened refuses the start, not the first job.
    await ctx.queues.open();
    const close = await run(ctx);
    const { createWatch } = await import("../watch/watch.ts");
    const watch = createWatch(ctx);
    watch.start();
    await stop.asked;
    setTimeout(() => process.exit(0), longestStopMs).unref();
    await Promise.all([close(), watch.close()]);
  } finally {
    await ctx.close();
  }
}

function readQueues(text: string): QueueName[] {
  return text.split(",").map((part) => {
    const name = queueNames.find((one) => one === part.trim());
    if (!name)
      throw new InvalidInputError(`There is no queue "${part}": name some of ${queueNames.join(", ")}.`);
    return name;
  });
}
