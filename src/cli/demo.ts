import { setTimeout as wait } from "node:timers/promises";
import { seedSample } from "../../seeds/seed.ts";
import { defaultLanguage, wordsIn } from "../../words/words.ts";
import { dayOf } from "../calendar/periods.ts";
import { readConfig } from "../config/env.ts";
import type { Context } from "../context.ts";
import { findFreePort } from "../db/ports.ts";
import { listEditionStatus } from "../delivery/progress/edition-status.ts";
import { explanationSentence } from "../editions/explanation-sentence.ts";
import { countOwnPapers } from "../editions/mailed-part.ts";
import { findMailedPart } from "../editions/store.ts";
import { AppError, RefusedError } from "../errors.ts";
import { ingestDay } from "../papers/ingest.ts";
import { createPaperSources } from "../papers/sources/source.ts";
import { publishEdition } from "../publish/publish-edition.ts";
import { papersInWords } from "../publish/published-words.ts";
import { createLog } from "../telemetry/log.ts";
import { listenForStop, type Stop } from "./listen-for-stop.ts";
import { printer } from "./printer.ts";
import { type CommandRun, command } from "./program.ts";
import { progressBar } from "./progress-bar.ts";

const shownPapers = 5;
const triedPorts = 20;
const watchEveryMs = 100;
/** The sample is delivered in some seconds; this long after, something is wrong. */
const patienceMs = 120_000;
/** Somebody looks on: a source that does not answer soon is given up for the sample. */
const liveLimits = { timeoutMs: 8000, retries: 1, patienceMs: 4000 };

type DemoOptions = { exit?: boolean; live?: boolean; host?: string; json?: boolean };

/** Everything on one machine with nothing set: sample papers, real workers, a local mailbox, the site. */
export const demoCommand = () =>
  command("demo", "the whole of it on sample papers, delivered into a local mailbox", "demo --exit")
    .option("--exit", "end when the mail is delivered, instead of serving the site")
    .option("--live", "today's real papers instead of the sample")
    .option(
      "--host <address>",
      "the address to listen on (default: HOST, else 127.0.0.1, this machine alone)",
    )
    .action(async (options: DemoOptions) => {
      const stop = listenForStop();
      const out = printer(options.json ?? false);
      const preferred = Number(process.env.PORT ?? 3000);
      const port = await nextFreePort(preferred);
      if (port !== preferred && !options.exit)
        out.note(`Port ${preferred} is taken: the site is on port ${port}.`);
      const config = demoConfig(port, options.host ?? (process.env.HOST || "127.0.0.1"));
      const log = createLog(config);
      const { createContext } = await import("../context.ts");
      const ctx = await createContext(config, { log, sources: createPaperSources(config, log, liveLimits) });
      try {
        await run({ ctx, out }, { ...options, port, stop });
      } finally {
        await ctx.close();
      }
    });

/** The first port from the preferred one on that nobody has. */
async function nextFreePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + triedPorts; port += 1) {
    if ((await findFreePort(port)) === port) return port;
  }
  return findFreePort();
}

/** The demo mails to nobody: whatever the environment says, the mailbox is local and the database embedded. */
function demoConfig(port: number, host: string) {
  const { DATA_DIR, LOG_LEVEL, HF_BASE_URL, ARXIV_BASE_URL, ARXIV_SPACING_MS } = process.env;
  const tracing = Object.entries(process.env).filter(([name]) => name.startsWith("OTEL_"));
  return readConfig({
    ...Object.fromEntries(tracing),
    DATA_DIR,
    LOG_LEVEL: LOG_LEVEL ?? "error",
    HF_BASE_URL,
    ARXIV_BASE_URL,
    ARXIV_SPACING_MS,
    PORT: String(port),
    HOST: host,
    MAIL_TRANSPORT: "outbox",
    MAIL_POSTAL_ADDRESS: "Paperboy demo, 1 Example Street, Exampleton",
  });
}

