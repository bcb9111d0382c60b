import { type ChildProcess, spawn } from "node:child_process";
import { watch } from "node:fs";
import { fileURLToPath } from "node:url";
import { RefusedError } from "../errors.ts";
import type { Stop } from "./listen-for-stop.ts";

/** What decides how a mail looks and what it says. */
const folders = ["emails", "words", "src"];
/** Editors write a file in several steps. */
const settleMs = 150;

/**
 * Runs this command without `--watch` in a process of its own until it is asked to stop, and anew whenever a
 * source file changes: a new process has no module of before. A first run that fails ends it; a later one, such as for
 * half a sentence that was saved, waits for the next change.
 *
 * @param port on which every run listens, so that an open page finds the next one.
 * @throws {RefusedError} where sources are not what runs.
 */
export async function watchSources(stop: Stop, port: number): Promise<void> {
  // The compiler adds a query of its own to the address of a module.
  if (!new URL(import.meta.url).pathname.endsWith(".ts"))
    throw new RefusedError(
      "Only a checkout has templates to watch: run it there, without NODE_ENV=production.",
    );
  const arguments_ = process.argv.slice(1).filter((word) => word !== "--watch");
  let runs = 0;
  const start = () => {
    runs += 1;
    // Each run says where the preview is; once is enough.
    const out = runs === 1 ? "inherit" : "ignore";
    return spawn(process.execPath, [...process.execArgv, ...arguments_, "--fresh", "--follow"], {
      stdio: ["ignore", out, "inherit"],
      env: { ...process.env, PORT: String(port) },
    });
  };
  let child = start();
  let timer: NodeJS.Timeout | undefined;
  const restart = async () => {
    await endOf(child);
    if (!stop.isAsked()) child = start();
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(restart, settleMs);
  };
  const watchers = folders.map((folder) =>
    watch(fileURLToPath(new URL(`../../${folder}`, import.meta.url)), { recursive: true }, changed),
  );
  const failed = new Promise<void>((resolve) => {
    child.once("exit", (code) => {
      if (runs > 1 || code === 0 || code === null) return;
      process.exitCode = code;
      resolve();
    });
  });
  await Promise.race([stop.asked, failed]);
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  await endOf(child);
}

/** Asks a process to stop and waits until it has: the next one may need its port and its database. */
async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}
