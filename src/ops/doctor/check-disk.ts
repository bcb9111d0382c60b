import { statfs } from "node:fs/promises";
import path from "node:path";
import { type DoctorLine, fail, ok, warn } from "./line.ts";

const warnBytes = 2_000_000_000;
const leastBytes = 250_000_000;

/** Room on the disk that holds `folder`, or its nearest parent that exists. */
export async function checkDisk(folder: string): Promise<DoctorLine> {
  const bytes = await freeBytes(path.resolve(folder));
  const words = `${(bytes / 1e9).toFixed(1)} GB are free for ${folder}`;
  const mend = "Free some room: `paperboy housekeeping` lets go of what is old, or move DATA_DIR.";
  if (bytes < leastBytes) return fail("disk", `Only ${words}.`, mend);
  return bytes < warnBytes ? warn("disk", `Only ${words}.`, mend) : ok("disk", words);
}

async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = path.dirname(folder);
    if (parent === folder) throw error;
    return freeBytes(parent);
  }
}
