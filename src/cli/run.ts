import { Command, CommanderError } from "commander";
import type { EnvFileChoice } from "../config/env-file.ts";
import { version } from "../config/package.ts";
import { AppError, InvalidInputError } from "../errors.ts";
import { commands } from "./commands.ts";
import { verb } from "./verb.ts";

/**
 * The program as `paperboy --help` shows it.
 *
 * @param name the command that is asked for, which alone is loaded; unless it is one, all are.
 */
export async function createProgram(name?: string): Promise<Command> {
  const program = new Command("paperboy")
    .description("Delivers the day's research papers by mail, each digest exactly once.")
    .version(version, "-V, --version", "print the version")
    .option(
      "--env-file <path>",
      "read variables from this file (default: .env, if it is there; given ones win)",
    )
    .option("--no-env-file", "read variables from no file")
    .hook("preAction", addVariables)
    .helpCommand(false)
    .showHelpAfterError("(see --help)");
  for (const load of wanted(name)) program.addCommand(await load());
  return program;
}

/**
 * Runs one command line, with the process's variables and output.
 *
 * @param argv as `process.argv` has it.
 * @returns the exit code: 0 good, 1 refused or failed, 2 wrong usage.
 */
export async function run(argv: string[]): Promise<number> {
  const program = await createProgram(verb(argv) || argv[2]);
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

/** What these do depends on no variable of an installation. */
const withoutVariables: Record<string, string> = {
  demo: "The demo reads no file: it mails to nobody, whatever the variables say.",
  init: "init reads no file: it writes one.",
};

/** Only before a command acts: help and wrong usage need no file, and a broken one must not stand in their way. */
async function addVariables(program: Command, action: Command): Promise<void> {
  const { envFile } = program.opts<{ envFile?: EnvFileChoice }>();
  const refusal = withoutVariables[action.name()];
  if (refusal === undefined) {
    const [{ addEnvFile }, { addVariableFiles }] = await Promise.all([
      import("../config/env-file.ts"),
      import("../config/variable-files.ts"),
    ]);
    addEnvFile(process.env, envFile);
    addVariableFiles(process.env);
  } else if (typeof envFile === "string") throw new InvalidInputError(refusal);
}

/** The named command alone; all of them for help, and for a name that is none. */
function wanted(name: string | undefined) {
  if (name === "--version" || name === "-V") return [];
  const named = name === undefined ? undefined : commands[name];
  return named ? [named] : Object.values(commands);
}

function forEachCommand(root: Command, visit: (command: Command) => void): void {
  visit(root);
  for (const child of root.commands) forEachCommand(child, visit);
}

/** One sentence for people; a stack trace only for a defect of ours, and only when asked for. */
async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const say = (text: string) => process.stderr.write(`paperboy: ${text}\n`);
  if (error instanceof AppError) {
    say(error.message);
    return error.exitCode;
  }
  const fault = await nameDatabaseFault(error);
  if (fault !== null) say(fault);
  else if (process.env.LOG_LEVEL === "debug" && error instanceof Error) say(String(error.stack));
  else
    say(
      `Something unexpected failed (${error instanceof Error ? error.message.split("\n")[0] : "unknown"}); LOG_LEVEL=debug tells more.`,
    );
  return 1;
}

/** Null when the fault is not the database's. Its driver is loaded here, since most commands end without a fault. */
async function nameDatabaseFault(error: unknown): Promise<string | null> {
  const { isDatabaseOutage } = await import("../db/client.ts");
  if (isDatabaseOutage(error))
    return "The database went away: check that PostgreSQL runs, then run the command again.";
  const { describeDatabaseFault, isDatabaseFault } = await import("../db/database-fault.ts");
  return isDatabaseFault(error) ? describeDatabaseFault(error) : null;
}
