import { readFile } from "node:fs/promises";
import type { Config } from "../config/env.ts";
import { InvalidConfigError } from "../errors.ts";
import { parseSetting } from "./parse-setting.ts";
import { type SettingName, type SettingValues, settingNames, settingsRegistry } from "./registry.ts";

/**
 * The settings that variables of the environment fix.
 *
 * @throws {InvalidConfigError} naming every variable that is wrong, or names a file that cannot be read.
 */
export async function readFixedSettings(given: Config["settings"]): Promise<Partial<SettingValues>> {
  const problems: string[] = [];
  const fixed: Partial<SettingValues> = {};
  for (const name of settingNames) {
    const { variable } = settingsRegistry[name];
    const text = given[variable];
    if (text === undefined) continue;
    const problem = await fix(fixed, name, text);
    if (problem !== null) problems.push(`${variable} ${problem}`);
  }
  if (problems.length > 0) throw new InvalidConfigError(problems);
  return fixed;
}

async function fix<Name extends SettingName>(
  fixed: Partial<Pick<SettingValues, Name>>,
  name: Name,
  text: string,
): Promise<string | null> {
  const given = settingsRegistry[name].readFile === undefined ? text : await readBytes(text);
  if (given === null) return `must name a file that this user may read: ${text} cannot be read`;
  const parsed = parseSetting(name, given);
  if (parsed.kind === "refused") return parsed.problem;
  fixed[name] = parsed.value;
  return null;
}

async function readBytes(path: string): Promise<Buffer | null> {
  return readFile(path).catch(() => null);
}
