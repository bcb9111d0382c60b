import { createHash } from "node:crypto";
import { lstat, mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InvalidInputError, RefusedError } from "../../errors.ts";
import { type BeatPace, lockFolder } from "./folder-lock.ts";

/** Tells that a folder is an export, and which files in it are ours: one name a line after the first. */
const manifest = ".paperboy-export";
const staging = ".paperboy-export-new";
/** So began what an earlier version wrote there instead, without a list. */
const markOfBefore = "Written by `paperboy export-site`";
const firstLine =
  "The files that `paperboy export-site` wrote here, and may overwrite and delete: no others.";

/** `.git`, `.nojekyll`, `.well-known`: what hosts and tools keep in such a folder is never ours. */
const isKept = (name: string) => name.startsWith(".");

/** A folder into which an export is written, and which shows the former one until the new one is whole. */
export type ExportFolder = {
  /** Puts a file aside. @param name below the folder, with slashes. */
  put(name: string, body: Uint8Array): Promise<void>;
  /** What was put aside under a name. */
  read(name: string): Promise<string>;
  /**
   * Lets what was put aside take the place of the former export: files that changed are renamed to their places, then
   * those that are gone are deleted. Killed within, it leaves whole files, of the one export or the other.
   */
  finish(): Promise<FolderReport>;
  /** Leaves the former export as it was where it was not finished, and lets others open the folder. Safe to repeat. */
  abandon(): Promise<void>;
};

export type FolderReport = { files: number; written: number; deleted: number };

/**
 * Nobody else can open it until it is abandoned.
 *
 * @throws {RefusedError} when the folder holds something that is no export, or another export is under way in it.
 * @throws {InvalidInputError} when it is a file.
 */
export async function openExportFolder(folder: string, pace?: BeatPace): Promise<ExportFolder> {
  await assertOurs(folder);
  await mkdir(folder, { recursive: true });
  const lock = await lockFolder(folder, pace);
  const aside = join(folder, staging);
  try {
    await rm(aside, { recursive: true, force: true });
    await mkdir(aside);
  } catch (error) {
    await lock.release();
    throw error;
  }
  const names = new Set<string>();
  return {
    put: async (name, body) => {
      await lock.assertHeld();
      names.add(name);
      await mkdir(dirname(join(aside, name)), { recursive: true });
      await writeFile(join(aside, name), body);
    },
    read: (name) => readFile(join(aside, name), "utf8"),
    finish: async () => {
      await lock.assertHeld();
      const former = (await readManifest(folder)) ?? names;
      await assertFree(folder, { names, former });
      // Before the first of them lies there: a run that is killed must know them for its own.
      await writeManifest(folder, new Set([...former, ...names]));
      let written = 0;
      // Pages last: what they show is there before them.
      for (const name of [...names].sort((a, b) => Number(isPage(a)) - Number(isPage(b))))
        if (!(await isSame(join(aside, name), join(folder, name)))) {
          await makeRoom(folder, name);
          // A machine that slept wakes up in the midst of this: what lies aside may be another's by then.
          await lock.assertHeld();
          await rename(join(aside, name), join(folder, name));
          written += 1;
        }
      await lock.assertHeld();
      const deleted = await sweep(folder, { names, former });
      await writeManifest(folder, names);
      await rm(aside, { recursive: true, force: true });
      return { files: names.size, written, deleted };
    },
    abandon: async () => {
      // What lies there by now is that of whoever took the lock over.
      if (await lock.isHeld()) await rm(aside, { recursive: true, force: true });
      await lock.release();
    },
  };
}

const isPage = (name: string) => name.endsWith(".html");

async function assertOurs(folder: string): Promise<void> {
  const entries: string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new InvalidInputError(`${folder} is a file: name a folder.`);
    throw new RefusedError(`${folder} cannot be read (${error.code ?? error.message}).`, { cause: error });
  });
  if (!entries.every(isKept) && !entries.includes(manifest))
    throw new RefusedError(
      `${folder} is not empty and no export of ours: name an empty folder. Files of your own (CNAME) may join the export afterwards.`,
    );
}

