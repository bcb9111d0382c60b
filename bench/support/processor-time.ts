import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second (`CLK_TCK`, proc_pid_stat(5)). */
const tickMs = 10;

/**
 * The processor time that a process and its children have used, those that ended too, in milliseconds; null where the
 * system keeps no `/proc`.
 */
export function processorMs(pid: number): number | null {
  const own = readStat(String(pid));
  if (own === null) return null;
  const children = readdirSync("/proc").flatMap((name) => {
    const stat = /^\d+$/.test(name) ? readStat(name) : null;
    return stat?.parent === pid ? [stat.ticks] : [];
  });
  return (own.ticks + own.endedTicks + children.reduce((all, ticks) => all + ticks, 0)) * tickMs;
}

function readStat(pid: string): { parent: number; ticks: number; endedTicks: number } | null {
  try {
    // The name of the program stands in brackets and may hold blanks; the state is the first field behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ").map(Number) ?? [];
    const [, parent = 0] = fields;
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, ticks: user + system, endedTicks: endedUser + endedSystem };
  } catch {
    return null; // it ended meanwhile, or there is no such folder
  }
}
