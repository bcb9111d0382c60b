import { spawn } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";

export type CliResult = { code: number | null; stdout: string; stderr: string };

/** The file behind `npx paperboy`, before the compiled program of this run. */
export const launcher = join(inject("builtFolder"), "bin/paperboy.mjs");

/**
 * Runs `paperboy` as an operator would, in a process of its own, with nothing from the surroundings but PATH.
 *
 * @param folder where it is called, whose `.env` counts; unless said the checkout, whose `.env` does not.
 * @param program the file to run, when not the launcher itself.
 */
export function runCli(
  args: string[],
  env: Record<string, string>,
  { folder, program = launcher }: { folder?: string; program?: string } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const own = folder === undefined ? [...args, "--no-env-file"] : args;
    // Node 20 takes --env-file for its own, also after a script, unless its options are ended.
    const child = spawn(process.execPath, ["--", program, ...own], {
      cwd: folder,
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
