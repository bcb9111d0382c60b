import { constants, copyFile, open, readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { envFileInUse } from "../config/env-file.ts";
import { waysToGive } from "../config/variable-files.ts";
import { RefusedError } from "../errors.ts";
import { replaceStartingValues } from "../upkeep/init/env-text.ts";

/** Whether the file is there whose variables this process reads. */
export async function hasEnvFile(path = namedFile()): Promise<boolean> {
  return (await readText(path)) !== null;
}

/**
 * Writes lines of variables into a new file that only this user may read, or behind those of one that is there. In one
 * that `init` wrote they take the place of what it let the installation start with, and it is kept beside as it was. A
 * file that says all of it stays as it is.
 *
 * @param mayAppend what the operator chose.
 * @param path the file that this process reads; nothing that is written elsewhere would be heard.
 * @throws {RefusedError} when there is a file and nothing may be added, it sets one of them otherwise, or it cannot be
 *   written; then nothing is written.
 */
export async function writeEnvFile(
  lines: string[],
  { mayAppend, path = namedFile() }: { mayAppend: boolean; path?: string },
): Promise<void> {
  const former = await readText(path);
  // It was written already, by a last step that broke off behind it.
  if (former !== null && lines.every((line) => isSet(parseEnv(former), line))) return;
  if (former !== null && !mayAppend)
    throw new RefusedError(`There is a file ${path} already: choose to add to it, or copy the lines.`);
  const kept = replaceStartingValues(former ?? "", lines);
  const set = parseEnv(kept);
  const missing = lines.filter((line) => !isSet(set, line));
  const twice = missing.map(nameIn).filter((name) => waysToGive(name).some((way) => (set[way] ?? "") !== ""));
  if (twice.length > 0)
    throw new RefusedError(
      `The file ${path} sets ${twice.join(", ")} otherwise: copy the lines, and decide there.`,
    );
  const gap = kept === "" || kept.endsWith("\n") ? "" : "\n";
  const added = `${gap}# From the set-up in the browser.\n${missing.join("\n")}\n`;
  const whole = parseEnv(kept + added);
  if (!lines.every((line) => isSet(whole, line)))
    throw new RefusedError(`The file ${path} cannot be read as it is: copy the lines, and mend it.`);
  try {
    if (former === null || former === kept) await write(path, added, former === null ? "wx" : "a");
    else {
      await copyFile(path, `${path}.before-set-up`, constants.COPYFILE_EXCL);
      await flush(`${path}.before-set-up`);
      // In its place: its owner stays, and what is linked to it or mounted.
      await write(path, kept + added, "r+");
    }
  } catch (cause) {
    throw new RefusedError(`The file ${path} cannot be written here: copy the lines instead.`, { cause });
  }
}

/** Writes, for this user alone to read. `wx`: a file that came between fails it, so that nothing of it is lost. */
async function write(path: string, text: string, flags: "wx" | "a" | "r+"): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    if (flags === "r+") await file.truncate(Buffer.byteLength(text));
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws {RefusedError} when this process reads none. */
function namedFile(): string {
  const path = envFileInUse();
  if (path === null)
    throw new RefusedError("This process reads no file of variables: copy the lines instead.");
  return path;
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new RefusedError(`The file ${path} cannot be read: copy the lines instead.`, { cause: error });
  }
}

const nameIn = (line: string) => line.slice(0, line.indexOf("="));

/** Whether a file's variables say what a line says. */
function isSet(set: NodeJS.Dict<string>, line: string): boolean {
  return set[nameIn(line)] === parseEnv(line)[nameIn(line)];
}
