import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { findBinaries, sharedFolder } from "./embedded/binaries.ts";
import { EmbeddedDatabaseError, shortReason } from "./embedded/error.ts";
import { giveTo, type Home } from "./embedded/home.ts";
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
import { canReach, findSystemUser, type SystemUser } from "./embedded/system-user.ts";

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
  assertPlatform();
  const dataDir = path.resolve(options.dataDir);
  const user = keeperOf(dataDir) ?? findSystemUser(log);
  const folder = settle(dataDir, user, log);
  const home: Home = { folder, user, binaries: findBinaries(user, dataDir, log), isDurable: durable };
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

function assertPlatform(): void {
  if (process.platform !== "win32") return;
  throw new EmbeddedDatabaseError(
    "The embedded PostgreSQL runs on Linux and macOS (WSL too): on Windows set DATABASE_URL to a PostgreSQL server.",
  );
}

/** For root, the account that owns the data already: PostgreSQL runs as no other on it. */
function keeperOf(dataDir: string): SystemUser {
  const place = path.join(dataDir, "postgres");
  const stat = process.getuid?.() === 0 && existsSync(place) ? statSync(place) : null;
  return stat && stat.uid !== 0 ? { name: String(stat.uid), uid: stat.uid, gid: stat.gid } : null;
}

/**
 * The server's folder, made when missing. Where root's `dataDir` is closed to the server's account (below
 * `/root`, say), `dataDir/postgres` is a symlink to a folder that it may enter.
 */
function settle(dataDir: string, user: SystemUser, log: (line: string) => void): string {
  const place = path.join(dataDir, "postgres");
  try {
    mkdirSync(dataDir, { recursive: true });
    if (lstatSync(place, { throwIfNoEntry: false }) === undefined) makeHome(place, user, log);
    if (!existsSync(place)) {
      throw new EmbeddedDatabaseError(
        `${place} points to a folder that is gone: bring it back, or delete ${place} to start with an empty database.`,
      );
    }
    accessSync(place, constants.W_OK | constants.X_OK);
    return realpathSync(place);
  } catch (cause) {
    if (cause instanceof EmbeddedDatabaseError) throw cause;
    throw new EmbeddedDatabaseError(
      `The data folder ${dataDir} cannot be written (${shortReason(cause)}): make it writable or set DATA_DIR to another.`,
      { cause },
    );
  }
}

function makeHome(place: string, user: SystemUser, log: (line: string) => void): void {
  if (!user || canReach(user, "-x", path.dirname(place))) {
    makeFolder(place, user);
    return;
  }
  const elsewhere = path.join(sharedFolder(), `data-${randomBytes(6).toString("hex")}`);
  makeFolder(elsewhere, user);
  try {
    symlinkSync(elsewhere, place);
  } catch (error) {
    rmSync(elsewhere, { recursive: true, force: true });
    if (shortReason(error) === "EEXIST") return;
    throw error;
  }
  log(
    `The system user ${user.name} may not enter ${place}, so the data lies in ${elsewhere} and a symlink there.`,
  );
}

function makeFolder(folder: string, user: SystemUser): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  giveTo(user, folder);
}