/** The files of the export that lies in the folder, and maybe of one that was killed; null where nobody listed them. */
async function readManifest(folder: string): Promise<Set<string> | null> {
  const text = await readFile(join(folder, manifest), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  if (text.startsWith(markOfBefore)) return null;
  return new Set(text.split("\n").slice(1).filter(isBelow));
}

/** Whoever wrote the list: no name in it leads out of the folder, or to what hosts and tools keep there. */
const isBelow = (name: string) =>
  !isKept(name) &&
  !name.includes("\\") &&
  name.split("/").every((part) => part !== "" && part !== "." && part !== "..");

async function writeManifest(folder: string, names: ReadonlySet<string>): Promise<void> {
  const fresh = join(folder, staging, manifest);
  await writeFile(fresh, [firstLine, ...[...names].sort(), ""].join("\n"));
  await rename(fresh, join(folder, manifest));
}

type Names = { names: ReadonlySet<string>; former: ReadonlySet<string> };

/** @throws {RefusedError} where a file of somebody else lies in a place that the export needs. */
async function assertFree(folder: string, { names, former }: Names): Promise<void> {
  const folders = new Set([...names].flatMap(foldersOf));
  for (const name of await listFiles(folder)) {
    if (former.has(name)) continue;
    const isInTheWay = folders.has(name) || foldersOf(name).some((one) => names.has(one));
    const isOverwritten = names.has(name) && !(await isSame(join(folder, staging, name), join(folder, name)));
    if (isInTheWay || isOverwritten)
      throw new RefusedError(
        `${join(folder, name)} was not written by export-site, and lies where the export has a file: move it away.`,
      );
  }
}

/** The folders in which a file lies, from the outermost on. */
function foldersOf(name: string): string[] {
  const parts = name.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** What lies in the folder, but for names with a dot first. */
async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  const waiting = [""];
  for (const below of waiting)
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      if (below === "" && isKept(entry.name)) continue;
      const name = below === "" ? entry.name : `${below}/${entry.name}`;
      (entry.isDirectory() ? waiting : files).push(name);
    }
  return files;
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([hashOf(one), hashOf(other)]);
  return a !== null && a === b;
}

/** Null when there is no such file. */
async function hashOf(path: string): Promise<string | null> {
  try {
    const file = await open(path);
    const hash = createHash("sha256");
    for await (const piece of file.createReadStream()) hash.update(piece);
    return hash.digest("hex");
  } catch (error) {
    if (error instanceof Error && "code" in error && missing.includes(String(error.code))) return null;
    throw error;
  }
}

const missing = ["ENOENT", "ENOTDIR", "EISDIR"];

/** Where a file of the former export lies in the way of a folder, or a folder of it in that of a file, it goes. */
async function makeRoom(folder: string, name: string): Promise<void> {
  for (const below of foldersOf(name)) {
    const path = join(folder, below);
    await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      if (await isFolder(path)) return;
      await rm(path);
      await mkdir(path);
    });
  }
  const path = join(folder, name);
  if (await isFolder(path)) await rm(path, { recursive: true });
}

/** A link to one is none: it may lead out of the export. */
async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() ?? false;
}

/** Deletes what of the former export is gone, and folders that are empty then. */
async function sweep(folder: string, { names, former }: Names): Promise<number> {
  let deleted = 0;
  for (const name of former) {
    if (names.has(name) || !(await isReached(folder, name))) continue;
    const isDeleted = await rm(join(folder, name)).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        // It is gone already, or its place is that of something new.
        if (goneCodes.includes(error.code ?? "")) return false;
        throw error;
      },
    );
    if (isDeleted) deleted += 1;
    // One that is not empty stays.
    for (const below of foldersOf(name).toReversed()) await rmdir(join(folder, below)).catch(() => {});
  }
  return deleted;
}

/** Whether the way to a file leads through folders of the export alone. */
async function isReached(folder: string, name: string): Promise<boolean> {
  for (const below of foldersOf(name)) if (!(await isFolder(join(folder, below)))) return false;
  return true;
}

const goneCodes = [...missing, "ERR_FS_EISDIR"];
