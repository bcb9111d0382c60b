import { Command, InvalidArgumentError, Option } from "commander";
import { type RunReport, runChaos } from "./run.ts";
import { type Backend, backends, openStage } from "./stage.ts";
import { sweepCrashPoints } from "./sweep.ts";

type Flags = {
  seed: number;
  runs: number;
  backend?: Backend;
  subscribers: number;
  workers: number;
  strikes: number;
  every: number;
  rate?: number;
  sweep?: string | true;
  slow?: boolean;
};

const wholeNumber = (text: string) => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
};

await new Command("chaos")
  .description(
    "Delivers through real processes that are struck by a seed, and judges what the provider accepted.",
  )
  .option("--seed <n>", "the first run's seed; each run takes the next", wholeNumber, 1)
  .option("--runs <n>", "how many runs on each backend", wholeNumber, 1)
  .addOption(new Option("--backend <name>", "only this one").choices(backends))
  .option("--subscribers <n>", "readers of a run", wholeNumber, 2_000)
  .option("--workers <n>", "worker processes", wholeNumber, 4)
  .option("--strikes <n>", "the most strikes of a run", wholeNumber, 10)
  .option("--every <ms>", "between two strikes, on the average", wholeNumber, 1_000)
  .option("--rate <n>", "requests a second (default: all mails in about five seconds)", wholeNumber)
  .option("--sweep [passings]", "first kill at every named crash point, at these passings (default: 1,3)")
  .option("--slow", "keep production's times (15 s until a dead worker is missed)")
  .addHelpText("after", "\nExample: npm run test:chaos -- --seed 7 --runs 3 --backend postgres --sweep")
  .action(async (flags: Flags) => {
    let failures = 0;
    for (const backend of flags.backend ? [flags.backend] : backends) failures += await runOn(backend, flags);
    process.exitCode = failures === 0 ? 0 : 1;
  })
  .parseAsync();

async function runOn(backend: Backend, flags: Flags): Promise<number> {
  const stage = await openStage(backend);
  let failures = 0;
  try {
    if (flags.sweep) {
      const passings = flags.sweep === true ? [1, 3] : flags.sweep.split(",").map(wholeNumber);
      failures += await sweepCrashPoints(stage, passings, say);
    }
    for (let seed = flags.seed; seed < flags.seed + flags.runs; seed += 1) {
      failures += (await oneRun(backend, stage, seed, flags)) ? 0 : 1;
    }
  } finally {
    if (failures > 0 && process.env.CHAOS_KEEP) say(`The processes' output is kept in ${stage.folder}.`);
    await stage.close();
  }
  return failures;
}

async function oneRun(
  backend: Backend,
  stage: Awaited<ReturnType<typeof openStage>>,
  seed: number,
  flags: Flags,
): Promise<boolean> {
  const { subscribers, workers, strikes, every } = flags;
  const rate = flags.rate ?? Math.max(3, Math.ceil(subscribers / 100 / 5));
  const replay = `npm run test:chaos -- --seed ${seed} --runs 1 --backend ${backend} --subscribers ${subscribers} --workers ${workers} --strikes ${strikes} --every ${every} --rate ${rate}${flags.slow ? " --slow" : ""}`;
  try {
    const report = await runChaos(stage, {
      ...{ seed, subscribers, workers, strikes },
      everyMs: every,
      requestsPerSecond: rate,
      hasFinale: seed % 2 === 0,
      isBrisk: !flags.slow,
    });
    say(`${backend} seed ${seed}: ${describe(report)}`);
    if (report.complaints.length === 0) return true;
    for (const complaint of report.complaints) say(`  FAILED: ${complaint}`);
  } catch (error) {
    say(`${backend} seed ${seed}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
  }
  say(`  replay: ${replay}`);
  return false;
}

function describe(report: RunReport): string {
  const strikes = Object.entries(report.struck)
    .map(([kind, count]) => (count === 1 ? kind : `${kind} x${count}`))
    .join(", ");
  return [
    `planned ${report.planned}, accepted ${report.accepted}, missing ${report.missing}, repeated ${report.repeated}`,
    `${report.requests} requests (${report.replays} replayed, ${report.faults} faults, ${report.denied} accepted and then refused, ${report.blamed} refused in part for the sender, busiest second ${report.maxRequestsInAnySecond} of ${report.requestsPerSecond})`,
    `${(report.tookMs / 1000).toFixed(1)} s, stopped in ${(report.drainMs / 1000).toFixed(1)} s`,
    strikes,
  ].join("; ");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
