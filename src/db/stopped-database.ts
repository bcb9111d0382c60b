import { mkdirSync } from "node:fs";
import path from "node:path";
import { recoverCluster } from "./embedded/cluster.ts";
import { EmbeddedDatabaseError } from "./embedded/error.ts";
import { findHome } from "./embedded/find-home.ts";
import type { Home } from "./embedded/home.ts";
import { hasUsers, withLock } from "./embedded/processes.ts";
import { stopServer } from "./embedded/server.ts";
import { clearStagings } from "./embedded/staging.ts";

/**
 * Runs work while the embedded server of a data folder is down and stays so: one that nobody uses any more is stopped
 * first, and whoever wants to start it waits until the work is done.
 *
 * @throws {EmbeddedDatabaseError} when a process uses the server.
 */
export async function withStoppedDatabase<T>(dataDir: string, work: (home: Home) => Promise<T>): Promise<T> {
  const home = homeIn(dataDir);
  return withLock(home.folder, async () => {
    mkdirSync(path.join(home.folder, "users"), { recursive: true });
    if (hasUsers(home.folder)) {
      throw new EmbeddedDatabaseError(
        `Another process of Paperboy uses the embedded database in ${home.folder}: stop it first (start, web, worker or a command).`,
      );
    }
    await stopServer(home);
    await clearStagings(home);
    recoverCluster(home);
    return work(home);
  });
}

/** The major version of the PostgreSQL that runs, or would run, on a data folder. */
export function embeddedMajor(dataDir: string): number {
  return Number(homeIn(dataDir).binaries.major);
}

function homeIn(dataDir: string): Home {
  return findHome({ dataDir, log: () => {}, durable: true });
}