async function run(
  demo: CommandRun,
  { port, stop, ...options }: DemoOptions & { port: number; stop: Stop },
): Promise<void> {
  const { ctx, out } = demo;
  const day = await collect(demo, options.live ?? false);
  const site = options.exit ? null : await startSite(ctx, port);
  const [{ startWorkers }, { createWatch }] = await Promise.all([
    import("../../workers/main.ts"),
    import("../watch/watch.ts"),
  ]);
  const workers = await startWorkers(ctx, ["dispatch", "deliver", "notices", "feedback"]);
  const watch = createWatch(ctx);
  watch.start();
  try {
    const published = await publishEdition(ctx, {
      cadence: "daily",
      period: day,
      isHeld: false,
      isNow: true,
    });
    await untilDelivered(ctx, published.editionId, stop);
    await summarise(demo, published.editionId, site?.url ?? null);
    if (site) {
      out.note("Stop with Ctrl-C.");
      await stop.asked;
    }
  } finally {
    await Promise.all([workers.close(), site?.close(), watch.close()]);
  }
}

/** The pages take a second to load, which a demo that ends by itself does not need. */
async function startSite(ctx: Context, port: number) {
  const { startWebServer } = await import("../web/server.ts");
  return startWebServer(ctx, { port });
}

/** Loads the sample and, when asked and reachable, today's real papers; says which day to publish. */
async function collect({ ctx, out }: CommandRun, isLive: boolean): Promise<string> {
  const sample = await seedSample(ctx);
  if (!isLive) return sample.day;
  const today = dayOf(ctx.clock.now());
  try {
    const report = await ingestDay(ctx, { day: today });
    if (report.papers > 0) return today;
    const reasons = Object.entries(report.sources).flatMap(([name, { error }]) =>
      error ? [`${name}: ${error}`] : [],
    );
    out.note(
      `No papers of ${today} could be had (${reasons.join("; ") || "none are listed yet"}): here is the sample day.`,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    out.note(`The real sources cannot be reached (${error.message}): here is the sample day.`);
  }
  return sample.day;
}

async function untilDelivered(ctx: Context, editionId: string, stop: Stop): Promise<void> {
  const bar = progressBar("delivering");
  const until = Date.now() + patienceMs;
  for (;;) {
    const [status] = await listEditionStatus(ctx.db, editionId);
    if (status) bar.update(status.planned - status.pending - status.sealed, status.planned);
    if (!status || status.state === "sent" || status.state === "cancelled") break;
    if (stop.isAsked()) {
      bar.stop();
      throw new RefusedError("Stopped before all was delivered: the next run goes on from here.");
    }
    if (Date.now() > until) {
      bar.stop();
      throw new RefusedError(
        `${editionId} is still ${status.state} after two minutes: \`paperboy status\` tells more.`,
      );
    }
    await wait(watchEveryMs);
  }
  bar.stop();
}

async function summarise({ ctx, out }: CommandRun, editionId: string, url: string | null): Promise<void> {
  const [status] = await listEditionStatus(ctx.db, editionId);
  const edition = await findMailedPart(ctx.db, editionId);
  if (!status || !edition) return;
  out.json({ ...status, url });
  const lateRisers = edition.papers.filter(({ section }) => section === "late").length;
  const held = papersInWords({ papers: countOwnPapers(edition), lateRisers });
  out.line(`\n${editionId}: ${held}, the first ${shownPapers}:`);
  out.table(
    edition.papers
      .slice(0, shownPapers)
      .map(({ rank, score, title, explanation }) => [
        rank,
        score.toFixed(2),
        [title, explanationSentence(explanation, wordsIn(defaultLanguage))]
          .filter((text) => text !== "")
          .join(" - "),
      ]),
  );
  out.line(
    `\nDeliveries: ${status.planned} planned, ${status.submitted} submitted, ${status.excluded} excluded, ${status.failed} failed, ${status.uncertain} uncertain.`,
  );
  for (const { reason, count } of status.reasons) out.line(`  ${count}: ${reason}`);
  if (url) {
    out.line(`\nThe site:     ${url}`);
    out.line(`The mailbox:  ${url}/ops/outbox`);
    out.line(`Operations:   ${url}/ops`);
  } else out.line("\nRun the demo without --exit to read the site, and the mail at /ops/outbox.");
}
