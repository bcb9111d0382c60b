import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { giveTo, type Home } from "./home.ts";
import { stopServer } from "./server.ts";

const nameBegin = "restoring-";

/**
 * A new folder beside the cluster, on the same disk, as the data folder of a server that settles a backup aside. It
 * belongs to the server's account with each folder in which root will write: when root is killed, that account deletes it.
 */
export function makeStaging(home: Home): string {
  const staging = path.join(home.folder, `${nameBegin}${randomUUID()}`);
  const { folder } = homeInStaging(home, staging);
  const made: [string, number][] = [
    [staging, 0o755],
    [folder, 0o700],
    [path.join(folder, "users"), 0o755],
  ];
  for (const [one, mode] of made) {
    mkdirSync(one, { mode });
    giveTo(home.user, one);
  }
  return staging;
}

/** The folder of the server of a staging folder. */
export function homeInStaging(home: Home, staging: string): Home {
  return { ...home, folder: path.join(staging, "postgres") };
}

/**
 * Ends the servers that killed restores have left aside, and deletes their folders. Call it under the lock of the folder,
 * which a restore holds to its end: what lies there then is nobody's. Safe to repeat.
 */
export async function clearStagings(home: Home): Promise<void> {
  for (const name of readdirSync(home.folder).filter((one) => one.startsWith(nameBegin))) {
    const staging = path.join(home.folder, name);
    await stopServer(homeInStaging(home, staging));
    await rm(staging, { recursive: true, force: true });
  }
}
