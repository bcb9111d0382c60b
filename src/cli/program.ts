import { hostname, userInfo } from "node:os";
import { Command } from "commander";
import type { Actor } from "../audit/actor.ts";
import { readConfig } from "../config/env.ts";
import type { Context, ContextOverrides } from "../context.ts";
import { RefusedError } from "../errors.ts";
import { listenForStop, type Stop } from "./listen-for-stop.ts";
import { type Printer, printer } from "./printer.ts";
import { verb } from "./verb.ts";

/** What a command gets: its surroundings, and where its answer goes. */
export type CommandRun = { ctx: Context; out: Printer };

/** What a command may say of its end. */
export type CommandStop = {
  /** Aborted when a signal comes; its reason is the refusal. */
  stopping: AbortSignal;
  /** When a signal comes, this is waited for before the context is closed; it must not reject. */
  beforeStop(finish: () => Promise<void>): void;
};

/**
 * A command with `--json`, `--help` and an example.
 *
 * @param example the arguments after `paperboy`.
 */
export function command(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option("--json", "print the answer as JSON")
    .addHelpText("after", `\nExample:\n  $ paperboy ${example}`);
}

/**
 * Runs a command's work with a context that is closed afterwards, whatever happens. The system's user acts in it.
 *
 * @throws {RefusedError} when a signal comes before the work is done; what is under way fails unheard, but for what
 *   the work asked to be waited for.
 */
export async function withContext<T>(
  options: { json?: boolean },
  work: (run: CommandRun & CommandStop) => Promise<T>,
  overrides: ContextOverrides = {},
): Promise<T> {
  const config = readConfig(process.env);
  const stop = listenForStop();
  const stopping = new AbortController();
  void stop.asked.then(() => stopping.abort(new RefusedError(stoppedWords)));
  let finish = async () => {};
  const beforeStop: CommandStop["beforeStop"] = (given) => {
    finish = given;
  };
  try {
    // Loaded when there is work to do: help and wrong usage need none of it.
    const { createContext } = await import("../context.ts");
    const { databasePatience: patience } = overrides;
    const ctx = await createContext(config, {
      actor: whoRuns(),
      role: verb(),
      ...overrides,
      ...(patience ? { databasePatience: { ...patience, signal: stopping.signal } } : {}),
    });
    try {
      const run = { ctx, out: printer(options.json ?? false), beforeStop, stopping: stopping.signal };
      return await Promise.race([work(run), refusal(stop, () => finish())]);
    } finally {
      await ctx.close();
    }
  } finally {
    stop.forget();
  }
}

/** The system's user at this machine, as who a command acts. */
export function whoRuns(): Actor {
  return { kind: "cli", user: systemUser(), from: hostname() };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}

async function refusal(stop: Stop, finish: () => Promise<void>): Promise<never> {
  await stop.asked;
  await finish();
  throw new RefusedError(stoppedWords);
}

const stoppedWords = "Stopped before the end: the same command goes on where this one was.";
