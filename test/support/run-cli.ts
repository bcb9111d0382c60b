import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export type CliResult = { code: number | null; stdout: string; stderr: string };

/** The file behind `npx paperboy`. */
export const launcher = fileURLToPath(new URL("../../bin/paperboy.mjs", import.meta.url));

/** Runs `paperboy` as an operator would, in a process of its own, with nothing from the surroundings but PATH. */
export function runCli(args: string[], env: Record<string, string>): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [launcher, ...args], {
      env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", LOG_LEVEL: "silent", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
