import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));

const usedSchema = z.object({
  /** Processor time, its own start included. */
  cpuMs: z.number(),
  /** The most memory that it had. */
  peakBytes: z.number(),
});

type Used = z.infer<typeof usedSchema> & {
  /** From its start to its end. */
  ms: number;
  stdout: string;
};

/**
 * Runs a process of Node to its end and tells what it used.
 *
 * @param env variables beside those of this process.
 * @throws what it said when it ends with another code than 0.
 */
export function usedByProcess(args: string[], env: Record<string, string> = {}): Used {
  const beganAt = performance.now();
  const { status, stdout, stderr, output } = spawnSync(process.execPath, [tellUsed, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`);
  return { ms: performance.now() - beganAt, stdout, ...usedSchema.parse(JSON.parse(output[3] ?? "")) };
}

/** Makes a process write what it used to its fourth file at its end. */
const tellUsed = `--import=data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    writeSync(3, JSON.stringify({ cpuMs: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 }));
  });
`)}`;
