import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A real process of a chaos run, its output kept in a file. */
export type Actor = {
  name: string;
  pid: number;
  /** Resolves at its end with its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  isRunning(): boolean;
  signal(name: NodeJS.Signals): void;
  output(): string;
};

/** Starts a process with nothing from the surroundings but what finding programs needs. */
export function startActor(
  folder: string,
  name: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Actor {
  const file = join(folder, `${name}.log`);
  const log = openSync(file, "w");
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return {
    name,
    pid: child.pid ?? 0,
    ended: endOf(child),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal: (signal) => {
      child.kill(signal);
    },
    output: () => readFileSync(file, "utf8"),
  };
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal ?? -1));
  });
}

/** Waits until a condition holds, looking every 50 ms unless said. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  patienceMs: number,
  everyMs = 50,
): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !(await isSo()); await pause(everyMs)) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${patienceMs / 1000} s`);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
