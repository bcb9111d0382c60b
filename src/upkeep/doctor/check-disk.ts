import { findShortage, readNearestDiskSpace } from "../../watch/disk-space.ts";
import { type DoctorLine, fail, ok, warn } from "./doctor-line.ts";

const warnBytes = 2_000_000_000;
const leastBytes = 250_000_000;

/** Room on the disk that holds `folder`, or its nearest parent that exists. */
export async function checkDisk(folder: string): Promise<DoctorLine> {
  const space = await readNearestDiskSpace(folder);
  const bytes = space.freeBytes;
  const words = `${(bytes / 1e9).toFixed(1)} GB are free for ${folder}`;
  const mend = "Free some room: `paperboy housekeeping` lets go of what is old, or move DATA_DIR.";
  if (bytes < leastBytes) return fail("disk", `Only ${words}.`, mend);
  const shortage = findShortage(space);
  if (shortage !== null) return warn("disk", `The disk of ${folder} is nearly full: ${shortage}.`, mend);
  return bytes < warnBytes ? warn("disk", `Only ${words}.`, mend) : ok("disk", words);
}
