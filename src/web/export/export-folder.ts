import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InvalidInputError, RefusedError } from "../../errors.ts";

/** Tells that a folder is an export, and may be cleaned of what is gone. */
const marker = ".paperboy-export";
const staging = ".paperboy-export-new";
const mark =
  "Written by `paperboy export-site`, which deletes whatever else lies in this folder, but for names with a dot first.\n";

/** `.git`, `.nojekyll`: what hosts and tools keep in such a folder is never ours. */
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
  /** Leaves the former export as it was. Safe to repeat. */
  abandon(): Promise<void>;
};

export type FolderReport = { files: number; written: number; deleted: number };

/**
 * @throws {RefusedError} when the folder holds something that is no export.
 * @throws {InvalidInputError} when it is a file.
 */
export async function openExportFolder(folder: string): Promise<ExportFolder> {
  await assertOurs(folder);
  const aside = join(folder, staging);
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  await writeFile(join(folder, marker), mark);
  const names = new Set<string>();
  return {
    put: async (name, body) => {
      names.add(name);
      await mkdir(dirname(join(aside, name)), { recursive: true });
      await writeFile(join(aside, name), body);
    },
    read: (name) => readFile(join(aside, name), "utf8"),
    finish: async () => {
      await writeFile(join(aside, marker), mark);
      let written = 0;
      // Pages last: what they show is there before them.
      for (const name of [...names].sort((a, b) => Number(isPage(a)) - Number(isPage(b))))
        if (!(await isSame(join(aside, name), join(folder, name)))) {
          await makeRoom(folder, name);
          await rename(join(aside, name), join(folder, name));
          written += 1;
        }
      await rm(aside, { recursive: true, force: true });
      return { files: names.size, written, deleted: await sweep(folder, names) };
    },
    abandon: () => rm(aside, { recursive: true, force: true }),
  };
}

const isPage = (name: string) => name.endsWith(".html");

async function assertOurs(folder: string): Promise<void> {
  const entries: string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new InvalidInputError(`${folder} is a file: name a folder.`);
    throw new RefusedError(`${folder} cannot be read (${error.code ?? error.message}).`, { cause: error });
  });
  if (!entries.every(isKept) && !entries.includes(marker))
    throw new RefusedError(
      `${folder} is not empty and no export of ours, whose files would be deleted: name an empty folder.`,
    );
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

/** Where a file of before lies in the way of a folder, or a folder in that of a file, it goes. */
async function makeRoom(folder: string, name: string): Promise<void> {
  const parts = name.split("/");
  for (let depth = 1; depth < parts.length; depth += 1) {
    const path = join(folder, ...parts.slice(0, depth));
    await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      if ((await hashOf(path)) === null) return;
      await rm(path);
      await mkdir(path);
    });
  }
  const path = join(folder, name);
  await rmdir(path).catch(() => {});
  if ((await readdir(path).catch(() => null)) !== null) await rm(path, { recursive: true });
}

/** Deletes what is no part of the export and not kept, and folders that are empty then. */
async function sweep(folder: string, names: ReadonlySet<string>): Promise<number> {
  const clean = async (below: string): Promise<number> => {
    let deleted = 0;
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      if (below === "" && isKept(entry.name)) continue;
      const name = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        deleted += await clean(name);
        // One that is not empty stays.
        await rmdir(join(folder, name)).catch(() => {});
      } else if (!names.has(name)) {
        await rm(join(folder, name));
        deleted += 1;
      }
    }
    return deleted;
  };
  return clean("");
}
