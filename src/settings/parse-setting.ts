import { InvalidInputError } from "../errors.ts";
import { type SettingName, type SettingValues, settingsRegistry } from "./registry.ts";

export type ParsedSetting<Name extends SettingName> =
  | { kind: "value"; value: NonNullable<SettingValues[Name]> }
  /** Begins with "must". */
  | { kind: "refused"; problem: string };

/** A setting from what was typed, or from the bytes of a file that holds it. */
export function parseSetting<Name extends SettingName>(
  name: Name,
  given: string | Buffer,
): ParsedSetting<Name> {
  const { readFile } = settingsRegistry[name];
  if (readFile === undefined) return parseKept(name, given.toString());
  try {
    return parseKept(name, readFile(Buffer.from(given)));
  } catch (error) {
    if (error instanceof InvalidInputError) return { kind: "refused", problem: error.message };
    throw error;
  }
}

/** A setting from what the table holds, which another release may have written. */
export function parseKept<Name extends SettingName>(name: Name, kept: unknown): ParsedSetting<Name> {
  const parsed = settingsRegistry[name].schema.safeParse(kept);
  if (!parsed.success) {
    return { kind: "refused", problem: parsed.error.issues[0]?.message ?? "must be something else" };
  }
  return { kind: "value", value: typedValue<Name>(parsed.data) };
}

/** What of a kept value that `parseKept` refuses still holds; null where nothing may. */
export function salvageKept<Name extends SettingName>(
  name: Name,
  kept: unknown,
): NonNullable<SettingValues[Name]> | null {
  const { salvage } = settingsRegistry[name];
  return salvage === undefined ? null : typedValue<Name>(salvage(kept));
}

/** The compiler does not tie a schema, picked by a name, to the values of that name; the registry does. */
function typedValue<Name extends SettingName>(parsed: unknown): NonNullable<SettingValues[Name]> {
  return parsed as NonNullable<SettingValues[Name]>;
}
