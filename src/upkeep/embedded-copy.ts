import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { create, extract, Parser, type ReadEntry } from "tar";
import { z } from "zod";
import { version } from "../config/package.ts";
import { dataOf, giveTo, type Home, passwordOf } from "../db/embedded/home.ts";
import type { SystemUser } from "../db/embedded/system-user.ts";
import { RefusedError } from "../errors.ts";

/** What stands first in a copy, before the files that it names. */
const headerSchema = z.object({
  format: z.literal("paperboy-embedded-copy"),
  /** Of the format; a reader refuses what is newer. */
  version: z.number().int(),
  /** The version of Paperboy that wrote it. */
  paperboy: z.string(),
  madeAt: z.iso.datetime(),
  /** PostgreSQL reads the files of its own major version alone, and of its own kind of machine. */
  postgresMajor: z.string(),
  platform: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

export type CopyHeader = z.infer<typeof headerSchema>;

const formatVersion = 1;
const platform = `${process.platform}-${process.arch}`;
const mostHeaderBytes = 50_000_000;

/** The server's own notes of a run, which would mean nothing elsewhere. */
const leftOut = new Set(["postmaster.pid", "postmaster.opts"]);

/**
 * Writes the cluster of a stopped embedded server, with its password, to one file: a compressed tar archive whose first
 * entry names every file that follows, with its SHA-256. Memory stays small whatever the cluster's size.
 *
 * @param file is there already and empty, readable by its owner alone.
 */
export async function writeCopy(home: Home, file: string, now: Date): Promise<void> {
  const { files, folders } = await listCluster(home);
  const header: CopyHeader = {
    format: "paperboy-embedded-copy",
    version: formatVersion,
    paperboy: version,
    madeAt: now.toISOString(),
    postgresMajor: (await readFile(path.join(dataOf(home), "PG_VERSION"), "utf8")).trim(),
    platform,
    files: [],
  };
  for (const name of files)
    header.files.push({ path: name, ...(await digest(path.join(home.folder, name))) });
  const headerName = `copy-${randomUUID()}.json`;
  const headerFile = path.join(home.folder, headerName);
  try {
    await writeFile(headerFile, JSON.stringify(header), { mode: 0o600 });
    // Folders for themselves, since PostgreSQL wants some that are empty; owners are those of who restores.
    await create({ file, cwd: home.folder, gzip: true, portable: true, noDirRecurse: true }, [
      headerName,
      ...folders,
      ...files,
    ]);
  } finally {
    await rm(headerFile, { force: true });
  }
}

/** Paths below the server's folder. */
async function listCluster(home: Home): Promise<{ files: string[]; folders: string[] }> {
  const nameOf = (target: string) => path.relative(home.folder, target);
  const files = [nameOf(passwordOf(home))];
  const folders = [nameOf(dataOf(home))];
  for (const entry of await readdir(dataOf(home), { withFileTypes: true, recursive: true })) {
    const name = nameOf(path.join(entry.parentPath, entry.name));
    if (leftOut.has(entry.name)) continue;
    if (entry.isDirectory()) folders.push(name);
    else if (entry.isFile()) files.push(name);
    else {
      throw new RefusedError(
        `${path.join(home.folder, name)} is no plain file: what lies outside of the data folder cannot be copied with it.`,
      );
    }
  }
  return { files: files.sort(), folders: folders.sort() };
}

/**
 * What a copy says of itself.
 *
 * @throws {RefusedError} when the file is none, or is of a later format.
 */
export async function readCopyHeader(file: string): Promise<CopyHeader> {
  const text = await readFirstEntry(file);
  const noCopy = () =>
    new RefusedError(`${file} is no backup: it is neither of pg_dump nor the copy of an embedded database.`);
  if (text === null) throw noCopy();
  const parsed = headerSchema.safeParse(parseJson(text));
  if (!parsed.success) throw noCopy();
  if (parsed.data.version > formatVersion) {
    throw new RefusedError(
      `${file} was written by Paperboy ${parsed.data.paperboy}, whose format this one does not know: restore it with that one or a later.`,
    );
  }
  return parsed.data;
}

/** @throws {RefusedError} when this machine's embedded PostgreSQL cannot read the files of a copy. */
export function assertReadableHere(header: CopyHeader, file: string, home: Home): void {
  const { postgresMajor: major } = header;
  if (major !== home.binaries.major) {
    throw new RefusedError(
      `${file} holds the files of PostgreSQL ${major}, and this Paperboy brings PostgreSQL ${home.binaries.major}: restore it with Paperboy ${header.paperboy}, and move on from there by pg_dump.`,
    );
  }
  if (header.platform !== platform) {
    throw new RefusedError(
      `${file} was made on ${header.platform}, and this is ${platform}, where PostgreSQL's files are not the same: restore it on such a machine, and move on from there by pg_dump.`,
    );
  }
}

/**
 * Lays the files of a copy into a folder that is not there yet, for `user` to run a server on, and sees that each is what
 * was copied and is on the disk.
 *
 * @throws {RefusedError} when the copy is damaged or not whole.
 */
export async function unpackCopy(
  file: string,
  header: CopyHeader,
  folder: string,
  user: SystemUser,
): Promise<void> {
  const damaged = (cause?: unknown) =>
    new RefusedError(`${file} is damaged or not whole: nothing was restored.`, { cause });
  const named = new Set(header.files.map((one) => one.path));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    // At once: after a fault, what goes on meanwhile would still write files where they are being deleted. Little is
    // read at a time, since so much is unpacked in memory.
    extract({
      file,
      cwd: folder,
      sync: true,
      maxReadSize: 65_536,
      strict: true,
      // From the first file on: what a kill leaves can be deleted by whom the data belongs to.
      ...(user ? { uid: user.uid, gid: user.gid } : { preserveOwner: false }),
      filter: (name, entry) =>
        "type" in entry && (entry.type === "Directory" || (entry.type === "File" && named.has(name))),
    });
    for (const { path: name, bytes, sha256 } of header.files) {
      const found = await digest(path.join(folder, name));
      if (found.bytes !== bytes || found.sha256 !== sha256) throw damaged();
    }
  } catch (error) {
    throw isFullDisk(error) || error instanceof RefusedError ? error : damaged(error);
  }
  giveTo(user, folder);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const target = path.join(entry.parentPath, entry.name);
    await chmod(target, entry.isDirectory() ? 0o700 : 0o600);
    giveTo(user, target);
    await flush(target);
  }
}

/** How long a file is, and its SHA-256. */
async function digest(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return { bytes: (await stat(file)).size, sha256: hash.digest("hex") };
}

async function flush(target: string): Promise<void> {
  const handle = await open(target, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Null when the file is no archive. */
async function readFirstEntry(file: string): Promise<string | null> {
  const source = createReadStream(file);
  return new Promise((resolve) => {
    const done = (text: string | null) => {
      source.destroy();
      resolve(text);
    };
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry: ReadEntry) => {
        if (entry.size > mostHeaderBytes) return done(null);
        const pieces: Buffer[] = [];
        entry.on("data", (piece) => pieces.push(Buffer.from(piece)));
        entry.on("end", () => done(Buffer.concat(pieces).toString("utf8")));
      },
    });
    parser.on("error", () => done(null));
    parser.on("end", () => done(null));
    source.on("error", () => done(null));
    source.on("data", (piece) => parser.write(Buffer.from(piece)));
    source.on("end", () => parser.end());
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the schema refuses it
  }
}

function isFullDisk(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOSPC";
}
