import type { Config } from "../../config/env.ts";
import { InvalidConfigError } from "../../errors.ts";
import { readFixedSettings } from "../../settings/fixed-settings.ts";
import { type DoctorLine, fail, ok } from "./doctor-line.ts";

/** The variables that fix settings: with one that is wrong no process starts. Nothing where none is set. */
export async function checkSettings({ settings }: Pick<Config, "settings">): Promise<DoctorLine[]> {
  try {
    const fixed = Object.keys(await readFixedSettings(settings));
    return fixed.length === 0 ? [] : [ok("settings", `the environment fixes ${fixed.join(", ")}`)];
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    return error.problems.map((problem) =>
      fail("settings", `${problem}.`, "Mend the variable, or leave it to /ops/settings."),
    );
  }
}
