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
import { findBinaries, sharedFolder } from "./binaries.ts";
import { EmbeddedDatabaseError, shortReason } from "./error.ts";
import { giveTo, type Home } from "./home.ts";
import { canReach, findSystemUser, type SystemUser } from "./system-user.ts";

/**
 * The server's folder below a data folder, made when missing, with who runs the server and by which programs.
 *
 * @param options.log hears a sentence about anything unusual, such as data kept elsewhere for root.
 * @throws {EmbeddedDatabaseError} when there can be no embedded database here, with what to do.
 */
export function findHome(options: { dataDir: string; log: (line: string) => void; durable: boolean }): Home {
  const { log, durable } = options;
  assertPlatform();
  const dataDir = path.resolve(options.dataDir);
  const user = keeperOf(dataDir) ?? findSystemUser(log);
  const folder = settle(dataDir, user, log);
  return { folder, user, binaries: findBinaries(user, dataDir, log), isDurable: durable };
}

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
