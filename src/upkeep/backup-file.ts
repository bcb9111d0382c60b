import { randomUUID } from "node:crypto";
import { open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { InvalidInputError } from "../errors.ts";

/** By `pg_dump`, or as a copy of the stopped embedded database's files. */
export type BackupForm = "dump" | "copy";

const endings: Record<BackupForm, string> = { dump: ".dump", copy: ".tar.gz" };

/** As `nameBackup` names them, so that the order of names is that of time. */
const dated = /^paperboy-\d{8}T\d{6}Z\.(?:dump|tar\.gz)$/;

/** What `writeWhole` writes to until it is whole. */
const unfinished = /^paperboy-\d{8}T\d{6}Z\.(?:dump|tar\.gz)\.part-[\da-f-]{36}$/;
/** A backup that lives writes more often than that. */
const abandonedMs = 86_400_000;

/**
 * The file that a backup goes to: the target itself, or, where that is a folder, one in it that is named by the
 * instant (UTC), such as `paperboy-20260618T040000Z.dump`.
 */
export async function nameBackup(
  target: string,
  form: BackupForm,
  now: Date,
): Promise<{ file: string; folder: string | null }> {
  const isFolder = await stat(target).then(
    (found) => found.isDirectory(),
    () => false, // what is not there yet becomes a file
  );
  if (!isFolder) return { file: target, folder: null };
  const instant = now.toISOString().replace(/[-:]|\.\d+/g, "");
  return { file: path.join(target, `paperboy-${instant}${endings[form]}`), folder: target };
}

/**
 * Has a file written beside its place, for its owner alone, and puts it there when it is whole, so that a failure leaves
 * what was there before.
 *
 * @returns its length.
 * @throws {InvalidInputError} when no file can be made there.
 */
export async function writeWhole(file: string, write: (part: string) => Promise<void>): Promise<number> {
  const part = `${file}.part-${randomUUID()}`;
  try {
    // Made first, since PostgreSQL's program would make one that others may read.
    await writeFile(part, "", { mode: 0o600, flag: "wx" });
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw new InvalidInputError(
      `No file can be written at ${file} (${reason}): name another, or let this user write there.`,
      { cause },
    );
  }
  try {
    await write(part);
    const size = await flush(part);
    await rename(part, file);
    return size;
  } finally {
    await rm(part, { force: true });
  }
}

/** Has a file on the disk, before it takes the place of another. @returns its length. */
async function flush(file: string): Promise<number> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/**
 * Deletes all backups of a folder that `nameBackup` named but so many of the latest, and what backups that were killed a
 * day ago or longer have left there.
 *
 * @param newest the one that was just made, which stays whatever the clock said when others were.
 * @returns the names of those that are gone.
 */
export async function keepLatest(folder: string, keep: number, newest: string, now: Date): Promise<string[]> {
  const names = (await readdir(folder)).sort().reverse();
  const others = names.filter((name) => dated.test(name) && name !== path.basename(newest));
  const old = others.slice(keep - 1);
  for (const name of names.filter((name) => unfinished.test(name))) {
    const found = await stat(path.join(folder, name)).catch(() => null); // one that is whole by now is gone
    if (found !== null && now.getTime() - found.mtimeMs > abandonedMs) old.push(name);
  }
  for (const name of old) await rm(path.join(folder, name), { force: true });
  return old;
}
