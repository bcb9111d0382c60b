import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { InvalidInputError } from "../errors.ts";
import { waysToGive } from "./variable-files.ts";

/** What the command line says of files: one by name, none at all, or `.env` if it is there. */
export type EnvFileChoice = string | false | undefined;

let inUse: string | null = ".env";

/** The file whose variables this process reads, or would if it were there; null when it was told to read none. */
export function envFileInUse(): string | null {
  return inUse;
}

/**
 * Adds a file's variables to an environment. Variables that the environment has win, also empty ones, and whichever of
 * `NAME` and `NAME_FILE` it has.
 *
 * @param choice a path, read relative to the working directory; false for none; otherwise its `.env`, if any.
 * @throws {InvalidInputError} when a named file is not there, or a file cannot be read or is malformed. Tells the
 *   line, never what stands in it.
 */
export function addEnvFile(env: NodeJS.ProcessEnv, choice: EnvFileChoice): void {
  inUse = choice === false ? null : (choice ?? ".env");
  if (inUse === null) return;
  const path = inUse;
  const text = readText(path, choice !== undefined);
  if (text === null) return;
  assertWellFormed(text, path);
  const given = { ...env };
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (waysToGive(name).every((way) => given[way] === undefined)) env[name] = value;
  }
}

function readText(path: string, isNamed: boolean): string | null {
  try {
    return readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    // A folder of that name is usually a virtual environment of Python.
    if (!isNamed && (code === "ENOENT" || code === "EISDIR")) return null;
    throw new InvalidInputError(
      code === "ENOENT"
        ? `There is no file ${path}: name with --env-file one that holds variables.`
        : `The variables in ${path} cannot be read (${code}): it must be a file that this user may read.`,
      { cause: error },
    );
  }
}

const blank = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const name = /[^\S\n]*(?:export[^\S\n]+)?[A-Za-z_]\w*[^\S\n]*=[^\S\n]*/y;
const restOfLine = /[^\n]*(?:\n|$)/y;

/** Node drops in silence what it cannot read, and what follows an open quote with it. */
function assertWellFormed(text: string, path: string): void {
  if (text.includes("\0") || text.includes("\ufffd"))
    throw new InvalidInputError(`${path} cannot be read: it is not a text in UTF-8.`);
  const fault = firstFault(text);
  if (fault === null) return;
  const line = text.slice(0, fault.at).split("\n").length;
  throw new InvalidInputError(`Line ${line} of ${path} ${fault.what}.`);
}

function firstFault(text: string): { at: number; what: string } | null {
  let at = 0;
  while (at < text.length) {
    const comment = endOf(blank, text, at);
    const value = comment === null ? endOf(name, text, at) : null;
    if (comment === null && value === null)
      return { at, what: "is neither NAME=value nor a comment that begins with #" };
    const quote = value === null ? undefined : /["'`]/.exec(text.charAt(value))?.[0];
    if (value === null || quote === undefined) {
      at = comment ?? endOf(restOfLine, text, value ?? at) ?? text.length;
      continue;
    }
    const closing = text.indexOf(quote, value + 1);
    if (closing < 0) return { at, what: `opens a quote (${quote}) that is never closed` };
    const next = endOf(blank, text, closing + 1);
    if (next === null) return { at: closing, what: `goes on after its closing quote (${quote})` };
    at = next;
  }
  return null;
}

/** Where a match that begins at a place ends, or null. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
