import { readFileSync } from "node:fs";
import { InvalidConfigError } from "../errors.ts";
import { envNames } from "./env.ts";

/**
 * Variables whose value may lie in a file that `NAME_FILE` names, as orchestrators hand secrets over: all but
 * `NODE_ENV`, which packages read by themselves before anything here does.
 */
const fileable = new Set(envNames.filter((name) => name !== "NODE_ENV"));

const ending = "_FILE";

/** The variable whose value the named file would hold; null for `WORDS_FILE` and its like, which are variables themselves. */
export function variableOfFile(name: string): string | null {
  const variable = name.endsWith(ending) ? name.slice(0, -ending.length) : "";
  return fileable.has(variable) && !envNames.includes(name) ? variable : null;
}

/** Both ways in which a variable may be given, in either order of asking: `TOKEN_SECRET` and `TOKEN_SECRET_FILE`. */
export function waysToGive(name: string): string[] {
  const variable = variableOfFile(name) ?? name;
  return fileable.has(variable) ? [variable, `${variable}${ending}`] : [name];
}

/**
 * Reads into an environment the variables that files hold, each named by `NAME_FILE`, without line ends at their end.
 * A path is read relative to the working directory. Safe to repeat: what was read is named no more.
 *
 * @throws {InvalidConfigError} naming every variable that is wrong, never what stands in a file, nor the path: whoever
 *   took `NAME_FILE` for the place of the secret itself has written the secret there.
 */
export function addVariableFiles(env: NodeJS.ProcessEnv): void {
  const problems: string[] = [];
  const values: [name: string, value: string][] = [];
  for (const variable of fileable) {
    const name = `${variable}${ending}`;
    const path = variableOfFile(name) === null ? undefined : env[name];
    if (path === undefined || path === "") continue;
    if (env[variable]) problems.push(`${name} must not be set beside ${variable}: the value has one place`);
    else {
      const read = readValue(path);
      if (read.value === undefined)
        problems.push(
          `${name} must name a file that holds the value, and the one that it names ${read.fault}`,
        );
      else values.push([variable, read.value]);
    }
  }
  if (problems.length > 0) throw new InvalidConfigError(problems);
  for (const [variable, value] of values) {
    env[variable] = value;
    delete env[`${variable}${ending}`];
  }
}

type Read = { value: string; fault?: undefined } | { value?: undefined; fault: string };

function readValue(path: string): Read {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return { fault: code === "ENOENT" ? "is not there" : `cannot be read (${code})` };
  }
  const value = bytes
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .replace(/[\r\n]+$/, "");
  if (value.includes("\0") || value.includes("\ufffd")) return { fault: "is not a text in UTF-8" };
  return value.trim() === "" ? { fault: "is empty" } : { value };
}
