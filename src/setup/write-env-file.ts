import { chmod, open, readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { RefusedError } from "../errors.ts";

/** Where a command looks for variables unless it is told otherwise. */
const envFile = ".env";

/** Whether the working directory has the file. */
export async function hasEnvFile(path = envFile): Promise<boolean> {
  return (await readText(path)) !== null;
}

/**
 * Writes lines of variables into a new file that only this user may read, or behind those of one that is there.
 *
 * @param mayAppend what the operator chose.
 * @throws {RefusedError} when there is a file and nothing may be added, it sets one of them otherwise, or it cannot be
 *   written; then nothing is written.
 */
export async function writeEnvFile(
  lines: string[],
  { mayAppend, path = envFile }: { mayAppend: boolean; path?: string },
): Promise<void> {
  const former = await readText(path);
  let missing = lines;
  if (former !== null) {
    if (!mayAppend)
      throw new RefusedError("There is a file .env already: choose to add to it, or copy the lines.");
    const set = parseEnv(former);
    missing = lines.filter((line) => !isSet(set, line));
    const twice = missing.map(nameIn).filter((name) => set[name] !== undefined && set[name] !== "");
    if (twice.length > 0)
      throw new RefusedError(
        `The file .env sets ${twice.join(", ")} otherwise: copy the lines, and decide there.`,
      );
  }
  const text = `${former === null || former === "" || former.endsWith("\n") ? "" : "\n"}# From the set-up in the browser.\n${missing.join("\n")}\n`;
  try {
    // A file that came between fails the writing, so that nothing of it is lost.
    const file = await open(path, former === null ? "wx" : "a", 0o600);
    try {
      await chmod(path, 0o600);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new RefusedError("The file .env cannot be written here: copy the lines instead.", { cause });
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new RefusedError("The file .env cannot be read: copy the lines instead.", { cause: error });
  }
}

const nameIn = (line: string) => line.slice(0, line.indexOf("="));

/** Whether a file's variables say what a line says. */
function isSet(set: NodeJS.Dict<string>, line: string): boolean {
  return set[nameIn(line)] === parseEnv(line)[nameIn(line)];
}
