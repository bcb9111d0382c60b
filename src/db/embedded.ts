import { existsSync } from "node:fs";
import { shortReason } from "./embedded/error.ts";
import { findHome } from "./embedded/find-home.ts";
import type { Home } from "./embedded/home.ts";
import { hasUsers, joinUsers, withLock } from "./embedded/processes.ts";
import {
  databaseName,
  databaseUrlOf,
  ensureDatabase,
  ensureServer,
  isServing,
  type Server,
  stopServer,
} from "./embedded/server.ts";
import { clearStagings } from "./embedded/staging.ts";

export type EmbeddedDatabase = {
  url: string;
  /** The server's first process; another one after the server was killed and came back. */
  readonly pid: number;
  /** Stops the server when no other process uses it. Close pools first. Safe to repeat. */
  close(): Promise<void>;
};

/**
 * Starts PostgreSQL on `dataDir/postgres`, or shares the server that runs there already, whoever started it.
 * The server listens on 127.0.0.1 only, outlives a kill of this process and does not keep it alive. Until
 * `close`, a server that was killed is started again within seconds, at the same address.
 *
 * @param options.log hears a sentence about anything unusual, such as data kept elsewhere for root.
 * @param options.durable false trades safety in a power cut for speed, for tests; a killed server still loses nothing.
 * @throws {EmbeddedDatabaseError} when it cannot work here, with what to do.
 */
export async function openEmbeddedDatabase(options: {
  dataDir: string;
  log?: (line: string) => void;
  durable?: boolean;
}): Promise<EmbeddedDatabase> {
  const { log = () => {}, durable = true } = options;
  const home = findHome({ dataDir: options.dataDir, log, durable });
  const { folder } = home;
  const { server, leave } = await withLock(folder, () => enter(home));
  const watch = keepRunning(home, server, log);
  let closing: Promise<void> | undefined;
  const close = async () => {
    await watch.end();
    // Somebody deleted the data under the running server, which notices within a minute and ends itself.
    if (!existsSync(folder)) return;
    await withLock(folder, async () => {
      leave();
      if (!hasUsers(folder)) await stopServer(home);
    });
  };
  return {
    url: databaseUrlOf(server),
    get pid() {
      return watch.pid();
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Counts this process among the users first, so that nobody stops the server between finding and using it. */
async function enter(home: Home): Promise<{ server: Server; leave(): void }> {
  const { leave } = joinUsers(home.folder);
  try {
    await clearStagings(home);
    const server = await ensureServer(home);
    await ensureDatabase(databaseUrlOf(server), databaseName);
    return { server, leave };
  } catch (error) {
    leave();
    throw error;
  }
}

/** Looks after the server every second; pools reconnect by themselves. */
function keepRunning(home: Home, first: Server, log: (line: string) => void) {
  let server = first;
  let reviving: Promise<void> | undefined;
  let lastFailure = "";
  const revive = async () => {
    try {
      server = await withLock(home.folder, () => ensureServer(home));
      log(
        `The embedded PostgreSQL was gone and runs again${server.port === first.port ? "" : whenPortMoved}.`,
      );
    } catch (error) {
      const failure = shortReason(error);
      if (failure !== lastFailure)
        log(`The embedded PostgreSQL is gone and does not start again: ${failure}`);
      lastFailure = failure;
    }
  };
  const timer = setInterval(() => {
    if (reviving || isServing(home, server)) return;
    reviving = revive().finally(() => {
      reviving = undefined;
    });
  }, 1_000);
  timer.unref();
  return {
    pid: () => server.pid,
    async end() {
      clearInterval(timer);
      await reviving;
    },
  };
}

const whenPortMoved = ", but its port was taken and it has another: restart Paperboy";
