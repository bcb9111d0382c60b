import { Command, CommanderError } from "commander";
import { isDatabaseOutage } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { ingest } from "./ingest.ts";
import { migrate } from "./migrate.ts";
import { preview } from "./preview.ts";
import { publish } from "./publish.ts";
import { rank } from "./rank.ts";
import { retry } from "./retry.ts";
import { seed } from "./seed.ts";
import { sendTestMail } from "./send-test.ts";
import { start, web, worker } from "./serve.ts";
import { settle } from "./settle.ts";
import { status } from "./status.ts";
import { approve, cancel, pause, resume } from "./steer.ts";
import { subscribers } from "./subscribers.ts";
import { suppressions } from "./suppressions.ts";

/** The commands in the order in which help lists them. */
const commands = [
  demo,
  start,
  web,
  worker,
  migrate,
  seed,
  doctor,
  ingest,
  rank,
  publish,
  approve,
  pause,
  resume,
  cancel,
  status,
  retry,
  settle,
  preview,
  sendTestMail,
  subscribers,
  suppressions,
];

/** Runs the command line; returns the exit code: 0 good, 1 refused or failed, 2 wrong usage. */
async function run(argv: string[]): Promise<number> {
  const program = new Command("paperboy")
    .description("Delivers the day's research papers by mail, each digest exactly once.")
    .helpCommand(false)
    .showHelpAfterError("(see --help)");
  for (const make of commands) program.addCommand(make());
  forEachCommand(program, (one) =>
    one.exitOverride().configureOutput({ outputError: (text, write) => write(text) }),
  );
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error);
  }
}

function forEachCommand(root: Command, visit: (command: Command) => void): void {
  visit(root);
  for (const child of root.commands) forEachCommand(child, visit);
}

/** One sentence for people; a stack trace only for a defect of ours, and only when asked for. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const say = (text: string) => process.stderr.write(`paperboy: ${text}\n`);
  if (error instanceof AppError) {
    say(error.message);
    return error.exitCode;
  }
  if (isDatabaseOutage(error)) {
    say("The database went away: check that PostgreSQL runs, then run the command again.");
    return 1;
  }
  if (process.env.LOG_LEVEL === "debug" && error instanceof Error) say(String(error.stack));
  else
    say(
      `Something unexpected failed (${error instanceof Error ? error.message.split("\n")[0] : "unknown"}); LOG_LEVEL=debug tells more.`,
    );
  return 1;
}

process.exitCode = await run(process.argv);
