import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readSizes } from "./support/sizes.ts";
import { withForm } from "./support/stage.ts";
import { usedByProcess } from "./support/used-by-process.ts";

/**
 * Prints how long a command that renders nothing takes to start, beside the same with the templates loaded at
 * start, as if a command imported them. The built form, in turns in one run; the median round of processor time
 * counts.
 *
 *     npm run bench -- startup [--rounds 5]
 */
export async function benchStartup(args: string[]): Promise<void> {
  const { rounds } = readSizes(args, { rounds: { usual: 5, small: 1 } });
  await withForm(async (form) => compareAll(form.folder, rounds));
}

function compareAll(folder: string, rounds: number): void {
  const program = join(folder, "dist/src/cli/main.js");
  const templates = pathToFileURL(join(folder, "dist/src/digest/templates.js")).href;
  const bare = ["-e", "0"];
  const lazy = (...args: string[]) => [program, ...args];
  const eager = (...args: string[]) => [`--import=${templates}`, ...lazy(...args)];
  const cases = [bare, lazy("status", "--help"), eager("status", "--help"), lazy("--help"), eager("--help")];
  const times = cases.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, args] of cases.entries()) times[index]?.push(usedByProcess(args).cpuMs);
  }
  const [node = 0, ...[one = 0, oneEager = 0, all = 0, allEager = 0]] = times.map(median);
  process.stdout.write(`node alone${" ".repeat(18)} ${node.toFixed(0)} ms of processor time\n`);
  process.stdout.write(compare("one command's help", one, oneEager));
  process.stdout.write(compare("the list of all commands", all, allEager));
}

function compare(label: string, lazyMs: number, eagerMs: number): string {
  return `${label.padEnd(28)} ${lazyMs.toFixed(0)} ms, with the templates ${eagerMs.toFixed(0)} ms: ${(lazyMs / eagerMs).toFixed(2)} of it\n`;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
