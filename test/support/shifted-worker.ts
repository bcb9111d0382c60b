import { spawn } from "node:child_process";
import { findFreePort } from "../../src/db/ports.ts";
import { launcher } from "./run-cli.ts";

/** A worker in a process of its own whose clock, BullMQ's included, is off. */
export type ShiftedWorker = {
  /** Where its `/readyz` is. */
  url: string;
  /** Its log so far, as JSON lines. */
  log(): string;
  /** Sets its clock right. */
  setRight(): void;
  close(): Promise<void>;
};

/** What moves a process's clock, for `node --import`. */
export const clockPreload = new URL("./shifted-clock.mjs", import.meta.url).href;

/** Starts `paperboy worker` with a clock that is off by `shiftMs`; resolves when it says that it works. */
export async function startShiftedWorker(
  env: Record<string, string>,
  shiftMs: number,
): Promise<ShiftedWorker> {
  const port = await findFreePort();
  const child = spawn(process.execPath, ["--import", clockPreload, launcher, "worker"], {
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      ...env,
      LOG_LEVEL: "info",
      METRICS_PORT: String(port),
      CLOCK_SHIFT_MS: String(shiftMs),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    log += text;
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      if (text.includes("works on")) resolve();
    });
    ended.then(() => reject(new Error(`The worker ended: ${log}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => log,
    setRight: () => child.kill("SIGUSR2"),
    close: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
