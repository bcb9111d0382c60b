import { statfs } from "node:fs/promises";
import path from "node:path";

/** Room on one disk, for who is not root. A file system that counts no inodes has none in total. */
export type DiskSpace = { freeBytes: number; totalBytes: number; freeInodes: number; totalInodes: number };

/** A disk is nearly full when it has less than this and less than a tenth: small disks are not full by being small. */
const leastBytes = 1_000_000_000;
const leastInodes = 10_000;
const leastShare = 0.1;

/** Room on the disk that holds exactly this folder. @throws the system's error when it cannot be told. */
export async function readDiskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize, ffree, files } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeInodes: ffree, totalInodes: files };
}

/** Room on the disk that holds a folder, or will hold it: its nearest parent that exists is asked. */
export async function readNearestDiskSpace(folder: string): Promise<DiskSpace> {
  try {
    return await readDiskSpace(path.resolve(folder));
  } catch (error) {
    const parent = path.dirname(path.resolve(folder));
    if (parent === path.resolve(folder)) throw error;
    return readNearestDiskSpace(parent);
  }
}

/** What a disk that is nearly full has left, in bytes or in inodes; null when there is room. */
export function findShortage(space: DiskSpace): string | null {
  if (isShort(space.freeBytes, space.totalBytes, leastBytes)) {
    return `${megabytes(space.freeBytes)} of ${megabytes(space.totalBytes)} MB are free`;
  }
  if (isShort(space.freeInodes, space.totalInodes, leastInodes)) {
    return `${space.freeInodes} of ${space.totalInodes} inodes are free, so that few more files can be made`;
  }
  return null;
}

function isShort(free: number, total: number, least: number): boolean {
  return total > 0 && free < least && free < total * leastShare;
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1_000_000);
}
